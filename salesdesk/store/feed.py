"""The feed: what changed in the file since one last looked, whoever changed it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from salesdesk.store import faults, journal
from salesdesk.store.patience import patiently
from salesdesk.store.schema import RECORDS

T = TypeVar("T")
MANY = 5000
#: A number that moves when another connection has changed the file; costs microseconds.
VERSION = "pragma data_version"
Rows = dict[str, frozenset[int] | None]


@dataclass(frozen=True)
class Changes:
    """Which rows of which tables changed; `own` if only this session did it."""

    by_table: Rows = field(default_factory=dict)
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
    return _asked(lambda: journal.newest(connection))


def _asked(read: Callable[[], T]) -> T:
    """What is read, waiting for writers; faults of file and disk come out as UserError."""
    with faults.in_words():
        return patiently(read)


def glance(connection: sqlite3.Connection) -> int | None:
    """The file's version, or None while another program has the file to itself.

    A large import has it for seconds: who only looks whether anything is new must not wait.
    """
    try:
        return int(connection.execute(VERSION).fetchone()[0])
    except sqlite3.Error as error:
        if not faults.is_busy(error):  # the drive is gone, or the file is damaged under us
            raise faults.words_for(error) or error from error
        return None


def since(
    connection: sqlite3.Connection, last: int, *, own: bool, words: str | None = None
) -> tuple[Changes | None, int]:
    """What changed after entry `last`, in `words` if they are known, and the new position."""
    newest = position(connection)
    if newest == last:
        return None, last
    by_table = _asked(lambda: rows_after(connection, last, newest))
    if words is None:
        found = _asked(
            lambda: connection.execute(
                "select c.words from entry e join change c on c.id = e.change_id where e.id = ?",
                (newest,),
            ).fetchone()
        )
        words = str(found[0]) if found else ""
    return Changes(by_table, words, own), newest


def rows_after(connection: sqlite3.Connection, last: int, newest: int) -> Rows:
    """The rows that entries after `last` touched, by table; of very many, any may have been."""
    if newest - last > MANY:
        # to look through the entries of an import would hold up the window for half a second
        return dict.fromkeys(RECORDS)
    keys: dict[str, set[int]] = {}
    for table, key in connection.execute(
        "select table_name, row_id from entry where id > ?", (last,)
    ):
        keys.setdefault(table, set()).add(key)
    return {table: frozenset(found) for table, found in keys.items()}
