"""Leads: the views of the inbox, one lead in full, and what its score rests on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from salesdesk.model import scores
from salesdesk.model.calendar import parse_moment
from salesdesk.queries import links
from salesdesk.queries import settings as set_up
from salesdesk.store.database import Database

#: code -> its condition; `:me` and `:today` are filled in.
_AWAKE = "(l.wake_on is null or l.wake_on <= :today)"
VIEWS: dict[str, str] = {
    "new": f"l.status = 'new' and {_AWAKE}",
    "waiting": "l.status in ('new', 'working', 'nurture') "
    "and (l.owner_id = :me or l.owner_id is null) "
    f"and (l.status <> 'nurture' and {_AWAKE} "
    "and (l.next_step_on is null or l.next_step_on <= :today) "
    "or l.status = 'nurture' and l.wake_on <= :today)",
    "handed_to_me": "l.status = 'handed_over' and exists (select 1 from handover h "
    "where h.lead_id = l.id and h.outcome = 'pending' and h.to_id = :me)",
    "nurture": "l.status = 'nurture'",
    "qualified": f"l.status = 'qualified' and {_AWAKE}",
    "handed_over": "l.status = 'handed_over'",
    "snoozed": "l.status in ('new', 'working', 'qualified', 'returned') and l.wake_on > :today",
    "returned": f"l.status = 'returned' and {_AWAKE}",
    "duplicates": "l.status in ('new', 'working', 'nurture', 'qualified', 'returned') and ("
    "l.email_key is not null and exists (select 1 from lead o where o.email_key = l.email_key "
    "and o.id <> l.id and o.received_at <= l.received_at and o.trashed_at is null "
    "and o.status <> 'duplicate') or "
    "l.phone_key is not null and exists (select 1 from lead o where o.phone_key = l.phone_key "
    "and o.id <> l.id and o.received_at <= l.received_at and o.trashed_at is null "
    "and o.status <> 'duplicate'))",
    "disqualified": "l.status = 'disqualified'",
    "accepted_by_me": "l.status = 'accepted' and exists (select 1 from handover h "
    "where h.lead_id = l.id and h.outcome = 'accepted' and h.to_id = :me)",
    "returned_by_me": "l.status = 'returned' and exists (select 1 from handover h "
    "where h.lead_id = l.id and h.outcome = 'returned' and h.to_id = :me)",
    "all": "1 = 1",
}
_SHARED = (
    "select id from lead where {0} in (select {0} from lead where {0} is not null "
    "group by {0} having count(*) > 1)"
)
_OWNED = (
    "select id from lead where {} and trashed_at is null "
    "and status in ('new', 'working', 'nurture')"
)
#: What is true of all leads of a view anyway, and finds them without a look at every lead.
HINTS = {
    view: f"l.id in ({sql}) and "
    for view, sql in {
        "duplicates": f"{_SHARED.format('email_key')} union {_SHARED.format('phone_key')}",
        "snoozed": "select id from lead where wake_on > :today and trashed_at is null",
        "waiting": f"{_OWNED.format('owner_id = :me')} union all "
        + _OWNED.format("owner_id is null"),
    }.items()
}
#: Where the sidebar counts them; the rest is counted when it is opened.
COUNTED = tuple(view for view in VIEWS if view not in ("all", "duplicates"))
OPEN = ("new", "working", "nurture", "qualified", "returned")


@dataclass(frozen=True)
class LeadRow:
    """A lead as the list shows it."""

    key: int
    name: str
    organisation: str | None
    job_title: str | None
    town: str | None
    received_at: str
    status: str
    score: int
    next_step: str | None
    next_step_on: str | None
    campaign: str | None
    channel: str | None
    asked_for: str | None
    read: bool
    first_response_at: str | None
    wake_on: str | None
    owner_id: int | None
    owner: str | None

    @property
    def place(self) -> str:
        """Company, or what and where the person is."""
        if self.organisation:
            return self.organisation
        return ", ".join(part for part in (self.job_title, self.town) if part)


_ROW = """
    select l.id, l.name, l.organisation_name, l.job_title, l.town, l.received_at, l.status,
        l.score, l.next_step, l.next_step_on, c.name, ch.name, l.asked_for,
        l.read_at is not null, l.first_response_at, l.wake_on, l.owner_id, p.name
    from lead l left join campaign c on c.id = l.campaign_id
    left join channel ch on ch.id = l.channel_id left join person p on p.id = l.owner_id
