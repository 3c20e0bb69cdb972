"""A new file out of what can be read of a damaged one, of its backups and of its journal."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from salesdesk.model.merges import Merged, merge
from salesdesk.store import drivers, journal, mending, triggers, witnesses
from salesdesk.store.donors import Donor
from salesdesk.store.events import events_of
from salesdesk.store.machinery import JOURNAL_DDL
from salesdesk.store.schema import (
    APPLICATION_ID,
    INDEXES,
    PAGE_SIZE,
    RECORDS,
    SCHEMA_VERSION,
    record_ddl,
)
from salesdesk.store.search_index import SEARCH_DDL
from salesdesk.store.shipments import Shipment
from salesdesk.store.witnesses import Doubt
from salesdesk.store.wrecks import Row, Wreck

CHUNK = 500
Fields = dict[str, Any]
#: Hears what is being read, and how many rows of it so far.
Say = Callable[[str, int], object]
#: So many rows are read between two words.
SAID = 20 * CHUNK


@dataclass
class Kind:
    """What became of the rows of one table, each counted once."""

    read: int = 0
    #: Read, but with fields that were damaged and came from elsewhere or are empty now.
    mended: int = 0
    journal: int = 0
    backups: dict[str, int] = field(default_factory=dict)
    #: No more than what the indexes had of them.
    parts: int = 0
    lost: int = 0

    @property
    def back(self) -> int:
        """How many rows the new file has of them."""
        return self.read + self.mended + self.journal + sum(self.backups.values()) + self.parts


@dataclass
class Tally:
    """What a rescue did."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    #: Rows made because others refer to them, and references emptied.
    placeholders: int = 0
    emptied: int = 0
    #: Values set right by a backup, and those that only differ from the journal.
    right: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    #: Whose list of tables was used, when the file had lost its own.
    borrowed: str = ""
    #: Of a file that is cut short: how many pages are there, and how many there were.
    short: tuple[int, ...] = ()


def _head(connection: sqlite3.Connection) -> None:
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {SCHEMA_VERSION}")


