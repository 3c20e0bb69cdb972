"""What was done and what is to be done next, with a lead, a deal or a person."""

from typing import Any

from salesdesk.actions import action, leads
from salesdesk.actions.checks import day as checked_day
from salesdesk.actions.checks import needed, one_of
from salesdesk.errors import UserError
from salesdesk.queries import leads as queries
from salesdesk.store.database import Database

KINDS = ("call", "email", "letter", "meeting", "demo", "visit", "message", "note", "task")
#: Kinds by which one person reaches another; a note or a task reaches nobody.
HUMAN = KINDS[:7]
DIRECTIONS = ("in", "out", "none")


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
    _touch(db, row, when)
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
        "next_step_at": _time(at),
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


def _time(at: str | None) -> str | None:
    if not at or not at.strip():
        return None
    hours, _, minutes = at.strip().partition(":")
    is_time = len(at.strip()) < 6 and hours.isdecimal() and minutes.isdecimal()
    if not is_time or int(hours) > 23 or int(minutes) > 59:
        raise UserError(f"{at} is not a time.", "Write it as 16:00.")
    return f"{int(hours):02}:{int(minutes):02}"


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


def respond_anew(db: Database, lead_id: int, at: str) -> None:
    """The contact of this moment came or went with an undo: who was reached first, if anybody?

    What a colleague has done since stands: the lead is being worked on, from their call on.
    """
    lead = queries.one(db, lead_id)
    if lead is None or lead["first_response_at"] not in (None, at):
        return
    first = queries.first_response(db, lead_id)
    if first == lead["first_response_at"]:
        return
    values: dict[str, Any] = {"first_response_at": first}
    if lead["status"] == ("working" if first is None else "new"):
        values["status"] = "new" if first is None else "working"
    if not lead["read_at"]:
        values["read_at"] = first
    db.table("lead").update(lead_id, values)
    leads.rescore(db, lead_id)


def _touch(db: Database, row: dict[str, Any], when: str) -> None:
    human = row["kind"] in HUMAN
    if row["lead_id"] is not None:
        lead = db.table("lead").get(row["lead_id"])
        values: dict[str, Any] = {} if lead["read_at"] else {"read_at": db.now()}
        if human and row["direction"] != "in":
            if not lead["first_response_at"]:
                values["first_response_at"] = when
            if lead["status"] == "new":
                values["status"] = "working"
        if values:
            db.table("lead").update(row["lead_id"], values)
        leads.rescore(db, row["lead_id"])
    if human and row["deal_id"] is not None:
        deal = db.table("deal").get(row["deal_id"])
        if (deal["last_contact_at"] or "") < when:
            db.table("deal").update(row["deal_id"], {"last_contact_at": when})
