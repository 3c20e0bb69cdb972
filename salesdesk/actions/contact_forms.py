"""A person as the form gives them: with the name of their firm, known or new."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action, contacts, organisations
from salesdesk.model.lead_text import name_key
from salesdesk.queries import contacts as known
from salesdesk.store.database import Database


@action("Add contact")
def add(db: Database, values: Mapping[str, Any]) -> int:
    """A new person; `firm` names their firm, which is added if it is not known. The key."""
    return contacts.create(db, _with_firm(db, values))


@action("Edit contact")
def save(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change a person; `firm` names their firm."""
    contacts.edit(db, key, _with_firm(db, values))


def _with_firm(db: Database, values: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(values)
    if "firm" not in row:
        return row
    firm = str(row.pop("firm") or "").strip()
    row["organisation_id"] = None
    if firm:
        found = known.exactly(db, "organisation", name_key(firm))
        row["organisation_id"] = found[0] if found else organisations.create(db, {"name": firm})
    return row
