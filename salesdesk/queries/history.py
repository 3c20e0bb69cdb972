"""The history of a file: its changes, and which of them undo and redo turn next."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from salesdesk.store.database import Database


@dataclass(frozen=True)
class Change:
    """One step in the file's history; `rows` is how many rows it touched.

    `computer` is where it was done, as far as the file knows it.
    """

    id: int
    at: str
    words: str
    detail: str | None
    kind: str
    person: str | None
    undone: bool
    rows: int
    seat: int = 0
    computer: str = ""


class Contact(NamedTuple):
    """A contact with a lead or deal, and the moments at which it stood or stands."""

    lead_id: int | None
    deal_id: int | None
    moments: frozenset[str]


_CHANGE = """
    select c.id, c.at, c.words, c.detail, c.kind, p.name, c.undone_by is not null,
    c.last_entry - c.first_entry + 1, c.seat, coalesce(s.name, '')
    from change c left join person p on p.id = c.person_id left join seat s on s.id = c.seat
"""
MANY = 200
#: The keys of one seat's changes; within a seat, the clock rises with the key.
_SEAT = "c.id between :seat << 32 and (:seat << 32) + 4294967295 "
#: Several people may use one computer: each takes back their own steps.
_MINE = f"{_SEAT} and c.person_id is :person "


def latest(db: Database, limit: int = 50) -> list[Change]:
    """The newest changes first, by anyone."""
    newest_of_each_seat = (
        "where c.id in (select n.id from seat s join change n on n.id in (select id from change "
        "where id between s.id << 32 and (s.id << 32) + 4294967295 order by id desc limit :limit)) "
    )
    found = db.rows(
        _CHANGE + newest_of_each_seat + "order by c.clock desc limit :limit", {"limit": limit}
    )
    return [_change(row) for row in found]


def one(db: Database, change_id: int) -> Change | None:
    """One change by its id."""
    row = db.row(_CHANGE + "where c.id = ?", (change_id,))
    return None if row is None else _change(row)


def to_undo(db: Database) -> Change | None:
    """This person's newest change at this seat that still stands."""
    row = db.row(
        _CHANGE + f"where {_MINE} and c.kind in ('do', 'redo') and c.undone_by is null "
        "order by c.id desc limit 1",
        {"seat": db.seat, "person": db.person_id},
    )
    return None if row is None else _change(row)


def to_redo(db: Database) -> Change | None:
    """This person's newest undo that still stands, unless something new was done after it."""
    row = db.row(
        _CHANGE + f"where {_MINE} and c.kind = 'undo' and c.undone_by is null "
        f"and c.id > coalesce((select c.id from change c where {_MINE} and c.kind = 'do' "
        "order by c.id desc limit 1), 0) order by c.id desc limit 1",
        {"seat": db.seat, "person": db.person_id},
    )
    return None if row is None else _change(row)


def contacts_in(db: Database, change: Change) -> list[Contact]:
    """The contacts that a step logged, changed or took back, with every moment they had.

    A step of very many rows is an import, which logs contacts only with leads that are new.
    """
    if change.rows > MANY:
        return []
    rows = db.rows(
        "select e.before, e.after, a.lead_id, a.deal_id, a.done_at from change c "
        "join entry e on e.id between c.first_entry and c.last_entry and e.change_id = c.id "
        "left join activity a on a.id = e.row_id "
        "where c.id = ? and e.table_name = 'activity'",
        (change.id,),
    )
    found = []
    for before, after, lead, deal, at in rows:
        images = [json.loads(text) for text in (before, after) if text]
        moments = {at, *(image.get("done_at") for image in images)} - {None}
        whole = images[0]
        if moments:
            lead, deal = lead or whole.get("lead_id"), deal or whole.get("deal_id")
            found.append(Contact(lead, deal, frozenset(moments)))
    return found


def _change(row: tuple[Any, ...]) -> Change:
    key, at, words, detail, kind, person, undone, *rest = row
    return Change(key, at, words, detail, kind, person, bool(undone), *rest)
