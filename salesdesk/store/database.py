"""An open file: reading, writing inside a change, and who, when and which key."""

import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model import tidy
from salesdesk.model.calendar import Clock
from salesdesk.store import faults, feed, journal, patience, seats, strays
from salesdesk.store.patience import patiently
from salesdesk.store.tables import Table

Connection = sqlite3.Connection
Params = Sequence[Any] | dict[str, Any]
CROWDED_SECONDS = 0.05
#: As long as a window waits with a read; a commit of one action takes less.
A_BLINK = 0.008


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
        #: A window's connection does not wait for a long writer with a read: it raises Busy.
        self.impatient = False
        #: More words for the change under way, such as the record's name.
        self.detail: str | None = None
        self._change_id: int | None = None
        self._counter = 0
        self._clock = 0
        self._newest = 0
        self._known: tuple[int, int, int, int] | None = None
        self._announced = False
        self._indexed = 0
        self._adopted = 0  # no strays up to this entry
        #: What the last change wrote: the entry before it, its last one, and its rows.
        self.written: tuple[int, int, feed.Rows] | None = None
        self._crowded = -CROWDED_SECONDS
        self._stamp: dict[str, Any] = {}
        self._place = _place_of(path)
        self._restores = seats.restores_of(connection)

    # -- reading ----------------------------------------------------------------------------

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples."""
        return faults.plainly(self.execute(sql, params).fetchall)

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if there is one."""
        found: tuple[Any, ...] | None = faults.plainly(self.execute(sql, params).fetchone)
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    def dicts(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """All rows of a query, as dictionaries by column name."""
        cursor = self.execute(sql, params)
        names = [d[0] for d in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in faults.plainly(cursor.fetchall)]

    def version(self) -> int:
        """A number that moves when another connection has changed the file."""
        return int(self.value(feed.VERSION))

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement; known faults of file and disk come out as UserError."""
        try:
            return self.connection.execute(sql, params)
        except sqlite3.Error as error:
            if faults.is_busy(error):
                return self._again(sql, params)
            raise faults.told(error) from error

    def _again(self, sql: str, params: Params) -> sqlite3.Cursor:
        hasty = self.impatient and self._change_id is None
        seconds = A_BLINK if hasty else patience.BUSY_SECONDS
        try:
            return patiently(lambda: self.connection.execute(sql, params), seconds)
        except sqlite3.Error as error:
            if hasty and faults.is_busy(error):
                raise faults.busy() from error
            raise faults.told(error) from error

    @contextmanager
    def waiting(self) -> Iterator[sqlite3.Connection]:
        """The connection, waiting by SQLite's own busy handler: for work that we cannot repeat.

        Known faults of file and disk come out of it as UserError.
        """
        if self.connection.in_transaction:  # it has its lock, and executescript would commit
            yield self.connection
            return
        # a pragma works while it is compiled: `execute` would take it from its cache, unheard
        self.connection.executescript(f"pragma busy_timeout = {int(patience.BUSY_SECONDS * 1000)}")
        try:
            with faults.in_words():
                yield self.connection
        finally:
            self.connection.executescript("pragma busy_timeout = 0")

    def execute_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Run one statement for many rows."""
        with faults.in_words():
            self.connection.executemany(sql, rows)

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
        Inside `receiving` it is kept or lost together with what is received.
        """
        if self._change_id is not None:
            raise RuntimeError("a change inside a change")
        alone = not self.connection.in_transaction
        if alone:
            self._begin()
        try:
            change_id = self._start()
            yield change_id
            known = self._finish(words, kind, target)
            if alone:
                # a busy COMMIT is tried again itself, never rolled back
                patiently(lambda: self.connection.execute("commit"))
                self._known = known
        except BaseException as error:
            if alone and self.connection.in_transaction:
                self.connection.execute("rollback")
            if isinstance(error, sqlite3.Error):
                raise faults.told(error) from error
            raise
        finally:
            self._change_id = None
            self._announced = False
            self.detail = None

    @contextmanager
    def receiving(self) -> Iterator[sqlite3.Connection]:
        """One transaction for changes that others made: journaled as theirs, not as a new one."""
        self._begin()
        try:
            with faults.in_words():
                yield self.connection
                patiently(lambda: self.connection.execute("commit"))
        finally:
            if self.connection.in_transaction:
                self.connection.execute("rollback")

    def adopt(self) -> int:
        """Make what another program wrote into changes that travel; how many."""
        with self.waiting() as connection:
            newest = journal.newest(connection)
            found = strays.are_there(connection, self._adopted)
        if not found:
            self._adopted = newest
            return 0
        with self.receiving() as connection:
            return strays.adopt(connection)

    def _begin(self) -> None:
        if self.read_only:
            raise UserError(
                "Could not save: this file is open for reading only.",
                "Save a copy in a folder that you can write to, and go on in the copy.",
            )
        self.check_place()
        if time.monotonic() - self._crowded < CROWDED_SECONDS:
            # who has just had to wait lets those go first who still do
            time.sleep(random.uniform(0.0005, 0.002))
        try:
            self.connection.execute("begin immediate")
        except sqlite3.Error:
            with faults.in_words():
                patiently(lambda: self.connection.execute("begin immediate"))
            self._crowded = time.monotonic()

    def check_place(self) -> None:
        """Raise UserError if the file was moved, deleted or replaced since it was opened."""
        place = _place_of(self.path)
        if place is None:
            raise faults.gone(self.path)
        if place != self._place:
            raise faults.replaced(self.path)

    def was_restored(self) -> bool:
        """True if an older state was put in the place of the file since it was opened."""
        return bool(patiently(lambda: seats.restores_of(self.connection)) != self._restores)

    def sit_down_anew(self) -> None:
        """Go on with the restored file: with a seat that it has not seen, and what it knows."""
        with self.waiting() as connection:
            self._restores = seats.restores_of(connection)
            if not self.read_only:
                self.seat = seats.take(connection, self.path, self.now())
            self.person_id = seats.who_am_i(connection, self.person_id)
        self._known, self._indexed, self._adopted = None, 0, 0

    def _start(self) -> int:
        if seats.restores_of(self.connection) != self._restores:
            raise faults.restored(self.path)
        newest = journal.newest(self.connection)
        if self._known is None or self._known[:2] != (self.seat, newest):
            # somebody else wrote: look again how far the seat's keys and all clocks are
            counter = journal.counter_of(self.connection, self.seat)
            self._known = (self.seat, newest, counter, journal.last_clock(self.connection))
        _, self._newest, self._counter, last = self._known
        # one tick is left for what another program wrote since: see strays.py
        self._clock = max(last + 2, int(time.time() * 1000) << 16)
        self._change_id = self.new_key()
        self._stamp = {"updated_at": self.now(), "updated_by": self.person_id}
        return self._change_id

    def announce(self) -> None:
        """Say beforehand that the change under way writes many rows.

        Their entries then get the change's key as they are written, and not at the end. For a
        few rows that would cost more: one more page in every commit.
        """
        if not self._announced:
            self._announced = True
            self.connection.execute("update journal_state set change_id = ?", (self._change_id,))
            # what was written before it was said, such as the import run itself
            self.connection.execute(
                "update entry set change_id = ? where id > ?", (self._change_id, self._newest)
            )

    def _finish(self, words: str, kind: str, target: int | None) -> tuple[int, int, int, int]:
        execute = self.connection.execute
        first, last = self._newest + 1, journal.newest(self.connection)
        self.written = None
        if self._announced:
            execute("update journal_state set change_id = 0")
        if last < first:
            return self.seat, last, self._counter, self._clock
        if last - self._indexed >= journal.ENTRIES_TO_INDEX:
            self._indexed = journal.index_rows(self.connection, last)
        self.written = (first - 1, last, feed.rows_after(self.connection, first - 1, last))
        if not self._announced:
            execute("update entry set change_id = ? where id >= ?", (self._change_id, first))
        from salesdesk.store import slices

        stamp = self._stamp
        detail = self.detail and tidy.line(self.detail)[: tidy.LINE]
        execute(
            "insert into change (id, clock, seat, person_id, at, words, kind, target, detail, "
            "first_entry, last_entry, counter, seen) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self._change_id, self._clock, self.seat, stamp["updated_by"]),
                *(stamp["updated_at"], words, kind, target, detail),
                *(first, last, self._counter, slices.knowledge(self.connection, first)),
            ),
        )
        return self.seat, last, self._counter, self._clock


def _place_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
