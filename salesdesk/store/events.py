"""The events of records, as the journal has them."""

import json
import sqlite3
from itertools import groupby
from typing import Any

from salesdesk.model.merges import Event

Row = tuple[str, int]
CHUNK = 500  # records whose events are read at once


def events_of(connection: sqlite3.Connection, rows: list[Row]) -> dict[Row, list[Event]]:
    """Every event of each of these records."""
    listed = json.dumps([list(row) for row in rows])
    # each join is told its order: left to itself, SQLite compares every record with every entry
    what = (
        "select e.table_name, e.row_id, e.op, e.after, c.clock, c.id, e.id - c.first_entry, "
        "c.seat, c.at, c.person_id, c.first_entry, c.seen, "
        "iif(c.kind in ('undo', 'redo'), c.target, null)"
    )
    found = connection.execute(
        f"{what} from json_each(:rows) j cross join entry_of_row r on r.row_id = j.value ->> 1 "
        "cross join entry e on e.id = r.entry_id and e.table_name = j.value ->> 0 "
        "cross join change c on c.id = e.change_id where c.id <> 0 "
        f"union all {what} from entry e cross join change c on c.id = e.change_id "
        "where e.id > (select indexed from journal_state) and c.id <> 0 and (e.table_name, "
        "e.row_id) in (select value ->> 0, value ->> 1 from json_each(:rows)) order by 1, 2",
        {"rows": listed},
    ).fetchall()
    return {
        row: [_event(values) for values in group]
        for row, group in groupby(found, key=lambda values: (str(values[0]), int(values[1])))
    }


def _event(values: tuple[Any, ...]) -> Event:
    _, _, op, after, clock, change, place, seat, at, person_id, arrival, seen, turns = values
    known = None if seen is None else {int(s): n for s, n in json.loads(seen).items()}
    fields = json.loads(after) if after else {}
    return Event(op, fields, clock, change, place, seat, at, person_id, arrival, known, turns)
