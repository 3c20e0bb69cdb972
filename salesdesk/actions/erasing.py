"""Erasing a person at their wish: what was counted stays counted, who it was is gone."""

from salesdesk.actions import action
from salesdesk.queries import persons
from salesdesk.store import erasures
from salesdesk.store.database import Database


@action("Erase person")
def erase(db: Database, table: str, key: int) -> int:
    """Blank all that is personal of a contact or lead, here and in the journal; how many rows.

    Digests of the addresses and numbers stay, so that the person is not imported again.
    """
    db.table(table).get(key)
    rows = persons.rows_of(db, table, key)
    keys, uuid = persons.keys_of(db, rows), persons.uuid_of(db)
    for name, row in rows:
        blank = dict(erasures.BLANK[name])
        if name == "contact_point":
            blank["trashed_at"] = db.now()
        db.table(name).update(row, blank)
        db.table("suppression").insert({"kind": "record", "table_name": name, "row_id": row})
    for kind, value in sorted(keys):
        digest = erasures.digest(uuid, kind, value)
        db.table("suppression").insert({"kind": kind, "digest": digest})
    erasures.blank_journal(db.connection, rows)
    erasures.forget_words(db.connection)
    return len(rows)


def is_erased(
    db: Database, suppressed: frozenset[str], email: str | None, phone: str | None
) -> bool:
    """True for an address or number of somebody who was erased; ask with `suppressed` filled."""
    uuid = persons.uuid_of(db)
    pairs = (("email", email), ("phone", phone))
    return any(key and erasures.digest(uuid, kind, key) in suppressed for kind, key in pairs)
