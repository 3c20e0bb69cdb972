"""A deal as its form gives it: with the names of a person and a firm, known or new."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action, contacts, deals, organisations
from salesdesk.model.lead_text import name_key
from salesdesk.queries import contacts as known
from salesdesk.store.database import Database


@action("New deal")
def open_deal(db: Database, values: Mapping[str, Any], person: str = "", firm: str = "") -> int:
    """Open a deal with a person and a firm; whoever is not known yet is added. Its key."""
    return deals.create(db, {**values, **_who(db, person, firm, {})})


@action("Change deal")
def save(
    db: Database,
    key: int,
    values: Mapping[str, Any],
    person: str | None = "",
    firm: str | None = "",
) -> None:
    """Change a deal's fields and who it is with; None for who stays as it is."""
    before = db.table("deal").get(key)
    found = _who(db, person or "", firm or "", before, keep_firm=firm is None)
    if person is None:
        found.pop("contact_id")
    if firm is None:
        found.pop("organisation_id")
    deals.edit(db, key, {**values, **found})


def _who(
    db: Database, person: str, firm: str, before: Mapping[str, Any], *, keep_firm: bool = False
) -> dict[str, Any]:
    """The contact and organisation of these names; the ones held before are taken first."""
    organisation_id = before.get("organisation_id")
    if not keep_firm:
        organisation_id = _found(db, "organisation", firm, organisation_id)
    if organisation_id is None and firm.strip():
        organisation_id = organisations.create(db, {"name": firm.strip()})
    contact_id = _found(db, "contact", person, before.get("contact_id"), organisation_id)
    if contact_id is None and person.strip():
        contact_id = contacts.create(
            db, {"name": person.strip(), "organisation_id": organisation_id}
        )
    return {"contact_id": contact_id, "organisation_id": organisation_id}


def _found(
    db: Database, table: str, name: str, held: int | None, organisation_id: int | None = None
) -> int | None:
    if not name.strip():
        return None
    keys = known.exactly(db, table, name_key(name), organisation_id)
    return held if held in keys else next(iter(keys), None)
