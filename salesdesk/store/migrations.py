"""Steps from one schema version to the next; each is a function in a transaction of its own."""

import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.store import journal, triggers
from salesdesk.store.machinery import CLASH_DDL
from salesdesk.store.schema import DEFERRED, FIGURE_INDEXES, RECORDS, REFERENCE, record_ddl
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
    for statement in filter(str.strip, FIGURE_INDEXES.split(";")):
        # the same names with more columns; the figures are read from them alone
        db.execute(f"drop index if exists {statement.split()[2]}")
        db.execute(statement)
    _lean_journal(db)
    _mergeable(db)


def _mergeable(db: "sqlite_utils.Database") -> None:
    """Changes say what their authors knew; clashes between people have a place."""
    db.execute("alter table change add column seen text")
    db.execute("alter table change add column arriving integer")
    for statement in filter(str.strip, CLASH_DDL.split(";")):
        db.execute(statement)
    db.execute(record_ddl("suppression"))


def _lean_journal(db: "sqlite_utils.Database") -> None:
    """A commit of one action writes half as many pages; references are checked at commit.

    Only words of the schema change, no row of a record table: a big file is not copied.
    """
    for index in ("change_by_seat", "entry_by_change", "entry_by_row"):
        db.execute(f"drop index {index}")
    for column in ("first_entry", "last_entry", "counter"):
        default = -1 if column == "last_entry" else 0
        db.execute(f"alter table change add column {column} integer not null default {default}")
    db.execute(
        "update change set first_entry = found.low, last_entry = found.high from (select "
        "change_id, min(id) low, max(id) high from entry where change_id <> 0 group by change_id) "
        "found where found.change_id = change.id"
    )
    for column in ("bulk", "last_clock"):
        db.execute(f"alter table journal_state drop column {column}")
    db.execute("alter table journal_state add column indexed integer not null default 0")
    db.execute(
        "create table entry_of_row (row_id integer not null, entry_id integer not null, "
        "primary key (row_id, entry_id)) strict, without rowid"
    )
    journal.index_rows(db.conn, journal.newest(db.conn))
    number = db.execute("pragma schema_version").fetchone()[0]
    db.execute("pragma writable_schema = on")
    for name, sql in db.execute(
        "select name, sql from sqlite_master where type = 'table'"
    ).fetchall():
        if name in RECORDS:
            changed = re.sub(REFERENCE, rf"\g<0> {DEFERRED}", sql)
        else:
            changed = sql.replace("primary key autoincrement", "primary key")
        if changed != sql:
            db.execute("update sqlite_master set sql = ? where name = ?", (changed, name))
    db.execute(f"pragma schema_version = {number + 1}")
    db.execute("pragma writable_schema = reset")


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
            triggers.remove(connection)
            step(sqlite_utils.Database(connection, execute_plugins=False))
            if connection.execute("pragma foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"migration to {number} breaks a reference")
            triggers.install(connection)
            connection.execute(f"pragma user_version = {number}")
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise
    connection.execute("pragma foreign_keys = on")
