"""A file that a team shares: opening it, exchanging changes, who is in, and how it stands."""

import contextlib
import copy
import platform
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.exchange import anew, bases, carrying, presence, troubles
from salesdesk.exchange.carrying import Carrier
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.presence import Presence
from salesdesk.model.calendar import Clock
from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.store import backups, files, journal, locations, seats, shipments, standing
from salesdesk.store.database import Database
from salesdesk.store.schema import SCHEMA_VERSION

HEARTBEAT_SECONDS = 45.0
AWAY_SECONDS = 180.0
LOOK_SECONDS = 20.0
REFRESH_SECONDS = 300.0
IDLE_SECONDS = 20.0
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


def is_team_file(path: Path) -> bool:
    """True for a file on a share, in a synced folder, or with a team folder beside it."""
    return locations.is_team(Path(path))


def open_shared(
    path: Path, clock: Clock | None = None, person_id: int | None = None, *, read_only: bool = False
) -> Session:
    """Open the complete copy on this computer; the first time, make it from the share."""
    path, clock = Path(path).absolute(), clock or Clock()
    folder = Folder(path)
    desk = _desk(folder)
    joining = desk is None
    if desk is None:
        try:
            desk = bases.join(folder, clock)
        except OSError as error:
            raise troubles.told(error, path) from error
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


def _desk(folder: Folder) -> Desk | None:
    """Where the complete copy of this file lies here; None if there is none."""
    there = folder.uuid() or standing.uuid_at(folder.shared)
    uuid = there or seats.recall().get(f"team:{folder.shared}")
    desk = Desk(uuid) if isinstance(uuid, str) and uuid else None
    return desk if desk is not None and desk.file() is not None else None


class Team:
    """The exchange of one open file with the copies of the others."""

    def __init__(self, shared: Path, desk: Desk, db: Database) -> None:
        self.shared = shared
        self._desk, self._folder, self._main = desk, Folder(shared), db
        self._lock = threading.Lock()
        self._dbs: dict[int, Database] = {}
        self._carrier = Carrier()
        self._status = TeamStatus()
        self._section = ""
        self._entry = -1
        self._first = True
        self._missing: set[int] = set()
        self._said: tuple[object, ...] = ()
        self._looked = self._spoke = self._refreshed = self._wrote = -1e9
        self._everyone: list[Presence] = []

    def status(self) -> TeamStatus:
        """How things stood after the last exchange."""
        return self._status

    def note_place(self, section: str) -> None:
        """Say in which section one is; the others see it with the next exchange."""
        self._section = section

    def sync(self, *, refresh: bool = False) -> Synced:
        """Send what is new here, take in what is new there; trouble is told by `status`.

        Safe on any thread. Costs little when nothing is new. With `refresh`, the shared file is
        written anew at once if it lacks something.
        """
        with self._lock, self._desk.alone() as alone:
            if not alone:
                return Synced()
            db, state = self._database(), self._desk.state()
            before = copy.deepcopy(state)
            came: set[str] = set()
            sent, problem = 0, None
            try:
                self._arrive(db, state)
                came = carrying.collect(db, self._folder, state, self._carrier, self._desk.uuid)
                sent = self._send(db, state)
                self._complete(db, state, refresh)
                self._talk(db, state)
            except OSError as error:
                problem = troubles.told(error, self.shared)
            except UserError as error:
                problem = error
            self._first = self._first and problem is not None
            self._note(db, state, before, problem)
            return Synced(sent, tuple(sorted(came)))

    def leave(self) -> None:
        """Send what is left and say goodbye; never fails."""
        with contextlib.suppress(OSError, UserError):
            file = self._desk.file()
            small = file is not None and file.stat().st_size <= LEAVE_BYTES
            self.sync(refresh=small)
        with contextlib.suppress(OSError, UserError):
            if self._status.online:
                presence.say(self._folder, self._presence(self._database(), here=False))
        self._dbs.clear()

    # -- the steps of an exchange -------------------------------------------------------------

    def _arrive(self, db: Database, state: State) -> None:
        """Make sure that the folder is there, is ours, and knows no more of us than we do."""
        uuid = self._folder.uuid()
        if uuid is None:
            if standing.uuid_at(self.shared) != self._desk.uuid:
                raise troubles.gone(self.shared)
            self._folder.make(self._desk.uuid)
        elif uuid != self._desk.uuid:
            raise troubles.another(self.shared)
        if state.seat != db.seat or state.entry > journal.newest(db.connection):
            state.read = {} if state.seat else state.read
            state.seat = db.seat
        if state.went_back:
            raise troubles.went_back()
        if self._first:
            self._folder.make(self._desk.uuid)
            bases.look_into_shared(db, self._desk, self._folder, state)
        following = max(self._desk.numbers(db.seat), default=0) + 1
        if self._time_to_look() or self._folder.parcel(db.seat, following).exists():
            self._look_at_own(db, state)

    def _look_at_own(self, db: Database, state: State) -> None:
        """Find out whether files of one's own series are missing, or more than one has written."""
        theirs, mine = self._folder.numbers(db.seat), self._desk.numbers(db.seat)
        self._missing = mine - theirs
        if not (self._first or max(theirs, default=0) > max(mine, default=0)):
            return
        back, last = carrying.went_back(db, self._desk, self._folder)
        if back and standing.newest_of(db.connection, db.seat) > last:
            state.went_back = True
            raise troubles.went_back()
        if back:
            anew.new_seat(db, state)
            self._main.seat, self._missing = db.seat, set()

    def _send(self, db: Database, state: State) -> int:
        newest = journal.newest(db.connection)
        if newest != self._entry:
            if carrying.seal(db, self._desk, state, self._person(db), platform.node()):
                self._wrote = time.monotonic()
            self._entry = newest
        sent = sum(state.undelivered.values())
        waiting = {*state.undelivered, *self._missing}
        carrying.deliver(self._desk, self._folder, state, db.seat, waiting)
        self._missing = set()
        return sent

    def _time_to_look(self) -> bool:
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return False
        self._looked = time.monotonic()
        return True

    def _complete(self, db: Database, state: State, now: bool) -> None:
        """Bring the shared file up to date if nobody is busy and it lacks something."""
        if self._carrier.pool or state.undelivered:
            return
        clock = time.monotonic()
        if not now and (
            clock - self._wrote < IDLE_SECONDS or clock - self._refreshed < REFRESH_SECONDS
        ):
            return
        self._refreshed = clock
        told = bases.facts(self._folder.path / "shared.json")
        if standing.count_after(db.connection, told.known) or not self.shared.exists():
            bases.refresh(db, self._desk, self._folder, state)

    def _talk(self, db: Database, state: State) -> None:
        me = self._presence(db, state=state)
        said = (me.section, me.wants, me.person)
        if said != self._said or time.monotonic() - self._spoke > HEARTBEAT_SECONDS:
            presence.say(self._folder, me)
            self._said, self._spoke = said, time.monotonic()
        self._everyone = presence.everyone(self._folder)
        for other in self._everyone:
            number = other.wants.get(db.seat)
            if number and number in self._desk.numbers(db.seat):
                carrying.deliver(self._desk, self._folder, state, db.seat, [number])

    def _note(self, db: Database, state: State, before: State, problem: UserError | None) -> None:
        state.entry = journal.newest(db.connection)
        if vars(state) != vars(before):
            self._desk.note(state)
        waiting = standing.count_after(db.connection, state.team)
        last = db.now() if problem is None else self._status.last_sync
        self._status = TeamStatus(
            self._people(db),
            problem is None,
            waiting + sum(state.undelivered.values()),
            self._carrier.waiting(),
            problem or self._warning(db),
            last,
        )

    # -- who ------------------------------------------------------------------------------------

    def _presence(self, db: Database, *, here: bool = True, state: State | None = None) -> Presence:
        state = state or self._desk.state()
        return Presence(
            *(db.seat, platform.node(), self._person(db), db.now(), __version__, self._section),
            here=here,
            read=state.read,
            wants=dict(self._carrier.torn),
        )

    def _person(self, db: Database) -> str:
        me = self._main.person_id
        found = None if me is None else settings.person(db, me)
        return "" if found is None else found.name

    def _people(self, db: Database) -> list[Seat]:
        return [_seat(one, db) for one in self._everyone]

    def _name(self, seat: int) -> str:
        for one in self._everyone:
            if one.seat == seat and one.person:
                return one.person
        return self._carrier.names.get(seat) or "A colleague"

    def _warning(self, db: Database) -> UserError | None:
        """What somebody should do something about, though changes are exchanged."""
        carrier = self._carrier
        for seat, version in carrier.newer.items():
            return troubles.newer(self._name(seat), version)
        for seat in carrier.torn:
            return troubles.torn(self._name(seat))
        for seat in carrier.ahead:
            return troubles.ahead(self._name(seat))
        for one in self._everyone:
            if one.schema < SCHEMA_VERSION and one.seat != db.seat and one.here:
                return troubles.older(self._name(one.seat), one.version)
        return None

    def _database(self) -> Database:
        """A connection of this thread's own: what it writes, the window hears of by its poll."""
        thread = threading.get_ident()
        if thread not in self._dbs:
            clock, file = self._main.clock, self._main.path
            self._dbs = {thread: files.open_file(file, clock, person_id=self._main.person_id)}
        db = self._dbs[thread]
        if db.was_restored():
            db.sit_down_anew()
        if db.seat != self._main.seat:
            self._main.seat = db.seat
        return db


