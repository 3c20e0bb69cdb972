"""The journal: triggers that keep every change, and the undo that reads them back.

An inserted row is kept whole (without its nulls), an updated row as its changed fields with
their values before and after, a deleted row as its last image. The bookkeeping columns
(`version`, `updated_at`, `updated_by`) follow from the change itself and are not kept.
Triggers call no functions of ours; what they need stands in the one row of `journal_state`.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from salesdesk.errors import UserError
from salesdesk.store.schema import RECORDS
from salesdesk.store.search_index import SEARCH_INDEXES

BOOKKEEPING = frozenset({"version", "updated_at", "updated_by"})
RUN_OF_MANY = 200  # from here on, rows of one kind are reverted in one statement


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The column names of `table`, in order."""
    return [str(row[1]) for row in connection.execute(f"pragma table_info({table})")]


def wanted(connection: sqlite3.Connection) -> dict[str, str]:
    """Every trigger that a file of ours has: its name and its CREATE statement."""
    found = dict(_search_triggers())
    for table in RECORDS:
        kept = [c for c in columns_of(connection, table) if c not in BOOKKEEPING]
        found.update(_journal_triggers(table, kept))
    return {name: f"create trigger {name} {body}" for name, body in found.items()}


def strangers(connection: sqlite3.Connection) -> list[str]:
    """Triggers and views in the file that are not ours, or not as we write them.

    A trigger in a file from somebody else could empty tables behind a person's back.
    SQLite 3.40 refuses JSON functions in triggers under `trusted_schema = off`, so the file's
    triggers are compared with ours, word for word, instead.
    """
    ours = wanted(connection)
    found = connection.execute(
        "select name, sql from sqlite_master where type in ('trigger','view')"
    )
    return [str(name) for name, sql in found if _words(ours.get(name, "")) != _words(sql)]


def _words(sql: str) -> str:
    return " ".join(sql.lower().split())


def install(connection: sqlite3.Connection) -> None:
    """(Re)create the journal and search triggers for every record table."""
    for name, statement in wanted(connection).items():
        connection.execute(f"drop trigger if exists {name}")
        connection.execute(statement)


