"""Many new rows of one table at once: rows, journal and search index, each in one statement.

A trigger for every row costs more than the row itself. So the two triggers of an insert are
taken away inside the change and put back word for word; what they would have written is
written by one INSERT ... SELECT over the new keys, to the byte. A change that fails rolls the
triggers back with the rows.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from salesdesk.store import journal, triggers
from salesdesk.store.search_index import SEARCH_INDEXES

FEW = 50  # up to here, the triggers are as fast
MANY = 10_000
ROOM, USUAL_ROOM = 8 << 20, 1 << 20  # bytes of words that FTS5 gathers before it writes them
Column = tuple[str, str, bool, str | None]


def load(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: list[tuple[Any, ...]],
    stamp: dict[str, Any],
    *,
    journaled: bool = True,
) -> None:
    """Insert rows whose first column is the key, with their entries, but not the search index.

    `columns` and the columns of `stamp` are what the rows fill; where a row has None in a
    column with a default, it takes the default.
    """
    known = _columns(connection, table)
    defaults = _defaults(connection, known, columns)
    if defaults:
        rows = [_with_defaults(row, defaults) for row in rows]
    marks = ", ".join([*("?" for _ in columns), *(_literal(v) for v in stamp.values())])
    names = ", ".join([*columns, *stamp])
    with _without_triggers(connection, table):
        connection.executemany(f"insert into {table} ({names}) values ({marks})", rows)
        if not journaled:
            return
        stamped = {name: False for name, value in stamp.items() if value is not None}
        image = _image(known, _filling(columns, rows) | stamped)
        which, params = _which(connection, table, [row[0] for row in rows])
        connection.execute(
            "insert into entry (change_id, table_name, row_id, op, before, after) "
            f"select (select change_id from journal_state), '{table}', id, 'i', null, {image} "
            f"from {table} where {which} order by id",
            params,
        )


def index(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Put the leads with these keys and all between into the search indexes at once.

    With room for more words at a time, the index is written in fewer parts and merged less.
    """
    many = last - first > MANY
    for name in SEARCH_INDEXES if many else ():
        connection.execute(f"insert into {name} ({name}, rank) values ('hashsize', {ROOM})")
    journal.index_range(connection, first, last)
    for name in SEARCH_INDEXES if many else ():
        connection.execute(f"insert into {name} ({name}, rank) values ('hashsize', {USUAL_ROOM})")


def _columns(connection: sqlite3.Connection, table: str) -> list[Column]:
    """Name, type, whether it must be filled, and the default of each column, in order."""
    return [
        (str(name), str(kind).lower(), bool(needed) or bool(key), default)
        for _, name, kind, needed, default, key in connection.execute(f"pragma table_info({table})")
    ]


def _defaults(
    connection: sqlite3.Connection, known: list[Column], columns: Sequence[str]
) -> list[tuple[int, Any]]:
    """(place, default) of the filled columns that have one."""
    given = {name: default for name, _, _, default in known if default is not None}
    return [
        (place, connection.execute(f"select {given[name]}").fetchone()[0])
        for place, name in enumerate(columns)
        if name in given
    ]


def _with_defaults(row: tuple[Any, ...], defaults: list[tuple[int, Any]]) -> tuple[Any, ...]:
    if all(row[place] is not None for place, _ in defaults):
        return row
    filled = list(row)
    for place, default in defaults:
        if filled[place] is None:
            filled[place] = default
    return tuple(filled)


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _filling(columns: Sequence[str], rows: list[tuple[Any, ...]]) -> dict[str, bool]:
    """The columns that some row fills, and whether others leave them empty."""
    found: dict[str, bool] = {}
    for name, values in zip(columns, zip(*rows, strict=True), strict=True):
        gaps = values.count(None)
        if gaps < len(values):
            found[name] = gaps > 0
    return found


def _image(known: list[Column], filling: dict[str, bool]) -> str:
    """The journal's image of a row, to the byte what the trigger writes.

    One json_object() makes columns that all rows fill three times as fast as a piece for each;
    only a column with gaps needs a piece of its own. Columns that no row fills and that have no
    default are null in all of them.
    """
    parts: list[str] = []
    whole: list[str] = []
    for name, kind, needed, default in known:
        if name in triggers.BOOKKEEPING or (name not in filling and default is None):
            continue
        if needed or not filling.get(name, True):
            whole.append(f"'{name}', {name}")
            continue
        parts, whole = [*parts, *_object(whole)], []
        value = name if kind == "integer" else f"json_quote({name})"
        parts.append(f"""iif({name} is null, '', ',"{name}":' || {value})""")
    # the key comes first and is never null: each later part begins with a comma
    return "'{' || substr(" + " || ".join([*parts, *_object(whole)]) + ", 2) || '}'"


def _object(pairs: list[str]) -> list[str]:
    # no value ends in a bracket: what is trimmed is the object's own
    return [f"',' || trim(json_object({', '.join(pairs)}), '{{}}')"] if pairs else []


def _which(
    connection: sqlite3.Connection, table: str, keys: list[int]
) -> tuple[str, tuple[Any, ...]]:
    """The condition that finds just the new rows: a range of keys where no other row is in it."""
    ends = (min(keys), max(keys))
    inside = connection.execute(
        f"select count(*) from {table} where id between ? and ?", ends
    ).fetchone()[0]
    if inside == len(keys):
        return "id between ? and ?", ends
    listed = "[" + ",".join(map(str, keys)) + "]"
    return "id in (select value from json_each(?))", (listed,)


@contextmanager
def _without_triggers(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Take away what runs after an insert into `table`, and put it back as it was."""
    ours = tuple(f"{kind}_{table}_i" for kind in ("journal", "search", "start"))
    found = connection.execute(
        "select name, sql from sqlite_master where type = 'trigger' and name in (?, ?, ?)", ours
    ).fetchall()
    for name, _ in found:
        connection.execute(f"drop trigger {name}")
    yield
    for _, sql in found:
        connection.execute(sql)
