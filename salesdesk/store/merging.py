"""Taking in the changes of other copies, so that every copy ends with the same records.

Changes are taken in when all that their authors knew is here. The journal gets them as they
are; each record that they touch is then made anew from all of its events (`model/merges.py`).
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from salesdesk.model.merges import Event, merge
from salesdesk.store import entering, fresh_rows, shipments, slices
from salesdesk.store.database import Database
from salesdesk.store.entering import TakenIn
from salesdesk.store.events import CHUNK, Row, events_of
from salesdesk.store.shipments import Shipment

#: Between two transactions: longer than any step of those who wait (`patience.py`).
A_GAP_SECONDS = 0.01


@dataclass(frozen=True)
class Arrived:
    """Changes that were looked through, which needs no lock."""

    changes: list[Shipment]
    images: fresh_rows.Images


def prepare(db: Database, arrived: Iterable[Shipment], *, checked: bool = False) -> Arrived:
    """What is not here already of these changes; `checked` if each passed `shipments.check`.

    Raises `shipments.Unknown` for what a newer version wrote, ValueError for nonsense.
    """
    with db.waiting() as connection:
        has = shipments.known(connection)
        changes = [shipment for shipment in arrived if shipment.id > has.get(shipment.seat, 0)]
        for shipment in () if checked else changes:
            shipments.check(connection, shipment)
    return Arrived(changes, fresh_rows.images(changes))


def take_in(db: Database, arrived: Iterable[Shipment], *, checked: bool = False) -> TakenIn:
    """Take in what can be taken in, in short transactions: nobody who writes waits for its end.

    What is here already is passed over: taking in twice changes nothing. Raises UserError, and
    then what came before it stays.
    """
    db.adopt()  # what another program wrote may be among what arrived
    ready = prepare(db, arrived, checked=checked)
    taken = TakenIn(waiting=ready.changes)
    while True:
        with db.waiting() as connection:
            batch, taken.waiting = _ready(connection, taken.waiting, slices.AT_ONCE)
        if not batch:
            return taken
        if len(batch[0].entries) > slices.AT_ONCE:
            _take_slices(db, batch[0], ready, taken)
        else:
            with db.receiving() as connection:
                # another program may have been quicker
                batch, _ = _ready(connection, batch)
                left = [slices.rest(connection, change) for change in batch]
                entering.enter(connection, left, ready.images, taken, db.now())
        taken.changes += len(batch)
        time.sleep(A_GAP_SECONDS if taken.waiting else 0)


def _take_slices(db: Database, change: Shipment, ready: Arrived, taken: TakenIn) -> None:
    while True:
        with db.waiting() as connection:
            if change.id <= shipments.known(connection).get(change.seat, 0):
                return
            reached = slices.reached(connection, change.id)
            parts = slices.cut(connection, change)
        for arriving, part in parts:
            with db.receiving() as connection:
                if slices.reached(connection, change.id) != reached:
                    break  # another program takes it in just now: look again what is left
                entering.enter(connection, [part], ready.images, taken, db.now(), arriving=arriving)
                reached = slices.reached(connection, change.id)
            time.sleep(A_GAP_SECONDS)


def take_whole(db: Database, ready: Arrived, step: Callable[[], None]) -> TakenIn:
    """Take in what can be taken in, all of it inside the transaction that is open.

    `step` is called now and then; what it raises ends the work.
    """
    connection = db.connection
    batch, waiting = _ready(connection, ready.changes)
    taken = TakenIn(len(batch), waiting=waiting)
    left = [slices.rest(connection, change) for change in batch]
    entering.enter(connection, left, ready.images, taken, db.now(), step=step)
    return taken


def foresee(db: Database, arrived: Iterable[Shipment]) -> TakenIn:
    """What would come of taking in these changes; nothing is written, so nobody has to wait."""
    ready = prepare(db, arrived)
    with db.waiting() as connection:
        return _foreseen(connection, ready)


def _foreseen(connection: sqlite3.Connection, ready: Arrived) -> TakenIn:
    batch, waiting = _ready(connection, ready.changes)
    events: dict[Row, list[Event]] = {}
    for arrival, shipment in enumerate(batch, start=1 << 62):
        for place, (table, key, op, _, after) in enumerate(shipment.entries):
            events.setdefault((table, key), []).append(
                Event(
                    *(op, json.loads(after or "{}"), shipment.clock, shipment.id, place),
                    *(shipment.seat, shipment.at, shipment.person_id, arrival, shipment.seen),
                    turns=shipment.target if shipment.kind in ("undo", "redo") else None,
                )
            )
    taken = TakenIn(len(batch), set(events), waiting=waiting)
    rows = list(events)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        here = events_of(connection, chunk)
        for table, key in chunk:
            merged = merge([*here.get((table, key), ()), *events[table, key]], table)
            if merged.exists and merged.fields.get("trashed_at") is None:
                taken.clashes |= {(table, key, clash.field) for clash in merged.clashes}
    return taken


def _ready(
    connection: sqlite3.Connection, waiting: Sequence[Shipment], most: int | None = None
) -> tuple[list[Shipment], list[Shipment]]:
    """Those whose authors knew nothing that is missing here, and the others.

    They have at most so many entries, or it is one change alone.
    """
    has = shipments.known(connection)
    batch: list[Shipment] = []
    left, size, moved = waiting, 0, True
    while moved:
        moved = False
        later: list[Shipment] = []
        for number, shipment in enumerate(left):
            mine = has.get(shipment.seat, 0)
            if shipment.id <= mine:
                moved = True
            elif shipment.previous <= mine and all(
                newest <= has.get(seat, 0) for seat, newest in shipment.seen.items()
            ):
                if batch and most is not None and size + len(shipment.entries) > most:
                    return batch, [*later, *left[number:]]
                batch.append(shipment)
                size += len(shipment.entries)
                has[shipment.seat] = shipment.id
                moved = True
            else:
                later.append(shipment)
        left = later
    return batch, list(left)
