"""A file of an older version that may only be read: what it lacks stands in for it in memory.

Nothing is written to such a file. Tables that came later are empty, columns that came later have
their defaults, so that every query reads an old file as it reads one of today.
"""

import sqlite3

from salesdesk.model.calendar import Clock
from salesdesk.store.schema import SCHEMA_VERSION

#: Columns that follow from what an older file has.
_FOLLOW = {
    ("change", "first_entry"): "(select min(e.id) from main.entry e where e.change_id = t.id)",
    ("change", "last_entry"): "(select max(e.id) from main.entry e where e.change_id = t.id)",
}


def is_older(connection: sqlite3.Connection) -> bool:
    """True for a file that would be brought up to date if it could be written."""
    return int(connection.execute("pragma user_version").fetchone()[0]) < SCHEMA_VERSION


def stand_in(connection: sqlite3.Connection) -> None:
    """Let the connection see an older file as one of today."""
    from salesdesk.store import files

    today = sqlite3.connect(":memory:", isolation_level=None)
    try:
        files.lay_out(today, Clock())
        for (name,) in today.execute(
            "select name from pragma_table_list where type = 'table' and name not like 'sqlite%'"
        ).fetchall():
            _stand_in(connection, name, _columns(today, name))
    finally:
        today.close()


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    found = connection.execute(f"pragma table_info({table})")
    return {str(row[1]): str(row[4] or "null") for row in found}


def _stand_in(connection: sqlite3.Connection, table: str, wanted: dict[str, str]) -> None:
    there = _columns(connection, table)
    if not there:
        connection.execute(f"create temp table {table} ({', '.join(wanted)})")
    elif not there.keys() >= wanted.keys():
        fields = [
            name if name in there else f"{_FOLLOW.get((table, name), default)} as {name}"
            for name, default in wanted.items()
        ]
        connection.execute(
            f"create temp view {table} as select {', '.join(fields)} from main.{table} t"
        )
