"""A file that a team shares: opening it, exchanging changes, who is in, and how it stands."""

import contextlib
import copy
import platform
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from salesdesk import __version__
from salesdesk.actions import quotes
from salesdesk.errors import UserError
from salesdesk.exchange import anew, bases, troubles
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.presence import Presence
from salesdesk.exchange.rounds import Rounds
from salesdesk.model.calendar import Clock
from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.store import files, journal, locks, seals, seats, shipments, standing
from salesdesk.store.database import Database
from salesdesk.store.faults import in_words
from salesdesk.store.reading import Progress
from salesdesk.store.seals import PLAIN, Seal

WAIT_SECONDS = 5.0
LEAVE_BYTES = 64 << 20  # a larger file is not written again only because somebody leaves


@dataclass(frozen=True)
class Seat:
    """One member of the team, at one computer."""

    name: str
    person: str
    computer: str
    last_seen: str
    is_me: bool
    section: str
    version: str
    online: bool
    #: Changes that wait: ours that they had not read, and theirs that have not come here.
    unread: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Synced:
    """What one exchange did."""

    sent: int = 0
    #: Whose changes came; empty when none did.
    came_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamStatus:
    """How the file stands to the team's."""

    people: list[Seat] = field(default_factory=list)
    online: bool = False
    waiting_out: int = 0
    waiting_in: int = 0
    problem: UserError | None = None
    last_sync: str | None = None


def open_shared(
    path: Path, clock: Clock | None = None, person_id: int | None = None, *, read_only: bool = False
) -> Session:
    """Open the complete copy on this computer; the first time, make it from the share."""
    path, clock = Path(path).absolute(), clock or Clock()
    folder, joining = Folder(path), not is_here(path)
    desk = _sit_down(folder, clock)
    if desk.state().went_back and not read_only:
        with contextlib.suppress(OSError, UserError):  # else it is open as it is, and told again
            anew.make(desk, folder, clock)
    seats.remember(f"team:{path}", desk.uuid)
    file = desk.file()
    assert file is not None
    db = files.open_file(file, clock, read_only=read_only, person_id=person_id)
    if read_only:
        return Session(db, path=path)
    team = Team(path, desk, db)
    session = Session(db, path=path, team=team)
    if joining:
        team.sync()
    return session


def is_here(path: Path) -> bool:
    """Whether this computer has its complete copy of a shared file."""
    return _desk(Folder(path.absolute())) is not None


def fetch(path: Path, clock: Clock, go_on: Progress | None = None) -> None:
    """Make the complete copy on this computer; that takes as long as the share is slow."""
    _sit_down(Folder(path.absolute()), clock, go_on)


def _sit_down(folder: Folder, clock: Clock, go_on: Progress | None = None) -> Desk:
    """Where the complete copy lies here; where there is none yet, it comes from the share."""
    bases.refuse_renamed(folder)
    desk = _desk(folder)
    folder.seal = _unlocked(folder, desk)
    try:
        return desk or bases.join(folder, clock, go_on)
    except OSError as error:
        raise troubles.told(error, folder.shared) from error


def _desk(folder: Folder) -> Desk | None:
    """Where the complete copy of this file lies here; None if there is none."""
    there = folder.uuid() or standing.uuid_at(folder.shared)
    uuid = there or seats.recall().get(f"team:{folder.shared}")
    desk = Desk(uuid) if isinstance(uuid, str) and uuid else None
    return desk if desk is not None and desk.file() is not None else None


def _unlocked(folder: Folder, desk: Desk | None) -> Seal:
    """The seal of a team's file; `locks.Locked` where its passphrase is not known here yet.

    The copy here has the lock of its team. One that is not locked, or has an older passphrase,
    is brought to the lock that the team folder has now; never the other way round.
    """
    copy = None if desk is None else desk.file()
    uuid, wanted = folder.whose()
    if copy is None and uuid is None:
        salt = locks.lock_of(folder.shared)
        wanted = None if salt is None else salt.hex()
    if desk is not None and copy is not None:
        desk.seal = seals.of(copy)
        if wanted in (None, desk.seal.name):
            return desk.seal
    if wanted is None:
        return PLAIN
    for source in (folder.shared, *folder.snapshots.glob("*.salesdesk")):
        salt = locks.lock_of(source)
        if salt is not None and salt.hex() == wanted:
            seal = seals.of(source)
            if desk is not None:
                desk.relock(seal)
            return seal
    raise troubles.not_whole(folder.shared)


def unlock_copy(path: Path) -> bool:
    """Take the lock from the copy here, where the team's folder has none; False elsewhere."""
    folder = Folder(path)
    desk = _desk(folder)
    copy = None if desk is None else desk.file()
    if desk is None or copy is None or locks.lock_of(copy) is None or folder.whose()[1] is not None:
        return False
    if folder.uuid() is None:
        return False
    desk.seal = seals.of(copy)
    desk.relock(PLAIN)
    return True


