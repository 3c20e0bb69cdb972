"""Putting changes of others into the file: their entries, and the records made anew from them."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from salesdesk.store import erasures, fresh_rows, journal, record_merges
from salesdesk.store.events import Row
from salesdesk.store.shipments import Shipment


@dataclass
class TakenIn:
    """What came of taking in changes."""

    changes: int = 0
    rows: set[Row] = field(default_factory=set)
    #: (table, row, field) of what two people set differently without knowing of each other
    clashes: set[tuple[str, int, str]] = field(default_factory=set)
    #: They need changes that are not here yet.
    waiting: list[Shipment] = field(default_factory=list)


def enter(
    connection: sqlite3.Connection,
    batch: Sequence[Shipment],
    images: fresh_rows.Images,
    taken: TakenIn,
    now: str,
    *,
    arriving: int | None = None,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Put these changes in, inside a transaction; all that their authors knew must be here.

    With `arriving`, the one in it is a slice of a change (see slices.py). `step` is called now
    and then; what it raises ends the work.
    """
    rows: dict[Row, None] = {}
    number = journal.newest(connection)
    for shipment in batch:
        step()
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
        _note(connection, shipment, (first, number), now, arriving)
    journal.index_rows(connection, number, least=1)
    fresh, parents = fresh_rows.put_in(connection, batch, images, step)
    left = [row for row in rows if row not in fresh]
    record_merges.settle(connection, [*left, *parents], taken.clashes, step)
    if erased := erasures.erased_among(connection, rows):
        erasures.blank_journal(connection, erased)
        record_merges.settle(connection, erased, taken.clashes, step)
        erasures.forget_words(connection)
    # what the triggers wrote about it stands in the journal already, as its authors wrote it
    connection.execute("delete from entry where id > ?", (number,))
    taken.rows.update(rows)


def _note(
    connection: sqlite3.Connection,
    shipment: Shipment,
    entries: tuple[int, int],
    now: str,
    arriving: int | None,
) -> None:
    known = connection.execute(
        "update change set last_entry = ?, arriving = ? where id = ?",
        (entries[1], arriving, shipment.id),
    )
    if known.rowcount:  # a slice of it was here before
        return
    connection.execute(
        "insert or ignore into seat (id, name, first_seen) values (?, '', ?)", (shipment.seat, now)
    )
    connection.execute(
        "insert into change (id, clock, seat, person_id, at, words, kind, target, detail, "
        "first_entry, last_entry, counter, seen, arriving) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(shipment.id, shipment.clock, shipment.seat, shipment.person_id, shipment.at),
            *(shipment.words, shipment.kind, shipment.target, shipment.detail),
            *(*entries, shipment.counter),
            json.dumps({str(seat): newest for seat, newest in shipment.seen.items()}),
            arriving,
        ),
    )
    if shipment.kind in ("undo", "redo") and shipment.target is not None:
        connection.execute(
            "update change set undone_by = max(coalesce(undone_by, 0), ?) where id = ?",
            (shipment.id, shipment.target),
        )