"""


def params(db: Database) -> dict[str, Any]:
    """What the conditions of the views ask for."""
    return {"me": db.person_id, "today": db.today().isoformat()}


def named(condition: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Those of `wanted` that `condition` really asks for."""
    return {name: value for name, value in wanted.items() if f":{name}" in condition}


def counts(db: Database) -> dict[str, int]:
    """view -> how many leads are in it. A scan: on a big file call it on a worker."""
    known = params(db)
    by_status = _by_status(db, "")
    asleep = _by_status(db, "wake_on is not null and wake_on > :today and ", known)
    found = {"all": sum(by_status.values())}
    for view in COUNTED:
        if view in ("nurture", "handed_over", "disqualified"):
            found[view] = by_status.get(view, 0)
        elif view in ("new", "qualified", "returned"):
            found[view] = by_status.get(view, 0) - asleep.get(view, 0)
        elif view == "snoozed":
            found[view] = sum(asleep.get(s, 0) for s in ("new", "working", "qualified", "returned"))
        else:
            found[view] = count(db, view, known)
    found["duplicates"] = count(db, "duplicates", known)
    return found


def _by_status(db: Database, which: str, known: dict[str, Any] | None = None) -> dict[str, int]:
    # the plus: counted from the index that `which` asks for, not sorted by one of all leads
    plus = "+" if which else ""
    sql = f"select status, count(*) from lead where {which}trashed_at is null group by {plus}status"
    return dict(db.rows(sql, named(sql, known or {})))


def count(db: Database, view: str, known: dict[str, Any] | None = None) -> int:
    """How many leads are in one view."""
    where = HINTS.get(view, "") + VIEWS[view]
    sql = f"select count(*) from lead l where l.trashed_at is null and {where}"
    return int(db.value(sql, named(where, known or params(db))))


def rows(db: Database, keys: list[int]) -> list[LeadRow]:
    """The leads with these keys, in this order; those that are gone are left out."""
    found: dict[int, LeadRow] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ", ".join("?" * len(part))
        for row in db.rows(f"{_ROW} where l.id in ({marks})", part):
            found[int(row[0])] = _lead(row)
    return [found[key] for key in keys if key in found]


def _lead(row: tuple[Any, ...]) -> LeadRow:
    values = list(row)
    values[13] = bool(values[13])
    return LeadRow(*values)


def one(db: Database, key: int) -> dict[str, Any] | None:
    """A lead in full, with the names of what it refers to; None if it is gone."""
    found = db.dicts(
        "select l.*, c.name as campaign, c.offer as campaign_offer, ch.name as channel, "
        "p.name as owner, p.initials as owner_initials, r.label as reason, "
        "d.name as original, s.name as segment from lead l "
        "left join campaign c on c.id = l.campaign_id left join channel ch on ch.id = l.channel_id "
        "left join person p on p.id = l.owner_id left join reason r on r.id = l.reason_id "
        "left join lead d on d.id = l.duplicate_of left join segment s on s.id = l.segment_id "
        "where l.id = ?",
        (key,),
    )
    return found[0] if found else None


def twins(db: Database, key: int) -> list[LeadRow]:
    """Other leads that share the email address or phone number, the oldest first."""
    found = db.rows(
        "select o.id from lead l join lead o on o.email_key = l.email_key and o.id <> l.id "
        "where l.id = :key and o.trashed_at is null and o.status <> 'duplicate' "
        "union select o.id from lead l join lead o on o.phone_key = l.phone_key and o.id <> l.id "
        "where l.id = :key and o.trashed_at is null and o.status <> 'duplicate' "
        "order by 1 limit 20",
        {"key": key},
    )
    return rows(db, [int(other) for (other,) in found])


def same_as(db: Database, key: int) -> list[LeadRow]:
    """Twins of a lead, and other leads with exactly its name, the likeliest first."""
    likely = twins(db, key)
    found = db.rows(
        "select o.id from lead l join lead o on o.name_key = l.name_key and o.id <> l.id "
        "where l.id = ? and o.trashed_at is null and o.status <> 'duplicate' "
        "order by o.id limit 20",
        (key,),
    )
    known = {row.key for row in likely}
    return likely + rows(db, [int(other) for (other,) in found if other not in known])


