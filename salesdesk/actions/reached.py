"""What follows from contact with somebody: who was reached first, and when a deal last heard."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import leads
from salesdesk.queries import edits, history, timelines
from salesdesk.queries import leads as queries
from salesdesk.store.database import Database

#: Kinds by which one person reaches another; a note or a task reaches nobody.
HUMAN = ("call", "email", "letter", "meeting", "demo", "visit", "message")
#: By these fields of an activity it is a contact, and of when.
TELLING = frozenset({"kind", "direction", "done_at", "trashed_at"})


def touch(db: Database, row: Mapping[str, Any], when: str) -> None:
    """A contact of this moment was logged: its lead is being worked on, its deal not quiet."""
    human = row["kind"] in HUMAN
    if row["lead_id"] is not None:
        lead = db.table("lead").get(row["lead_id"])
        values: dict[str, Any] = {} if lead["read_at"] else {"read_at": db.now()}
        if human and row["direction"] != "in":
            told = lead["first_response_at"]
            if told is None or when < told:
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


def anew(db: Database, contact: history.Contact) -> None:
    """A contact came, went or became another one: what follows from those that stand?"""
    if contact.lead_id is not None:
        _respond(db, contact.lead_id, contact.moments)
    if contact.deal_id is not None:
        _heard(db, contact.deal_id, contact.moments)


def _respond(db: Database, lead_id: int, moments: frozenset[str]) -> None:
    """Who was reached first, if anybody?

    What a colleague has done since stands: the lead is being worked on, from their call on. A
    first response that came with the lead stays, unless a contact stands before it.
    """
    lead = queries.one(db, lead_id)
    if lead is None:
        return
    first, told = timelines.first_response(db, lead_id), lead["first_response_at"]
    earlier = first in moments and told is not None and str(first) < told
    if first != told and (told is None or told in moments or earlier):
        values: dict[str, Any] = {"first_response_at": first}
        if lead["status"] == ("working" if first is None else "new"):
            values["status"] = "new" if first is None else "working"
        if not lead["read_at"]:
            values["read_at"] = first
        db.table("lead").update(lead_id, values)
    leads.rescore(db, lead_id)


def _heard(db: Database, deal_id: int, moments: frozenset[str]) -> None:
    """When did a deal last hear from us, or we from it?

    What it was made with stands, unless it was this contact that told it.
    """
    if not edits.is_there(db, "deal", deal_id):
        return
    made = (edits.first_image(db, "deal", deal_id) or {}).get("last_contact_at")
    told = {made} - moments | {timelines.last_contact(db, "deal", deal_id)}
    last = max((moment for moment in told if moment), default=None)
    db.table("deal").update(deal_id, {"last_contact_at": last})
