"""Rows that lack something: references to what is gone, fields that must be there, changes."""

import json
import re
import sqlite3
from collections.abc import Iterable
from typing import Any

from salesdesk.store import journal
from salesdesk.store.schema import RECORDS
from salesdesk.store.shipments import Shipment, are_fields

#: What a row is called that was made because others refer to it.
LOST = "Lost in damage"
#: Where one of these is lost, others keep together around a placeholder.
GATHERING = frozenset({"lead", "contact", "organisation", "deal", "campaign"})
_CHECKED = re.compile(r"(\w+) text[^,]*?check \(\w+ in\s*\(\s*'(\w+)'")
Fields = dict[str, Any]


def types_of(connection: sqlite3.Connection, table: str) -> dict[str, type]:
    """column -> the Python type of its values."""
    found = connection.execute(f"pragma table_info({table})")
    return {str(r[1]): int if r[2].lower() == "integer" else str for r in found}


def must_have(connection: sqlite3.Connection, table: str) -> set[str]:
    """The columns that no row of a table is without."""
    found = connection.execute(f"pragma table_info({table})")
    return {str(r[1]) for r in found if r[3] and not r[5]}


def sound(row: Fields, types: dict[str, type]) -> Fields:
    """Those fields of a row that are what they must be."""
    return {
        name: value
        for name, value in row.items()
        if type(value) is types[name] and "\ufffd" not in str(value)
    }


def insert(connection: sqlite3.Connection, table: str, values: Fields, now: str) -> bool:
    """Put in a row, with what it must have and lacks; False if it cannot be."""
    types = types_of(connection, table)
    fields = {n: v for n, v in values.items() if n in types and v is not None}
    for attempt in (fields, _without_codes(table, fields)):
        whole = {**required(connection, table, attempt, now), **attempt}
        try:
            connection.execute(
                f"insert into {table} ({', '.join(whole)}) values ({', '.join('?' * len(whole))})",
                list(whole.values()),
            )
        except (sqlite3.Error, OverflowError):
            continue
        return True
    return False


def _without_codes(table: str, fields: Fields) -> Fields:
    """A code that nobody knows is left to its default."""
    codes = set(re.findall(r"(\w+) text[^,]*?check", RECORDS[table]))
    return {name: value for name, value in fields.items() if name not in codes}


def required(connection: sqlite3.Connection, table: str, there: Fields, now: str) -> Fields:
    """What a row of a table must have besides what is there."""
    first = dict(_CHECKED.findall(RECORDS[table]))
    parents = {r[3]: r[2] for r in connection.execute(f"pragma foreign_key_list({table})")}
    found: Fields = {}
    for _, name, kind, must, default, is_key in connection.execute(f"pragma table_info({table})"):
        if not must or default is not None or is_key or name in there:
            continue
        if name in parents:
            found[name] = _any(connection, parents[name], now)
        elif kind.lower() == "integer":
            found[name] = 0
        elif name in first:
            found[name] = first[name]
        elif name.endswith("_at") or name in ("at", "stage_since"):
            found[name] = now
        elif name.endswith("_on"):
            found[name] = now[:10]
        elif name in ("period", "month"):
            found[name] = now[:7]
        else:
            folded = there.get(f"{name}_key")
            found[name] = folded.title() if isinstance(folded, str) and folded else LOST
    return found


def _any(connection: sqlite3.Connection, table: str, now: str) -> int:
    found = connection.execute(f"select min(id) from {table}").fetchone()[0]
    if found is None:
        placeholder(connection, table, 1, now)
        return 1
    return int(found)


def placeholder(connection: sqlite3.Connection, table: str, key: int, now: str) -> bool:
    """A row that says that it was lost, under the key that others know."""
    name = f"{LOST} ({table.replace('_', ' ')} {key & 0xFFFFFFFF})"
    fields: Fields = {"id": key, "created_at": now, "updated_at": now}
    types = types_of(connection, table)
    named = {"name": name, "title": name, "label": name, "subject": name, "words": name}
    keys = {"name_key": name.lower(), "title_key": name.lower()}
    fields |= {n: v for n, v in (named | keys).items() if n in types}
    return insert(connection, table, fields, now)


