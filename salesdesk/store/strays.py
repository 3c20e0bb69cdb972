"""What another program wrote into a file: entries of no change, made into changes that travel."""

import json
import sqlite3
from itertools import groupby

from salesdesk.store import journal, seats

SEAT_BITS = 32
#: What stands in place of a computer.
NAME = "another program"
Row = tuple[str, int]


def are_there(connection: sqlite3.Connection, after: int = 0) -> bool:
    """Whether another program has written something after that entry."""
    found = connection.execute(
        "select 1 from entry where id > ? and change_id = 0 limit 1", (after,)
    )
    return found.fetchone() is not None


def adopt(connection: sqlite3.Connection) -> int:
    """Make each run of strays a change; how many. Call inside a transaction.

    Its seat, clock and moment follow from what it is and where it lies. So it is the same change
    in every copy that has it, whenever it is adopted, and older than what was done after it.
    """
    strays = connection.execute(
        "select id, table_name, row_id, op, before, after from entry where change_id = 0 "
        "order by id"
    ).fetchall()
    import hashlib  # each start would load it for nothing

    uuid, number = seats.uuid_of(connection), 0
    for _, run in groupby(enumerate(strays), key=lambda pair: pair[1][0] - pair[0]):
        entries = [entry for _, entry in run]
        low, high = entries[0][0], entries[-1][0]
        clock, at = connection.execute(
            "select clock, at from change where first_entry < ? order by clock desc limit 1", (low,)
        ).fetchone()
        said = json.dumps([uuid, clock, [entry[1:] for entry in entries]]).encode()
        seat = int.from_bytes(hashlib.sha256(said).digest()[:4], "big") >> 1 or 1
        connection.execute(
            "insert or ignore into seat (id, name, first_seen) values (?, ?, ?)",
            (seat, NAME, at),
        )
        key = seat << SEAT_BITS | 1
        connection.execute(
            "insert or ignore into change (id, clock, seat, at, words, kind, first_entry, "
            "last_entry, counter) values (?, ?, ?, ?, 'Changed outside SalesDesk', 'outside', "
            "?, ?, 1)",
            (key, clock + 1, seat, at, low, high),
        )
        connection.execute(
            "update entry set change_id = ? where id between ? and ?", (key, low, high)
        )
        number += 1
    _settle(connection, {(table, key) for _, table, key, *_ in strays})
    return number


def _settle(connection: sqlite3.Connection, rows: set[Row]) -> None:
    """Give the records the version, the moment and the search text that other copies give them."""
    from salesdesk.store import record_merges  # a start does without it

    last = journal.newest(connection)
    record_merges.settle(connection, rows, set())
    connection.execute("delete from entry where id > ?", (last,))
