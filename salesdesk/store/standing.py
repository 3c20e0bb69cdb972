"""How a copy of a file stands to others: what it has that they lack, and whether it went back."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store import backups, drivers, shipments
from salesdesk.store.shipments import SEAT_BITS, Shipment


def count_after(connection: sqlite3.Connection, has: Mapping[int, int]) -> int:
    """How many changes are here that a copy which knows `has` lacks."""
    return sum(
        int(
            connection.execute(
                "select count(*) from change where id > ? and id <= ?",
                (max(has.get(seat, 0), seat << SEAT_BITS), newest),
            ).fetchone()[0]
        )
        for seat, newest in shipments.known(connection).items()
        if newest > has.get(seat, 0)
    )


def nameless(connection: sqlite3.Connection) -> set[int]:
    """The seats of which it is not known on which computer they are."""
    return {int(seat) for (seat,) in connection.execute("select id from seat where name = ''")}


def made_by(connection: sqlite3.Connection, seat: int) -> int:
    """How many changes of a seat are here."""
    return count_after(connection, {**shipments.known(connection), seat: 0})


def apart(
    connection: sqlite3.Connection, seat: int, has: Mapping[int, int], made: int
) -> tuple[int, int]:
    """How many changes here a colleague's copy lacks, and how many of their own lack here."""
    unread = count_after(connection, {**has, seat: shipments.LAST_COUNTER + (seat << SEAT_BITS)})
    return unread if has else 0, max(0, made - made_by(connection, seat)) if made else 0


def agreeing(connection: sqlite3.Connection, series: Iterable[Shipment]) -> int:
    """The last change of a series that is here, and the same; 0 if its first is not."""
    last = 0
    for shipment in series:
        found = connection.execute(
            "select clock from change where id = ?", (shipment.id,)
        ).fetchone()
        if found is None or int(found[0]) != shipment.clock:
            break
        last = shipment.id
    return last


def newest_of(connection: sqlite3.Connection, seat: int) -> int:
    """The newest change of one seat; 0 if it has none."""
    found = connection.execute(
        "select max(id) from change where id between ? and ?",
        (seat << SEAT_BITS, (seat << SEAT_BITS) + shipments.LAST_COUNTER),
    ).fetchone()
    return int(found[0] or 0)


def counter_at(connection: sqlite3.Connection, change_id: int) -> int:
    """How far a seat had counted its keys with one of its changes; 0 if it is not here."""
    found = connection.execute("select counter from change where id = ?", (change_id,)).fetchone()
    return 0 if found is None else int(found[0])


def uuid_at(path: Path) -> str | None:
    """The identity of a file on a share, without a lock or a trace there; None if it has none."""
    try:
        connection = drivers.connect(path, "ro", immutable=True)
        try:
            found = connection.execute("select uuid from file_identity").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, OSError, ValueError, UserError):
        return None
    return None if found is None else str(found[0])


def copy_out(connection: sqlite3.Connection, target: Path) -> dict[int, int]:
    """Write a complete, checked copy; what is in it, which others may have added to meanwhile."""
    backups.copy_to(connection, target)
    copy = drivers.connect(target, "ro")
    try:
        return shipments.known(copy)
    finally:
        copy.close()


def erasures(connection: sqlite3.Connection) -> int:
    """How often a person was erased from the file, here or elsewhere."""
    return int(connection.execute("select count(*) from suppression").fetchone()[0])


def as_kept(connection: sqlite3.Connection, shipment: Shipment) -> Shipment:
    """The change as the journal has it now: what was erased since is blank in it."""
    found = connection.execute(
        "select first_entry, last_entry, detail from change where id = ?", (shipment.id,)
    ).fetchone()
    if found is None:
        return shipment
    first, last, detail = found
    entries = connection.execute(
        "select table_name, row_id, op, before, after from entry where id between ? and ? "
        "and change_id = ? order by id",
        (first, last, shipment.id),
    )
    return replace(shipment, detail=detail, entries=tuple(entries))
