"""Steps from one schema version to the next; each is a function in a transaction of its own."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.store import journal
from salesdesk.store.search_index import START_COLUMNS, START_DDL

if TYPE_CHECKING:
    import sqlite_utils

Step = Callable[["sqlite_utils.Database"], None]


def _to_2(db: "sqlite_utils.Database") -> None:
    """Words of one or two letters get an index; leads that sleep are found without a scan."""
    names = ", ".join(START_COLUMNS)
    db.execute(START_DDL)
    db.execute(f"insert into lead_start (rowid, {names}) select id, {names} from lead")
    db.execute(
        "create index lead_woken on lead (wake_on, status) "
        "where wake_on is not null and trashed_at is null"
    )


#: MIGRATIONS[n] leads from version n + 1 to n + 2; version 1 is `schema.py` as first released.
MIGRATIONS: list[Step] = [_to_2]


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file from `version` to the newest one.

    Foreign keys are off meanwhile, because a table that is rebuilt would cascade; they are
    checked afterwards. The triggers are installed again, because a rebuilt table loses them.
    """
    import sqlite_utils

    connection.execute("pragma foreign_keys = off")
    for number, step in enumerate(MIGRATIONS[version - 1 :], start=version + 1):
        connection.execute("begin immediate")
        try:
            step(sqlite_utils.Database(connection, execute_plugins=False))
            if connection.execute("pragma foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"migration to {number} breaks a reference")
            journal.install(connection)
            connection.execute(f"pragma user_version = {number}")
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise
    connection.execute("pragma foreign_keys = on")
