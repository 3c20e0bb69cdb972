"""Which rows hang on a record: what a merge moves and an acceptance carries along."""

from typing import Any

from salesdesk.store.database import Database

#: table -> columns of it by which rows can be asked for here.
COLUMNS: dict[str, tuple[str, ...]] = {
    "activity": ("lead_id", "contact_id", "organisation_id", "deal_id"),
    "consent": ("lead_id", "contact_id"),
    "contact_point": ("lead_id", "contact_id", "organisation_id"),
    "lead": ("contact_id", "organisation_id", "duplicate_of"),
    "deal": ("contact_id", "organisation_id", "lead_id"),
    "sale": ("contact_id", "organisation_id"),
    "contact": ("organisation_id",),
}
#: From the loosest to the strictest.
STRICTNESS = ("opted_in", "soft_opt_in", "legitimate_interest", "no_call", "opted_out")


def linked(db: Database, table: str, column: str, key: int) -> list[int]:
    """Keys of the rows of `table` whose `column` points to `key`, also of those in the trash."""
    if column not in COLUMNS.get(table, ()):
        raise ValueError(f"{table}.{column}")
    return [int(k) for (k,) in db.rows(f"select id from {table} where {column} = ?", (key,))]


def taggings(db: Database, table: str, key: int) -> list[tuple[int, int]]:
    """(key, tag) of each tag on a record."""
    found = db.rows(
        "select id, tag_id from tagging where table_name = ? and row_id = ? "
        "and trashed_at is null order by id",
        (table, key),
    )
    return [(int(k), int(tag)) for k, tag in found]


def points(db: Database, column: str, key: int) -> list[dict[str, Any]]:
    """The contact points of a lead, contact or organisation; the main ones first."""
    if column not in COLUMNS["contact_point"]:
        raise ValueError(column)
    return db.dicts(
        "select id, kind, value, value_key, label, is_primary from contact_point "
        f"where {column} = ? and trashed_at is null order by is_primary desc, id",
        (key,),
    )


def consents(db: Database, column: str, key: int) -> list[dict[str, Any]]:
    """Every consent of a lead or contact, in the order in which they were given."""
    if column not in COLUMNS["consent"]:
        raise ValueError(column)
    return db.dicts(
        "select id, channel, state, basis, source, at from consent "
        f"where {column} = ? and trashed_at is null order by at, id",
        (key,),
    )


def last_consents(db: Database, column: str, key: int) -> dict[str, dict[str, Any]]:
    """channel -> the consent that counts, which is the last one."""
    return {row["channel"]: row for row in consents(db, column, key)}


def organisation_named(db: Database, name_key: str) -> int | None:
    """The organisation with exactly this folded name, the oldest first."""
    found = db.value(
        "select id from organisation where name_key = ? and trashed_at is null order by id limit 1",
        (name_key,),
    )
    return None if found is None else int(found)


def contact_known(
    db: Database, name_key: str, email_key: str | None, phone_key: str | None
) -> int | None:
    """The contact whom a lead is: by email address, or by name and phone number together."""
    sql = (
        "select c.id from contact_point p join contact c on c.id = p.contact_id "
        "where p.kind = ? and p.value_key = ? and p.trashed_at is null "
        "and c.trashed_at is null and (? is null or c.name_key = ?) order by c.id limit 1"
    )
    found = None
    if email_key:
        found = db.value(sql, ("email", email_key, None, None))
    if found is None and phone_key:
        found = db.value(sql, ("phone", phone_key, name_key, name_key))
    return None if found is None else int(found)
