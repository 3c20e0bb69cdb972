"""The series of a computer that is gone, not whole in the folder: its colleagues make up for it.

Who has read a file that is torn or missing now holds all that was in it. It sends what somebody
lacks as part of its own series; who then knows all that it knows goes on behind that file.
"""

from collections.abc import Iterable, Mapping, Sequence

from salesdesk.exchange import parcels
from salesdesk.exchange.carrying import Carrier
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.presence import Presence

#: Who has read how much of each series, and knew how much of each seat's changes at that time.
Reader = tuple[Mapping[int, int], Mapping[int, int]]
#: Who wants which file of which series.
Want = tuple[int, int, int]


def go_past(
    state: State, carrier: Carrier, has: Mapping[int, int], readers: Iterable[Reader]
) -> bool:
    """Go on behind a file that cannot be read, where all that its readers knew is here."""
    moved = False
    for read, known in readers:
        if any(newest > has.get(seat, 0) for seat, newest in known.items()):
            continue
        for seat, number in carrier.wants().items():
            if read.get(seat, 0) >= number:
                state.read[seat] = read[seat]
                carrier.forget(seat)
                carrier.missing.pop(seat, None)
                moved = True
    return moved


def to_send_again(
    desk: Desk,
    folder: Folder,
    state: State,
    everyone: Sequence[Presence],
    answered: set[Want],
) -> bool:
    """Note that the folder lacks what somebody wants of one who is gone; true if it is so.

    What the folder is not known to hold is sent with one's own changes.
    """
    found = False
    here = {one.seat for one in everyone if one.is_here()}
    for other in everyone:
        for seat, number in other.wants.items():
            want = (other.seat, seat, number)
            if want in answered or seat in here or {seat, other.seat} & {state.seat}:
                continue
            can = {one.seat for one in everyone if one.read.get(seat, 0) >= number} & here
            if state.read.get(seat, 0) < number or min(can | {state.seat}) != state.seat:
                continue
            if _is_whole(desk, folder, seat, number):
                continue  # it is on its way to who wants it
            answered.add(want)
            for one in state.team:
                if one != state.seat:
                    state.team[one] = min(state.team[one], other.has.get(one, 0))
            found = True
    return found


def _is_whole(desk: Desk, folder: Folder, seat: int, number: int) -> bool:
    last = number if folder.parcel(seat, number).exists() else folder.next_number(seat, number)
    data = None if last is None else folder.read(seat, last)
    if last is None or data is None:
        return False
    try:
        header, _ = parcels.unpack(data, desk.uuid, seat, last, desk.seal)
    except parcels.Torn:
        return False
    except parcels.Newer:
        return True
    return header.begins <= number
