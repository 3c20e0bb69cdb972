"""Carrying changes: one's own into one's own series, the others' into the copy here."""

import contextlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.exchange import parcels, writing
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.parcels import Header, Newer, Strange, Torn
from salesdesk.store import merging, shipments, standing
from salesdesk.store.database import Database
from salesdesk.store.shipments import Shipment

MOST_IN_PARCEL = 2000
ENTRIES_IN_PARCEL = 50_000
DAY = 24 * 60 * 60
SERIES_AT_ONCE = 200  # files of one seat that are read before they are taken in


@dataclass
class Carrier:
    """What is between two looks into the folder; lost with the program without harm."""

    #: Files that were read but need changes that have not come: (seat, number) -> changes.
    pool: dict[tuple[int, int], list[Shipment]] = field(default_factory=dict)
    #: Seat -> who wrote it, as its newest file says.
    names: dict[int, str] = field(default_factory=dict)
    torn: dict[int, int] = field(default_factory=dict)
    #: Those among them that are not torn, but sealed with another lock or not sealed at all.
    strange: set[int] = field(default_factory=set)
    newer: dict[int, str] = field(default_factory=dict)
    ahead: set[int] = field(default_factory=set)

    def waiting(self) -> int:
        """How many changes are here but cannot be taken in yet."""
        return sum(map(len, self.pool.values()))


# -- out --------------------------------------------------------------------------------------


def seal(db: Database, desk: Desk, state: State, person: str, computer: str) -> int:
    """Write what the folder lacks into files of one's own series, here; how many changes.

    What came by other ways than the folder (a merged file, the shared file itself) goes with it.
    """
    db.adopt()
    sealed = 0
    number = max(desk.numbers(db.seat), default=0)
    for batch in _batches(shipments.after(db.connection, state.team)):
        number += 1
        header = Header(desk.uuid, db.seat, number, __version__, computer, person)
        desk.keep(db.seat, number, parcels.pack(header, batch, desk.seal))
        state.undelivered[number] = len(batch)
        for shipment in batch:
            state.team[shipment.seat] = max(shipment.id, state.team.get(shipment.seat, 0))
        desk.note(state)
        sealed += len(batch)
    return sealed


def _batches(changes: Iterator[Shipment]) -> Iterator[list[Shipment]]:
    batch: list[Shipment] = []
    entries = 0
    for shipment in changes:
        batch.append(shipment)
        entries += len(shipment.entries)
        if len(batch) >= MOST_IN_PARCEL or entries >= ENTRIES_IN_PARCEL:
            yield batch
            batch, entries = [], 0
    if batch:
        yield batch


def deliver(desk: Desk, folder: Folder, state: State, seat: int, numbers: Iterable[int]) -> int:
    """Put files of one's own series into the folder; how many. OSError where that cannot be."""
    done = 0
    (folder.changes / str(seat)).mkdir(exist_ok=True)
    for number in sorted(numbers):
        writing.put(folder.parcel(seat, number), desk.parcel(seat, number).read_bytes())
        state.undelivered.pop(number, None)
        done += 1
    return done


def rewrite(db: Database, desk: Desk) -> set[int]:
    """Write one's own series anew as the journal has it now; the numbers of what differs.

    After a person was erased: whoever reads it later finds nothing of them.
    """
    changed = set()
    for number in desk.numbers(db.seat):
        data = desk.parcel(db.seat, number).read_bytes()
        try:
            header, changes = parcels.unpack(data, desk.uuid, db.seat, number, desk.seal)
        except (Torn, Newer):
            continue
        kept = [standing.as_kept(db.connection, shipment) for shipment in changes]
        if kept != changes:
            desk.keep(db.seat, number, parcels.pack(header, kept, desk.seal))
            changed.add(number)
    return changed


# -- in ---------------------------------------------------------------------------------------


