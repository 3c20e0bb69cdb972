"""Who somebody is: all rows that hold something personal of one contact or lead."""

from salesdesk.store.database import Database

Row = tuple[str, int]
_OF_LEAD = ("contact_point", "consent", "activity", "handover", "feedback", "objection")
_OF_CONTACT = ("contact_point", "consent", "activity")


def rows_of(db: Database, table: str, key: int) -> list[Row]:
    """The person's contact, the leads that became it, and what hangs on them."""
    contact = key if table == "contact" else _contact_of(db, key)
    leads = [key] if table == "lead" else []
    if contact is not None:
        found = db.rows("select id from lead where contact_id = ?", (contact,))
        leads += [k for (k,) in found if k not in leads]
    rows: list[Row] = [("lead", k) for k in leads]
    if contact is not None:
        rows.append(("contact", contact))
        rows += _hanging(db, _OF_CONTACT, "contact_id", contact)
    for lead in leads:
        rows += _hanging(db, _OF_LEAD, "lead_id", lead)
    return list(dict.fromkeys(rows))


def _contact_of(db: Database, lead: int) -> int | None:
    found = db.value("select contact_id from lead where id = ?", (lead,))
    return None if found is None else int(found)


def _hanging(db: Database, tables: tuple[str, ...], column: str, key: int) -> list[Row]:
    return [
        (table, int(k))
        for table in tables
        for (k,) in db.rows(f"select id from {table} where {column} = ?", (key,))
    ]


def keys_of(db: Database, rows: list[Row]) -> set[tuple[str, str]]:
    """(email or phone, its key) of these rows, by which the person could be imported again."""
    found: set[tuple[str, str]] = set()
    for table, key in rows:
        if table == "lead":
            row = db.row("select email_key, phone_key from lead where id = ?", (key,))
            found |= {
                (kind, k) for kind, k in zip(("email", "phone"), row or (), strict=False) if k
            }
        elif table == "contact_point":
            point = db.row("select kind, value_key from contact_point where id = ?", (key,))
            if point and point[0] in ("email", "phone"):
                found.add((str(point[0]), str(point[1])))
    return found


def uuid_of(db: Database) -> str:
    """The identity of the file, by which digests are keyed."""
    return str(db.value("select uuid from file_identity"))


def suppressed(db: Database) -> frozenset[str]:
    """The digests of addresses and numbers of people who were erased."""
    return frozenset(
        str(digest)
        for (digest,) in db.rows(
            "select digest from suppression where digest is not null and trashed_at is null"
        )
    )
