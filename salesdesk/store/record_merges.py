"""Records made anew from all of their events, and the clashes between people that show."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from salesdesk.model import lead_text
from salesdesk.model.merges import Clash, Event, Merged, merge
from salesdesk.store.events import CHUNK, Row, events_of
from salesdesk.store.references import Outlived, parents_in


def settle(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    clashes: set[tuple[str, int, str]],
    step: Callable[[], None] = lambda: None,
) -> None:
    """Make these records what their events say; call inside a transaction.

    A record that is gone but that another one refers to stays, marked as deleted: so the
    records that are looked at grow by those that they refer to. `step` is called now and then.
    """
    work, done = list(dict.fromkeys(rows)), set[Row]()
    outlived = Outlived(connection)
    while work:
        step()
        chunk, work = work[:CHUNK], work[CHUNK:]
        found = events_of(connection, chunk)
        for row in chunk:
            done.add(row)
            if row in found:
                _settle(connection, row, merge(found[row], row[0]), outlived, clashes)
                more = _missing(connection, row[0], found[row])
                work += [other for other in more if other not in done and other not in work]


def differing(connection: sqlite3.Connection, rows: list[Row]) -> dict[Row, Merged]:
    """Those of these records in which people set something differently, as their events say."""
    found = {row: merge(events, row[0]) for row, events in events_of(connection, rows).items()}
    return {row: merged for row, merged in found.items() if merged.clashes}


def note(connection: sqlite3.Connection, found: Mapping[Row, Merged]) -> None:
    """Note what differs in these records; call inside a transaction."""
    for row, merged in found.items():
        _note_clashes(connection, row, merged)


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


def _settle(
    connection: sqlite3.Connection,
    row: Row,
    merged: Merged,
    outlived: Outlived,
    clashes: set[tuple[str, int, str]],
) -> None:
    table, key = row
    fields = dict(merged.fields)
    current = stored(connection, table, key)
    exists = merged.exists
    if not exists and outlived.stays(row, merged.deletions):
        exists, fields["trashed_at"] = True, merged.deletions[-1].at
    if not exists:
        if current is not None:
            connection.execute(f"delete from {table} where id = ?", (key,))
        return
    clashes.update((table, key, clash.field) for clash in merged.clashes)
    _note_clashes(connection, row, merged)
    _write(connection, table, key, _filled(table, current, fields, merged), current)


def _missing(connection: sqlite3.Connection, table: str, events: Iterable[Event]) -> set[Row]:
    """What these events refer to and is not there: who refers to it may bring it back."""
    parents = {parent for event in events for parent in parents_in(table, event.after)}
    return {parent for parent in parents if not _is_there(connection, *parent)}


def _is_there(connection: sqlite3.Connection, table: str, key: int) -> bool:
    found = connection.execute(f"select 1 from {table} where id = ?", (key,))
    return found.fetchone() is not None


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
