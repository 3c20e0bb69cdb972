"""One exchange after another: look, collect, send, complete the shared file, say who is in."""

import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.exchange import anew, bases, carrying, gone, presence, series, troubles
from salesdesk.exchange.carrying import Carrier
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.presence import Presence
from salesdesk.store import journal, other_copies, shipments, standing
from salesdesk.store.database import Database
from salesdesk.store.schema import SCHEMA_VERSION

HEARTBEAT_SECONDS = 45.0
READ_SECONDS = 5.0  # so soon the others hear what was read
LOOK_SECONDS = 20.0
REFRESH_SECONDS = 300.0
IDLE_SECONDS = 20.0


class Rounds:
    """What is kept between two exchanges of one program; it may be lost at any time."""

    def __init__(self, shared: Path, desk: Desk) -> None:
        self.shared, self.desk, self.folder = shared, desk, Folder(shared, desk.seal)
        self.carrier = Carrier()
        self.everyone: list[Presence] = []
        #: How many changes went out, and whose came in, in the last exchange.
        self.sent = 0
        self.came: set[str] = set()
        #: Why the shared file is not one of the team's; it is left alone.
        self.odd: UserError | None = None
        self._first = self._look = True
        #: When those said it whose wish was fulfilled: once for each time.
        self._heard: dict[tuple[int, int], str] = {}
        self._answered: set[gone.Want] = set()
        self._entry = -1
        self._missing: set[int] = set()
        self._purge = False
        self._said: tuple[object, ...] = ()
        self._has: Mapping[int, int] = {}
        self._looked = self._spoke = self._refreshed = self._wrote = -1e9

    def once(
        self, db: Database, state: State, me: Callable[[], Presence], *, refresh: bool
    ) -> UserError | None:
        """Exchange once; what stood in the way, if anything did."""
        self.sent, self.came = 0, set()
        trouble: UserError | None = None
        try:
            self._arrive(db, state)
            try:
                self._collect(db, state)
            except UserError as error:  # what is new here is sent all the same
                trouble = error
            self._send(db, state, me)
            self._complete(db, state, refresh)
            self._talk(db, state, me)
            self._first = False
        except OSError as error:
            return troubles.told(error, self.shared)
        except UserError as error:
            return error
        return trouble

    def look_again(self) -> None:
        """Look at one's own series with the next exchange, as every now and then."""
        self._looked = -1e9

    def leave(self, me: Presence) -> None:
        """Say goodbye, if there is anybody to say it to."""
        with contextlib.suppress(OSError):
            presence.say(self.folder, me)

    def warning(self, seat: int) -> UserError | None:
        """What somebody should do something about, though changes are exchanged."""
        carrier = self.carrier
        if self.odd is not None:
            return self.odd
        for other, version in carrier.newer.items():
            return troubles.newer(self.name_of(other), version)
        for other in carrier.torn:
            if other in carrier.strange:
                return troubles.strange(self.name_of(other), self.folder.seal)
            return troubles.torn(self.name_of(other))
        for other in carrier.ahead:
            return troubles.ahead(self.name_of(other))
        for one in self.everyone:
            if one.schema < SCHEMA_VERSION and one.seat != seat and one.here:
                return troubles.older(self.name_of(one.seat), one.version)
        return None

    def name_of(self, seat: int) -> str:
        """The person at a seat, as far as is known."""
        for one in self.everyone:
            if one.seat == seat and one.person:
                return one.person
        return self.carrier.names.get(seat) or "A colleague"

    # -- the steps ------------------------------------------------------------------------------

    def _arrive(self, db: Database, state: State) -> None:
        """Make sure that the folder is there, is ours, and knows no more of us than we do."""
        uuid, lock = self.folder.whose()
        if uuid is None:
            if standing.uuid_at(self.shared) != self.desk.uuid:
                raise troubles.not_there(self.shared)
            self.folder.make(self.desk.uuid)
        elif uuid != self.desk.uuid:
            raise troubles.another(self.shared)
        elif lock != self.folder.seal.name:
            raise troubles.mixed(self.shared, self.folder.seal)
        if state.seat not in (0, db.seat) and state.undelivered:
            # the copy has another seat now: what the old one wrote last goes out as its own
            carrying.deliver(self.desk, self.folder, state, state.seat, [*state.undelivered])
        if state.seat != db.seat or state.entry > journal.newest(db.connection):
            # another state of the copy: everything is looked at anew, which does no harm
            state.read = {} if state.seat else state.read
            state.seat = db.seat
        if state.went_back:
            raise troubles.went_back()
        if self._first:
            self.folder.make(self.desk.uuid)
        following = max(self.desk.numbers(db.seat), default=0) + 1
        self._look = self._time_to_look() or self._first
        if self._look:
            self.odd = bases.stranger(self.folder, self.desk.uuid)
        if self._look or self.folder.parcel(db.seat, following).exists():
            self._look_at_own(db, state)

    def _time_to_look(self) -> bool:
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return False
        self._looked = time.monotonic()
        return True

    def _collect(self, db: Database, state: State) -> None:
        """Take in what the others wrote; now and then, find a way round what is not there."""
        if not self._look:
            self.came = carrying.collect(db, self.folder, state, self.carrier, self.desk.uuid)
            return
        self.everyone = presence.everyone(self.folder)
        read = {seat: one.read[seat] for one in self.everyone for seat in one.read}
        for one in self.everyone:
            read |= {seat: max(read[seat], number) for seat, number in one.read.items()}
        parts = (db, self.folder, state, self.carrier, self.desk.uuid, read)
        self.came = carrying.collect(*parts)
        stuck = self.carrier.pool or self.carrier.wants()
        if self._first or stuck:
            before = shipments.known(db.connection)
            bases.look_into_shared(db, self.desk, self.folder, state)
            has = shipments.known(db.connection)
            self.came |= {self.name_of(seat) for seat in has if has[seat] > before.get(seat, 0)}
        if stuck:
            told = bases.facts_of_shared(self.folder)
            readers = [(one.read, one.has) for one in self.everyone if one.seat != db.seat]
            known = shipments.known(db.connection)
            if gone.go_past(state, self.carrier, known, [*readers, (told.read, told.known)]):
                self.came |= carrying.collect(*parts)

    def _look_at_own(self, db: Database, state: State) -> None:
        """Find out whether files of one's own series are missing, or more than one has written."""
        theirs, mine = self.folder.numbers(db.seat), self.desk.numbers(db.seat)
        self._missing = mine - theirs
        if not (self._first or max(theirs, default=0) > max(mine, default=0)):
            return
        back, last = series.went_back(db, self.desk, self.folder)
        if back and standing.newest_of(db.connection, db.seat) > last:
            state.went_back = True
            raise troubles.went_back()
        if back:
            anew.new_seat(db, state)
            self._missing = set()

    def _send(self, db: Database, state: State, me: Callable[[], Presence]) -> None:
        newest = journal.newest(db.connection)
        if newest != self._entry:
            self._forget(db, state)
            mine = me()
            if carrying.seal(db, self.desk, state, mine.person, mine.computer):
                self._wrote = time.monotonic()
            self._entry = newest
        self.sent = sum(state.undelivered.values())
        waiting = {*state.undelivered, *self._missing}
        if waiting:
            carrying.deliver(self.desk, self.folder, state, db.seat, waiting)
        self._missing = set()
        if self._look:
            series.join_old(db, self.desk, self.folder, state)

    def _forget(self, db: Database, state: State) -> None:
        """Follow an erasure: one's own series, and the complete files, are written anew."""
        erased = standing.erasures(db.connection)
        if erased != state.erased:
            self._missing |= series.rewrite(db, self.desk)
            self._purge = True
            state.erased = erased

    def _complete(self, db: Database, state: State, now: bool) -> None:
        """Bring the shared file up to date if nobody is busy and it lacks something."""
        if self.carrier.pool or state.undelivered or self.odd:
            return
        clock = time.monotonic()
        busy = clock - self._wrote < IDLE_SECONDS or clock - self._refreshed < REFRESH_SECONDS
        if busy and not now and not self._purge:
            return
        if self._purge:
            bases.drop_snapshots(self.folder)
            self._purge = False
        self._refreshed = clock
        told = bases.facts_of_shared(self.folder)
        if standing.count_after(db.connection, told.known) or not self.shared.exists():
            bases.refresh(db, self.desk, self.folder, state)

    def _talk(self, db: Database, state: State, me: Callable[[], Presence]) -> None:
        mine = me()
        said = (mine.section, mine.wants, mine.person)
        silent = time.monotonic() - self._spoke
        news = mine.has != self._has and silent >= READ_SECONDS
        if said != self._said or news or silent > HEARTBEAT_SECONDS:
            presence.say(self.folder, mine)
            self._said, self._has, self._spoke = said, mine.has, time.monotonic()
        self.everyone = presence.everyone(self.folder)
        self._name_seats(db)
        if any(other.wants for other in self.everyone):
            self._answer(db, state)

    def _name_seats(self, db: Database) -> None:
        """Keep in the copy what the computers are called: the history of a record names them."""
        nameless = standing.nameless(db.connection)
        names = {one.seat: one.computer for one in self.everyone if one.seat in nameless}
        if any(names.values()):
            with db.receiving():
                other_copies.name_seats(db, names)

    def _answer(self, db: Database, state: State) -> None:
        """Write again what somebody cannot read: of one's own series, or of one who is gone."""
        mine = self.desk.numbers(db.seat)
        for other in self.everyone:
            number = other.wants.get(db.seat)
            # a file may be joined by now: then it is in the next one
            found = min((n for n in mine if number and n >= number), default=0)
            if found and self._heard.get((other.seat, found)) != other.at:
                carrying.deliver(self.desk, self.folder, state, db.seat, [found])
                self._heard[other.seat, found] = other.at
        parts = (self.desk, self.folder, state, self.everyone, self._answered)
        if gone.to_send_again(*parts):
            # with the next exchange; and who waits is told how far one has read
            self._entry, self._spoke = -1, -1e9
