"""The undo of a change: its entries read backwards, and who has built on it named."""

import json
import sqlite3
from collections.abc import Collection
from itertools import groupby
from typing import TYPE_CHECKING, Any

from salesdesk.errors import UserError
from salesdesk.model import lead_text
from salesdesk.model.merges import DERIVED
from salesdesk.store import journal, moved_on, record_merges, slices, unmerging
from salesdesk.store.references import REFERENCES
from salesdesk.store.schema import RECORDS
from salesdesk.store.triggers import BOOKKEEPING, columns_of

if TYPE_CHECKING:
    from salesdesk.store.database import Database

Row = tuple[str, int]
#: Told anew after every turn; others that follow may be all that a step meant, such as a place.
FOLLOWED = frozenset({"score", "last_contact_at"})
RUN_OF_MANY = 200  # from here on, rows of one kind are reverted in one statement


def take_back(db: "Database", change_id: int, turn: int) -> set[Row]:
    """Put back what `change_id` did, inside `turn`, a change of kind undo or redo.

    Raises UserError, naming the record, where a field has changed since. What only follows from
    other fields is no hindrance: it stays as it is, and the records where it does come back.
    """
    connection = db.connection
    if slices.reached(connection, change_id) is not None:
        raise UserError(
            "This change of a colleague is still coming in.",
            "Wait until it is all here, then undo it.",
        )
    left: set[Row] = set()
    merged = unmerging.ranges_of(connection, change_id)
    if merged or journal.size_of(connection, change_id) >= RUN_OF_MANY:
        db.announce()
    if merged:
        unmerging.take_back(connection, change_id, merged, db.stamp())
    else:
        left = _revert(connection, change_id, db.stamp())
    connection.execute("update change set undone_by = ? where id = ?", (turn, change_id))
    return left


def ask_again(db: "Database") -> None:
    """Note what differs again, now that a choice was taken back; after the turn."""
    rows = db.written[2] if db.written is not None else {}
    named = [(table, key) for table, keys in rows.items() for key in keys or ()]
    if not 0 < len(named) < RUN_OF_MANY:
        return
    with db.waiting() as connection:
        found = record_merges.differing(connection, named)
    if found:
        with db.receiving() as connection:
            record_merges.note(connection, found)


def _revert(connection: sqlite3.Connection, change_id: int, stamp: dict[str, Any]) -> set[Row]:
    """Newest entry first; `stamp` holds updated_at and updated_by of the undo."""
    left: set[Row] = set()
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
            left |= {
                (table, int(entry[2]))
                for entry in run
                if not _put_back(connection, table, entry, stamp)
            }
    return left


def hindered(db: "Database", change_id: int) -> UserError | None:
    """Who has hung a record on one that a change made, so that it cannot be taken out again."""
    made = (
        "select e.row_id from change c join entry e on e.id between c.first_entry and c.last_entry "
        "and e.change_id = c.id where c.id = :change and e.op = 'i' and e.table_name = "
    )
    for child, columns in REFERENCES.items():
        for column, parent in columns.items():
            found = db.row(
                f"select id, {column} from {child} where {column} in ({made} :parent) "
                f"and id not in ({made} :child) limit 1",
                {"change": change_id, "parent": parent, "child": child},
            )
            if found is not None:
                return _hung(db, child, int(found[0]), parent, int(found[1]))
    return None


def _hung(db: "Database", child: str, key: int, parent: str, on: int) -> UserError:
    first = journal.of_row(db.connection, child, key)[:1]
    by = db.row(
        "select p.name, p.id from entry e join change c on c.id = e.change_id "
        "left join person p on p.id = c.person_id where e.id = ?",
        (first[0] if first else 0,),
    )
    name = None if by is None or by[1] == db.person_id else str(by[0] or "somebody")
    image, record = (_current(db.connection, *row) or {} for row in ((child, key), (parent, on)))
    return moved_on.hung_on(child, image, parent, record, name)


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
) -> bool:
    """False if a field that follows from others has moved on and was left as it is."""
    _, _, key, _, before_text, after_text = entry
    before, after = json.loads(before_text), json.loads(after_text)
    current = _current(connection, table, key)
    me = stamp.get("updated_by")
    if current is None:
        raise _moved_on(connection, table, entry, before, "was deleted", me=me)
    fields = [field for field, value in after.items() if current[field] != value]
    alone = len(fields) == len(after) > 0 and not FOLLOWED.issuperset(fields)
    if set(fields) - DERIVED or alone:
        raise _moved_on(connection, table, entry, current, "has been changed", fields, me)
    values = {name: value for name, value in before.items() if name not in fields} | stamp
    if table == "lead" and "fold" in after:  # it is made of many fields; a colleague's are in it
        values["fold"] = lead_text.search_fold({**current, **values})
    if before == after:
        journal.confirm(connection, table, key, after)
    connection.execute(
        f"update {table} set {', '.join(f'{c} = ?' for c in values)}, version = version + 1 "
        "where id = ?",
        [*values.values(), key],
    )
    return not fields


def _current(connection: sqlite3.Connection, table: str, key: int) -> dict[str, Any] | None:
    cursor = connection.execute(f"select * from {table} where id = ?", (key,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((d[0] for d in cursor.description), row, strict=True))


def _bare(image: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in image.items() if v is not None and k not in BOOKKEEPING | DERIVED}


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
    entries = journal.of_row(connection, table, step[2])
    return moved_on.refusal(connection, entries, step, image, what, fields, me)