def _seat(one: Presence, db: Database) -> Seat:
    from salesdesk.model.calendar import parse_moment

    online = False
    with contextlib.suppress(ValueError):
        age = (parse_moment(db.now()) - parse_moment(one.at)).total_seconds()
        online = one.here and age < AWAY_SECONDS
    me = one.seat == db.seat
    name = one.person or one.computer
    return Seat(name, one.person, one.computer, one.at, me, one.section, one.version, online or me)


def share(session: Session, place: Path) -> Path:
    """Put the file where the team finds it, with its team folder; the path to open from now on.

    The file that was open stays where it is, as a copy.
    """
    if session.team is not None:
        raise UserError(
            f"{session.path.name} is shared already.", "Your colleagues open it where it is."
        )
    target = place / session.path.name if place.is_dir() else place
    target = target if target.suffix else target.with_suffix(".salesdesk")
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}.", "Make it first, or choose another.")
    if target.resolve() == session.path.resolve() or target.exists():
        raise UserError(
            f"There is already a file called {target.name}.", "Choose another name or folder."
        )
    session.adopt_strays()
    connection = session.db.connection
    try:
        backups.copy_to(connection, target)
        folder = Folder(target)
        folder.make(seats.uuid_of(connection))
        told = bases.Facts(
            shipments.known(connection), {}, bases.sha256_of(target), bases.fingerprint(target)
        )
        bases.note(folder.path / "shared.json", told)
    except OSError as error:
        raise troubles.told(error, target) from error
    return target


def unshare(session: Session, target: Path) -> Path:
    """Write all that the team has into a file of one's own, which is no longer exchanged."""
    if session.team is None:
        raise UserError(f"{session.path.name} is not shared.", "It is your own file already.")
    session.team.sync()
    if locations.is_team(target):
        raise UserError(
            f"{target.parent} is on a share or in a synced folder.",
            "Choose a folder on this computer: there the file is yours alone.",
        )
    session.save_copy(target)
    return target
