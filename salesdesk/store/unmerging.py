"""Taking a whole merge back, and doing it again: records as they are without some changes.

The journal forgets nothing, so what came in with a merge stays in it. The records are written
to what all other changes make of them, as one ordinary change of this seat that travels like any
other. What somebody did on top of the merge stays.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from salesdesk.model import lead_text
from salesdesk.model.merges import DERIVED, GROUPS, Event, chain, merge
from salesdesk.store import record_merges
from salesdesk.store.events import CHUNK, Row, events_of
from salesdesk.store.references import REFERENCES
from salesdesk.store.shipments import SEAT_BITS

WORDS = "Merge a copy"
KIND = "merge"
AGAIN = "merge_again"
#: seat -> (its newest change before the merge, its newest change with it)
Ranges = dict[int, tuple[int, int]]


def to_text(ranges: Ranges) -> str:
    """What is kept with the record of a merge."""
    return json.dumps({str(seat): list(pair) for seat, pair in sorted(ranges.items())})


def ranges_of(connection: sqlite3.Connection, change_id: int) -> Ranges | None:
    """What the merge that this change stands for brought in; None if it stands for none."""
    found = connection.execute(
        "select e.after from change c join entry e on e.id between c.first_entry and c.last_entry "
        "and e.change_id = c.id where c.id = ? and c.kind = 'do' "
        "and e.table_name = 'import_run' and e.op = 'i' limit 1",
        (change_id,),
    ).fetchone()
    return None if found is None else _ranges(json.loads(found[0]))


def _ranges(image: dict[str, Any]) -> Ranges | None:
    if image.get("kind") != KIND:
        return None
    said = json.loads(image.get("mapping") or "{}")
    return {int(seat): (int(low), int(high)) for seat, (low, high) in said.items()}


def undone(connection: sqlite3.Connection) -> list[tuple[int, Ranges]]:
    """The merges that were taken back and are not done again: their changes and what came."""
    found = connection.execute(
        "select distinct c.id from change c join entry e on e.id between c.first_entry and "
        "c.last_entry and e.change_id = c.id where c.kind = 'do' and c.undone_by is not null "
        "and c.words = ? and e.table_name = 'import_run' and e.op = 'i'",
        (WORDS,),
    ).fetchall()
    done_again = {
        int(number)
        for (text,) in connection.execute(
            "select mapping from import_run where kind = ? and trashed_at is null", (AGAIN,)
        )
        for number in json.loads(text or "[]")
    }
    left = [int(key) for (key,) in found if key not in done_again and _turns(connection, key) % 2]
    pairs = [(key, ranges_of(connection, key)) for key in left]
    return [(key, ranges) for key, ranges in pairs if ranges]


def _turns(connection: sqlite3.Connection, change_id: int) -> int:
    """How often a change was undone and done again."""
    number, seen = 0, {change_id}
    while True:
        found = connection.execute(
            "select undone_by from change where id = ?", (change_id,)
        ).fetchone()
        if found is None or found[0] is None or found[0] in seen:
            return number
        change_id, number = int(found[0]), number + 1
        seen.add(change_id)


def take_back(
    connection: sqlite3.Connection, change_id: int, ranges: Ranges, stamp: dict[str, Any]
) -> None:
    """Make the records what they are without the merge; call inside a change."""

    def came(change: int) -> bool:
        low, high = ranges.get(change >> SEAT_BITS, (0, 0))
        return low < change <= high or change == change_id

    write_without(connection, _rows_with(connection, change_id, ranges), came, stamp)


def _rows_with(connection: sqlite3.Connection, change_id: int, ranges: Ranges) -> list[Row]:
    """What a merge brought, and what was written with it: its own note, numbers of quotes."""
    own = _touched(connection, change_id, change_id)
    return list(dict.fromkeys([*rows_of(connection, ranges), *own]))


def do_again(
    connection: sqlite3.Connection, merges: Iterable[tuple[int, Ranges]], stamp: dict[str, Any]
) -> None:
    """Make the records what they are without the undoing of these merges."""
    for change_id, ranges in merges:
        dropped, wave = set[int](), {change_id}
        while wave:
            found = connection.execute(
                "select id from change where kind in ('undo', 'redo') and target in "
                "(select value from json_each(?))",
                (json.dumps(sorted(wave)),),
            ).fetchall()
            wave = {int(key) for (key,) in found} - dropped
            dropped |= wave
        rows = _rows_with(connection, change_id, ranges)
        write_without(connection, rows, dropped.__contains__, stamp)


def rows_of(connection: sqlite3.Connection, ranges: Ranges) -> list[Row]:
    """The records that these changes touched."""
    found: dict[Row, None] = {}
    for low, high in ranges.values():
        found.update(dict.fromkeys(_touched(connection, low + 1, high)))
    return list(found)


def _touched(connection: sqlite3.Connection, low: int, high: int) -> list[Row]:
    found = connection.execute(
        "select distinct e.table_name, e.row_id from change c join entry e on e.id between "
        "c.first_entry and c.last_entry and e.change_id = c.id where c.id between ? and ?",
        (low, high),
    )
    return [(str(table), int(key)) for table, key in found]


def write_without(
    connection: sqlite3.Connection,
    rows: Sequence[Row],
    dropped: Callable[[int], bool],
    stamp: dict[str, Any],
) -> None:
    """Write these records as they are without some changes; journaled by the triggers."""
    gone: set[Row] = set()
    for start in range(0, len(rows), CHUNK):
        chunk = list(rows[start : start + CHUNK])
        for row, events in events_of(connection, chunk).items():
            wanted = _wanted(row[0], events, dropped)
            if wanted is None:
                gone.add(row)
            else:
                _write(connection, row, wanted, stamp)
    _take_out(connection, gone)


def _wanted(
    table: str, events: list[Event], dropped: Callable[[int], bool]
) -> dict[str, Any] | None:
    """What the record should hold, as far as it differs from now; None if it should be gone."""
    kept = [event for event in events if not dropped(event.change)]
    if not any(_meant(event) for event in kept):
        return None
    ordered = sorted(events, key=lambda event: event.order)
    now, without = merge(events, table), merge(kept, table)
    if now.whole and not without.whole:
        return dict(now.fields)  # it came with the merge, and somebody has gone on with it
    if not without.exists:
        return None
    fields = {**dict.fromkeys(now.fields), **without.fields} if without.whole else without.fields
    for group in GROUPS.get(table, ()):
        touching = [e for e in ordered if e.op != "d" and not e.after.keys().isdisjoint(group)]
        if touching and not dropped(touching[-1].change):
            seen = chain(touching, touching[-1])
            if any(dropped(event.change) for event in seen):  # it was built on: it stays whole
                fields |= {name: now.fields.get(name) for name in group}
    return dict(fields)


def _meant(event: Event) -> bool:
    return event.op == "i" or (event.op == "u" and bool(event.after.keys() - DERIVED))


def _write(
    connection: sqlite3.Connection, row: Row, wanted: dict[str, Any], stamp: dict[str, Any]
) -> None:
    table, key = row
    current = record_merges.stored(connection, table, key)
    if current is None:
        image = {"id": key} | {n: v for n, v in wanted.items() if v is not None} | stamp
        if table == "lead":
            image["fold"] = lead_text.search_fold(image)
        names = ", ".join(image)
        marks = ", ".join("?" * len(image))
        connection.execute(f"insert into {table} ({names}) values ({marks})", list(image.values()))
        return
    if table == "lead":
        wanted["fold"] = lead_text.search_fold({**current, **wanted})
    values = {name: value for name, value in wanted.items() if current[name] != value}
    if not values:
        return
    values |= stamp
    connection.execute(
        f"update {table} set {', '.join(f'{name} = ?' for name in values)}, version = version + 1 "
        "where id = ?",
        [*values.values(), key],
    )


def _take_out(connection: sqlite3.Connection, gone: set[Row]) -> None:
    """Remove these records, but for those that records which stay refer to."""
    gone = {row for row in gone if record_merges.stored(connection, *row) is not None}
    while held := _held(connection, gone):
        gone -= held
    for table, key in sorted(gone):
        connection.execute(f"delete from {table} where id = ?", (key,))


def _held(connection: sqlite3.Connection, gone: set[Row]) -> set[Row]:
    held: set[Row] = set()
    keys: dict[str, list[int]] = {}
    for table, key in gone:
        keys.setdefault(table, []).append(key)
    for child, columns in REFERENCES.items():
        for column, parent in columns.items():
            if parent in keys:
                found = connection.execute(
                    f"select id, {column} from {child} where {column} in "
                    "(select value from json_each(?))",
                    (json.dumps(keys[parent]),),
                )
                held.update((parent, key) for own, key in found if (child, own) not in gone)
    for table, listed in keys.items():
        found = connection.execute(
            "select id, row_id from tagging where table_name = ? and row_id in "
            "(select value from json_each(?))",
            (table, json.dumps(listed)),
        )
        held.update((table, key) for own, key in found if ("tagging", own) not in gone)
    return held
