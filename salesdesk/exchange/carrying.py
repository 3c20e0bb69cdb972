"""Carrying changes: one's own into one's own series, the others' into the copy here."""

import contextlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.exchange import parcels, writing
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.parcels import Header, Newer, Strange, Torn
from salesdesk.store import merging, shipments
from salesdesk.store.database import Database
from salesdesk.store.shipments import Shipment

DAY = 24 * 60 * 60
SERIES_AT_ONCE = 200  # files of one seat that are read before they are taken in


@dataclass(frozen=True)
class Held:
    """A file of a series that was read: the first file that it stands for, and its changes."""

    begins: int
    changes: list[Shipment]


@dataclass
class Carrier:
    """What is between two looks into the folder; lost with the program without harm."""

    #: Files that were read but need changes that have not come: (seat, number) -> what is in it.
    pool: dict[tuple[int, int], Held] = field(default_factory=dict)
    #: Seat -> who wrote it, as its newest file says.
    names: dict[int, str] = field(default_factory=dict)
    torn: dict[int, int] = field(default_factory=dict)
    #: Those among them that are not torn, but sealed with another lock or not sealed at all.
    strange: set[int] = field(default_factory=set)
    #: Files that are not there though others have read them, or later ones are there.
    missing: dict[int, int] = field(default_factory=dict)
    newer: dict[int, str] = field(default_factory=dict)
    ahead: set[int] = field(default_factory=set)

    def waiting(self) -> int:
        """How many changes are here but cannot be taken in yet."""
        return sum(len(held.changes) for held in self.pool.values())

    def wants(self) -> dict[int, int]:
        """The file of each series for which one waits."""
        return {**self.missing, **self.torn}

    def forget(self, seat: int) -> None:
        """Find out anew what stands in the way of one series."""
        for found in (self.torn, self.newer):
            found.pop(seat, None)
        self.strange.discard(seat)


# -- out --------------------------------------------------------------------------------------


def seal(db: Database, desk: Desk, state: State, person: str, computer: str) -> int:
    """Write what the folder lacks into files of one's own series, here; how many changes.

    What came by other ways than the folder (a merged file, the shared file itself) goes with it.
    """
    db.adopt()
    sealed = 0
    number = max(desk.numbers(db.seat), default=0)
    for batch in parcels.batches(shipments.after(db.connection, state.team)):
        number += 1
        header = Header(desk.uuid, db.seat, number, __version__, computer, person)
        desk.keep(db.seat, number, parcels.pack(header, batch, desk.seal))
        state.undelivered[number] = len(batch)
        for shipment in batch:
            state.team[shipment.seat] = max(shipment.id, state.team.get(shipment.seat, 0))
        desk.note(state)
        sealed += len(batch)
    return sealed


def deliver(desk: Desk, folder: Folder, state: State, seat: int, numbers: Iterable[int]) -> int:
    """Put files of one's own series into the folder; how many. OSError where that cannot be."""
    done = 0
    (folder.changes / str(seat)).mkdir(exist_ok=True)
    for number in sorted(numbers):
        writing.put(folder.parcel(seat, number), desk.parcel(seat, number).read_bytes())
        state.undelivered.pop(number, None)
        done += 1
    return done


# -- in ---------------------------------------------------------------------------------------


def collect(
    db: Database,
    folder: Folder,
    state: State,
    carrier: Carrier,
    uuid: str,
    read_by_others: Mapping[int, int] | None = None,
) -> set[str]:
    """Take in what the others wrote; whose it was. OSError where the folder cannot be read.

    With `read_by_others` (how far anybody has read each series), it is also noticed that a file is
    missing: where a later one of its series is there, or somebody has read it.
    """
    came: set[str] = set()
    more = True
    while more:
        more = False
        for seat in folder.seats():
            if seat != db.seat:
                more |= _fetch(db, folder, state, carrier, uuid, seat, read_by_others)
        arrived = sorted(
            (s for held in carrier.pool.values() for s in held.changes),
            key=lambda s: (s.clock, s.id),
        )
        if not arrived:
            break
        before = shipments.known(db.connection)
        refused = _take_in(db, arrived)
        has = shipments.known(db.connection)
        came |= {carrier.names.get(s, "") for s in has if has[s] > before.get(s, 0)}
        _advance(state, carrier, has)
        if refused is not None:
            raise refused
    return came


def _take_in(db: Database, arrived: list[Shipment]) -> UserError | None:
    """Take in all at once; if something in it is refused, all the rest, and say what it was."""
    try:
        merging.take_in(db, arrived, checked=True)
    except UserError as error:
        for shipment in arrived:
            with contextlib.suppress(UserError):
                merging.take_in(db, [shipment])
        return error
    return None


def _fetch(
    db: Database,
    folder: Folder,
    state: State,
    carrier: Carrier,
    uuid: str,
    seat: int,
    read_by_others: Mapping[int, int] | None,
) -> bool:
    """Read the next files of one series, in order; true if it may have more."""
    carrier.forget(seat)
    if read_by_others is not None:
        carrier.missing.pop(seat, None)
    held = [number for owner, number in carrier.pool if owner == seat]
    following = max([state.read.get(seat, 0), *held]) + 1
    for _ in range(SERIES_AT_ONCE):
        number, data = following, folder.read(seat, following)
        if data is None and read_by_others is not None:
            # several may have been joined into one, which has the name of the last
            number = folder.next_number(seat, following) or following
            data = folder.read(seat, number)
            if data is None and read_by_others.get(seat, 0) >= following:
                carrier.missing[seat] = following
        found = None if data is None else _opened(db, folder, carrier, (uuid, seat, number), data)
        if found is None:
            return False
        if found.begins > following:
            carrier.missing[seat] = following
            return False
        carrier.missing.pop(seat, None)
        carrier.pool[seat, number] = found
        following = number + 1
    return True


def _opened(
    db: Database, folder: Folder, carrier: Carrier, name: tuple[str, int, int], data: bytes
) -> Held | None:
    """What one file holds; None, and a note why, where it cannot be taken in."""
    uuid, seat, number = name
    try:
        header, changes = parcels.unpack(data, uuid, seat, number, folder.seal)
        carrier.names[seat] = header.person or header.computer
        for shipment in changes:
            shipments.check(db.connection, shipment)
    except Newer as error:
        carrier.names[seat] = error.header.person or error.header.computer
        carrier.newer[seat] = error.header.version
        return None
    except shipments.Unknown:
        carrier.newer[seat] = header.version
        return None
    except (Torn, ValueError, TypeError) as error:
        carrier.torn[seat] = number
        if isinstance(error, Strange):
            carrier.strange.add(seat)
        return None
    _look_at_clocks(carrier, seat, changes)
    return Held(header.begins, changes)


def _look_at_clocks(carrier: Carrier, seat: int, changes: Iterable[Shipment]) -> None:
    latest = (time.time() + DAY) * 1000
    if any((shipment.clock >> 16) > latest for shipment in changes):
        carrier.ahead.add(seat)


def _advance(state: State, carrier: Carrier, has: Mapping[int, int]) -> None:
    """Go on behind the files of which everything is in the copy."""
    for (seat, number), held in sorted(carrier.pool.items(), key=lambda item: item[0]):
        if not all(shipment.id <= has.get(shipment.seat, 0) for shipment in held.changes):
            continue
        if held.begins <= state.read.get(seat, 0) + 1:
            state.read[seat] = number
            del carrier.pool[seat, number]
            for shipment in held.changes:
                old = state.team.get(shipment.seat, 0)
                state.team[shipment.seat] = max(shipment.id, old)
