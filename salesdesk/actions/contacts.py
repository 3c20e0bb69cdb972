"""What people do with contacts: add, edit, note a consent, merge two into one."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import changed, one_of, only, standing
from salesdesk.errors import UserError
from salesdesk.model import lead_text, points
from salesdesk.queries import links
from salesdesk.store.database import Database

FIELDS = (
    "name", "first_name", "last_name", "job_title", "organisation_id", "address", "town",
    "postcode", "country", "preferred_channel", "preferences", "owner_id", "notes",
    "external_ref",
)  # fmt: skip
POINTS = ("email", "phone", "web")
CHANNELS = ("email", "phone", "post", "message", "all")
#: What a merge moves from the contact that goes to the one that stays.
MOVED = ("contact_point", "consent", "lead", "deal", "activity", "sale")


@action("Add contact")
def create(db: Database, values: Mapping[str, Any]) -> int:
    """A new contact; `email`, `phone` and `web` become its main contact points. Its key."""
    given = only(values, (*FIELDS, *POINTS))
    row = _named({n: v for n, v in given.items() if n in FIELDS}, given)
    db.detail = str(row["name"])
    key = db.table("contact").insert(row)
    for kind in POINTS:
        if given.get(kind):
            put_point(db, "contact_id", key, kind, given[kind])
    return key


@action("Edit contact")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change a contact; `email`, `phone` and `web` stand for its main contact points."""
    before = db.table("contact").get(key)
    given = only(values, (*FIELDS, *POINTS))
    row = {n: v for n, v in given.items() if n in FIELDS}
    if {"name", "first_name", "last_name"} & set(row):
        if "name" not in row and {"first_name", "last_name"} & set(row):
            row["name"] = None
        row = _named(row, {**before, **row})
    row = changed(row, before)
    db.detail = str(row.get("name") or before["name"])
    if row:
        db.table("contact").update(key, row)
    for kind in POINTS:
        if kind in given:
            put_point(db, "contact_id", key, kind, given[kind])


@action("Note consent")
def set_consent(
    db: Database,
    channel: str,
    state: str,
    *,
    contact_id: int | None = None,
    lead_id: int | None = None,
    basis: str = "",
    source: str = "",
) -> int:
    """Write down what a person allows; the last word on a channel counts. Its key."""
    one_of(channel, CHANNELS, "channel")
    one_of(state, links.STRICTNESS, "consent")
    return db.table("consent").insert(
        {
            "channel": channel,
            "state": state,
            "contact_id": contact_id,
            "lead_id": lead_id,
            "basis": basis.strip() or None,
            "source": source.strip() or None,
            "at": db.now(),
        }
    )


@action("Merge contacts", rests_on=("contact", "name"))
def merge(db: Database, keep_key: int, other_key: int) -> None:
    """Make two contacts one: everything of the other moves, the strictest consent counts."""
    if keep_key == other_key:
        raise UserError("A contact cannot be merged with itself.", "Choose another contact.")
    kept, other = db.table("contact").get(keep_key), standing(db.table("contact").get(other_key))
    gains = gained(kept, other, FIELDS)
    if gains:
        db.table("contact").update(keep_key, gains)
    move_links(db, MOVED, "contact_id", keep_key, other_key)
    move_tags(db, "contact", keep_key, other_key)
    drop_double_points(db, "contact_id", keep_key)
    strictest(db, "contact_id", keep_key)
    db.table("contact").trash(other_key)
    db.detail = str(kept["name"])


@action("Delete contact", rests_on=("contact", "version"))
def trash(db: Database, key: int) -> None:
    """Put a contact in the trash."""
    db.detail = str(db.table("contact").get(key)["name"])
    db.table("contact").trash(key)


