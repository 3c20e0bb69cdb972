"""An open file and what one may do to it: do, undo, redo, read, and hear what changed."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from salesdesk.model.calendar import Clock
from salesdesk.store import faults, feed, files, health, locations, seats
from salesdesk.store.database import Database
from salesdesk.store.feed import Changes
from salesdesk.store.schema import RECORDS

if TYPE_CHECKING:
    from salesdesk.queries.history import Change
    from salesdesk.teams import Team

#: What this computer remembers outside of any file: recent files, window places, theme.
recall = seats.recall
remember = seats.remember

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[Changes], None]


class Session:
    """One open file. The window holds one, the command line another; both do the same."""

    def __init__(
        self, db: Database, *, path: Path | None = None, team: "Team | None" = None
    ) -> None:
        self.db = db
        #: The file as the person knows it; differs from `db.path` for the shared file of a team.
        self.path = path or db.path
        #: The exchange with the copies of colleagues, for a shared file.
        self.team = team
        self._listeners: list[Listener] = []
        self._position = feed.position(db.connection)
        self._data_version = self._look_at_version()
        self._mark = None if db.read_only else health.mark(db.path)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        clock: Clock | None = None,
        person_id: int | None = None,
        read_only: bool = False,
    ) -> "Session":
        """Open a file; UserError in plain words if it cannot be.

        Of a team's file the complete copy on this computer is opened: see `teams.py`.
        """
        path = Path(path)
        clock = clock or Clock()
        if locations.is_team(path):
            from salesdesk import teams

            return teams.open_shared(path, clock, person_id, read_only=read_only)
        return cls(files.open_file(path, clock, read_only=read_only, person_id=person_id))

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str,
        currency: str = "GBP",
        zone: str = "Europe/London",
        clock: Clock | None = None,
    ) -> "Session":
        """Make a new file with the usual stages, reasons and channels, and open it."""
        from salesdesk.actions import set_up
        from salesdesk.store import leftovers

        fixed = clock.fixed if clock else None
        set_up.check(name, currency, zone)
        locations.check_new(Path(path))
        with leftovers.none_of(Path(path)):
            db = files.create(Path(path), Clock(zone, fixed))
            session = cls(db)
            db.person_id = session.begin_with("New file", set_up.new_file, name, currency, zone)
        if locations.is_team(Path(path)):  # made on a share: go on in the copy of one's own
            session.close()
            return cls.open(path, clock=clock)
        return session

    def another(self) -> "Session":
        """The same file on a connection of its own, for work on another thread."""
        clock = self.db.clock
        return Session(
            files.open_file(
                self.db.path, clock, read_only=self.db.read_only, person_id=self.db.person_id
            )
        )

    @property
    def today(self) -> date:
        """The one "today" of the file's time zone."""
        return self.db.today()

    @property
    def person_id(self) -> int | None:
        """Who I am in this file."""
        return self.db.person_id

    def i_am(self, person_id: int) -> None:
        """Use this file as another person from now on; remembered on this computer."""
        self.db.person_id = person_id
        with self.db.waiting() as connection:
            seats.i_am(connection, person_id)

    def read(
        self, query: Callable[Concatenate[Database, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The answer of a query."""
        return query(self.db, *args, **kw)

    def do(self, action: Callable[Concatenate[Database, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run one action as one change; UserError, and nothing changed, if it cannot be."""
        words = getattr(action, "words", action.__name__)
        with self.db.change(words):
            result = action(self.db, *args, **kw)
        self._tell_own(words)
        return result

    @contextlib.contextmanager
    def receiving(self, words: str) -> Iterator[None]:
        """Take in what others changed and note it, all in one transaction; heard of at its end."""
        with self.db.receiving():
            yield
        self._tell_own(words)

    def begin_with(
        self,
        words: str,
        action: Callable[Concatenate[Database, P], T],
        *args: P.args,
        **kw: P.kwargs,
    ) -> T:
        """Lay the ground of a new file: journaled, but undo stops before it."""
        with self.db.change(words, "outside"):
            result = action(self.db, *args, **kw)
        self._tell_own(words)
        return result

    def undo(self) -> str | None:
        """Take back this seat's last standing change; its words, or None if there is none."""
        from salesdesk.queries import history

        return self._turn(history.to_undo(self.db), "undo")

    def redo(self) -> str | None:
        """Do again what was undone last; its words, or None if there is nothing to redo."""
        from salesdesk.queries import history

        return self._turn(history.to_redo(self.db), "redo")

    def undo_change(self, change_id: int) -> str | None:
        """Take back one chosen change; UserError where something has moved on since."""
        from salesdesk.queries import history

        return self._turn(history.one(self.db, change_id), "undo")

    def _turn(self, target: "Change | None", kind: str) -> str | None:
        if target is None:
            return None
        from salesdesk.actions import leads, reached
        from salesdesk.queries import history
        from salesdesk.store import undoing

        contacts = history.contacts_in(self.db, target)
        try:
            with self.db.change(target.words, kind, target.id) as turn:
                for table, key in undoing.take_back(self.db, target.id, turn):
                    if table == "lead":
                        leads.rescore(self.db, key)
                for contact in contacts:
                    reached.anew(self.db, contact)
                self.db.detail = target.detail
        except faults.Referred as error:
            raise undoing.hindered(self.db, target.id) or error from error
        undoing.ask_again(self.db)
        self._tell_own(target.words)
        return target.words

    def poll(self) -> Changes | None:
        """What others changed since the last look; cheap enough to ask four times a second."""
        version = self._look_at_version()
        if version is None or version == self._data_version:
            return None
        if self.db.was_restored():
            return self.begin_anew()
        self._data_version = version
        return self._tell(feed.since(self.db.connection, self._position, own=False))

    def begin_anew(self) -> Changes | None:
        """A backup was restored into the file: everything may be different, everybody hears it."""
        self.db.sit_down_anew()
        self._data_version = self._look_at_version()
        everything = Changes(dict.fromkeys(RECORDS), "Restored from a backup", own=False)
        return self._tell((everything, feed.position(self.db.connection)))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the returned function ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell_own(self, words: str) -> None:
        written = self.db.written
        if written is not None and written[0] == self._position:
            # nobody else wrote in between: what the change knows need not be read again
            self._tell((Changes(written[2], words), written[1]))
        else:
            connection = self.db.connection
            self._tell(feed.since(connection, self._position, own=True, words=words))

    def _tell(self, heard: tuple[Changes | None, int]) -> Changes | None:
        changes, self._position = heard
        if changes is not None:
            for listener in list(self._listeners):
                listener(changes)
        return changes

    def _look_at_version(self) -> int | None:
        return feed.glance(self.db.connection)

    def position(self) -> int:
        """The number of the newest journal entry that was heard of: it moves with each change."""
        return self._position

    def adopt_strays(self) -> int:
        """Make what another program wrote into the file into changes that travel; how many."""
        return self.db.adopt()

    def save_copy(self, target: Path) -> None:
        """Write a complete, checked copy of the file as it is seen here."""
        from salesdesk.store import backups

        backups.copy_to(self.db.connection, target)

    def back_up(self, why: str = "by-hand") -> Path:
        """Make a checked backup where those of this file go; UserError if none can be written."""
        from salesdesk.store import backups

        return backups.backup_beside(self.db.connection, self.db.path, self.db.clock, why)

    def check(self) -> list[str]:
        """Every fault found in the file; empty when all is well."""
        with self.db.waiting() as connection:
            return health.full(connection)

    def close(self) -> None:
        """Let go of the file; what colleagues do not have yet is sent if the share is there."""
        if self.team is not None:
            self.team.leave()
        try:
            if not self.db.read_only:
                with self.db.waiting() as connection, contextlib.suppress(sqlite3.Error, OSError):
                    # damaged or gone, it cannot be read; then the next opening draws a new seat
                    seats.leave(connection, self.db.path, self.db.seat)
        finally:
            self.db.connection.close()
            health.unmark(self._mark)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
