"""Campaigns: planning them, what they cost, what came of them, and what happens when."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import amount as money
from salesdesk.actions.checks import changed, day, needed, one_of, only, within
from salesdesk.errors import UserError
from salesdesk.model.text import fold
from salesdesk.queries import campaigns as queries
from salesdesk.queries import settings as set_up
from salesdesk.store.database import Database

OBJECTIVES = ("awareness", "leads", "nurture", "retention", "win_back")
STATUSES = ("planned", "active", "paused", "complete", "cancelled")
CATEGORIES = (
    "media",
    "print",
    "postage",
    "stand",
    "agency",
    "gift",
    "travel",
    "own_time",
    "other",
)
METRICS = (
    "reach",
    "impressions",
    "sent",
    "delivered",
    "opened",
    "clicks",
    "visits",
    "calls",
    "replies",
    "attendees",
    "responses",
    "conversions",
    "approved",
)
TOUCHES = ("call", "email", "letter", "meeting", "demo", "visit", "message", "note", "task")
FIELDS = (
    *("name", "code", "objective", "channel_id", "plan_id", "segment_id", "status"),
    *("starts_on", "ends_on", "owner_id", "area", "goal", "audience", "message", "offer"),
    *("audience_size", "budget", "expected_leads", "expected_revenue"),
    *("utm_source", "utm_medium", "utm_campaign"),
)
ACTIVITY_FIELDS = ("name", "starts_on", "ends_on", "done", "owner_id", "note")
LARGEST = 10**13


@action("New campaign")
def create(db: Database, name: str, values: Mapping[str, Any] | None = None) -> int:
    """A new campaign; its key. Without a code it gets a short one to put on a leaflet."""
    row = _checked(db, {**(values or {}), "name": name}, {})
    row["code"] = row.get("code") or _free_code(db, row["name"])
    row.setdefault("owner_id", db.person_id)
    db.detail = row["name"]
    return db.table("campaign").insert(row)


@action("Change campaign")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change some fields of a campaign; unchanged ones are not written."""
    before = db.table("campaign").get(key)
    values = changed(_checked(db, values, before), before)
    if values:
        db.detail = str(values.get("name", before["name"]))
        db.table("campaign").update(key, values)


@action("Change campaign status", rests_on=("campaign", "status"))
def set_status(db: Database, key: int, status: str) -> None:
    """Start, pause, finish or cancel a campaign."""
    before = db.table("campaign").get(key)
    if before["status"] != one_of(status, STATUSES, "status"):
        db.detail = str(before["name"])
        db.table("campaign").update(key, {"status": status})


@action("Delete campaign", rests_on=("campaign", "version"))
def trash(db: Database, key: int, home_id: int | None = None) -> None:
    """Delete a campaign; its leads, deals, costs and results go to the campaign `home_id`."""
    row = db.table("campaign").get(key)
    held = queries.held_by(db, key)
    count = sum(len(keys) for keys in held.values())
    home = None if home_id in (None, key) else db.table("campaign").get(home_id or 0)
    if count and (home is None or home["trashed_at"] is not None):
        raise UserError(
            f"{row['name']} has {count} leads, deals, costs and results.",
            "Choose the campaign that takes them.",
        )
    for table, keys in held.items():
        for record in keys:
            db.table(table).update(record, {"campaign_id": home_id})
    db.detail = str(row["name"])
    db.table("campaign").trash(key)


@action("Record spend")
def record_spend(
    db: Database,
    campaign_id: int,
    amount: int | None,
    spent_on: str,
    category: str = "other",
    note: str | None = None,
    minutes: int | None = None,
    person_id: int | None = None,
) -> int:
    """Write one line of cost. Own time (`minutes` of a person) is priced by itself."""
    campaign = db.table("campaign").get(campaign_id)
    if minutes is not None:
        category = "own_time"
        minutes = within(minutes, 1, 100_000, "The time in minutes")
        amount = _price(db, minutes, person_id)
    if not amount:
        raise UserError("There is no amount.", "Type what it cost; a refund has a minus.")
    money(amount, "The amount", -LARGEST, LARGEST)
    db.detail = str(campaign["name"])
    return db.table("campaign_cost").insert(
        {
            "campaign_id": campaign_id,
            "amount": amount,
            "spent_on": day(spent_on, "The day"),
            "category": one_of(category, CATEGORIES, "kind of cost"),
            "note": (note or "").strip() or None,
            "minutes": minutes,
            "person_id": person_id,
        }
    )


@action("Record result")
def record_result(
    db: Database,
    campaign_id: int,
    metric: str,
    value: int,
    noted_on: str,
    note: str | None = None,
) -> int:
    """Write down how many were reached, came, replied or clicked, as counted on a day."""
    campaign = db.table("campaign").get(campaign_id)
    db.detail = str(campaign["name"])
    return db.table("campaign_result").insert(
        {
            "campaign_id": campaign_id,
            "metric": one_of(metric, METRICS, "result"),
            "value": within(value, 0, LARGEST, "The number"),
            "noted_on": day(noted_on, "The day"),
            "note": (note or "").strip() or None,
        }
    )