def _journal_triggers(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    put = "insert into entry (change_id, table_name, row_id, op, before, after)"
    image = {
        side: "json_patch('{}', json_object("
        + ", ".join(f"'{c}', {side}.{c}" for c in columns)
        + "))"
        for side in ("old", "new")
    }
    fields = {
        side: "(select json_group_object(k, v) from ("
        + " union all ".join(
            f"select '{c}' k, {side}.{c} v where old.{c} is not new.{c}" for c in columns
        )
        + "))"
        for side in ("old", "new")
    }
    differs = " or ".join(f"old.{c} is not new.{c}" for c in columns)
    state = "from journal_state"
    yield (
        f"journal_{table}_i",
        f"after insert on {table} begin {put} "
        f"select change_id, '{table}', new.id, 'i', null, {image['new']} {state}; end",
    )
    yield (
        f"journal_{table}_u",
        f"after update on {table} when {differs} begin {put} "
        f"select change_id, '{table}', new.id, 'u', {fields['old']}, {fields['new']} {state}; end",
    )
    yield (
        f"journal_{table}_d",
        f"after delete on {table} begin {put} "
        f"select change_id, '{table}', old.id, 'd', {image['old']}, null {state}; end",
    )


def _search_triggers() -> Iterator[tuple[str, str]]:
    for index, columns in SEARCH_INDEXES.items():
        names = ", ".join(columns)
        old = ", ".join(f"old.{c}" for c in columns)
        new = ", ".join(f"new.{c}" for c in columns)
        differs = " or ".join(f"old.{c} is not new.{c}" for c in columns)
        add = f"insert into {index} (rowid, {names}) values (new.id, {new});"
        drop = f"insert into {index} ({index}, rowid, {names}) values ('delete', old.id, {old});"
        # A bulk load indexes its rows in one go at its end: row by row it is ten times slower.
        single = "when (select bulk from journal_state) = 0"
        kind = index.removeprefix("lead_")
        yield f"{kind}_lead_i", f"after insert on lead {single} begin {add} end"
        yield f"{kind}_lead_u", f"after update on lead when {differs} begin {drop} {add} end"
        yield f"{kind}_lead_d", f"after delete on lead begin {drop} end"


def index_range(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Put the leads with keys from `first` to `last` into the search indexes at once."""
    for index, columns in SEARCH_INDEXES.items():
        names = ", ".join(columns)
        connection.execute(
            f"insert into {index} (rowid, {names}) "
            f"select id, {names} from lead where id between ? and ?",
            (first, last),
        )


def revert(connection: sqlite3.Connection, change_id: int, stamp: dict[str, Any]) -> None:
    """Put back what `change_id` did, newest first, inside the open change.

    `stamp` holds updated_at and updated_by of the undo. Raises UserError, naming the record,
    where a field has changed since; the caller rolls back.
    """
    entries = connection.execute(
        "select id, table_name, row_id, op, before, after from entry "
        "where change_id = ? order by id desc",
        (change_id,),
    ).fetchall()
    for (table, op), group in groupby(entries, key=lambda e: (str(e[1]), str(e[3]))):
        run = list(group)
        if op == "i":
            _take_out(connection, table, run)
        elif op == "d":
            for entry in run:
                _put_in(connection, table, entry, stamp)
        else:
            for entry in run:
                _put_back(connection, table, entry, stamp)


def _take_out(connection: sqlite3.Connection, table: str, run: list[tuple[Any, ...]]) -> None:
    if len(run) >= RUN_OF_MANY and not _touched_since(connection, table, run):
        first, last = run[-1][0], run[0][0]
        connection.execute(
            f"delete from {table} where id in (select row_id from entry "
            "where id between ? and ? and table_name = ? and op = 'i')",
            (first, last, table),
        )
        return
    for _, _, key, _, _, after in run:
        current = _current(connection, table, key)
        if current is None:
            raise _moved_on(table, json.loads(after), "was deleted")
        if _bare(current) != _bare(json.loads(after)):
            raise _moved_on(table, current, "has been changed")
        connection.execute(f"delete from {table} where id = ?", (key,))


def _touched_since(connection: sqlite3.Connection, table: str, run: list[tuple[Any, ...]]) -> bool:
    first, last = run[-1][0], run[0][0]
    found = connection.execute(
        "select 1 from entry e join entry l on l.row_id = e.row_id and l.id > ? "
        "where e.id between ? and ? and e.table_name = ? and l.table_name = ? limit 1",
        (last, first, last, table, table),
    ).fetchone()
    return found is not None


def _put_in(
    connection: sqlite3.Connection, table: str, entry: tuple[Any, ...], stamp: dict[str, Any]
) -> None:
    image = json.loads(entry[4])
    if _current(connection, table, entry[2]) is not None:
        raise _moved_on(table, image, "is there again")
    image |= stamp
    connection.execute(
        f"insert into {table} ({', '.join(image)}) values ({', '.join('?' * len(image))})",
        list(image.values()),
    )


def _put_back(
    connection: sqlite3.Connection, table: str, entry: tuple[Any, ...], stamp: dict[str, Any]
) -> None:
    _, _, key, _, before_text, after_text = entry
    before, after = json.loads(before_text), json.loads(after_text)
    current = _current(connection, table, key)
    if current is None:
        raise _moved_on(table, before, "was deleted")
    if any(current[field] != value for field, value in after.items()):
        raise _moved_on(table, current, "has been changed")
    values = before | stamp
    connection.execute(
        f"update {table} set {', '.join(f'{c} = ?' for c in values)}, version = version + 1 "
        "where id = ?",
        [*values.values(), key],
    )


def _current(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    cursor = connection.execute(f"select * from {table} where id = ?", (key,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((d[0] for d in cursor.description), row, strict=True))


def _bare(image: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in image.items() if v is not None and k not in BOOKKEEPING}


def _moved_on(table: str, image: dict[str, Any], what: str) -> UserError:
    name = image.get("name") or image.get("title") or image.get("subject") or image.get("label")
    thing = table.replace("_", " ")
    record = f"the {thing} “{name}”" if name else f"a {thing}"
    return UserError(
        f"Cannot undo: {record} {what} since.",
        "Look at its history and change it back by hand.",
    )
