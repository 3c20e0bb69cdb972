"""An open file: reading, writing inside a change, and who, when and which key."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import faults, journal
from salesdesk.store.tables import Table

T = TypeVar("T")
Params = Sequence[Any] | dict[str, Any]
BUSY_SECONDS = 10.0
READ_BUSY_MS = 5000


class Database:
    """One connection to one file, with the clock, the seat and the person that use it."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        clock: Clock,
        *,
        seat: int = 0,
        person_id: int | None = None,
        read_only: bool = False,
    ) -> None:
        self.connection = connection
        self.path = path
        self.clock = clock
        self.seat = seat
        self.person_id = person_id
        self.read_only = read_only
        #: More words for the change under way, such as the record's name.
        self.detail: str | None = None
        self._change_id: int | None = None
        self._counter = 0
        self._stamp: dict[str, Any] = {}
        self._place = _place_of(path)

    # -- reading ----------------------------------------------------------------------------

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        return self.execute(sql, params).fetchall()

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if there is one."""
        found: tuple[Any, ...] | None = self.execute(sql, params).fetchone()
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    def dicts(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """All rows of a query, as dictionaries by column name."""
        cursor = self.execute(sql, params)
        names = [d[0] for d in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement; known faults of file and disk come out as UserError."""
        try:
            return self.connection.execute(sql, params)
        except sqlite3.Error as error:
            raise _told(error) from error

    def execute_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Run one statement for many rows."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise _told(error) from error

    # -- writing ----------------------------------------------------------------------------

    def table(self, name: str) -> Table:
        """The rows of one record table, to be written inside an action."""
        if self._change_id is None:
            raise RuntimeError("a write outside an action; call session.do")
        return Table(self, name)

    def now(self) -> str:
        """This moment in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The one "today" of the file's time zone."""
        return self.clock.today()

    def stamp(self) -> dict[str, Any]:
        """Who and when, for the change under way."""
        return self._stamp

    def new_key(self) -> int:
        """A key that no copy of the file will ever make again: seat << 32 | counter."""
        self._counter += 1
        return self.seat << 32 | self._counter

    @contextmanager
    def change(self, words: str, kind: str = "do", target: int | None = None) -> Iterator[int]:
        """One short BEGIN IMMEDIATE transaction, journaled under one change.

        Everything inside is kept or nothing is. A change that changed no row leaves no trace.
        """
        if self._change_id is not None:
            raise RuntimeError("a change inside a change")
        self._begin()
        try:
            change_id = self._start(words, kind, target)
            yield change_id
            self._finish(change_id)
            self._patiently(lambda: self.connection.execute("commit"))
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("rollback")
            if isinstance(error, sqlite3.Error):
                raise _told(error) from error
            raise
        finally:
            self._change_id = None
            self.detail = None

    def _begin(self) -> None:
        if self.read_only:
            raise UserError(
                "Could not save: this file is open for reading only.",
                "Save a copy in a folder that you can write to, and go on in the copy.",
            )
        self.check_place()
        try:
            self._patiently(lambda: self.connection.execute("begin immediate"))
        except sqlite3.Error as error:
            raise _told(error) from error

    def check_place(self) -> None:
        """Raise UserError if the file was moved, deleted or replaced since it was opened."""
        place = _place_of(self.path)
        if place is None:
            raise faults.gone(self.path)
        if place != self._place:
            raise faults.replaced(self.path)

    def _start(self, words: str, kind: str, target: int | None) -> int:
        execute = self.connection.execute
        # rows of one change may refer to each other in any order; the commit checks them all
        execute("pragma defer_foreign_keys = on")
        self._counter = execute("select counter from seat where id = ?", (self.seat,)).fetchone()[0]
        last = execute("select last_clock from journal_state").fetchone()[0]
        clock = max(last + 1, int(time.time() * 1000) << 16)
        change_id = self.new_key()
        now = self.now()
        self._stamp = {"updated_at": now, "updated_by": self.person_id}
        self._change_id = change_id
        execute(
            "insert into change (id, clock, seat, person_id, at, words, kind, target) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            (change_id, clock, self.seat, self.person_id, now, words, kind, target),
        )
        execute("update journal_state set change_id = ?, last_clock = ?", (change_id, clock))
        return change_id

    def _finish(self, change_id: int) -> None:
        execute = self.connection.execute
        wrote = execute("select 1 from entry where change_id = ? limit 1", (change_id,)).fetchone()
        if wrote is None:
            execute("delete from change where id = ?", (change_id,))
        elif self.detail:
            execute("update change set detail = ? where id = ?", (self.detail, change_id))
        execute("update journal_state set change_id = 0")
        execute("update seat set counter = ? where id = ?", (self._counter, self.seat))

    def _patiently(self, step: Callable[[], T]) -> T:
        """Try `step` until the lock is free.

        SQLite's own busy handler starves under many writers; short random waits are fair. A
        busy COMMIT is tried again itself, never rolled back.
        """
        self.connection.execute("pragma busy_timeout = 0")
        deadline = time.monotonic() + BUSY_SECONDS
        try:
            while True:
                try:
                    return step()
                except sqlite3.OperationalError as error:
                    if not faults.is_busy(error) or time.monotonic() > deadline:
                        raise
                    time.sleep(random.uniform(0.001, 0.006))
        finally:
            self.connection.execute(f"pragma busy_timeout = {READ_BUSY_MS}")

    # -- undo -------------------------------------------------------------------------------

    def revert(self, change_id: int) -> None:
        """Put back what `change_id` did; call inside a change of kind undo or redo."""
        journal.revert(self.connection, change_id, self._stamp)
        self.connection.execute(
            "update change set undone_by = ? where id = ?", (self._change_id, change_id)
        )


def _place_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _told(error: sqlite3.Error) -> Exception:
    return faults.words_for(error) or error
