"""The day's work: leads that wait, follow-ups that are due, deals gone quiet, and the figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from salesdesk.model.calendar import (
    local_day,
    month_of,
    parse_moment,
    to_moment,
)
from salesdesk.queries import deals
from salesdesk.queries import leads as lead_lists
from salesdesk.queries.figures import Figures, Pace, Step, Supply, Weak, figures, pace_to, supply
from salesdesk.queries.figures.funnel import steps_of, weakest_of, year_before
from salesdesk.queries.figures.parts import rates
from salesdesk.queries.settings import settings
from salesdesk.store.database import Database

#: The view of the lead list that holds what waits here.
WAITING_VIEW = "new"
#: New leads wait in the list above the follow-ups already.
_OPEN_LEAD = (
    "l.status not in ('new', 'accepted', 'disqualified', 'duplicate') and l.trashed_at is null"
)


@dataclass(frozen=True)
class Waiting:
    """A lead that nobody has answered yet."""

    key: int
    name: str
    place: str
    words: str
    campaign: str | None
    minutes: int
    late: bool
    soon: bool
    status: str
    wake_on: str | None


@dataclass(frozen=True)
class FollowUp:
    """Something to do today or overdue; `table` and `key` are the record it concerns."""

    table: str
    key: int
    activity_id: int | None
    kind: str
    name: str
    words: str
    amount: int | None
    owner_id: int | None
    initials: str | None
    on: date
    at: str | None
    days_overdue: int


@dataclass(frozen=True)
class Quiet:
    """An open deal with no contact for longer than its stage allows, and nothing planned."""

    key: int
    name: str
    words: str
    amount: int
    owner_id: int | None
    initials: str | None
    days: int
    has_step: bool


@dataclass(frozen=True)
class Work:
    """The three lists of the day: their first rows, and how many there are in all."""

    day: date
    promise_hours: int
    waiting: list[Waiting]
    waiting_count: int
    late_count: int
    follow_ups: list[FollowUp]
    follow_up_count: int
    overdue_count: int
    quiet: list[Quiet]
    quiet_count: int
    quiet_amount: int
    is_new: bool


@dataclass(frozen=True)
class Outlook:
    """This month's figures as the day shows them."""

    month: Figures
    pace: Pace | None
    supply: Supply
    steps: list[Step]
    weak: Weak | None
    day: date


def work(db: Database, limit: int = 5, all_follow_ups: bool = False) -> Work:
    """What is to be done today, the longest waiting first."""
    promise = settings(db).response_promise_hours
    waiting, late = _waiting_counts(db, promise)
    due, overdue = _due_counts(db)
    quiet = deals.Filters("quiet")
    total = deals.summary(db, quiet)
    return Work(
        day=db.today(),
        promise_hours=promise,
        waiting=_waiting(db, promise, limit),
        waiting_count=waiting,
        late_count=late,
        follow_ups=follow_ups(db, None if all_follow_ups else limit),
        follow_up_count=due,
        overdue_count=overdue,
        quiet=_quiet(db, quiet, limit),
        quiet_count=total.count,
        quiet_amount=total.amount,
        is_new=not db.value("select exists (select 1 from lead) or exists (select 1 from deal)"),
    )


def outlook(db: Database) -> Outlook:
    """Target, supply and funnel of this month. On a big file call it on a worker."""
    today = db.today()
    month = month_of(today)
    found = figures(db, month)
    usual = rates(db, year_before(month))
    aim = found.target
    return Outlook(
        month=found,
        pace=None if aim is None else pace_to(db, month, aim, found.revenue_won),
        supply=supply(db, usual=usual),
        steps=steps_of(found),
        weak=weakest_of(found, usual),
        day=today,
    )


def follow_ups(db: Database, limit: int | None = None) -> list[FollowUp]:
    """Next steps of leads and deals, and planned activities, due today or before."""
    rows = db.rows(
        f"""select * from (
            select 'lead' as kind_of, l.id, null as activity, l.next_step_kind as kind, l.name,
                l.next_step, l.estimated_value, l.owner_id, p.initials, l.next_step_on as day,
                l.next_step_at as at
            from lead l left join person p on p.id = l.owner_id where {_due_lead()}
            union all
            select 'deal', d.id, null, d.next_step_kind, coalesce(o.name, c.name, d.title),
                d.next_step, d.amount, d.owner_id, p.initials, d.next_step_on, d.next_step_at
            from deal d left join organisation o on o.id = d.organisation_id
            left join contact c on c.id = d.contact_id left join person p on p.id = d.owner_id
            where {_DUE_DEAL}
            union all
            select case when a.deal_id is not null then 'deal'
                    when a.lead_id is not null then 'lead'
                    when a.contact_id is not null then 'contact' else 'organisation' end,
                coalesce(a.deal_id, a.lead_id, a.contact_id, a.organisation_id), a.id, a.kind,
                coalesce(o.name, c.name, l.name, d.title), a.subject, d.amount, a.person_id,
                p.initials, a.planned_on, a.planned_at
            from activity a left join deal d on d.id = a.deal_id
            left join lead l on l.id = a.lead_id
            left join contact c on c.id = a.contact_id
            left join organisation o on o.id = a.organisation_id
            left join person p on p.id = a.person_id where {_DUE_ACTIVITY})
        order by day, at is null, at, id {"" if limit is None else "limit :limit"}""",
        _due(db) | ({} if limit is None else {"limit": limit}),
    )
    today = db.today()
    return [_follow_up(row, today) for row in rows]


