"""One verb for many leads at once: one change, and what does not fit a lead leaves it as it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from salesdesk.actions import action, leads
from salesdesk.errors import UserError
from salesdesk.model.formats import counted
from salesdesk.queries import settings as set_up
from salesdesk.queries.lead_pages import AT_ONCE
from salesdesk.store.database import Database

WITH_SALES = ("handed_over", "accepted")
Lead = Mapping[str, Any]


class Outcome(NamedTuple):
    """How many leads a verb was done to, and why (a code) not to how many others."""

    done: int
    left: dict[str, int]


@action("Qualify")
def qualify(db: Database, keys: Sequence[int]) -> Outcome:
    """Those with enough points are good enough for sales."""

    def fault(lead: Lead) -> str:
        if lead["status"] == "qualified":
            return "same"
        return "" if leads.has_enough(db, lead) else "points"

    return _each(db, keys, leads.qualify, lambda lead: _closed(lead) or fault(lead))


@action("Snooze")
def snooze(db: Database, keys: Sequence[int], until: object) -> Outcome:
    """Put open leads out of sight until a day."""
    return _each(db, keys, lambda db, key: leads.snooze(db, key, until), _closed)


@action("Nurture")
def nurture(db: Database, keys: Sequence[int], wake_on: object = None) -> Outcome:
    """Keep open leads warm; they come back to Waiting on `wake_on`."""
    return _each(db, keys, lambda db, key: leads.nurture(db, key, wake_on), _closed)


@action("Disqualify")
def disqualify(db: Database, keys: Sequence[int], reason_id: int, note: str = "") -> Outcome:
    """Close open leads with one reason."""
    return _each(db, keys, lambda db, key: leads.disqualify(db, key, reason_id, note), _closed)


@action("Give")
def assign(db: Database, keys: Sequence[int], person_id: int | None) -> Outcome:
    """Make someone else the owner, or nobody."""

    def fault(lead: Lead) -> str:
        return "same" if lead["owner_id"] == person_id else ""

    found = _each(db, keys, lambda db, key: leads.assign(db, key, person_id), fault)
    to = None if person_id is None else set_up.person(db, person_id)
    db.detail = f"{db.detail} to {to.name if to else 'nobody'}"
    return found


@action("Delete")
def trash(db: Database, keys: Sequence[int]) -> Outcome:
    """Put leads in the trash, unless sales has yet to answer for them."""

    def fault(lead: Lead) -> str:
        return "sales" if lead["status"] == "handed_over" else ""

    return _each(db, keys, leads.trash, fault)


def _each(
    db: Database,
    keys: Sequence[int],
    verb: Callable[[Database, int], object],
    fault: Callable[[Lead], str],
) -> Outcome:
    """Do a verb to each lead in which there is no fault; the others are counted by theirs."""
    if len(keys) > AT_ONCE:
        raise UserError(
            f"{len(keys):,} leads are too many at once.", f"Select up to {AT_ONCE:,} leads."
        )
    if len(keys) > 200:
        db.announce()
    left: dict[str, int] = {}
    done = 0
    for key in keys:
        lead = db.table("lead").get(key)
        code = "gone" if lead["trashed_at"] else fault(lead)
        if code:
            left[code] = left.get(code, 0) + 1
        else:
            verb(db, key)
            done += 1
    db.detail = counted(done, "leads")
    return Outcome(done, left)


def _closed(lead: Lead) -> str:
    """Why marketing does not work on a lead, if it does not."""
    if lead["status"] in WITH_SALES:
        return "sales"
    return "closed" if lead["status"] in leads.CLOSED else ""