class Rescue:
    """One rescue: from a wreck and its donors, the newest first, into a draft."""

    def __init__(
        self,
        wreck: Wreck,
        donors: Sequence[Donor],
        series: Iterable[Shipment],
        draft: Path,
        now: str,
        say: Say,
    ) -> None:
        """`series`: the changes that a team's folder has of the file."""
        self._wreck, self._donors, self._now, self._say = wreck, donors, now, say
        self._series = series
        self.tally = Tally(borrowed=wreck.borrowed, short=wreck.short)
        self.out = drivers.connect(draft, lock=wreck.lock)
        self._expected: dict[str, set[int]] = {}
        #: Rows that another program wrote to: no change says in which order.
        self._strays: dict[str, set[int]] = {}

    def run(self, identity: tuple[str, str, str]) -> Tally:
        """Do all of it; what comes out has passed no check yet."""
        out = self.out
        if self._wreck.lock is None:  # the pages of a locked file have the size of its checksums
            out.execute(f"pragma page_size = {PAGE_SIZE}")
        for pragma in ("journal_mode = off", "synchronous = off", "foreign_keys = off"):
            out.execute(f"pragma {pragma}")
        out.execute("pragma cache_size = -65536")
        _head(out)
        tables = "".join(record_ddl(table) for table in RECORDS)
        out.executescript(f"begin; {JOURNAL_DDL}{tables}")
        out.execute("insert into file_identity values (1, ?, ?, ?)", identity)
        out.execute("insert into journal_state (id, change_id) values (1, 0)")
        self._journal()
        for table in RECORDS:
            self._say(table, 0)
            self._records(table)
        self._say("references", 0)
        if not out.execute("select 1 from person limit 1").fetchone():
            mending.placeholder(out, "person", 1, self._now)
            self.tally.placeholders += 1
        made, emptied = mending.references(out, self._now)
        self.tally.placeholders, self.tally.emptied = self.tally.placeholders + made, emptied
        self._say("search", 0)
        out.executescript(f"begin; {INDEXES}{SEARCH_DDL}")  # what came before is committed by it
        for index in ("lead_search", "lead_start"):
            out.execute(f"insert into {index} ({index}) values ('rebuild')")
        triggers.install(out)
        out.execute("commit")
        return self.tally

    # -- the journal ------------------------------------------------------------------------

    def _journal(self) -> None:
        """Seats, changes and entries; what is missing comes from those backups that agree."""
        for table in ("seat", "change", "entry", "clash"):
            self._say(table, 0)
            kind = self.tally.kinds[table] = Kind()
            self._load(table, set, kind)
            if table == "entry":
                mending.drop_unreadable(self.out)
                kind.read = int(self.out.execute("select count(*) from entry").fetchone()[0])
            before = kind.read
            for donor in self._donors:
                if table == "entry" and not self._agrees(donor):
                    continue
                kind.backups[donor.label] = self._copy(donor, table)
            _drop_empty(kind)
            if table == "entry":
                told = self.out.execute("select max(last_entry) from change").fetchone()[0] or 0
                newest = max(journal.newest(self.out), min(told, 2**40))
                kind.lost = max(0, newest - before - sum(kind.backups.values()))
        from_team = mending.series(self.out, self._series)
        if from_team:
            entries = self.tally.kinds["entry"]
            entries.backups["the team's folder"] = from_team
            entries.lost = max(0, entries.lost - from_team)
        mending.journal_of(self.out, self._now)
        rows = self.out.execute("select table_name, row_id, op, change_id from entry order by id")
        for table, key, op, change in rows:
            if change == 0:
                self._strays.setdefault(table, set()).add(key)
            keys = self._expected.setdefault(table, set())
            if op == "d":
                keys.discard(key)
            else:
                keys.add(key)

    def _agrees(self, donor: Donor) -> bool:
        """Whether the entries of a backup have the numbers that they have in the file."""
        ours = self.out.execute(
            "select id, change_id, table_name, row_id from entry where id in "
            "(select id from entry order by random() limit 50)"
        ).fetchall()
        found = {
            number: donor.connection.execute(
                "select id, change_id, table_name, row_id from entry where id = ?", (number,)
            ).fetchone()
            for number, *_ in ours
        }
        differ = [row for row in ours if found[row[0]] not in (None, row)]
        return len(differ) * 10 <= len(ours)  # a damaged entry or two may differ

    def _copy(self, donor: Donor, table: str) -> int:
        columns = triggers.columns_of(self.out, table)
        sql = f"insert or ignore into {table} ({', '.join(columns)}) values ({_marks(columns)})"
        before = self.out.total_changes
        found = donor.connection.execute(f"select {', '.join(columns)} from {table}")
        while rows := found.fetchmany(CHUNK):
            self.out.executemany(sql, rows)
        return self.out.total_changes - before

    # -- records ----------------------------------------------------------------------------

    def _records(self, table: str) -> None:
        kind = self.tally.kinds[table] = Kind()
        expected = self._expected.get(table, set())
        for donor in self._donors:
            expected |= donor.keys(table)
        parts: dict[int, Fields] = {}

        def known() -> set[int]:
            parts.update(self._wreck.indexed(table))
            return expected | parts.keys()

        odd = self._load(table, known, kind)
        there = {int(key) for (key,) in self.out.execute(f"select id from {table}")}
        told = there & expected - self._strays.get(table, set())
        right, doubts = witnesses.hear(self.out, table, told, self._donors)
        self.tally.right += right
        self.tally.doubts += doubts
        missing = sorted((expected | parts.keys() | odd.keys()) - there)
        for start in range(0, len(missing), CHUNK):
            self._fill(table, missing[start : start + CHUNK], odd, parts, kind)

    def _load(self, table: str, known: Callable[[], set[int]], kind: Kind) -> dict[int, Fields]:
        """Put in what can be read; the rows that do not fit come back, as far as they do."""
        wanted = triggers.columns_of(self.out, table)
        columns = [name for name in wanted if name in self._wreck.columns(table)]
        odd: dict[int, Fields] = {}
        if not columns or columns[0] != "id":
            return odd
        sql = f"insert into {table} ({', '.join(columns)}) values ({_marks(columns)})"
        chunk: list[Row] = []
        types, must = mending.types_of(self.out, table), mending.must_have(self.out, table)
        strangers: list[Row] = []
        for number, row in enumerate(self._wreck.walk(table, columns, known), start=1):
            chunk.append(row)
            if number % SAID == 0:
                self._say(table, number)
            if len(chunk) == CHUNK:
                strangers += self._put(sql, chunk)
                chunk = []
        strangers += self._put(sql, chunk)
        kind.read = int(self.out.execute(f"select count(*) from {table}").fetchone()[0])
        for row in strangers:
            if isinstance(row[0], int):
                found = mending.sound(dict(zip(columns, row, strict=True)), types)
                if len(must & found.keys()) * 2 >= len(must):  # else it is no row of this table
                    odd[row[0]] = found
        return odd

    def _put(self, sql: str, rows: list[Row]) -> list[Row]:
        """Insert rows; those that are refused or are no text come back."""
        odd: list[Row] = []
        if self._wreck.connection.text_factory is not str:
            odd = [row for row in rows if any(isinstance(v, str) and "\ufffd" in v for v in row)]
            rows = [row for row in rows if row not in odd]
        self.out.execute("savepoint chunk")
        try:
            self.out.executemany(sql, rows)
        except (sqlite3.Error, OverflowError):
            self.out.execute("rollback to chunk")
            odd += [row for row in rows if not self._put_one(sql, row)]
        self.out.execute("release chunk")
        return odd

    def _put_one(self, sql: str, row: Row) -> bool:
        try:
            self.out.execute(sql, row)
        except (sqlite3.Error, OverflowError):
            return False
        return True

    def _fill(
        self,
        table: str,
        keys: list[int],
        odd: dict[int, Fields],
        parts: dict[int, Fields],
        kind: Kind,
    ) -> None:
        """Make rows that are missing out of whatever else tells of them."""
        events = events_of(self.out, [(table, key) for key in keys])
        saved: dict[int, tuple[str, Fields]] = {}
        for donor in reversed(self._donors):
            saved.update({row["id"]: (donor.label, row) for row in donor.rows(table, keys)})
        for key in keys:
            found = events.get((table, key))
            merged = merge(found) if found else None
            if merged is not None and not merged.exists and key not in odd:
                continue  # it was deleted
            self._make(table, key, merged, saved.get(key), odd.get(key), parts.get(key), kind)

    def _make(
        self,
        table: str,
        key: int,
        merged: Merged | None,
        saved: tuple[str, Fields] | None,
        odd: Fields | None,
        part: Fields | None,
        kind: Kind,
    ) -> None:
        told = {} if merged is None else dict(merged.fields)
        if merged is not None:
            stamp = {"updated_at": merged.last.at, "version": merged.version}
            told |= {**stamp, "updated_by": merged.last.person_id}
        whole = merged is not None and merged.whole and told.get("id") == key
        label, base = saved if saved is not None else ("", {})
        values = {**(part or {}), **({} if whole else base), **told, **(odd or {}), "id": key}
        enough = whole or saved is not None or odd is not None or bool(part)
        if not enough or not mending.insert(self.out, table, values, self._now):
            kind.lost += 1
        elif odd is not None:
            kind.mended += 1
        elif whole:
            kind.journal += 1
        elif saved is not None:
            kind.backups[label] = kind.backups.get(label, 0) + 1
        else:
            kind.parts += 1


def _drop_empty(kind: Kind) -> None:
    kind.backups = {label: count for label, count in kind.backups.items() if count}


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))
