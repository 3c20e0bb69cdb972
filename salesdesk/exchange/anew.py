"""A copy that went back in time, as with a whole disk: it goes on under a new seat.

What the old seat had sent comes in as a colleague's. If the copy was written to since, its
newest changes have keys that the old seat has used for others: then the copy is made anew from
the share, and these changes are put in under keys of the new seat.
"""

import contextlib
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.exchange import bases, carrying, series
from salesdesk.exchange.carrying import Carrier
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder
from salesdesk.model.calendar import Clock
from salesdesk.store import files, merging, rekeying, seats, shipments, standing
from salesdesk.store.database import Database


def new_seat(db: Database, state: State) -> None:
    """Go on under a new seat, in the file as it is."""
    with db.waiting() as connection:
        db.seat = seats.renew(connection, db.path, db.now())
    state.seat, state.read, state.undelivered, state.joined = db.seat, {}, {}, 0


def make(desk: Desk, folder: Folder, clock: Clock) -> None:
    """Make the copy anew, with what was written here since; UserError if it must stay as it is."""
    path, state = desk.file(), desk.state()
    assert path is not None
    old = files.open_file(path, clock)
    with contextlib.closing(old.connection):
        back, fork = series.went_back(desk=desk, db=old, folder=folder)
        if not back:
            state.went_back = False
            desk.note(state)
            return
        has = {**state.team, old.seat: fork}
        mine = list(shipments.after(old.connection, has))
        counter = standing.counter_at(old.connection, fork)
    aside = path.with_name(f"{path.name}.{clock.now().replace(':', '')}.old")
    path.rename(aside)
    try:
        bases.join(folder, clock)
        _put_in(desk, folder, clock, mine, (old.seat, fork, counter))
    except BaseException:
        made = desk.file()
        if made is not None:
            made.unlink()
        aside.rename(path)
        desk.note(state)
        raise


def _put_in(
    desk: Desk,
    folder: Folder,
    clock: Clock,
    mine: list[shipments.Shipment],
    where: tuple[int, int, int],
) -> None:
    path, state = desk.file(), desk.state()
    assert path is not None
    seat, fork, counter = where
    db = files.open_file(path, clock)
    with contextlib.closing(db.connection):
        new_seat(db, state)
        state.read = desk.state().read
        state.read.pop(seat, None)
        carrying.collect(db, folder, state, Carrier(), desk.uuid)
        moved = rekeying.rekeyed(mine, seat, fork, counter, db.seat)
        taken = merging.take_in(db, moved)
        if taken.waiting:
            raise UserError(
                "What was changed here since the older state cannot be put back in yet.",
                "Go on working; it is tried again when more of your colleagues' changes are here.",
            )
        desk.note(state)
        seats.leave(db.connection, Path(db.path), db.seat)