def touches(db: Database, key: int) -> int:
    """How often there was contact with a lead."""
    return int(
        db.value(
            "select count(*) from activity where lead_id = ? and done_at is not null "
            "and trashed_at is null and kind not in ('note', 'task')",
            (key,),
        )
    )


def states_of(db: Database, keys: Sequence[int]) -> dict[str, int]:
    """status -> how many of these leads have it, the most first."""
    found = db.rows(
        "select status, count(*) from lead where id in (select value from json_each(?)) "
        "group by status order by count(*) desc, status",
        (json.dumps(list(keys)),),
    )
    return {str(status): int(count) for status, count in found}


def consents(db: Database, key: int) -> dict[str, dict[str, Any]]:
    """channel -> the consent of a lead that counts."""
    return links.last_consents(db, "lead_id", key)


def campaign_names(db: Database) -> list[tuple[int, str]]:
    """(key, name) of the campaigns that a lead can have come from, the running ones first."""
    found = db.rows(
        "select id, name from campaign where trashed_at is null "
        "order by case status when 'active' then 0 when 'planned' then 2 else 1 end, "
        "starts_on desc, id"
    )
    return [(int(key), str(name)) for key, name in found]


def promise_line(db: Database) -> str:
    """The moment before which a lead that came in is past the response promise."""
    from salesdesk.model.calendar import to_moment

    hours = set_up.settings(db).response_promise_hours
    return to_moment(parse_moment(db.now()) - timedelta(hours=hours))


# -- the score ------------------------------------------------------------------------------


def score_rules(db: Database) -> list[scores.Rule]:
    """The rules in use, in their order."""
    found = db.rows(
        "select id, axis, label, condition, points from score_rule "
        "where active = 1 and trashed_at is null order by position, id"
    )
    return [scores.Rule(*row) for row in found]


def has_decay(db: Database) -> bool:
    """Whether any score changes by time alone."""
    return bool(scores.decays(score_rules(db)))


def score_facts(db: Database, lead: dict[str, Any]) -> dict[str, Any]:
    """What the rules may ask about a lead: its fields, and what happened with it."""
    kinds = db.rows(
        "select kind, direction, count(*), max(done_at) from activity where lead_id = ? "
        "and done_at is not null and trashed_at is null group by kind, direction",
        (lead["id"],),
    )
    return {**lead, **_happened(db, lead, kinds)}


def _happened(db: Database, lead: dict[str, Any], kinds: list[tuple[Any, ...]]) -> dict[str, int]:
    facts = dict.fromkeys(scores.HAPPENED, 0)
    plural = {"call": "calls", "visit": "visits", "meeting": "meetings"}
    last_reply = lead["received_at"]
    for kind, direction, times, at in kinds:
        if kind in plural:
            facts[plural[kind]] += times
        if kind not in ("note", "task"):
            facts["touches"] += times
        if direction == "in":
            facts["replies"] += times
            last_reply = max(last_reply, at)
    if lead["status"] in OPEN:
        gone = parse_moment(db.now()) - parse_moment(last_reply)
        facts["weeks_quiet"] = max(0, gone.days // 7)
    return facts


def score_lines(db: Database, lead: dict[str, Any]) -> list[scores.Line]:
    """The lines that add up to a lead's score."""
    return scores.lines(score_rules(db), score_facts(db, lead))


def stale_scores(db: Database) -> list[tuple[int, int]]:
    """(key, score) of open leads whose stored score is not what the rules give today."""
    rules = score_rules(db)
    marks = ", ".join(f"'{status}'" for status in OPEN)
    happened: dict[int, list[tuple[Any, ...]]] = {}
    for key, *rest in db.rows(
        "select a.lead_id, a.kind, a.direction, count(*), max(a.done_at) from activity a "
        f"join lead l on l.id = a.lead_id and l.trashed_at is null and l.status in ({marks}) "
        "where a.done_at is not null and a.trashed_at is null "
        "group by a.lead_id, a.kind, a.direction"
    ):
        happened.setdefault(int(key), []).append(tuple(rest))
    found = []
    for lead in db.dicts(f"select * from lead where trashed_at is null and status in ({marks})"):
        facts = {**lead, **_happened(db, lead, happened.get(lead["id"], []))}
        score = scores.total(scores.lines(rules, facts))
        if score != lead["score"]:
            found.append((int(lead["id"]), score))
    return found
