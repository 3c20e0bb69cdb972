"""Everything that the reading pane shows of one lead, read together."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from salesdesk.model import scores
from salesdesk.queries import handovers, leads, timelines
from salesdesk.queries import settings as set_up
from salesdesk.store.database import Database


@dataclass(frozen=True)
class LeadDetail:
    """One lead with all that hangs on it."""

    lead: dict[str, Any]
    events: list[timelines.Event]
    lines: list[scores.Line]
    decays: list[scores.Rule]
    touches: int
    consents: dict[str, dict[str, Any]]
    twins: list[leads.LeadRow]
    pending: handovers.Handover | None
    settings: set_up.Settings
    now: str
    today: date


def detail(db: Database, key: int) -> LeadDetail | None:
    """A lead in full; None if it is gone."""
    lead = leads.one(db, key)
    if lead is None or lead["trashed_at"]:
        return None
    waits = lead["status"] == "handed_over"
    return LeadDetail(
        lead,
        timelines.of_record(db, "lead", key),
        leads.score_lines(db, lead),
        scores.decays(leads.score_rules(db)),
        leads.touches(db, key),
        leads.consents(db, key),
        leads.twins(db, key) if lead["status"] in leads.OPEN else [],
        handovers.pending(db, key) if waits else None,
        set_up.settings(db),
        db.now(),
        db.today(),
    )
