"""What an import looks up in the file: records by reference, by address, by name."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from salesdesk.model.text import fold
from salesdesk.store.database import Database


def by_reference(db: Database, table: str) -> dict[str, int]:
    """The other program's key -> ours, for every record of `table` that has one."""
    return dict(db.rows(f"select external_ref, id from {table} where external_ref is not null"))


def by_name(db: Database, table: str) -> dict[str, int]:
    """folded name -> key of every record of a small table."""
    return {
        fold(str(name)): int(key)
        for name, key in db.rows(
            f"select name, id from {table} where trashed_at is null order by id desc"
        )
    }


def names(db: Database, table: str, column: str = "name") -> list[str]:
    """The names of every record of a small table, in order."""
    sql = f"select {column} from {table} where trashed_at is null order by {column}"
    return list(dict.fromkeys(str(name) for (name,) in db.rows(sql)))


def people(db: Database) -> dict[str, int]:
    """Every way to name a person -> key: name, email, other program's key, initials."""
    found: dict[str, int] = {}
    rows = db.rows("select id, initials, external_ref, email, name from person order by id")
    for key, *words in rows:
        found.update({fold(str(word)): int(key) for word in words if word})
    return found


def reasons(db: Database) -> dict[tuple[str, str], int]:
    """(kind, folded label) -> key."""
    rows = db.rows("select kind, label, id from reason")
    return {(str(kind), fold(str(label))): int(key) for kind, label, key in rows}


def lead_twin(db: Database, email: str | None, phone: str | None, ref: str | None) -> int | None:
    """A lead that is the same person: by the other program's key, else by email, else phone."""
    if ref is not None:
        return _key(db, "select id from lead where external_ref = ?", (ref,))
    for column, value in (("email_key", email), ("phone_key", phone)):
        if value:
            sql = f"select id from lead where {column} = ? and trashed_at is null limit 1"
            found = _key(db, sql, (value,))
            if found is not None:
                return found
    return None


def leads_by(db: Database, column: str, keys: Sequence[str]) -> dict[str, int]:
    """The leads that have one of these keys in `column`: key -> the oldest one's, at once."""
    live = "" if column == "external_ref" else "and l.trashed_at is null"
    rows = db.rows(
        f"select asked.value, l.id from json_each(?) asked cross join lead l "
        f"on l.{column} = asked.value {live}",
        (json.dumps(keys, ensure_ascii=False),),
    )
    found: dict[str, int] = {}
    for key, lead in rows:
        found.setdefault(str(key), int(lead))
    return found


def has_rows(db: Database, table: str) -> bool:
    """True if the table holds anything."""
    return db.value(f"select 1 from {table} limit 1") is not None


def lead_named(db: Database, name_key: str, organisation: str | None) -> int | None:
    """A lead with this name and firm."""
    return _key(
        db,
        "select id from lead where name_key = ? and trashed_at is null "
        "and coalesce(organisation_name, '') = ? limit 1",
        (name_key, organisation or ""),
    )


def owner_of_point(db: Database, kind: str, value_key: str, owner: str) -> int | None:
    """The contact or organisation that has this email, phone or web address."""
    return _key(
        db,
        f"select {owner}_id from contact_point where kind = ? and value_key = ? "
        f"and {owner}_id is not null and trashed_at is null limit 1",
        (kind, value_key),
    )


def contact_named(db: Database, name_key: str, organisation_id: int | None) -> int | None:
    """A contact with this name in this firm."""
    return _key(
        db,
        "select id from contact where name_key = ? and trashed_at is null "
        "and coalesce(organisation_id, 0) = ? limit 1",
        (name_key, organisation_id or 0),
    )


def deal_twin(db: Database, title_key: str, opened_on: str, amount: int) -> int | None:
    """A deal with the same title, opening day and amount."""
    return _key(
        db,
        "select id from deal where title_key = ? and opened_on = ? and amount = ? "
        "and trashed_at is null limit 1",
        (title_key, opened_on, amount),
    )


def had_business(db: Database) -> set[tuple[str, int]]:
    """Customers that won a deal before: ("contact", key) and ("organisation", key)."""
    rows = db.rows("select contact_id, organisation_id from deal where status = 'won'")
    return {("contact", c) for c, _ in rows if c} | {("organisation", o) for _, o in rows if o}


def point_keys(db: Database, column: str, key: int) -> set[tuple[str, str]]:
    """(kind, value_key) of what a contact or organisation can be reached by."""
    sql = f"select kind, value_key from contact_point where {column} = ? and trashed_at is null"
    return {(str(kind), str(value)) for kind, value in db.rows(sql, (key,))}


def consent_of(db: Database, contact_id: int) -> str | None:
    """The state that stands for emails to a contact."""
    found = db.value(
        "select state from consent where contact_id = ? and channel in ('email', 'all') "
        "and trashed_at is null order by at desc, id desc limit 1",
        (contact_id,),
    )
    return None if found is None else str(found)


def results(db: Database) -> Counter[tuple[int, str, str, int, str]]:
    """How often each (campaign, day, metric, value, note) stands in the file."""
    rows = db.rows(
        "select campaign_id, noted_on, metric, value, coalesce(note, '') from campaign_result "
        "where trashed_at is null"
    )
    return Counter((int(c), str(d), str(m), int(v), str(n)) for c, d, m, v, n in rows)


def costs(db: Database) -> Counter[tuple[int, str, int]]:
    """How often each (campaign, day, amount) stands among the costs of media."""
    rows = db.rows(
        "select campaign_id, spent_on, amount from campaign_cost "
        "where trashed_at is null and category = 'media'"
    )
    return Counter((int(c), str(d), int(a)) for c, d, a in rows)


def fields(db: Database, table: str, key: int) -> dict[str, Any]:
    """All fields of one record."""
    return db.dicts(f"select * from {table} where id = ?", (key,))[0]


def _key(db: Database, sql: str, params: tuple[Any, ...]) -> int | None:
    found = db.value(sql, params)
    return None if found is None else int(found)