def collect(db: Database, folder: Folder, state: State, carrier: Carrier, uuid: str) -> set[str]:
    """Take in what the others wrote; whose it was. OSError where the folder cannot be read."""
    came: set[str] = set()
    more = True
    while more:
        more = False
        for seat in folder.seats():
            if seat != db.seat:
                more |= _fetch(db, folder, state, carrier, uuid, seat)
        arrived = sorted(
            (s for held in carrier.pool.values() for s in held), key=lambda s: (s.clock, s.id)
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
    db: Database, folder: Folder, state: State, carrier: Carrier, uuid: str, seat: int
) -> bool:
    """Read the next files of one series, in order; true if it may have more."""
    carrier.torn.pop(seat, None)
    carrier.strange.discard(seat)
    carrier.newer.pop(seat, None)
    held = [number for owner, number in carrier.pool if owner == seat]
    first = max([state.read.get(seat, 0), *held]) + 1
    for number in range(first, first + SERIES_AT_ONCE):
        try:
            data = folder.parcel(seat, number).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return False
        try:
            header, changes = parcels.unpack(data, uuid, seat, number, folder.seal)
            carrier.names[seat] = header.person or header.computer
            for shipment in changes:
                shipments.check(db.connection, shipment)
        except Newer as error:
            carrier.names[seat] = error.header.person or error.header.computer
            carrier.newer[seat] = error.header.version
            return False
        except shipments.Unknown:
            carrier.newer[seat] = header.version
            return False
        except (Torn, ValueError, TypeError) as error:
            carrier.torn[seat] = number
            if isinstance(error, Strange):
                carrier.strange.add(seat)
            return False
        _look_at_clocks(carrier, seat, changes)
        carrier.pool[seat, number] = changes
    return True


def _look_at_clocks(carrier: Carrier, seat: int, changes: Iterable[Shipment]) -> None:
    latest = (time.time() + DAY) * 1000
    if any((shipment.clock >> 16) > latest for shipment in changes):
        carrier.ahead.add(seat)


def _advance(state: State, carrier: Carrier, has: dict[int, int]) -> None:
    """Go on behind the files of which everything is in the copy."""
    for key, held in sorted(carrier.pool.items()):
        if all(shipment.id <= has.get(shipment.seat, 0) for shipment in held):
            seat, number = key
            if number == state.read.get(seat, 0) + 1:
                state.read[seat] = number
                del carrier.pool[key]
                for shipment in held:
                    old = state.team.get(shipment.seat, 0)
                    state.team[shipment.seat] = max(shipment.id, old)


# -- one's own series ---------------------------------------------------------------------------


def went_back(db: Database, desk: Desk, folder: Folder) -> tuple[bool, int]:
    """Whether one's own series in the folder knows more than this copy, and the last it shares.

    True after the copy was put back to an older state without notice, as with a whole disk.
    """
    theirs, mine = folder.numbers(db.seat), desk.numbers(db.seat)
    look = sorted(theirs - mine)
    common = max(mine & theirs, default=0)
    if common and not look and not _same(desk, folder, db.seat, common):
        look = [common]
    last = 0
    for number in look:
        data = folder.parcel(db.seat, number).read_bytes()
        try:
            _, changes = parcels.unpack(data, desk.uuid, db.seat, number, desk.seal)
        except (Torn, Newer):
            continue
        own = [shipment for shipment in changes if shipment.seat == db.seat]
        last = max(last, standing.agreeing(db.connection, own))
        if own and last != own[-1].id:
            return True, last or _fork(desk, db, min(look))
        desk.keep(db.seat, number, data)
    return False, last


def _same(desk: Desk, folder: Folder, seat: int, number: int) -> bool:
    mine, there = desk.parcel(seat, number), folder.parcel(seat, number)
    try:
        data = there.read_bytes()
        return data == mine.read_bytes() or _is_torn(data, desk, seat, number)
    except FileNotFoundError:
        return True


def _is_torn(data: bytes, desk: Desk, seat: int, number: int) -> bool:
    try:
        parcels.unpack(data, desk.uuid, seat, number, desk.seal)
    except Torn:
        return True
    except Newer:
        return False
    return False


def _fork(desk: Desk, db: Database, number: int) -> int:
    """The last own change in the files before `number` that were sent from here."""
    for before in sorted((n for n in desk.numbers(db.seat) if n < number), reverse=True):
        found = _own(desk, db.seat, before)
        if found:
            return found
    return 0


def _own(desk: Desk, seat: int, number: int) -> int:
    try:
        data = desk.parcel(seat, number).read_bytes()
        _, changes = parcels.unpack(data, desk.uuid, seat, number, desk.seal)
    except (Torn, Newer, OSError):
        return 0
    return max((s.id for s in changes if s.seat == seat), default=0)