def _follow_up(row: tuple[Any, ...], today: date) -> FollowUp:
    table, key, activity, kind, name, words, amount, owner, initials, day, at = row
    on = date.fromisoformat(day)
    return FollowUp(
        table=table,
        key=key,
        activity_id=activity,
        kind=kind or "task",
        name=name or "",
        words=words or "",
        amount=amount,
        owner_id=owner,
        initials=initials,
        on=on,
        at=_clock(at),
        days_overdue=max(0, (today - on).days),
    )


def _clock(at: str | None) -> str | None:
    """The time of day of `14:00` or of a moment, as `14:00`."""
    if not at:
        return None
    return at[11:16] if "T" in at else at[:5]


def _due(db: Database) -> dict[str, Any]:
    return {"today": db.today().isoformat()}


def _due_lead() -> str:
    return (
        f"l.next_step_on <= :today and l.next_step_on is not null and {_OPEN_LEAD} "
        "and (l.wake_on is null or l.wake_on <= :today)"
    )


_DUE_DEAL = "d.status = 'open' and d.trashed_at is null and d.next_step_on <= :today"
_DUE_ACTIVITY = (
    "a.done_at is null and a.planned_on is not null and a.planned_on <= :today "
    "and a.trashed_at is null and coalesce(a.deal_id, a.lead_id, a.contact_id, "
    "a.organisation_id) is not null"
)


def _due_counts(db: Database) -> tuple[int, int]:
    row = db.row(
        f"""select count(*), coalesce(sum(day < :today), 0) from (
            select l.next_step_on as day from lead l where {_due_lead()}
            union all select d.next_step_on from deal d where {_DUE_DEAL}
            union all select a.planned_on from activity a where {_DUE_ACTIVITY})""",
        _due(db),
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _waiting_counts(db: Database, promise: int) -> tuple[int, int]:
    """All that are new without those that sleep: so both are counted from indexes alone."""
    sql = (
        "select count(*), coalesce(sum(received_at < :cutoff), 0) from lead "
        "where {0}status = 'new' and trashed_at is null"
    )
    cutoff = to_moment(parse_moment(db.now()) - timedelta(hours=promise))
    every = db.rows(sql.format(""), {"cutoff": cutoff})[0]
    # the plus: found by the day they wake, not by their status
    asleep = db.rows(sql.format("wake_on > :today and +"), _due(db) | {"cutoff": cutoff})[0]
    return int(every[0] - asleep[0]), int(every[1] - asleep[1])


def _waiting(db: Database, promise: int, limit: int) -> list[Waiting]:
    where = lead_lists.VIEWS[WAITING_VIEW]
    rows = db.rows(
        f"""select l.id, l.name, coalesce(l.organisation_name, l.town, ''),
            coalesce(l.asked_for, ''), c.name, l.received_at, l.status, l.wake_on
        from lead l left join campaign c on c.id = l.campaign_id
        where l.trashed_at is null and {where} order by l.received_at, l.id limit :limit""",
        lead_lists.named(where, lead_lists.params(db)) | {"limit": limit},
    )
    now = parse_moment(db.now())
    found: list[Waiting] = []
    for key, name, place, words, campaign, received, *state in rows:
        minutes = max(0, int((now - parse_moment(received)).total_seconds()) // 60)
        late = minutes > promise * 60
        soon = not late and minutes > promise * 60 * 5 // 6
        line = " ".join(str(words).split()) or place
        found.append(Waiting(key, name, place, line, campaign, minutes, late, soon, *state))
    return found


def _quiet(db: Database, view: deals.Filters, limit: int) -> list[Quiet]:
    keys = list(deals.table_keys(db, view, "age"))[:limit]
    cards = deals.cards(db, keys)
    today, zone = db.today(), db.clock.zone
    found: list[Quiet] = []
    for key in keys:
        card = cards.get(key)
        if card is None:
            continue
        last = max(card.stage_since, card.last_contact_at or "")
        days = (today - local_day(last, zone)).days
        name = card.name or card.title
        words = card.title if card.name else ""
        step = card.next_step is not None
        found.append(Quiet(key, name, words, card.amount, card.owner_id, card.initials, days, step))
    return sorted(found, key=lambda row: -row.days)
