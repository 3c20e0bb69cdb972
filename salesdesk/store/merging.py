"""Taking in the changes of other copies, so that every copy ends with the same records.

Changes are taken in when all that their authors knew is here. The journal gets them as they
are; each record that they touch is then made anew from all of its events (`model/merges.py`).
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from salesdesk.store import erasures, fresh_rows, journal, record_merges, shipments
from salesdesk.store.database import Database
from salesdesk.store.shipments import Shipment

AT_ONCE = 2000  # changes in one transaction: others wait no longer than that
Row = tuple[str, int]


@dataclass
class TakenIn:
    """What came of taking in changes."""

    changes: int = 0
    rows: set[Row] = field(default_factory=set)
    #: (table, row, field) of what two people set differently without knowing of each other
    clashes: set[tuple[str, int, str]] = field(default_factory=set)
    #: They need changes that are not here yet.
    waiting: list[Shipment] = field(default_factory=list)


def take_in(
    db: Database,
    arrived: Iterable[Shipment],
    *,
    rehearse: bool = False,
    whole: bool = False,
    checked: bool = False,
) -> TakenIn:
    """Take in what can be taken in; with `rehearse`, only find out what would come of it.

    With `whole`, all of it is one transaction: it is taken in, or nothing of it is. With
    `checked`, each has passed `shipments.check` already.

    What is here already is passed over: taking in twice changes nothing. Raises UserError
    (`shipments.Unknown` for what a newer version wrote), and then nothing of a batch is kept.
    """
    taken = TakenIn()
    has = shipments.known(db.connection)
    waiting = [shipment for shipment in arrived if shipment.id > has.get(shipment.seat, 0)]
    # what takes long and needs no lock comes before it: others go on writing meanwhile
    for shipment in () if checked else waiting:
        shipments.check(db.connection, shipment)
    images = fresh_rows.images(waiting)
    while waiting:
        with db.receiving(keep=not rehearse) as connection:
            batch, waiting = _ready(shipments.known(connection), waiting, rehearse or whole)
            if batch:
                _take(db, connection, batch, images, taken)
        if not batch or rehearse:
            break
    taken.waiting = waiting
    return taken


def _ready(
    has: dict[int, int], waiting: Sequence[Shipment], everything: bool
) -> tuple[list[Shipment], list[Shipment]]:
    """Those whose authors knew nothing that is missing here, and the others."""
    batch: list[Shipment] = []
    left = list(waiting)
    moved = True
    while moved:
        moved, later = False, []
        for shipment in left:
            mine = has.get(shipment.seat, 0)
            if shipment.id <= mine:
                moved = True
            elif (everything or len(batch) < AT_ONCE) and (
                shipment.previous <= mine
                and all(newest <= has.get(seat, 0) for seat, newest in shipment.seen.items())
            ):
                batch.append(shipment)
                has[shipment.seat] = shipment.id
                moved = True
            else:
                later.append(shipment)
        left = later
        if not everything and len(batch) >= AT_ONCE:
            break
    return batch, left


def _take(
    db: Database,
    connection: sqlite3.Connection,
    batch: list[Shipment],
    images: fresh_rows.Images,
    taken: TakenIn,
) -> None:
    rows: dict[Row, None] = {}
    number, now = journal.newest(connection), db.now()
    for shipment in batch:
        first = number + 1
        connection.executemany(
            "insert into entry values (?, ?, ?, ?, ?, ?, ?)",
            (
                (place, shipment.id, *entry)
                for place, entry in enumerate(shipment.entries, start=first)
            ),
        )
        number += len(shipment.entries)
        rows.update(dict.fromkeys((table, key) for table, key, *_ in shipment.entries))
        _note(connection, shipment, first, number, now)
    journal.index_rows(connection, number, least=1)
    fresh, parents = fresh_rows.put_in(connection, batch, images)
    left = [row for row in rows if row not in fresh]
    record_merges.settle(connection, [*left, *parents], taken.clashes)
    if erased := erasures.erased_among(connection, rows):
        erasures.blank_journal(connection, erased)
        record_merges.settle(connection, erased, taken.clashes)
        erasures.forget_words(connection)
    # what the triggers wrote about it stands in the journal already, as its authors wrote it
    connection.execute("delete from entry where id > ?", (number,))
    taken.changes += len(batch)
    taken.rows.update(rows)


def _note(
    connection: sqlite3.Connection, shipment: Shipment, first: int, last: int, now: str
) -> None:
    connection.execute(
        "insert or ignore into seat (id, name, first_seen) values (?, '', ?)", (shipment.seat, now)
    )
    connection.execute(
        "insert into change (id, clock, seat, person_id, at, words, kind, target, detail, "
        "first_entry, last_entry, counter, seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(shipment.id, shipment.clock, shipment.seat, shipment.person_id, shipment.at),
            *(shipment.words, shipment.kind, shipment.target, shipment.detail),
            *(first, last, shipment.counter),
            json.dumps({str(seat): newest for seat, newest in shipment.seen.items()}),
        ),
    )
    if shipment.kind in ("undo", "redo") and shipment.target is not None:
        connection.execute(
            "update change set undone_by = max(coalesce(undone_by, 0), ?) where id = ?",
            (shipment.id, shipment.target),
        )