@action("Correct spend and results")
def take_out(db: Database, costs: Sequence[int], results: Sequence[int]) -> int:
    """Take wrong lines of cost and results away; how many were not away already."""
    taken = 0
    for table, keys in (("campaign_cost", costs), ("campaign_result", results)):
        for key in keys:
            if not db.table(table).get(key)["trashed_at"]:
                db.table(table).trash(key)
                taken += 1
    return taken


@action("Plan activity")
def add_activity(
    db: Database,
    campaign_id: int,
    name: str,
    starts_on: str,
    ends_on: str | None = None,
    owner_id: int | None = None,
    note: str | None = None,
) -> int:
    """Put one line on a campaign's timeline; without an end it is a single day."""
    db.detail = str(db.table("campaign").get(campaign_id)["name"])
    values = {"name": name, "starts_on": starts_on, "ends_on": ends_on}
    row = _checked_activity({**values, "owner_id": owner_id, "note": note}, {})
    return db.table("campaign_activity").insert({**row, "campaign_id": campaign_id})


@action("Change activity")
def edit_activity(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change one line of a campaign's timeline."""
    before = db.table("campaign_activity").get(key)
    values = changed(_checked_activity(values, before), before)
    if values:
        db.table("campaign_activity").update(key, values)


@action("Finish activity", rests_on=("campaign_activity", "done"))
def finish_activity(db: Database, key: int, done: bool = True) -> None:
    """Tick one line of a campaign's timeline off, or on again."""
    before = db.table("campaign_activity").get(key)
    if bool(before["done"]) != done:
        db.detail = str(before["name"])
        db.table("campaign_activity").update(key, {"done": int(done)})


@action("Log activity")
def log_touch(
    db: Database, campaign_id: int, kind: str, subject: str, done_on: str | None = None
) -> int:
    """Write down what was done for a campaign: a call round, a letter, a meeting."""
    campaign = db.table("campaign").get(campaign_id)
    db.detail = str(campaign["name"])
    today = db.today().isoformat()
    done = day(done_on or today, "The day")
    if done > today:
        raise UserError(f"{done} is still to come.", "Plan it on the timeline instead.")
    return db.table("activity").insert(
        {
            "campaign_id": campaign_id,
            "kind": one_of(kind, TOUCHES, "kind of activity"),
            "subject": needed(subject, "What was done"),
            "done_at": db.now() if done == today else f"{done}T12:00:00Z",
            "person_id": db.person_id,
        }
    )


def _price(db: Database, minutes: int, person_id: int | None) -> int:
    person = None if person_id is None else set_up.person(db, person_id)
    if person is None:
        raise UserError("Nobody is named for this time.", "Choose whose time it was.")
    if not person.hourly_cost:
        raise UserError(
            f"{person.name} has no hourly cost.", "Set it in Settings, People, then record again."
        )
    return (2 * minutes * person.hourly_cost + 60) // 120


def _checked(db: Database, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    row = only(values, FIELDS)
    if "name" in row:
        row["name"] = needed(row["name"], "The name of the campaign")
        row["name_key"] = fold(row["name"])
    for field, codes in (("objective", OBJECTIVES), ("status", STATUSES)):
        if field in row:
            one_of(row[field], codes, field)
    if row.get("code"):
        row["code"] = str(row["code"]).upper()
        taken = queries.by_code(db, row["code"])
        if taken not in (None, before.get("id")):
            raise UserError(
                f"The code {row['code']} belongs to another campaign.", "Choose another code."
            )
    if "budget" in row:
        row["budget"] = money(row["budget"] or 0, "The budget", high=LARGEST)
    for field in ("audience_size", "expected_leads", "expected_revenue"):
        if row.get(field) is not None:
            what = field.replace("_", " ").capitalize()
            row[field] = (
                money(row[field], what, high=LARGEST)
                if field == "expected_revenue"
                else within(row[field], 0, LARGEST, what)
            )
    _check_days(row, before)
    return row


def _check_days(row: dict[str, Any], before: Mapping[str, Any]) -> None:
    for field, what in (("starts_on", "The start"), ("ends_on", "The end")):
        if row.get(field):
            row[field] = day(row[field], what)
    start = row.get("starts_on", before.get("starts_on"))
    end = row.get("ends_on", before.get("ends_on"))
    if start and end and end < start:
        raise UserError("It ends before it starts.", "Set an end on or after the start.")


def _checked_activity(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    row = only(values, ACTIVITY_FIELDS)
    if "name" in row:
        row["name"] = needed(row["name"], "What happens")
    if "starts_on" in row and not row["starts_on"]:
        raise UserError("The start is missing.", "Say on which day it begins.")
    _check_days(row, before)
    return row


def _free_code(db: Database, name: str) -> str:
    words = re.findall(r"[A-Z0-9]+", fold(name).upper())
    stem = (words[0] if words and len(words[0]) >= 3 else "".join(words))[:8] or "CAMPAIGN"
    code, number = stem, 2
    while queries.by_code(db, code) is not None:
        code, number = f"{stem}{number}", number + 1
    return code
