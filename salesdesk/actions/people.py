"""Team members: who joins, what is known about them, and who takes over when one leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import amount, changed, needed, one_of, only
from salesdesk.errors import UserError
from salesdesk.model.formats import plural
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database

ROLES = ("marketing", "sales", "both", "owner")
FIELDS = ("name", "initials", "colour", "role", "email", "area", "hourly_cost")
#: Which column of each table says who has to do it.
OWNED_BY = {"activity": "person_id", "handover": "to_id"}


@action("Add person")
def add(
    db: Database,
    name: str,
    *,
    initials: str = "",
    role: str = "both",
    email: str | None = None,
    area: str | None = None,
    hourly_cost: int = 0,
) -> int:
    """A new team member; the key. Initials are made from the name when none are given."""
    name = needed(name, "The name")
    everyone = queries.people(db, active=False)
    _refuse_double(everyone, name, None)
    db.detail = name
    return db.table("person").insert(
        {
            "name": name,
            "initials": initials.strip()[:3] or initials_of(name),
            "colour": len(everyone) % 4,
            "role": one_of(role, ROLES, "role"),
            "email": email,
            "area": area,
            "hourly_cost": amount(hourly_cost, "The hourly cost", high=10**9),
        }
    )


@action("Change person")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change some fields of a team member."""
    before = db.table("person").get(key)
    values = only(values, FIELDS)
    if "name" in values:
        values["name"] = needed(values["name"], "The name")
        _refuse_double(queries.people(db, active=False), values["name"], key)
    if "role" in values:
        one_of(values["role"], ROLES, "role")
    if "hourly_cost" in values:
        amount(values["hourly_cost"], "The hourly cost", high=10**9)
    if "initials" in values:
        values["initials"] = values["initials"] or initials_of(values.get("name", before["name"]))
    values = changed(values, before)
    if values:
        db.detail = str(values.get("name", before["name"]))
        db.table("person").update(key, values)


@action("Remove person")
def retire(db: Database, key: int, heir_id: int | None = None) -> None:
    """A person leaves: what is open goes to `heir_id`; what is closed keeps their name."""
    row = db.table("person").get(key)
    if key == db.person_id:
        raise UserError(
            f"{row['name']} is who you are in this file.",
            "Choose another name under Who I am first.",
        )
    if not [p for p in queries.people(db) if p.key != key]:
        raise UserError("This is the only person in the file.", "Add another person first.")
    owned = queries.owned_open(db, key)
    count = sum(len(keys) for keys in owned.values())
    heir = None if heir_id is None else queries.person(db, heir_id)
    if count and (heir is None or heir_id == key or not heir.active):
        raise UserError(
            f"{row['name']} still has {plural(count, 'open record')}.",
            "Choose who takes them over.",
        )
    for table, keys in owned.items():
        for record in keys:
            db.table(table).update(record, {OWNED_BY.get(table, "owner_id"): heir_id})
    db.detail = str(row["name"])
    db.table("person").update(key, {"active": 0})


@action("Bring person back")
def bring_back(db: Database, key: int) -> None:
    """A person who left works here again."""
    db.detail = str(db.table("person").get(key)["name"])
    db.table("person").update(key, {"active": 1})


@action("Change people")
def save(
    db: Database, wanted: Sequence[Mapping[str, Any]], leaving: Mapping[int, int | None]
) -> None:
    """Make the team as `wanted`: rows of key (None: new) and FIELDS, but for the colour.

    A row that says `same` keeps what it holds now, whoever wrote it.
    `leaving` names who leaves, each with the person who takes over what is open.
    """
    for row in wanted:
        values = {name: row[name] for name in FIELDS if name in row}
        if row["key"] is None:
            values["initials"] = values.get("initials") or ""
            add(db, values.pop("name"), **values)
        elif not row.get("same"):
            edit(db, row["key"], values)
            if not db.table("person").get(row["key"])["active"]:
                bring_back(db, row["key"])
    for key, heir_id in leaving.items():
        retire(db, key, heir_id)
    db.detail = None


def initials_of(name: str) -> str:
    """First letters of the first and last word: "Hannah Marlow" is HM."""
    words = name.split()
    if not words:
        return "?"
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])
    return letters.upper()


def _refuse_double(everyone: list[queries.Person], name: str, key: int | None) -> None:
    same = [p for p in everyone if p.name.casefold() == name.casefold() and p.key != key]
    if same:
        raise UserError(
            f"{name} is already in the team"
            + ("." if same[0].active else ", among those who left."),
            "Use another name, or bring that person back.",
        )
