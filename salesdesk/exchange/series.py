"""One's own series of files: whether it is still one's own, written anew, joined when long."""

import contextlib

from salesdesk.exchange import parcels, writing
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.parcels import Header, Newer, Torn
from salesdesk.store import standing
from salesdesk.store.database import Database
from salesdesk.store.shipments import Shipment

#: So many files of a series are joined, but for the newest: those are read while they come.
MANY, NEWEST = 400, 100


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


# -- joining --------------------------------------------------------------------------------------


def join_old(db: Database, desk: Desk, folder: Folder, state: State) -> None:
    """Join the oldest files of one's own series; each joined one has the name of its last.

    Nothing is taken away before what stands for it is there: who comes back after years finds
    every change, in the joined file or in what it was made of. OSError where that cannot be.
    """
    numbers = sorted(n for n in desk.numbers(db.seat) if n > state.joined)
    if len(numbers) < MANY:
        return
    found: list[tuple[Header, list[Shipment]]] = []
    for number in numbers[:-NEWEST]:
        data = desk.parcel(db.seat, number).read_bytes()
        try:
            found.append(parcels.unpack(data, desk.uuid, db.seat, number, desk.seal))
        except (Torn, Newer):
            return  # it is found and written again elsewhere
    while found:
        group = _first_group(found)
        del found[: len(group)]
        if len(group) > 1:
            _join(desk, folder, group)
        if found:  # the last group may grow still
            state.joined = group[-1][0].number


def _first_group(
    found: list[tuple[Header, list[Shipment]]],
) -> list[tuple[Header, list[Shipment]]]:
    size = entries = count = 0
    for _, changes in found:
        size += len(changes)
        entries += sum(len(shipment.entries) for shipment in changes)
        if count and (size > parcels.MOST_CHANGES or entries > parcels.MOST_ENTRIES):
            break
        count += 1
    return found[:count]


def _join(desk: Desk, folder: Folder, group: list[tuple[Header, list[Shipment]]]) -> None:
    header = group[-1][0]
    seat, last = header.seat, header.number
    changes = {shipment.id: shipment for _, held in group for shipment in held}
    whole = parcels.joined(header, group[0][0].begins)
    data = parcels.pack(whole, changes.values(), desk.seal)
    desk.keep(seat, last, data)
    writing.put(folder.parcel(seat, last), data)
    for before, _ in group[:-1]:
        with contextlib.suppress(OSError):  # it is being read: then the next time
            folder.parcel(seat, before.number).unlink(missing_ok=True)
            desk.parcel(seat, before.number).unlink(missing_ok=True)


# -- whether it is still one's own ----------------------------------------------------------------


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
        if number not in mine:
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
