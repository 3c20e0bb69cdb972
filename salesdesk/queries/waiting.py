"""How much waits in each section, for the side of the window."""

from salesdesk.store.database import Database

BIG = 20_000  # leads; so many are counted in the blink of an eye


def waiting(db: Database) -> dict[str, int]:
    """How many wait in each section: open leads to work, open deals, running campaigns."""
    leads, deals, campaigns = db.rows(
        "select (select count(*) from lead where status in ('new', 'working') "
        "and trashed_at is null), "
        "(select count(*) from deal where status = 'open' and trashed_at is null), "
        "(select count(*) from campaign where status = 'active' and trashed_at is null)"
    )[0]
    return {"leads": leads, "deals": deals, "campaigns": campaigns}


def is_big(db: Database) -> bool:
    """Whether the file holds so many leads that counting them belongs on a worker."""
    found = db.value("select count(*) from (select 1 from lead limit ?)", (BIG + 1,))
    return int(found) > BIG
