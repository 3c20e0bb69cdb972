"""What an open form asks of the file: what its record holds now, and who changed it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from salesdesk.store import journal
from salesdesk.store.database import Database

Where = tuple[str, int]
_FORMS = (
    "lead", "deal", "campaign", "campaign_activity", "activity", "quote", "contact",
    "organisation", "objection", "feedback", "handover", "saved_view",
)  # fmt: skip


@dataclass(frozen=True)
class Author:
    """Who wrote one entry of a record's history, which of its columns, and by what step."""

    person_id: int | None
    name: str | None  # None: another program, or nobody in particular
    initials: str
    colour: int
    seat: int
    at: str
    columns: frozenset[str]
    words: str = ""
    detail: str = ""
    kind: str = "do"


def row(db: Database, table: str, key: int) -> dict[str, Any] | None:
    """All fields of a record; None if it is gone or in the trash."""
    if table not in _FORMS:
        raise ValueError(table)
    found = db.dicts(f"select * from {table} where id = ? and trashed_at is null", (key,))
    return found[0] if found else None


def deal(db: Database, key: int) -> dict[str, Any] | None:
    """A deal with the names of its person and its firm."""
    found = db.dicts(
        "select d.*, c.name as person, o.name as firm from deal d "
        "left join contact c on c.id = d.contact_id "
        "left join organisation o on o.id = d.organisation_id "
        "where d.id = ? and d.trashed_at is null",
        (key,),
    )
    return found[0] if found else None


def contact(db: Database, key: int) -> dict[str, Any] | None:
    """A person with the name of their firm and their main email and phone."""
    found = row(db, "contact", key)
    if found is None:
        return None
    firm = db.value("select name from organisation where id = ?", (found["organisation_id"],))
    return {**found, "firm": firm, **_points(db, "contact", key)}


def organisation(db: Database, key: int) -> dict[str, Any] | None:
    """A firm or household with its main email."""
    found = row(db, "organisation", key)
    if found is None:
        return None
    points = _points(db, "organisation", key)
    # its phone stands in the record itself as well; what is shown is the main number
    return {**found, "email": points["email"], "phone": points["phone"] or found["phone"]}


def _points(db: Database, table: str, key: int) -> dict[str, str | None]:
    found: dict[str, str | None] = {"email": None, "phone": None}
    for kind, value in db.rows(
        f"select kind, value from contact_point where {table}_id = ? and trashed_at is null "
        "and kind in ('email', 'phone') order by is_primary, id desc",
        (key,),
    ):
        found[str(kind)] = str(value)
    return found


def rows_of(db: Database, table: str, key: int) -> list[Where]:
    """The rows that a record's form shows: its own, and its addresses and numbers."""
    rows: list[Where] = [(table, key)]
    if table in ("contact", "organisation"):
        rows += [
            ("contact_point", int(point))
            for (point,) in db.rows(f"select id from contact_point where {table}_id = ?", (key,))
        ]
    return rows


def setting_rows(db: Database, name: str) -> list[Where]:
    """Where one setting stands."""
    return [
        ("setting", int(key))
        for (key,) in db.rows("select id from setting where name = ?", (name,))
    ]


def authors(db: Database, rows: Iterable[Where], after: int) -> list[Author]:
    """Who touched these rows after that entry of the journal, the newest first."""
    entries: list[int] = []
    for table, key in rows:
        entries += [n for n in journal.of_row(db.connection, table, key) if n > after]
    return _authors(db, sorted(entries, reverse=True)[:200])


def authors_of(db: Database, table: str, after: int) -> list[Author]:
    """Who touched any row of a short list, such as the stages, after that entry."""
    found = db.rows(
        "select id from entry where id > ? and table_name = ? order by id desc limit 200",
        (after, table),
    )
    return _authors(db, [int(key) for (key,) in found])


def _authors(db: Database, entries: Sequence[int]) -> list[Author]:
    found = []
    for entry in entries:
        read = db.row(
            "select c.person_id, p.name, p.initials, p.colour, c.seat, c.at, e.before, e.after, "
            "c.words, c.detail, c.kind "
            "from entry e left join change c on c.id = e.change_id "
            "left join person p on p.id = c.person_id where e.id = ?",
            (entry,),
        )
        if read is None:
            continue
        person, name, initials, colour, seat, at, before, after, *step = read
        columns = frozenset(json.loads(after or before or "{}"))
        who = person, name, initials or "", colour or 0, seat or 0, at or ""
        found.append(Author(*who, columns, *(words or "" for words in step)))
    return found


def last_image(db: Database, table: str, key: int) -> dict[str, Any] | None:
    """The row as it was when it was taken out of the file for good; None if it never was."""
    for entry in reversed(journal.of_row(db.connection, table, key)):
        image = db.value("select before from entry where id = ? and op = 'd'", (entry,))
        if image:
            found: dict[str, Any] = json.loads(image)
            return found
    return None


def first_image(db: Database, table: str, key: int) -> dict[str, Any] | None:
    """The row as it was made; None where the journal does not tell."""
    for entry in journal.of_row(db.connection, table, key)[:1]:
        image = db.value("select after from entry where id = ? and op = 'i'", (entry,))
        if image:
            found: dict[str, Any] = json.loads(image)
            return found
    return None


def is_there(db: Database, table: str, key: int) -> bool:
    """Whether the row is in the file, in the trash or not."""
    return bool(db.value(f"select 1 from {table} where id = ?", (key,)))
