"""What people do with organisations: firms and households."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import changed, needed, one_of, only, standing
from salesdesk.actions.contacts import (
    drop_double_points,
    gained,
    move_links,
    move_tags,
    put_point,
)
from salesdesk.errors import UserError
from salesdesk.model.lead_text import name_key
from salesdesk.store.database import Database

FIELDS = (
    "name", "kind", "industry", "address", "town", "postcode", "country", "website", "phone",
    "owner_id", "notes", "external_ref",
)  # fmt: skip
KINDS = ("firm", "household")
MOVED = ("contact", "contact_point", "lead", "deal", "activity", "sale")


@action("Add organisation")
def create(db: Database, values: Mapping[str, Any]) -> int:
    """A new firm or household; its key."""
    row = _checked(only(values, (*FIELDS, "email")))
    email = row.pop("email", None)
    db.detail = needed(row.get("name"), "The name of the organisation")
    key = db.table("organisation").insert({**row, "name_key": name_key(db.detail)})
    for kind, value in (("email", email), ("phone", row.get("phone"))):
        if value:
            put_point(db, "organisation_id", key, kind, value)
    return key


@action("Edit organisation")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change an organisation."""
    before = db.table("organisation").get(key)
    row = _checked(only(values, (*FIELDS, "email")))
    points = {kind: row[kind] for kind in ("email", "phone") if kind in row}
    row.pop("email", None)
    if "name" in row:
        row["name"] = needed(row["name"], "The name of the organisation")
        row["name_key"] = name_key(row["name"])
    row = changed(row, before)
    db.detail = str(row.get("name") or before["name"])
    if row:
        db.table("organisation").update(key, row)
    for kind, value in points.items():
        put_point(db, "organisation_id", key, kind, value)


@action("Merge organisations", rests_on=("organisation", "name"))
def merge(db: Database, keep_key: int, other_key: int) -> None:
    """Make two organisations one: people, leads, deals and history of the other move."""
    if keep_key == other_key:
        raise UserError(
            "An organisation cannot be merged with itself.", "Choose another organisation."
        )
    table = db.table("organisation")
    kept, other = table.get(keep_key), standing(table.get(other_key))
    gains = gained(kept, other, FIELDS)
    if gains:
        table.update(keep_key, gains)
    move_links(db, MOVED, "organisation_id", keep_key, other_key)
    move_tags(db, "organisation", keep_key, other_key)
    drop_double_points(db, "organisation_id", keep_key)
    table.trash(other_key)
    db.detail = str(kept["name"])


@action("Delete organisation", rests_on=("organisation", "version"))
def trash(db: Database, key: int) -> None:
    """Put an organisation in the trash; its people stay."""
    db.detail = str(db.table("organisation").get(key)["name"])
    db.table("organisation").trash(key)


def _checked(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("kind") is not None:
        one_of(row["kind"], KINDS, "kind of organisation")
    return row
