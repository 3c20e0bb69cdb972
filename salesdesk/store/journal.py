"""The journal: how far it is, and which of its entries are of one row or one change.

An inserted row is kept whole (without its nulls), an updated row as its changed fields with
their values before and after, a deleted row as its last image. The bookkeeping columns
(`version`, `updated_at`, `updated_by`) follow from the change itself and are not kept.
`triggers.py` has what writes it. The entries of a change lie together: `first_entry` to
`last_entry`.
"""

import json
import sqlite3
from typing import Any

from salesdesk.store.search_index import SEARCH_INDEXES

ENTRIES_TO_INDEX = 256


def newest(connection: sqlite3.Connection) -> int:
    """The number of the newest entry: it moves whenever anybody changed anything."""
    return int(connection.execute("select max(id) from entry").fetchone()[0] or 0)


def index_rows(connection: sqlite3.Connection, last: int, *, least: int | None = None) -> int:
    """Note which row each entry up to `last` is of, if there are enough; how far that is noted.

    An index would cost every action one more page that is written and synced. So the newest
    entries are looked through, and only some hundreds at once go into `entry_of_row`.
    """
    indexed = int(connection.execute("select indexed from journal_state").fetchone()[0])
    if last - indexed < (ENTRIES_TO_INDEX if least is None else least):
        return indexed
    connection.execute(
        "insert into entry_of_row select row_id, id from entry where id > ? and id <= ? "
        "order by row_id, id",
        (indexed, last),
    )
    connection.execute("update journal_state set indexed = ?", (last,))
    return last


def of_row(connection: sqlite3.Connection, table: str, key: int) -> list[int]:
    """The entries of one row, oldest first."""
    found = connection.execute(
        "select id from entry where id in (select entry_id from entry_of_row where row_id = :key "
        "union all select id from entry where id > (select indexed from journal_state) "
        "and row_id = :key) and table_name = :table order by id",
        {"key": key, "table": table},
    )
    return [int(number) for (number,) in found]


def size_of(connection: sqlite3.Connection, change_id: int) -> int:
    """How many entries a change has."""
    found = connection.execute(
        "select last_entry - first_entry + 1 from change where id = ?", (change_id,)
    ).fetchone()
    return 0 if found is None else int(found[0])


def counter_of(connection: sqlite3.Connection, seat: int) -> int:
    """How far a seat has counted its keys: in its last change, or as it was brought here."""
    found = connection.execute(
        "select max(coalesce((select counter from seat where id = :seat), 0), coalesce((select "
        "counter from change where id between :seat << 32 and (:seat << 32) + 4294967295 "
        "order by id desc limit 1), 0))",
        {"seat": seat},
    )
    return int(found.fetchone()[0])


def last_clock(connection: sqlite3.Connection) -> int:
    """The newest hybrid clock of all seats; in one seat, clocks rise with the keys."""
    found = connection.execute(
        "select max((select clock from change where id between s.id << 32 "
        "and (s.id << 32) + 4294967295 order by id desc limit 1)) from seat s"
    )
    return int(found.fetchone()[0] or 0)


def index_range(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Put the leads with keys from `first` to `last` into the search indexes at once."""
    for index, columns in SEARCH_INDEXES.items():
        names = ", ".join(columns)
        connection.execute(
            f"insert into {index} (rowid, {names}) "
            f"select id, {names} from lead where id between ? and ?",
            (first, last),
        )


def confirm(connection: sqlite3.Connection, table: str, key: int, fields: dict[str, Any]) -> None:
    """Write the entry of an update that leaves these fields as they are: they are meant so."""
    said = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        "insert into entry (change_id, table_name, row_id, op, before, after) "
        "select change_id, ?, ?, 'u', ?, ? from journal_state",
        (table, key, said, said),
    )
