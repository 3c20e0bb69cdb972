"""What was done and what is to be done next, with a lead, a deal or a person."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action, reached
from salesdesk.actions.checks import changed, needed, one_of, only, time_of_day
from salesdesk.actions.checks import day as checked_day
from salesdesk.errors import UserError
from salesdesk.queries.history import Contact
from salesdesk.store.database import Database

KINDS = (*reached.HUMAN, "note", "task")
DIRECTIONS = ("in", "out", "none")
#: What may be put right of an activity that was logged.
FIELDS = ("kind", "direction", "subject", "body", "outcome", "minutes", "done_at", "person_id")


@action("Log activity")
def log(
    db: Database,
    kind: str,
    subject: str,
    *,
    body: str = "",
    outcome: str = "",
    direction: str = "out",
    minutes: int | None = None,
    lead_id: int | None = None,
    contact_id: int | None = None,
    organisation_id: int | None = None,
    deal_id: int | None = None,
    campaign_id: int | None = None,
    at: str | None = None,
) -> int:
    """Write down something that happened; its key.

    The first time a person reaches a lead is its first response, and it is being worked on
    from then; contact with a deal's customer keeps the deal from going quiet.
    """
    one_of(kind, KINDS, "kind of activity")
    one_of(direction, DIRECTIONS, "direction")
    when = at or db.now()
    row: dict[str, Any] = {
        "kind": kind,
        "direction": "none" if kind in ("note", "task") else direction,
        "subject": needed(subject, "What happened"),
        "body": body.strip() or None,
        "outcome": outcome.strip() or None,
        "minutes": minutes,
        "done_at": when,
        "person_id": db.person_id,
        "lead_id": lead_id,
        "contact_id": contact_id,
        "organisation_id": organisation_id,
        "deal_id": deal_id,
        "campaign_id": campaign_id,
    }
    _complete_links(db, row)
    db.detail = str(row["subject"])
    key = db.table("activity").insert(row)
    reached.touch(db, row, when)
    return key


@action("Add note")
def note(
    db: Database,
    words: str,
    *,
    lead_id: int | None = None,
    contact_id: int | None = None,
    organisation_id: int | None = None,
    deal_id: int | None = None,
    campaign_id: int | None = None,
) -> int:
    """Write a note; its first line is its title. Its key."""
    text = needed(words, "The note")
    title, _, rest = text.partition("\n")
    if len(title) > 80:
        title, rest = "Note", text
    return log(
        db,
        "note",
        title,
        body=rest,
        lead_id=lead_id,
        contact_id=contact_id,
        organisation_id=organisation_id,
        deal_id=deal_id,
        campaign_id=campaign_id,
    )


@action("Change activity")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Put right what was logged; who was reached first and last follows."""
    before = _logged(db, key)
    row = only(values, FIELDS)
    after = {**before, **row}
    row["subject"] = needed(after["subject"], "What happened")
    kind = one_of(after["kind"], KINDS, "kind of activity")
    reaches = kind in reached.HUMAN
    direction = after["direction"] if after["direction"] in ("in", "out") else "out"
    row["direction"] = direction if reaches else "none"
    if after["done_at"] != before["done_at"] and after["done_at"] > db.now():
        raise UserError(
            "This moment is still to come.", "Write when it happened; plan what comes with T."
        )
    row = changed(row, before)
    if not row:
        return
    db.detail = str(after["subject"])
    db.table("activity").update(key, row)
    if not reached.TELLING.isdisjoint(row):
        reached.anew(db, _contact(before, after["done_at"]))


@action("Delete activity", rests_on=("activity", "version"))
def trash(db: Database, key: int) -> None:
    """Put an activity in the trash; who was reached first and last follows."""
    before = _logged(db, key)
    db.detail = str(before["subject"])
    db.table("activity").trash(key)
    reached.anew(db, _contact(before))


def _logged(db: Database, key: int) -> dict[str, Any]:
    row = db.table("activity").get(key)
    if row["trashed_at"]:
        raise UserError("This activity is in the trash.", "Undo its deletion first.")
    if not row["done_at"]:
        raise UserError("This activity is only planned.", "Finish it, or put it off.")
    return row


def _contact(row: Mapping[str, Any], *more: str) -> Contact:
    return Contact(row["lead_id"], row["deal_id"], frozenset({row["done_at"], *more}))


@action("Plan next step")
def plan_step(
    db: Database,
    table: str,
    key: int,
    words: str,
    day: object,
    at: str | None = None,
    kind: str | None = None,
) -> None:
    """Say what happens next with a lead or deal, and when; `at` is a time such as 16:00."""
    before = _stepped(db, table, key)
    values = {
        "next_step": needed(words, "The next step"),
        "next_step_on": checked_day(day, "The day of the next step") if day else None,
        "next_step_at": time_of_day(at),
        "next_step_kind": one_of(kind, KINDS, "kind of activity") if kind else None,
    }
    db.detail = str(before.get("name") or before.get("title"))
    db.table(table).update(key, values)


@action("Finish next step", rests_on=("", "next_step"))
def finish_step(db: Database, table: str, key: int) -> int:
    """The next step is done: it goes into the timeline, and there is none any more."""
    before = _stepped(db, table, key)
    if not before["next_step"]:
        raise UserError("No next step is planned.", "Plan one first, or log what you did with C.")
    kind = before["next_step_kind"] or "task"
    lead_id, deal_id = (key, None) if table == "lead" else (None, key)
    done = log(db, kind, before["next_step"], lead_id=lead_id, deal_id=deal_id)
    empty = ("next_step", "next_step_on", "next_step_at", "next_step_kind")
    db.table(table).update(key, dict.fromkeys(empty))
    db.detail = str(before["next_step"])
    return done


@action("Move next step", rests_on=("", "next_step", "next_step_on", "next_step_at"))
def move_step(db: Database, table: str, key: int, day: object) -> None:
    """Put the next step on another day."""
    before = _stepped(db, table, key)
    if not before["next_step"]:
        raise UserError("No next step is planned.", "Plan one first.")
    db.detail = str(before["next_step"])
    on = checked_day(day, "The day of the next step")
    db.table(table).update(key, {"next_step_on": on, "next_step_at": None})


def _stepped(db: Database, table: str, key: int) -> dict[str, Any]:
    if table not in ("lead", "deal"):
        raise ValueError(table)
    return db.table(table).get(key)


def _complete_links(db: Database, row: dict[str, Any]) -> None:
    """A lead's or deal's activity belongs to its contact and organisation, too."""
    for table in ("lead", "deal"):
        if row[f"{table}_id"] is None:
            continue
        record = db.table(table).get(row[f"{table}_id"])
        names = ["contact_id", "organisation_id"] + (["deal_id"] if table == "lead" else [])
        for name in names:
            if row[name] is None:
                row[name] = record[name]
