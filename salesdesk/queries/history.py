"""The history of a file: its changes, and which of them undo and redo turn next."""

from dataclasses import dataclass
from typing import Any

from salesdesk.store.database import Database


@dataclass(frozen=True)
class Change:
    """One step in the file's history; `rows` is how many rows it touched."""

    id: int
    at: str
    words: str
    detail: str | None
    kind: str
    person: str | None
    undone: bool
    rows: int


_CHANGE = """
    select c.id, c.at, c.words, c.detail, c.kind, p.name, c.undone_by is not null,
        (select count(*) from entry e where e.change_id = c.id)
    from change c left join person p on p.id = c.person_id
"""


def latest(db: Database, limit: int = 50) -> list[Change]:
    """The newest changes first, by anyone."""
    found = db.rows(_CHANGE + "where c.id <> 0 order by c.clock desc limit ?", (limit,))
    return [_change(row) for row in found]


def one(db: Database, change_id: int) -> Change | None:
    """One change by its id."""
    row = db.row(_CHANGE + "where c.id = ?", (change_id,))
    return None if row is None else _change(row)


def to_undo(db: Database) -> Change | None:
    """This seat's newest change that still stands."""
    row = db.row(
        _CHANGE + "where c.seat = ? and c.kind in ('do', 'redo') and c.undone_by is null "
        "order by c.clock desc limit 1",
        (db.seat,),
    )
    return None if row is None else _change(row)


def to_redo(db: Database) -> Change | None:
    """This seat's newest undo that still stands, unless something new was done after it."""
    row = db.row(
        _CHANGE + "where c.seat = ? and c.kind = 'undo' and c.undone_by is null "
        "and c.clock > (select coalesce(max(d.clock), 0) from change d "
        "where d.seat = c.seat and d.kind = 'do') order by c.clock desc limit 1",
        (db.seat,),
    )
    return None if row is None else _change(row)


def _change(row: tuple[Any, ...]) -> Change:
    key, at, words, detail, kind, person, undone, rows = row
    return Change(key, at, words, detail, kind, person, bool(undone), rows)
