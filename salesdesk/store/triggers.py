"""The triggers of a file: what puts each change into the journal and into the search indexes.

They call no functions of ours, so that another program's write is journaled too; the key of
the change they stand under is in the one row of `journal_state` if it was announced, else the
change puts it into its entries at its end.
"""

import sqlite3
from collections.abc import Iterator

from salesdesk.store import version_1
from salesdesk.store.schema import RECORDS, SCHEMA_VERSION
from salesdesk.store.search_index import SEARCH_INDEXES

#: What follows from the change itself and is not journaled.
BOOKKEEPING = frozenset({"version", "updated_at", "updated_by"})


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The column names of `table`, in order."""
    return [str(row[1]) for row in connection.execute(f"pragma table_info({table})")]


def wanted(connection: sqlite3.Connection, version: int = SCHEMA_VERSION) -> dict[str, str]:
    """Every trigger that a file of that version has: its name and its CREATE statement."""
    search, journal = _search_triggers, _journal_triggers
    if version == 1:
        search, journal = version_1.search_triggers, version_1.journal_triggers
    found = dict(search())
    for table in RECORDS:
        kept = [c for c in columns_of(connection, table) if c not in BOOKKEEPING]
        if kept:
            found.update(journal(table, kept))
    return {name: f"create trigger {name} {body}" for name, body in found.items()}


def strangers(connection: sqlite3.Connection, version: int = SCHEMA_VERSION) -> list[str]:
    """Triggers and views in the file that are not ours, or not as that version wrote them.

    A trigger in a file from somebody else could empty tables behind a person's back.
    SQLite 3.40 refuses JSON functions in triggers under `trusted_schema = off`, so the file's
    triggers are compared with ours, word for word, instead.
    """
    ours = wanted(connection, version)
    found = connection.execute(
        "select name, sql from sqlite_master where type in ('trigger','view')"
    )
    return [str(name) for name, sql in found if not _same(ours.get(name, ""), sql)]


def _same(ours: str, sql: str) -> bool:
    behind = len("create trigger")  # SQLite keeps what comes behind as it was written
    return bool(ours) and (sql[behind:] == ours[behind:] or _words(sql) == _words(ours))


def _words(sql: str) -> str:
    return " ".join(sql.lower().split())


def install(connection: sqlite3.Connection) -> None:
    """(Re)create the journal and search triggers for every record table."""
    for name, statement in wanted(connection).items():
        connection.execute(f"drop trigger if exists {name}")
        connection.execute(statement)


def remove(connection: sqlite3.Connection) -> None:
    """Take every trigger away, before tables are rebuilt."""
    for (name,) in connection.execute(
        "select name from sqlite_master where type = 'trigger'"
    ).fetchall():
        connection.execute(f"drop trigger {name}")


def _journal_triggers(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    put = "insert into entry (change_id, table_name, row_id, op, before, after)"
    image = {side: _object(f"{side}.{{c}} is not null", side, columns) for side in ("old", "new")}
    # an expression is three times as fast as a subquery with a SELECT for each column
    fields = {side: _object("old.{c} is not new.{c}", side, columns) for side in ("old", "new")}
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


def _object(condition: str, side: str, columns: list[str]) -> str:
    """A JSON object of those columns of a row for which `condition` holds."""
    parts = [
        f"iif({condition.format(c=c)}, ',\"{c}\":' || json_quote({side}.{c}), '')" for c in columns
    ]
    return "'{' || substr(" + " || ".join(parts) + ", 2) || '}'"


def _search_triggers() -> Iterator[tuple[str, str]]:
    for index, columns in SEARCH_INDEXES.items():
        names = ", ".join(columns)
        old = ", ".join(f"old.{c}" for c in columns)
        new = ", ".join(f"new.{c}" for c in columns)
        differs = " or ".join(f"old.{c} is not new.{c}" for c in columns)
        add = f"insert into {index} (rowid, {names}) values (new.id, {new});"
        drop = f"insert into {index} ({index}, rowid, {names}) values ('delete', old.id, {old});"
        kind = index.removeprefix("lead_")
        yield f"{kind}_lead_i", f"after insert on lead begin {add} end"
        # "of ..." keeps the search index out of every update that leaves these columns alone
        yield (
            f"{kind}_lead_u",
            f"after update of {names} on lead when {differs} begin {drop} {add} end",
        )
        yield f"{kind}_lead_d", f"after delete on lead begin {drop} end"