class Team:
    """The exchange of one open file with the copies of the others."""

    def __init__(self, shared: Path, desk: Desk, db: Database) -> None:
        self.shared = shared
        self._desk, self._main = desk, db
        self._rounds = Rounds(shared, desk)
        self._lock = threading.Lock()
        self._dbs: dict[int, Database] = {}
        self._status = TeamStatus()
        self._section = ""
        #: Of each seat: what it was counted from, and the changes that wait for it and of it.
        self._apart: dict[int, tuple[tuple[object, ...], tuple[int, int]]] = {}

    def status(self) -> TeamStatus:
        """How things stood after the last exchange."""
        return self._status

    def tends(self) -> bool:
        """Whether this copy does the daily chores that one of all should do.

        It is the lowest seat of those who are in; nobody before the first exchange.
        """
        me = self._main.seat
        online = [one.seat for one in self._rounds.everyone if one.seat == me or one.is_here()]
        return bool(online) and min(online) == me

    def note_place(self, section: str) -> None:
        """Say in which section one is; the others see it with the next exchange."""
        self._section = section

    def sync(self, *, refresh: bool = False) -> Synced:
        """Send what is new here, take in what is new there; trouble is told by `status`.

        Safe on any thread. Costs little when nothing is new. With `refresh`, the shared file is
        written anew at once if it lacks something.
        """
        # who closes the window does not wait for a share that hangs under another thread
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            return Synced()
        try:
            return self._once(refresh)
        finally:
            self._lock.release()

    def _once(self, refresh: bool) -> Synced:
        try:
            with self._desk.alone() as alone, in_words():
                if not alone:
                    return Synced()
                db, state = self._database(), self._desk.state()
                before, rounds = copy.deepcopy(state), self._rounds
                problem = rounds.once(db, state, lambda: self._me(db, state), refresh=refresh)
                self._main.seat = db.seat
                if rounds.came:
                    quotes.part_twins(db)
                self._note(db, state, before, problem)
                # of a seat that was never met, changes come by somebody else's hand
                named = sorted(filter(None, rounds.came)) or ["a colleague"]
                return Synced(rounds.sent, tuple(named if rounds.came else ()))
        except UserError as error:  # the copy here is held just now, or damaged
            self._status = replace(self._status, problem=error, online=False)
            return Synced()

    def leave(self) -> None:
        """Send what is left and say goodbye; never fails."""
        with contextlib.suppress(OSError, UserError), in_words():
            file = self._desk.file()
            small = file is not None and file.stat().st_size <= LEAVE_BYTES
            self.sync(refresh=small)
            if self._status.online:
                self._rounds.leave(self._me(self._database(), self._desk.state(), here=False))
        self._dbs.clear()

    def _note(self, db: Database, state: State, before: State, problem: UserError | None) -> None:
        state.entry = journal.newest(db.connection)
        if vars(state) != vars(before):
            self._desk.note(state)
        waiting = standing.count_after(db.connection, state.team)
        self._status = TeamStatus(
            [self._seat(one, db, state.entry) for one in self._rounds.everyone],
            problem is None,
            waiting + sum(state.undelivered.values()),
            self._rounds.carrier.waiting(),
            problem or self._rounds.warning(db.seat),
            db.now() if problem is None else self._status.last_sync,
        )

    def _seat(self, one: Presence, db: Database, entry: int) -> Seat:
        me, here = one.seat == db.seat, one.is_here()
        known = (entry, one.has, one.made)
        if self._apart.get(one.seat, ((), (0, 0)))[0] != known:  # else nothing was counted anew
            counts = standing.apart(db.connection, one.seat, one.has, one.made)
            self._apart[one.seat] = known, (0, 0) if me else counts
        return Seat(
            *(one.person or one.computer, one.person, one.computer, one.at, me),
            *(one.section, one.version, here or me),
            *self._apart[one.seat][1],
        )

    def _me(self, db: Database, state: State, *, here: bool = True) -> Presence:
        me = self._main.person_id
        found = None if me is None else settings.person(db, me)
        person = "" if found is None else found.name
        return Presence(
            *(db.seat, platform.node(), person, Clock().now(), __version__, self._section),
            here=here,
            read=state.read,
            has=shipments.known(db.connection),
            made=standing.made_by(db.connection, db.seat),
            wants=self._rounds.carrier.wants(),
        )

    def _database(self) -> Database:
        """A connection of this thread's own: what it writes, the window hears of by its poll."""
        thread = threading.get_ident()
        if thread not in self._dbs:
            clock, file = self._main.clock, self._main.path
            self._dbs = {thread: files.open_file(file, clock, person_id=self._main.person_id)}
        db = self._dbs[thread]
        if db.was_restored():
            db.sit_down_anew()
        return db
