"""The rows of a colleague's import: new here, and told whole by one event each.

For such a row there is nothing to merge. So all of one table come in by one statement, without
their triggers, as an import of one's own does; to the byte what `record_merges` would write.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from salesdesk.model import lead_text
from salesdesk.store import bulk, record_merges
from salesdesk.store.references import REFERENCES
from salesdesk.store.shipments import Shipment

Row = tuple[str, int]
Images = dict[Row, dict[str, Any]]
FEW = 200  # up to here, one by one is as fast
CHUNK = 20_000


def images(changes: Iterable[Shipment]) -> Images:
    """The rows that large changes insert, as they are written; to be made before the lock."""
    return {
        (table, key): _image(table, key, shipment, made)
        for shipment in changes
        if len(shipment.entries) >= FEW
        for table, key, op, _, made in shipment.entries
        if op == "i" and made is not None
    }


def put_in(
    connection: sqlite3.Connection,
    batch: Iterable[Shipment],
    ready: Images,
    step: Callable[[], None] = lambda: None,
) -> tuple[set[Row], set[Row]]:
    """Write what is new and whole; these rows, and rows that they refer to that are not there.

    The entries of the batch must be in the journal and noted by row already.
    """
    done: set[Row] = set()
    parents: set[Row] = set()
    for table, found in _single(batch).items():
        fresh = _unknown(connection, table, list(found))
        if len(fresh) < FEW:
            continue
        for start in range(0, len(fresh), CHUNK):
            step()
            rows = [
                ready.get((table, key)) or _image(table, key, *found[key])
                for key in fresh[start : start + CHUNK]
            ]
            parents |= _load(connection, table, rows)
        if table == "lead":
            for first, last in _runs(connection, fresh):
                bulk.index(connection, first, last)
        done |= {(table, key) for key in fresh}
    return done, {row for row in parents if record_merges.stored(connection, *row) is None}


def _single(batch: Iterable[Shipment]) -> dict[str, dict[int, tuple[Shipment, str]]]:
    """By table and key: the rows that the batch inserts and does not touch again."""
    entries = [(s, table, key, op, made) for s in batch for table, key, op, _, made in s.entries]
    if len(entries) < FEW:
        return {}
    times = Counter((table, key) for _, table, key, _, _ in entries)
    found: dict[str, dict[int, tuple[Shipment, str]]] = {}
    for shipment, table, key, op, made in entries:
        if op == "i" and times[table, key] == 1 and made is not None:
            found.setdefault(table, {})[key] = shipment, made
    return {table: rows for table, rows in found.items() if len(rows) >= FEW}


def _unknown(connection: sqlite3.Connection, table: str, keys: list[int]) -> list[int]:
    """Those that the file does not have and that no other event speaks of, in order."""
    left: list[int] = []
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        known = connection.execute(
            "select r.row_id from json_each(:keys) j cross join entry_of_row r "
            "on r.row_id = j.value group by r.row_id having count(*) > 1 "
            f"union select t.id from json_each(:keys) j cross join {table} t on t.id = j.value",
            {"keys": json.dumps(some)},
        )
        left += set(some) - {int(key) for (key,) in known}
    return sorted(left)


def _image(table: str, key: int, shipment: Shipment, made: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(made)
    if table == "lead":
        fields["fold"] = lead_text.search_fold(fields)
    stamp = {"updated_at": shipment.at, "updated_by": shipment.person_id, "version": 1}
    return {**fields, **stamp, "id": key}


def _load(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> set[Row]:
    columns = ["id", *sorted({name for image in rows for name in image} - {"id"})]
    filled = [tuple(map(image.get, columns)) for image in rows]
    bulk.load(connection, table, columns, filled, {}, journaled=False)
    return {
        (parent, int(image[column]))
        for column, parent in REFERENCES[table].items()
        for image in rows
        if image.get(column) is not None
    }


def _runs(connection: sqlite3.Connection, keys: list[int]) -> list[tuple[int, int]]:
    """Ranges of keys that hold these leads and no others."""
    inside = connection.execute(
        "select count(*) from lead where id between ? and ?", (keys[0], keys[-1])
    ).fetchone()[0]
    if inside == len(keys):
        return [(keys[0], keys[-1])]
    runs = (
        [key for _, key in run]
        for _, run in groupby(enumerate(keys), key=lambda pair: pair[1] - pair[0])
    )
    return [(run[0], run[-1]) for run in runs]