def references(connection: sqlite3.Connection, now: str) -> tuple[int, int]:
    """Make every reference good: placeholders made, and references emptied."""
    made = emptied = 0
    for _ in range(4):  # a placeholder may refer to something itself
        broken = connection.execute("pragma foreign_key_check").fetchall()
        if not broken:
            break
        for table, key, parent, number in broken:
            column, must = _reference(connection, table, number)
            held = connection.execute(
                f"select {column} from {table} where id = ?", (key,)
            ).fetchone()
            if held is None or held[0] is None:
                continue
            there = connection.execute(f"select 1 from {parent} where id = ?", held).fetchone()
            if there:
                continue  # made a moment ago
            keep = must or parent in GATHERING
            if keep and placeholder(connection, parent, int(held[0]), now):
                made += 1
                continue
            if must:
                connection.execute(f"delete from {table} where id = ?", (key,))
            else:
                connection.execute(f"update {table} set {column} = null where id = ?", (key,))
            emptied += 1
    return made, emptied


def _reference(connection: sqlite3.Connection, table: str, number: int) -> tuple[str, bool]:
    keys = {r[0]: str(r[3]) for r in connection.execute(f"pragma foreign_key_list({table})")}
    column = keys[number]
    found = connection.execute(f"pragma table_info({table})")
    return column, any(r[1] == column and r[3] for r in found)


def drop_unreadable(connection: sqlite3.Connection) -> None:
    """Entries whose fields are none any more make way for those of a backup or of the team."""
    columns = {table: set(types_of(connection, table)) for table in RECORDS}
    found = connection.execute("select id, table_name, before, after from entry")
    bad = [
        (number,)
        for number, table, before, after in found
        if table not in columns
        or not (are_fields(before, columns[table]) and are_fields(after, columns[table]))
    ]
    connection.executemany("delete from entry where id = ?", bad)
    connection.execute(
        "update change set seen = null where seen is not null and (not json_valid(seen) "
        "or json_type(seen) <> 'object')"
    )


def series(connection: sqlite3.Connection, changes: Iterable[Shipment]) -> int:
    """Put in the changes that a team has and the file lost; how many entries came so."""
    came = 0
    connection.execute("create index rescue_series on entry (change_id)")
    for change in changes:
        held = connection.execute(
            "select count(*) from entry where change_id = ?", (change.id,)
        ).fetchone()[0]
        known = connection.execute("select 1 from change where id = ?", (change.id,)).fetchone()
        if known and held >= len(change.entries):
            continue
        connection.execute("delete from entry where change_id = ?", (change.id,))
        connection.execute("delete from change where id = ?", (change.id,))
        last = journal.newest(connection)
        connection.executemany(
            "insert into entry values (?, ?, ?, ?, ?, ?, ?)",
            [(last + n, change.id, *entry) for n, entry in enumerate(change.entries, start=1)],
        )
        connection.execute(
            "insert into change (id, clock, seat, person_id, at, words, kind, target, detail, "
            "first_entry, last_entry, counter, seen) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(change.id, change.clock, change.seat, change.person_id, change.at),
                *(change.words, change.kind, change.target, change.detail),
                *(last + 1, last + len(change.entries), change.counter),
                json.dumps({str(seat): newest for seat, newest in change.seen.items()}),
            ),
        )
        came += len(change.entries) - held
    connection.execute("drop index rescue_series")
    return came


def journal_of(connection: sqlite3.Connection, now: str) -> None:
    """Changes and seats that entries speak of are there again; each knows its entries."""
    connection.execute(
        "insert or ignore into change (id, clock, seat, at, words, kind) "
        "values (0, 0, 0, ?, 'Changed outside SalesDesk', 'outside')",
        (now,),
    )
    astray = connection.execute(
        "select change_id, min(id), max(id) from entry where change_id <> 0 and change_id not in "
        "(select id from change) group by change_id order by change_id"
    ).fetchall()
    for change, first, last in astray:
        seat, counter = change >> 32, change & 0xFFFFFFFF
        if not 0 < seat < 2**31 or counter == 0:
            connection.execute("update entry set change_id = 0 where change_id = ?", (change,))
            continue
        clock = connection.execute(
            "select max(clock) + 1 from change where id between ? and ?", (seat << 32, change)
        ).fetchone()[0]
        connection.execute(
            "insert into change (id, clock, seat, at, words, kind, first_entry, last_entry, "
            "counter) values (?, ?, ?, ?, ?, 'outside', ?, ?, ?)",
            (change, clock or 1, seat, now, LOST, first, last, counter),
        )
    connection.execute(
        "update change set first_entry = found.low, last_entry = found.high from "
        "(select change_id, min(id) low, max(id) high from entry where change_id <> 0 "
        "group by change_id) found "
        "where found.change_id = change.id and last_entry < first_entry"
    )
    connection.execute(
        "insert or ignore into seat (id, name, first_seen) "
        "select distinct seat, '', ? from change where seat <> 0",
        (now,),
    )
    connection.execute("update journal_state set indexed = 0")
    journal.index_rows(connection, journal.newest(connection), least=1)
