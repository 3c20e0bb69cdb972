"""Records made anew from all of their events, and the clashes between people that show."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from salesdesk.model import lead_text
from salesdesk.model.merges import Clash, Event, Merged, merge
from salesdesk.store.schema import RECORDS

Row = tuple[str, int]
CHUNK = 500


def settle(
    connection: sqlite3.Connection, rows: Iterable[Row], clashes: set[tuple[str, int, str]]
) -> None:
    """Make these records what their events say; call inside a transaction.

    A record that is gone but that another one refers to stays, marked as deleted: so the
    records that are looked at grow by those that they refer to.
    """
    work, done = list(dict.fromkeys(rows)), set[Row]()
    while work:
        chunk, work = work[:CHUNK], work[CHUNK:]
        found = events_of(connection, chunk)
        for row in chunk:
            done.add(row)
            if row in found:
                more = _settle(connection, row, merge(found[row], row[0]), clashes)
                work += [other for other in more if other not in done and other not in work]


def events_of(connection: sqlite3.Connection, rows: list[Row]) -> dict[Row, list[Event]]:
    """Every event of each of these records."""
    listed = json.dumps([list(row) for row in rows])
    # each join is told its order: left to itself, SQLite compares every record with every entry
    what = (
        "select e.table_name, e.row_id, e.op, e.after, c.clock, c.id, e.id - c.first_entry, "
        "c.seat, c.at, c.person_id, c.first_entry, c.seen"
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


def open_clashes(connection: sqlite3.Connection) -> list[tuple[Row, Clash]]:
    """The clashes that nobody has ended yet by a later choice, those of the newest loss first.

    Those of records that are gone or in the trash ask nobody.
    """
    noted = connection.execute("select distinct table_name, row_id from clash").fetchall()
    rows = [
        (str(table), int(key))
        for table, key in noted
        if (row := stored(connection, table, key)) is not None and row["trashed_at"] is None
    ]
    found = [
        (row, clash)
        for row, events in events_of(connection, rows).items()
        for clash in merge(events, row[0]).clashes
    ]
    return sorted(found, key=lambda pair: pair[1].lost.order, reverse=True)


def _event(values: tuple[Any, ...]) -> Event:
    _, _, op, after, clock, change, place, seat, at, person_id, arrival, seen = values
    known = None if seen is None else {int(s): n for s, n in json.loads(seen).items()}
    fields = json.loads(after) if after else {}
    return Event(op, fields, clock, change, place, seat, at, person_id, arrival, known)


def _settle(
    connection: sqlite3.Connection, row: Row, merged: Merged, clashes: set[tuple[str, int, str]]
) -> list[Row]:
    """Write one record; the others that have to be looked at because of it."""
    table, key = row
    fields = dict(merged.fields)
    current = stored(connection, table, key)
    exists = merged.exists
    if not exists and _outlives(connection, table, key, merged.deletions):
        exists, fields["trashed_at"] = True, merged.deletions[-1].at
    parents = _parents(table, fields if exists else current or {})
    if not exists:
        if current is not None:
            connection.execute(f"delete from {table} where id = ?", (key,))
        return parents
    for clash in merged.clashes:
        clashes.add((table, key, clash.field))
    _note_clashes(connection, row, merged)
    _write(connection, table, key, _filled(table, current, fields, merged), current)
    # who refers to a record that is gone brings it back
    return [parent for parent in parents if stored(connection, *parent) is None]


def _filled(
    table: str, current: dict[str, Any] | None, fields: dict[str, Any], merged: Merged
) -> dict[str, Any]:
    stamp = {
        "updated_at": merged.last.at,
        "updated_by": merged.last.person_id,
        "version": merged.version,
    }
    empty = dict.fromkeys(current or ()) if merged.whole else {}
    values = {**empty, **fields, **stamp}
    if table == "lead":
        values["fold"] = lead_text.search_fold({**(current or {}), **values})
    return values


def _write(
    connection: sqlite3.Connection,
    table: str,
    key: int,
    values: dict[str, Any],
    current: dict[str, Any] | None,
) -> None:
    values = {name: value for name, value in values.items() if name != "id"}
    if current is None:
        filled = {"id": key} | {name: v for name, v in values.items() if v is not None}
        marks = ", ".join("?" * len(filled))
        connection.execute(
            f"insert into {table} ({', '.join(filled)}) values ({marks})", list(filled.values())
        )
        return
    changed = {name: value for name, value in values.items() if current[name] != value}
    if changed:
        sets = ", ".join(f"{name} = ?" for name in changed)
        connection.execute(f"update {table} set {sets} where id = ?", [*changed.values(), key])


def _note_clashes(connection: sqlite3.Connection, row: Row, merged: Merged) -> None:
    table, key = row
    connection.execute("delete from clash where table_name = ? and row_id = ?", row)
    for clash in merged.clashes:
        connection.execute(
            "insert into clash (table_name, row_id, field, won_change, lost_change, won, lost) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            (
                *(table, key, clash.field, clash.won.change, clash.lost.change),
                json.dumps(clash.won_values.get(clash.field), ensure_ascii=False),
                json.dumps(clash.lost_values.get(clash.field), ensure_ascii=False),
            ),
        )


def stored(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    cursor = connection.execute(f"select * from {table} where id = ?", (key,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((d[0] for d in cursor.description), row, strict=True))


def _references() -> dict[str, dict[str, str]]:
    """table -> {its column: the table whose key stands in it}."""
    return {
        table: dict(re.findall(r"(\w+) integer(?:\s+not null)?\s+references (\w+)\(id\)", columns))
        for table, columns in RECORDS.items()
    }


REFERENCES = _references()


def _parents(table: str, fields: Mapping[str, Any]) -> list[Row]:
    return [
        (parent, int(fields[column]))
        for column, parent in REFERENCES[table].items()
        if fields.get(column) is not None
    ]


def _outlives(
    connection: sqlite3.Connection, table: str, key: int, deletions: Sequence[Event]
) -> bool:
    """Whether each deletion did not know of somebody who referred to the record.

    Asked of the journal and not of the records, so that the order of arrival does not matter.
    """
    columns = {(child, name) for child, found in REFERENCES.items() for name in found}
    pointing = {(child, name) for child, name in columns if REFERENCES[child][name] == table}
    return all(
        any(
            fields.get(name) == key
            for child, fields in _unknown_to(connection, deletion, key)
            for name in {name for other, name in pointing if other == child}
        )
        for deletion in deletions
    )


def _unknown_to(
    connection: sqlite3.Connection, event: Event, key: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fields that others set without knowing of `event`, and it not of them, that hold `key`."""
    if event.seen is None:
        which, known = "c.first_entry > cast(:known as integer)", str(event.arrival)
    else:
        which = "c.id > coalesce(:known ->> ('$.' || c.seat), 0)"
        known = json.dumps({str(seat): change for seat, change in event.seen.items()})
    found = connection.execute(
        "select e.table_name, e.after from change c join entry e on e.id between c.first_entry "
        f"and c.last_entry and e.change_id = c.id where {which} and c.seat <> :seat "
        "and e.op <> 'd' and instr(e.after, :key) > 0",
        {"known": known, "seat": event.seat, "key": str(key)},
    )
    for child, after in found:
        yield str(child), json.loads(after)