def add_missing(
    db: Database, key: int, lead: Mapping[str, Any], organisation_id: int | None
) -> None:
    """Give a known contact what a lead knows and it does not."""
    before = db.table("contact").get(key)
    gains = gained(before, {**lead, "organisation_id": organisation_id}, _FROM_LEAD)
    if gains:
        db.table("contact").update(key, gains)
    there = {(p["kind"], p["value_key"]) for p in links.points(db, "contact_id", key)}
    for kind in ("email", "phone"):
        value_key = lead[f"{kind}_key"] or points.key_of(kind, lead[kind] or "")
        if lead[kind] and (kind, value_key) not in there:
            row = {"kind": kind, "value": lead[kind], "value_key": value_key}
            db.table("contact_point").insert({**row, "contact_id": key})


_FROM_LEAD = ("first_name", "last_name", "job_title", "organisation_id", "address", "town",
              "postcode", "country")  # fmt: skip


def strictest(db: Database, column: str, key: int) -> None:
    """Where records came together, say the strictest consent again, so that it is the last."""
    states: dict[str, list[str]] = {}
    for row in links.consents(db, column, key):
        states.setdefault(row["channel"], []).append(row["state"])
    for channel, said in states.items():
        wanted = max(said, key=links.STRICTNESS.index)
        if said[-1] != wanted:
            row = {"channel": channel, "state": wanted, "at": db.now(), column: key}
            db.table("consent").insert({**row, "basis": "The stricter of two merged records"})


def put_point(db: Database, column: str, key: int, kind: str, value: str | None) -> None:
    """Set the main contact point of one kind; nothing typed takes it away."""
    main = next((p for p in links.points(db, column, key) if p["kind"] == kind), None)
    text = (value or "").strip()
    if not text:
        if main is not None:
            db.table("contact_point").trash(main["id"])
        return
    row = {"value": text, "value_key": points.key_of(kind, text), "is_primary": 1}
    if main is None:
        db.table("contact_point").insert({**row, "kind": kind, column: key})
    elif (main["value"], main["value_key"]) != (text, row["value_key"]):
        db.table("contact_point").update(main["id"], row)


def gained(
    kept: Mapping[str, Any], other: Mapping[str, Any], names: tuple[str, ...]
) -> dict[str, Any]:
    """What only `other` knows; notes of both are kept."""
    found = {
        name: other[name] for name in names if kept.get(name) in (None, "") and other.get(name)
    }
    if kept.get("notes") and other.get("notes") and kept["notes"] != other["notes"]:
        found["notes"] = f"{kept['notes']}\n\n{other['notes']}"
    return found


def move_links(db: Database, tables: tuple[str, ...], column: str, keep: int, other: int) -> None:
    """Let every row that points to `other` point to `keep`."""
    for table in tables:
        for row in links.linked(db, table, column, other):
            db.table(table).update(row, {column: keep})


def move_tags(db: Database, table: str, keep: int, other: int) -> None:
    """Tags of both records, each once."""
    there = {tag for _, tag in links.taggings(db, table, keep)}
    for key, tag in links.taggings(db, table, other):
        if tag in there:
            db.table("tagging").delete(key)
        else:
            db.table("tagging").update(key, {"row_id": keep})


def drop_double_points(db: Database, column: str, key: int) -> None:
    """After a merge, keep each address and number once, and one main one of each kind."""
    seen: set[tuple[str, str]] = set()
    mains: set[str] = set()
    for point in links.points(db, column, key):
        if (point["kind"], point["value_key"]) in seen:
            db.table("contact_point").trash(point["id"])
            continue
        seen.add((point["kind"], point["value_key"]))
        if point["is_primary"] and point["kind"] in mains:
            db.table("contact_point").update(point["id"], {"is_primary": 0})
        mains.add(point["kind"])


def _named(row: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    parts = " ".join(str(given.get(p) or "") for p in ("first_name", "last_name")).strip()
    name = row.get("name") or parts or given.get("email") or given.get("phone")
    if not name:
        raise UserError("Nothing says who this is.", "Fill in a name, an email or a phone number.")
    return {**row, "name": name, "name_key": lead_text.name_key(str(name))}
