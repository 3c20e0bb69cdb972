"""The joint of the funnel: marketing offers a lead, sales accepts it or returns it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from salesdesk.actions import action, contacts, deals, feedback, leads, organisations
from salesdesk.actions.checks import day
from salesdesk.actions.lead_values import CHECKLIST
from salesdesk.errors import UserError
from salesdesk.model.calendar import parse_moment, to_moment, zone_of
from salesdesk.model.lead_text import name_key
from salesdesk.queries import handovers as queries
from salesdesk.queries import links, timelines
from salesdesk.queries import settings as set_up
from salesdesk.store.database import Database

#: A colleague may have closed in another copy what is answered here: the answer is the last word.
NOT_CLOSED: dict[str, Any] = dict.fromkeys(
    ("closed_at", "reason_id", "reason_note", "duplicate_of")
)


@action("Hand over lead", rests_on=("lead", "status"))
def hand_over(
    db: Database,
    lead_id: int,
    to_id: int,
    *,
    summary: str = "",
    first_step: str = "",
    first_step_on: str | None = None,
    best_time: str = "",
    due_at: str | None = None,
    need: str | None = None,
    budget: str | None = None,
    timing: str | None = None,
) -> int:
    """Offer a qualified lead to a person in sales; the key of the handover.

    A lead that is not qualified yet is qualified by this, if enough points are ticked. Words
    for need, budget and timing go into the checklist. Without `due_at` the agreement's hours
    count, on working days.
    """
    lead, to = _checked(db, lead_id, to_id)
    said = {"need": need, "budget": budget, "timing": timing}
    words = {name: text.strip() or None for name, text in said.items() if text is not None}
    lead |= words
    leads.require_checklist(db, lead)
    step = first_step.strip() or None
    step_on = day(first_step_on, "The day of the first step") if first_step_on else None
    key = db.table("handover").insert(
        {
            "lead_id": lead_id,
            "from_id": db.person_id,
            "to_id": to_id,
            "offered_at": db.now(),
            "due_at": due_at or due(db),
            "checklist": _checklist(lead),
            "summary": summary.strip() or None,
            "first_step": step,
            "first_step_on": step_on,
            "best_time": best_time.strip() or None,
            "campaign_id": lead["campaign_id"],
        }
    )
    values = {**leads.qualified_values(db, lead), **words, "status": "handed_over"}
    if step:
        values |= {"next_step": step, "next_step_on": step_on, "next_step_at": None}
    db.table("lead").update(lead_id, {**values, "read_at": lead["read_at"] or db.now()})
    leads.rescore(db, lead_id)
    db.detail = f"{lead['name']} to {to.name}"
    return key


def _checked(db: Database, lead_id: int, to_id: int) -> tuple[dict[str, Any], set_up.Person]:
    """The lead and who takes it over, if both are free for it."""
    lead = db.table("lead").get(lead_id)
    if lead["status"] in ("handed_over", "accepted"):
        raise UserError(f"{lead['name']} is with sales already.", "Wait for the answer.")
    if lead["status"] in leads.CLOSED or lead["trashed_at"]:
        raise UserError(f"{lead['name']} is closed.", "Reopen it first.")
    to = set_up.person(db, to_id)
    if to is None or not to.active:
        raise UserError("Nobody was chosen.", "Choose who takes the lead over.")
    return lead, to


def due(db: Database) -> str:
    """When a handover made now is to be answered: the agreed hours, days off not counted."""
    settings = set_up.settings(db)
    zone = zone_of(settings.zone)
    when = parse_moment(db.now()).astimezone(zone)
    days, hours = divmod(settings.handover_hours, 24)
    when += timedelta(hours=hours)
    while days or when.isoweekday() not in settings.working_days:
        when += timedelta(days=1)
        days -= bool(days) and when.isoweekday() in settings.working_days
    return to_moment(when)


@action("Accept lead", rests_on=("handover", "outcome"))
def accept(
    db: Database,
    handover_id: int,
    *,
    title: str = "",
    amount: int | None = None,
    expected_on: str | None = None,
    next_step: str = "",
    next_step_on: str | None = None,
) -> int:
    """Sales takes the lead: organisation, contact and deal come to be together. The deal's key."""
    offer = _pending(db, handover_id)
    lead = db.table("lead").get(offer["lead_id"])
    organisation_id = _organisation(db, lead)
    contact_id = _contact(db, lead, organisation_id)
    step = next_step.strip() or offer["first_step"] or lead["next_step"]
    step_on = next_step_on or offer["first_step_on"] or lead["next_step_on"]
    deal_id = deals.create(
        db,
        {
            "title": title.strip() or deal_title(lead),
            "amount": lead["estimated_value"] or 0 if amount is None else amount,
            "expected_on": expected_on,
            "owner_id": offer["to_id"],
            "organisation_id": organisation_id,
            "contact_id": contact_id,
            "lead_id": lead["id"],
            "campaign_id": lead["campaign_id"],
            "next_step": step,
            "next_step_on": step_on,
            "last_contact_at": timelines.last_contact(db, "lead", lead["id"]),
        },
    )
    people = {"organisation_id": organisation_id, "contact_id": contact_id}
    for key in links.linked(db, "activity", "lead_id", lead["id"]):
        db.table("activity").update(key, {**people, "deal_id": deal_id})
    _answer(db, handover_id, "accepted")
    closed = {"status": "accepted", "closed_at": db.now(), "wake_on": None, "deal_id": deal_id}
    db.table("lead").update(lead["id"], {**NOT_CLOSED, **closed, **people})
    db.detail = str(lead["name"])
    return deal_id


