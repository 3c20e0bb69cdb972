"""Which records refer to which, and those that are deleted but that somebody refers to."""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from salesdesk.model.merges import Event, merge
from salesdesk.store.events import CHUNK, Row, events_of
from salesdesk.store.schema import RECORDS


def _references() -> dict[str, dict[str, str]]:
    """table -> {its column: the table whose key stands in it}."""
    return {
        table: dict(re.findall(r"(\w+) integer(?:\s+not null)?\s+references (\w+)\(id\)", columns))
        for table, columns in RECORDS.items()
    }


REFERENCES = _references()


def parents_in(table: str, fields: Mapping[str, Any]) -> list[Row]:
    """The records that these fields of a record of `table` refer to."""
    return [
        (parent, int(fields[column]))
        for column, parent in REFERENCES[table].items()
        if fields.get(column) is not None
    ]


class Outlived:
    """Whether a deletion did not know of somebody who referred to the record.

    Asked of the journal and not of the records, so that the order of arrival does not matter.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._referred: dict[int, set[Row]] = {}  # by the change that deletes: one has many

    def stays(self, row: Row, deletions: Iterable[Event]) -> bool:
        """True if that is so of each of these deletions of one record."""
        return all(row in self._unknown_to(deletion) for deletion in deletions)

    def _unknown_to(self, deletion: Event) -> set[Row]:
        if deletion.change not in self._referred:
            changes, rows = _others(self._connection, deletion)
            found = self._referred[deletion.change] = set()
            for start in range(0, len(rows), CHUNK):
                chunk = events_of(self._connection, rows[start : start + CHUNK])
                for (table, _), events in chunk.items():
                    for event in events:
                        if event.change in changes and event.op != "d":
                            found |= _seen_with(event, deletion, events, table)
        return self._referred[deletion.change]


def _seen_with(event: Event, deletion: Event, events: list[Event], table: str) -> set[Row]:
    """What a record refers to in the eyes of who wrote to it, and together with `deletion`.

    Whoever writes to a record keeps it, with all that it refers to.
    """
    known = [e for e in events if e is event or event.knew(e)]
    both = [e for e in events if e in known or deletion.knew(e)]
    seen = (event.after, merge(known, table).fields, merge(both, table).fields)
    return {parent for fields in seen for parent in parents_in(table, fields)}


def _others(connection: sqlite3.Connection, event: Event) -> tuple[set[int], list[Row]]:
    """The changes of others that the author of `event` did not know, and what they wrote to."""
    if event.seen is None:
        which, known = "c.first_entry > cast(:known as integer)", str(event.arrival)
    else:
        which = "c.id > coalesce(:known ->> ('$.' || c.seat), 0)"
        known = json.dumps({str(seat): change for seat, change in event.seen.items()})
    found = connection.execute(
        "select c.id, e.table_name, e.row_id from change c join entry e on e.id between "
        f"c.first_entry and c.last_entry and e.change_id = c.id where {which} "
        "and c.seat <> :seat and e.op <> 'd'",
        {"known": known, "seat": event.seat},
    ).fetchall()
    rows = dict.fromkeys((str(table), int(key)) for _, table, key in found if REFERENCES[table])
    return {int(change) for change, _, _ in found}, list(rows)
