"""Handovers: what marketing offered to sales, and what became of it."""

import json
from dataclasses import dataclass
from typing import Any

from salesdesk.store.database import Database


@dataclass(frozen=True)
class Handover:
    """One offer of a lead to a person in sales."""

    key: int
    lead_id: int
    from_id: int | None
    from_name: str | None
    to_id: int
    offered_at: str
    due_at: str
    checklist: dict[str, Any]
    summary: str | None
    first_step: str | None
    first_step_on: str | None
    best_time: str | None
    outcome: str
    answered_at: str | None
    answered_by: str | None
    reason: str | None
    comment: str | None
    campaign_id: int | None


@dataclass(frozen=True)
class Receiver:
    """A person to whom leads can be handed over, with the work they have."""

    key: int
    name: str
    initials: str
    area: str | None
    open_deals: int
    open_value: int


_HANDOVER = """
    select h.id as key, h.lead_id, h.from_id, f.name as from_name, h.to_id, h.offered_at, h.due_at,
        h.checklist, h.summary, h.first_step, h.first_step_on, h.best_time, h.outcome,
        h.answered_at, a.name as answered_by, r.label as reason, h.comment, h.campaign_id
    from handover h left join person f on f.id = h.from_id
    left join person a on a.id = h.answered_by left join reason r on r.id = h.reason_id
    where h.trashed_at is null
"""


def one(db: Database, key: int) -> Handover | None:
    """A handover by its key."""
    return next(iter(_handovers(db, "and h.id = ?", key)), None)


def of_lead(db: Database, lead_id: int) -> list[Handover]:
    """Every time round of a lead, the newest first."""
    return _handovers(db, "and h.lead_id = ? order by h.offered_at desc, h.id desc", lead_id)


def pending(db: Database, lead_id: int) -> Handover | None:
    """The offer of a lead that waits for its answer."""
    waiting = "and h.lead_id = ? and h.outcome = 'pending' order by h.id desc limit 1"
    return next(iter(_handovers(db, waiting, lead_id)), None)


def _handovers(db: Database, which: str, key: int) -> list[Handover]:
    found = db.dicts(_HANDOVER + which, (key,))
    return [Handover(**{**row, "checklist": _ticks(row["checklist"])}) for row in found]


def _ticks(text: str) -> dict[str, Any]:
    """The checklist as it stood; empty where another program wrote what is none."""
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {}
    return found


def overdue(db: Database, now: str) -> list[int]:
    """Keys of pending handovers whose time is over."""
    rows = db.rows(
        "select id from handover where outcome = 'pending' and due_at < ? "
        "and trashed_at is null order by due_at, id",
        (now,),
    )
    return [int(key) for (key,) in rows]


def outcomes(db: Database, keys: list[int]) -> dict[int, tuple[str, str, str]]:
    """key -> (outcome, lead, who answered or was asked) of those that have been answered."""
    marks = ", ".join("?" * len(keys))
    rows = db.rows(
        "select h.id, h.outcome, l.name, coalesce(a.name, t.name) from handover h "
        "join lead l on l.id = h.lead_id join person t on t.id = h.to_id "
        f"left join person a on a.id = h.answered_by where h.id in ({marks}) "
        "and h.outcome <> 'pending' and h.trashed_at is null order by h.answered_at, h.id",
        keys,
    )
    return {int(key): (str(outcome), str(lead), str(who)) for key, outcome, lead, who in rows}


def receivers(db: Database) -> list[Receiver]:
    """Who takes leads: everyone active who sells, with their open deals; sales first."""
    rows = db.rows(
        "select p.id, p.name, p.initials, p.area, count(d.id), coalesce(sum(d.amount), 0) "
        "from person p left join deal d on d.owner_id = p.id and d.status = 'open' "
        "and d.trashed_at is null where p.active = 1 and p.trashed_at is null "
        "and p.role <> 'marketing' group by p.id, p.name, p.initials, p.area, p.role "
        "order by case p.role when 'sales' then 0 else 1 end, p.name, p.id"
    )
    return [Receiver(*row) for row in rows]
