"""Timelines: everything that happened with a lead, a contact, an organisation or a deal."""

from dataclasses import dataclass, replace

from salesdesk.queries import apart
from salesdesk.store.database import Database
from salesdesk.store.shipments import SEAT_BITS

COLUMNS = {
    "lead": "lead_id",
    "contact": "contact_id",
    "organisation": "organisation_id",
    "deal": "deal_id",
}


@dataclass(frozen=True)
class Event:
    """One entry of a timeline; `kind` chooses its icon, `table` and `key` what it opens."""

    at: str
    kind: str
    title: str
    body: str
    person: str | None
    table: str
    key: int
    #: Where it was written, if that was another computer than this one.
    computer: str = ""
    #: Of an activity: who decides by it is told first where a colleague has changed it since.
    version: int = 0


def of_record(db: Database, table: str, key: int, limit: int = 200) -> list[Event]:
    """What happened with a record, the newest first."""
    column = COLUMNS[table]
    found = _activities(db, column, key, limit)
    if table == "lead":
        found += _handovers(db, key) + _arrival(db, key)
    if table == "deal":
        found += _stages(db, key)
    if table in ("lead", "deal"):
        found += _objections(db, column, key)
    newest = sorted(found, key=lambda e: (e.at, e.key), reverse=True)[:limit]
    elsewhere = apart.other_computers(db)
    return [
        replace(event, computer=elsewhere[seat])
        # whose key it is says at which seat it was made
        if (seat := event.key >> SEAT_BITS) in elsewhere and event.table != "lead"
        else event
        for event in newest
    ]


def _activities(db: Database, column: str, key: int, limit: int) -> list[Event]:
    rows = db.rows(
        "select a.done_at, a.kind, a.direction, a.subject, a.outcome, a.body, p.name, a.id, "
        "a.version "
        "from activity a left join person p on p.id = a.person_id "
        f"where a.{column} = ? and a.done_at is not null and a.trashed_at is null "
        "order by a.done_at desc, a.id desc limit ?",
        (key, limit),
    )
    found = []
    for at, kind, direction, subject, outcome, body, person, row, version in rows:
        title = str(subject) if not outcome else f"{subject}, {outcome}"
        shown = f"{kind}_in" if direction == "in" else kind
        where = "activity", row
        found.append(Event(at, shown, title, body or "", person, *where, version=version))
    return found


def _handovers(db: Database, lead_id: int) -> list[Event]:
    rows = db.rows(
        "select h.id, h.offered_at, h.summary, t.name, f.name, h.outcome, h.answered_at, "
        "a.name, r.label, h.comment from handover h join person t on t.id = h.to_id "
        "left join person f on f.id = h.from_id left join person a on a.id = h.answered_by "
        "left join reason r on r.id = h.reason_id "
        "where h.lead_id = ? and h.trashed_at is null",
        (lead_id,),
    )
    found = []
    for key, at, summary, to, sender, outcome, answered, who, reason, comment in rows:
        title = f"Handed over to {to}"
        found.append(Event(at, "handover", title, summary or "", sender, "handover", key))
        if answered is None:
            continue
        said = {
            "accepted": "Accepted by sales",
            "returned": f"Returned by sales: {reason or 'no reason given'}",
            "expired": "Handover not answered in time",
            "withdrawn": "Handover withdrawn",
        }.get(outcome, outcome)
        found.append(Event(answered, outcome, said, comment or "", who, "handover", key))
    return found


def _arrival(db: Database, lead_id: int) -> list[Event]:
    row = db.row(
        "select l.received_at, l.asked_for, ch.name, ca.name from lead l "
        "left join channel ch on ch.id = l.channel_id "
        "left join campaign ca on ca.id = l.campaign_id where l.id = ?",
        (lead_id,),
    )
    if row is None:
        return []
    at, asked, channel, campaign = row
    source = campaign or channel
    title = f"Came in through {source}" if source else "Came in"
    return [Event(at, "arrival", title, asked or "", None, "lead", lead_id)]


def _stages(db: Database, deal_id: int) -> list[Event]:
    rows = db.rows(
        "select e.at, f.name, t.name, t.kind, p.name, e.id from stage_event e "
        "join stage t on t.id = e.to_stage_id left join stage f on f.id = e.from_stage_id "
        "left join person p on p.id = e.by_id where e.deal_id = ? and e.trashed_at is null",
        (deal_id,),
    )
    return [
        Event(
            at,
            kind if kind != "open" else "stage",
            f"Moved from {before} to {after}" if before else f"Opened in {after}",
            "",
            person,
            "stage_event",
            key,
        )
        for at, before, after, kind, person, key in rows
    ]


def _objections(db: Database, column: str, key: int) -> list[Event]:
    rows = db.rows(
        "select created_at, words, answer, id from objection "
        f"where {column} = ? and trashed_at is null",
        (key,),
    )
    return [
        Event(at, "objection", f"Objection: {words}", answer or "", None, "objection", row)
        for at, words, answer, row in rows
    ]


def first_response(db: Database, lead_id: int) -> str | None:
    """When a lead was reached first, as far as the contacts that stand tell."""
    found = db.value(
        "select min(done_at) from activity where lead_id = ? and trashed_at is null "
        "and direction <> 'in' and kind not in ('note', 'task')",
        (lead_id,),
    )
    return None if found is None else str(found)


def last_contact(db: Database, table: str, key: int) -> str | None:
    """When there was last contact with a record, either way, as far as those that stand tell."""
    found = db.value(
        f"select max(done_at) from activity where {COLUMNS[table]} = ? and trashed_at is null "
        "and kind not in ('note', 'task')",
        (key,),
    )
    return None if found is None else str(found)
