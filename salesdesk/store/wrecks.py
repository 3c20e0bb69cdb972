"""Reading a damaged file as far as it can be read; only a copy of it is ever opened here."""

import contextlib
import io
import re
import sqlite3
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from salesdesk.store import cipher_pages, drivers, pages
from salesdesk.store.locks import Lock
from salesdesk.store.orphans import Column, Orphans, column
from salesdesk.store.schema import INDEXES, RECORDS

Row = tuple[Any, ...]
FIRST, LAST = -(2**63), 2**63 - 1
#: One statement may take no longer: a loop in a damaged file must end.
SECONDS_OF_A_STATEMENT = 120.0
STEPS = 20_000  # of SQLite's machine between two looks at the clock
PROBES = 300  # looks into what lies between two readable parts of a table
#: The tables whose rows are known by their shape.
SHAPED = frozenset(RECORDS) | {"change", "entry", "seat"}
_INDEX = re.compile(r"create index (\w+) on (\w+) \(([^)]*)\)(?:\s+where ([^;]*))?;")


class Stopped(Exception):
    """The person pressed Cancel."""


class Wreck:
    """A copy of a damaged file, open for reading.

    Its first pages may be borrowed: from a backup of the same file, or from an empty file as
    this program makes it, because both have their tables at the same places.
    """

    def __init__(
        self, copy: Path, stop: Callable[[], bool] = lambda: False, lock: Lock | None = None
    ) -> None:
        self.path, self.lock = copy, lock
        self._stop = stop
        #: What a locked file holds is never written to the disk without its lock.
        self._image = None if lock is None else _unlocked(copy, lock)
        self._ends = 0.0
        self._halted = False
        self._orphans: Orphans | None = None
        #: Whose list of tables is used: its own (empty), or the name of what lent it.
        self.borrowed = ""
        #: Of a file that is cut short: how many pages are there, and how many there were.
        with self.opened() as file:
            self.short = pages.cut_short(file)
        self.connection = self._connect()

    def opened(self) -> BinaryIO:
        """Its bytes, for reading."""
        return self.path.open("rb") if self._image is None else io.BytesIO(self._image)

    def _connect(self) -> sqlite3.Connection:
        if self._image is None:
            connection = sqlite3.connect(self.path, isolation_level=None)
        else:
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.deserialize(bytes(self._image))
        connection.set_progress_handler(self._look, STEPS)
        for pragma in ("cell_size_check = off", "trusted_schema = off", "temp_store = memory"):
            connection.execute(f"pragma {pragma}")
        # what cannot be understood in its list of tables is passed over
        connection.execute("pragma writable_schema = on")
        return connection

    def _look(self) -> int:
        self._halted = self._halted or self._stop()
        return int(self._halted or time.monotonic() > self._ends)

    def _ask(self, sql: str, params: Sequence[Any] = ()) -> sqlite3.Cursor:
        if self._halted or self._stop():
            raise Stopped
        self._ends = time.monotonic() + SECONDS_OF_A_STATEMENT
        return self.connection.execute(sql, params)

    def close(self) -> None:
        """Let go of the copy."""
        self.connection.close()

    def knows(self, tables: Iterable[str]) -> bool:
        """Whether its list of tables can be read and has all of these."""
        try:
            found = {str(r[0]) for r in self._ask("select name from sqlite_master")}
        except sqlite3.Error:
            return False
        return found.issuperset(tables)

    def borrow(self, lender: BinaryIO, name: str) -> bool:
        """Take the list of tables of another file; False where that makes no sense here."""
        self.connection.close()
        try:
            if self._image is None:
                with self.path.open("r+b") as file:
                    pages.lend_schema(lender, file)
            else:
                held = io.BytesIO(self._image)
                pages.lend_schema(lender, held)
                self._image = bytearray(held.getvalue())
        except (OSError, ValueError):
            self.connection = self._connect()
            return False
        self.connection = self._connect()
        self.borrowed = name
        return self.identity() is not None

    def identity(self) -> tuple[str, str, str] | None:
        """The file's own identity, if it can still be read."""
        try:
            found = self._ask("select uuid, made_at, made_with from file_identity").fetchone()
        except sqlite3.Error:
            return None
        plain = found is not None and all(isinstance(value, str) for value in found)
        return tuple(found) if plain and re.fullmatch(r"[0-9a-f-]{36}", found[0]) else None

    def columns(self, table: str) -> list[str]:
        """The columns that the file has for a table."""
        try:
            return [str(r[1]) for r in self._ask(f"pragma table_info({table})")]
        except sqlite3.Error:
            return []

    # -- walking ----------------------------------------------------------------------------

    def walk(
        self, table: str, columns: Sequence[str], known: Callable[[], Iterable[int]]
    ) -> Iterator[Row]:
        """Every row that can be reached, once: from both ends, then what lies between.

        The first column is the key; `known` tells keys that the table is said to have, asked
        only where the walk meets damage.
        """
        names = ", ".join(columns)
        seen: set[int] = set()
        last, broke = yield from self._run(table, names, FIRST, LAST, seen)
        if not broke:
            return
        first = yield from self._back(table, names, last, seen)
        yield from self._between(table, names, last, first, seen)
        yield from self._orphaned(table, columns, seen)
        for key in sorted(set(known()) - seen):
            if last < key < first and key not in seen:
                yield from self._run(table, names, key - 1, key, seen)

    def _orphaned(self, table: str, columns: Sequence[str], seen: set[int]) -> Iterator[Row]:
        """Rows on pages that nothing leads to any more."""
        if self._orphans is None:
            shapes = {name: self._shape(name) for name in SHAPED}
            self._orphans = Orphans(self.opened, shapes)
        names = [one.name for one in self._shape(table)]
        if table not in SHAPED or not set(columns) <= set(names):
            return
        places = [names.index(name) + 1 for name in columns]
        for row in self._orphans.rows(table, seen):
            if self._stop():
                raise Stopped
            if row[0] not in seen:
                seen.add(row[0])
                yield tuple(row[place] for place in places)

    def _shape(self, table: str) -> list[Column]:
        try:
            found = self._ask(f"pragma table_info({table})").fetchall()
        except sqlite3.Error:
            return []
        return [column(table, str(r[1]), str(r[2]), bool(r[3]), bool(r[5])) for r in found]

    def _run(
        self, table: str, names: str, above: int, upto: int, seen: set[int]
    ) -> Generator[Row, None, tuple[int, bool]]:
        """Rows upwards from a key until the end or the first damage."""
        key = above
        sql = (
            f"select rowid, {names} from {table} not indexed "
            "where rowid > ? and rowid <= ? order by rowid"
        )
        if above == FIRST:
            sql = sql.replace("rowid > ?", "rowid >= ?")
        while True:
            try:
                for row in self._ask(sql, (key, upto)):
                    if row[0] in seen and key != FIRST:
                        return row[0], False  # joined what was read before
                    key = row[0]
                    seen.add(key)
                    yield row[1:]
            except sqlite3.Error as error:
                if not self._lenient(error):
                    return key, True
            else:
                return key, False

    def _back(
        self, table: str, names: str, above: int, seen: set[int]
    ) -> Generator[Row, None, int]:
        """Rows downwards from the end until the first damage; the last key that was read."""
        key = LAST
        sql = (
            f"select rowid, {names} from {table} not indexed "
            "where rowid > ? and rowid <= ? order by rowid desc"
        )
        while True:
            try:
                for row in self._ask(sql, (above, key)):
                    if row[0] in seen:
                        continue
                    key = row[0]
                    seen.add(key)
                    yield row[1:]
            except sqlite3.Error as error:
                if not self._lenient(error):
                    return key
            else:
                return key

    def _between(
        self, table: str, names: str, low: int, high: int, seen: set[int]
    ) -> Generator[Row, None, None]:
        """Halve what lies between until nothing more comes, the widest gap first."""
        gaps = [(low, high)]
        for _ in range(PROBES):
            gaps = [gap for gap in gaps if gap[1] - gap[0] > 1]
            if not gaps:
                return
            gaps.sort(key=lambda gap: gap[1] - gap[0])
            low, high = gaps.pop()
            middle = (low + high) // 2
            before = len(seen)
            key, broke = yield from self._run(table, names, middle - 1, high - 1, seen)
            gaps.append((low, middle))
            if broke:
                gaps.append((key if len(seen) > before else middle, high))

    def _lenient(self, error: sqlite3.Error) -> bool:
        """After text that is no text: read on with signs for what it does not spell."""
        if self._halted:
            raise Stopped from error
        strict = self.connection.text_factory is str
        if strict and not getattr(error, "sqlite_errorname", None):
            self.connection.text_factory = _readable
            return True
        return False

    # -- indexes ----------------------------------------------------------------------------

    def indexed(self, table: str) -> dict[int, dict[str, Any]]:
        """What the indexes of a table still tell of its rows, by key."""
        found: dict[int, dict[str, Any]] = {}
        for name, of_table, columns, condition in _INDEX.findall(INDEXES):
            if of_table != table:
                continue
            names = [c.strip() for c in columns.split(",") if c.strip() != "id"]
            where = f"where {condition}" if condition else ""
            for order in ("", f"order by {', '.join(f'{c} desc' for c in names)}"):
                sql = (
                    f"select {', '.join(['id', *names])} from {table} "
                    f"indexed by {name} {where} {order}"
                )
                with contextlib.suppress(sqlite3.Error):
                    for key, *values in self._ask(sql):
                        found.setdefault(key, {}).update(zip(names, values, strict=True))
                    break
        return found


def _unlocked(copy: Path, lock: Lock) -> bytearray:
    if copy.with_name(f"{copy.name}-journal").exists():
        # a change that was cut off is taken back first, as SQLite does with a plain file
        with contextlib.suppress(sqlite3.Error):
            connection = drivers.connect_locked(copy.resolve().as_uri() + "?mode=rw", lock)
            try:
                connection.execute("select count(*) from sqlite_master")
            finally:
                connection.close()
    return cipher_pages.plain(copy, lock.key)


def _readable(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


#: What every file has that can be walked, of whatever version.
NEEDED = frozenset({"lead", "deal", "person", "setting", "change", "entry", "file_identity"})
