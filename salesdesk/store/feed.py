"""The feed: what changed in the file since one last looked, whoever changed it."""

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from salesdesk.store import journal
from salesdesk.store.patience import patiently

MANY = 5000


@dataclass(frozen=True)
class Changes:
    """Which rows of which tables changed; `own` if only this session did it."""

    by_table: dict[str, frozenset[int] | None] = field(default_factory=dict)
    words: str = ""
    own: bool = True

    @property
    def tables(self) -> frozenset[str]:
        """The tables in which something changed."""
        return frozenset(self.by_table)

    def rows(self, table: str) -> frozenset[int] | None:
        """The keys that changed in `table`; None when they are too many to name."""
        return self.by_table.get(table, frozenset())


def position(connection: sqlite3.Connection) -> int:
    """The number of the newest journal entry."""
    return patiently(lambda: journal.newest(connection))


def version(connection: sqlite3.Connection) -> int:
    """A number that moves when another connection has changed the file; costs microseconds."""
    return patiently(lambda: int(connection.execute("pragma data_version").fetchone()[0]))


def since(
    connection: sqlite3.Connection, last: int, *, own: bool, words: str | None = None
) -> tuple[Changes | None, int]:
    """What changed after entry `last`, in `words` if they are known, and the new position."""
    newest = position(connection)
    if newest == last:
        return None, last
    by_table: dict[str, frozenset[int] | None] = {}
    if newest - last > MANY:
        found = _rows(connection, "select distinct table_name from entry where id > ?", last)
        by_table = {str(r[0]): None for r in found}
    else:
        keys: dict[str, set[int]] = {}
        for table, key in _rows(
            connection, "select table_name, row_id from entry where id > ?", last
        ):
            keys.setdefault(table, set()).add(key)
        by_table = {table: frozenset(found) for table, found in keys.items()}
    if words is None:
        found = _rows(
            connection,
            "select c.words from entry e join change c on c.id = e.change_id where e.id = ?",
            newest,
        )
        words = str(found[0][0]) if found else ""
    return Changes(by_table, words, own), newest


def _rows(connection: sqlite3.Connection, sql: str, number: int) -> list[Any]:
    return patiently(lambda: connection.execute(sql, (number,)).fetchall())