def deal_title(lead: Mapping[str, Any]) -> str:
    """What the deal is called unless someone says better: what they need, else who they are."""
    for text in (lead["need"], lead["asked_for"]):
        first = str(text or "").strip().split("\n")[0]
        if first:
            return first if len(first) <= 60 else first[:59].rsplit(" ", 1)[0] + "…"
    return str(lead["name"])


@action("Return lead", rests_on=("handover", "outcome"))
def return_lead(db: Database, handover_id: int, reason_id: int | None, comment: str = "") -> None:
    """Sales gives the lead back, with a reason that marketing and the campaign hear."""
    reasons = {r.key: r.label for r in set_up.reasons(db, "return", active=False)}
    if reason_id not in reasons:
        raise UserError("A returned lead needs a reason.", "Choose one of the reasons.")
    offer = _pending(db, handover_id)
    lead = db.table("lead").get(offer["lead_id"])
    said = comment.strip() or None
    _answer(db, handover_id, "returned", reason_id=reason_id, comment=said)
    values = {"status": "returned", "reason_id": reason_id, "reason_note": said}
    db.table("lead").update(lead["id"], {**NOT_CLOSED, **values})
    label = reasons[reason_id]
    feedback.say(
        db,
        "lead_quality",
        f"{label}: {said}" if said else label,
        campaign_id=offer["campaign_id"],
        segment_id=lead["segment_id"],
        lead_id=lead["id"],
    )
    db.detail = str(lead["name"])


@action("Withdraw handover", rests_on=("handover", "outcome"))
def withdraw(db: Database, handover_id: int, comment: str = "") -> None:
    """Marketing takes its offer back; the lead is qualified as before."""
    _take_back(db, handover_id, "withdrawn", comment)


@action("Expire handover", rests_on=("handover", "outcome"))
def expire(db: Database, handover_id: int) -> None:
    """Nobody answered in time: the lead comes back to marketing today, and it counts.

    The moment is that on which it ran out, whoever opens the file afterwards and sees it.
    """
    offer = _pending(db, handover_id)
    if offer["due_at"] >= db.now():
        raise UserError("There is still time to answer.", "Withdraw the handover instead.")
    to = set_up.person(db, offer["to_id"])
    again = f"Hand over again: no answer from {to.name if to else 'sales'}"
    _take_back(
        db, handover_id, "expired", "", {"answered_by": None, "answered_at": offer["due_at"]}
    )
    step = {"next_step": again, "next_step_on": db.today().isoformat(), "next_step_at": None}
    db.table("lead").update(offer["lead_id"], {**step, "next_step_kind": "task"})


@action("Convert lead to deal", rests_on=("lead", "status"))
def convert(db: Database, lead_id: int, *, amount: int | None = None) -> int:
    """For those who are marketing and sales at once: hand over to oneself and accept."""
    if db.person_id is None:
        raise UserError("Nobody says who you are.", "Choose who you are in Settings, People.")
    offer = hand_over(db, lead_id, db.person_id)
    return accept(db, offer, amount=amount)


def _pending(db: Database, handover_id: int) -> dict[str, Any]:
    row = db.table("handover").get(handover_id)
    if row["outcome"] != "pending":
        found = queries.one(db, handover_id)
        who = f" by {found.answered_by}" if found and found.answered_by else ""
        raise UserError(
            f"This handover is {row['outcome']} already{who}.", "Look at the lead again."
        )
    return row


def _answer(db: Database, key: int, outcome: str, **more: Any) -> None:
    values = {"outcome": outcome, "answered_by": db.person_id, "answered_at": db.now()}
    db.table("handover").update(key, {**values, **more})


def _take_back(
    db: Database, key: int, outcome: str, comment: str, more: Mapping[str, Any] | None = None
) -> None:
    offer = _pending(db, key)
    _answer(db, key, outcome, comment=comment.strip() or None, **(more or {}))
    db.table("lead").update(offer["lead_id"], {**NOT_CLOSED, "status": "qualified"})
    db.detail = str(db.table("lead").get(offer["lead_id"])["name"])


def _checklist(lead: Mapping[str, Any]) -> str:
    found = {p: {"ok": lead[f"{p}_ok"], "words": lead[p] or ""} for p in CHECKLIST}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _organisation(db: Database, lead: Mapping[str, Any]) -> int | None:
    if lead["organisation_id"] is not None or not lead["organisation_name"]:
        return lead["organisation_id"]  # type: ignore[no-any-return]
    known = links.organisation_named(db, name_key(lead["organisation_name"]))
    if known is not None:
        return known
    place = {name: lead[name] for name in ("address", "town", "postcode", "country")}
    return organisations.create(db, {"name": lead["organisation_name"], **place})


def _contact(db: Database, lead: Mapping[str, Any], organisation_id: int | None) -> int:
    known = lead["contact_id"] or links.contact_known(
        db, lead["name_key"], lead["email_key"], lead["phone_key"]
    )
    if known is None:
        names = ("name", "first_name", "last_name", "job_title", "email", "phone")
        place = ("address", "town", "postcode", "country", "owner_id")
        values = {name: lead[name] for name in (*names, *place)}
        known = contacts.create(db, {**values, "organisation_id": organisation_id})
    else:
        contacts.add_missing(db, known, lead, organisation_id)
    for table in ("contact_point", "consent"):
        for key in links.linked(db, table, "lead_id", lead["id"]):
            db.table(table).update(key, {"contact_id": known})
    contacts.strictest(db, "contact_id", known)
    return int(known)
