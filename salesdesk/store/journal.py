"""The journal: how far it is, and the undo that reads it back.

An inserted row is kept whole (without its nulls), an updated row as its changed fields with
their values before and after, a deleted row as its last image. The bookkeeping columns
(`version`, `updated_at`, `updated_by`) follow from the change itself and are not kept.
`triggers.py` has what writes it. The entries of a change lie together: `first_entry` to
`last_entry`.
"""

import json
import sqlite3
from collections.abc import Collection
from itertools import groupby
from typing import Any

from salesdesk.errors import UserError
from salesdesk.store import moved_on
from salesdesk.store.schema import RECORDS
from salesdesk.store.search_index import SEARCH_INDEXES
from salesdesk.store.triggers import BOOKKEEPING, columns_of

ENTRIES_TO_INDEX = 256
RUN_OF_MANY = 200  # from here on, rows of one kind are reverted in one statement


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


def revert(connection: sqlite3.Connection, change_id: int, stamp: dict[str, Any]) -> None:
    """Put back what `change_id` did, newest first, inside the open change.

    `stamp` holds updated_at and updated_by of the undo. Raises UserError, naming the record,
    where a field has changed since; the caller rolls back.
    """
    entries = connection.execute(
        "select e.id, e.table_name, e.row_id, e.op, e.before, e.after from change c "
        "join entry e on e.id between c.first_entry and c.last_entry and e.change_id = c.id "
        "where c.id = ? "
        "order by e.id desc",
        (change_id,),
    ).fetchall()
    for (table, op), group in groupby(entries, key=lambda e: (str(e[1]), str(e[3]))):
        run = list(group)
        _trust(connection, table, run if op != "i" else [])
        if op == "i":
            _take_out(connection, table, run, stamp)
        elif op == "d":
            for entry in run:
                _put_in(connection, table, entry, stamp)
        else:
            for entry in run:
                _put_back(connection, table, entry, stamp)


def confirm(connection: sqlite3.Connection, table: str, key: int, fields: dict[str, Any]) -> None:
    """Write the entry of an update that leaves these fields as they are: they are meant so."""
    said = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        "insert into entry (change_id, table_name, row_id, op, before, after) "
        "select change_id, ?, ?, 'u', ?, ? from journal_state",
        (table, key, said, said),
    )


def _trust(connection: sqlite3.Connection, table: str, run: list[tuple[Any, ...]]) -> None:
    """Statements are made of the names in entries: a file from somebody else may hold any."""
    known = set(columns_of(connection, table)) if table in RECORDS and run else set()
    texts = (text for entry in run for text in entry[4:6] if text is not None)
    if table not in RECORDS or not all(known.issuperset(json.loads(text)) for text in texts):
        raise UserError(
            "Cannot undo: the history of this file speaks of fields that it does not have.",
            "Change it back by hand; a clean copy leaves such a history behind.",
        )


def _take_out(
    connection: sqlite3.Connection, table: str, run: list[tuple[Any, ...]], stamp: dict[str, Any]
) -> None:
    if len(run) >= RUN_OF_MANY and not _touched_since(connection, table, run):
        first, last = run[-1][0], run[0][0]
        connection.execute(
            f"delete from {table} where id in (select row_id from entry "
            "where id between ? and ? and change_id = (select change_id from entry where id = ?) "
            "and table_name = ? and op = 'i')",
            (first, last, last, table),
        )
        return
    me = stamp.get("updated_by")
    for entry in run:
        key, after = entry[2], json.loads(entry[5])
        current = _current(connection, table, key)
        if current is None:
            raise _moved_on(connection, table, entry, after, "was deleted", me=me)
        if _bare(current) != _bare(after):
            fields = moved_on.differing(current, after)
            raise _moved_on(connection, table, entry, current, "has been changed", fields, me)
        connection.execute(f"delete from {table} where id = ?", (key,))


def _touched_since(connection: sqlite3.Connection, table: str, run: list[tuple[Any, ...]]) -> bool:
    first, last = run[-1][0], run[0][0]
    found = connection.execute(
        "with own as (select change_id as change from entry where id = :last) "
        "select 1 from entry, own where id > :first and (id > :last or change_id <> change) "
        "and table_name = :table and row_id in (select row_id from entry where id between :first "
        "and :last and change_id = change and table_name = :table) limit 1",
        {"first": first, "last": last, "table": table},
    ).fetchone()
    return found is not None


def _put_in(
    connection: sqlite3.Connection, table: str, entry: tuple[Any, ...], stamp: dict[str, Any]
) -> None:
    image = json.loads(entry[4])
    if _current(connection, table, entry[2]) is not None:
        raise _moved_on(connection, table, entry, image, "is there again")
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
    me = stamp.get("updated_by")
    if current is None:
        raise _moved_on(connection, table, entry, before, "was deleted", me=me)
    fields = [field for field, value in after.items() if current[field] != value]
    if fields:
        raise _moved_on(connection, table, entry, current, "has been changed", fields, me)
    values = before | stamp
    if before == after:
        confirm(connection, table, key, after)
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


def _moved_on(
    connection: sqlite3.Connection,
    table: str,
    entry: tuple[Any, ...],
    image: dict[str, Any],
    what: str,
    fields: Collection[str] = (),
    me: int | None = None,
) -> UserError:
    step = int(entry[0]), table, int(entry[2])
    entries = of_row(connection, table, step[2])
    return moved_on.refusal(connection, entries, step, image, what, fields, me)
