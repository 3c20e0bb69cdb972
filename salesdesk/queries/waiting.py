"""How much waits in each section and in single lists, for the side of the window."""

from collections.abc import Collection

from salesdesk.store.database import Database

#: A list: its section and its view.
Place = tuple[str, str]

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


def in_lists(db: Database, wanted: Collection[Place]) -> dict[Place, int]:
    """How many stand in each list; one that is not counted is left out."""
    if not wanted:
        return {}  # and nothing is loaded for it
    from salesdesk.queries import campaigns, contacts, deals

    plain = {"campaigns": campaigns.counts, "contacts": contacts.counts, "deals": deals.counts}
    found: dict[Place, int] = {}
    for section in {section for section, _ in wanted}:
        views = {view for place, view in wanted if place == section}
        if section == "leads":
            counted = _in_leads(db, views)
        else:
            counted = plain[section](db) if section in plain else {}
        found |= {(section, view): counted[view] for view in views & counted.keys()}
    return found


def _in_leads(db: Database, views: set[str]) -> dict[str, int]:
    from salesdesk.queries import leads, saved_views

    found = {view: leads.count(db, view) for view in views & leads.VIEWS.keys()}
    for saved in saved_views.of_section(db, "leads"):
        if saved.view in views:
            found[saved.view] = saved_views.count(db, saved.rule)
    return found
