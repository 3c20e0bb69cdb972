"""Counting leads and hand-overs: by the day of the event, and by the cohort received."""

from datetime import timedelta
from typing import Any

from salesdesk.model.calendar import local_day
from salesdesk.model.rules import WorkingHours
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.figures.tally import Tallies, add
from salesdesk.queries.settings import Settings
from salesdesk.store.database import Database

#: How far a lead of a cohort came: each step is a part of the one before.
ACCEPTED = "(l.status = 'accepted' or l.deal_id is not null)"
QUALIFIED = f"""(l.qualified_at is not null or l.status in ('qualified', 'handed_over',
        'returned') or {ACCEPTED})"""


def count_cohort(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """The leads received and the hand-overs offered, with what became of them."""
    _leads(db, scope, params, tallies)
    _offers(db, scope, params, tallies)


def count_events(
    db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies, settings: Settings
) -> None:
    """What happened to leads in the period, whenever they were received; response times."""
    _moved(db, scope, params, tallies)
    _answers(db, scope, params, tallies)
    _responses(db, scope, params, tallies, settings)


def _leads(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Leads received, and how far they came: one pass over the covering index.

    Each step of the cohort is a part of the one before, so that no rate can pass 100%.
    """
    rows = db.rows(
        f"""select part, sum(real), sum(not real), sum(status = 'disqualified'),
            sum(status in ('new', 'working', 'nurture') and not fit), sum(real and fit),
            sum(real and taken), sum(real and taken and coalesce(sold = 'won', 0)),
            sum(real and taken and coalesce(sold = 'open', 0))
        from (select {scope.key("lead")} as part, l.status as status,
                l.status <> 'duplicate' as real, {QUALIFIED} as fit, {ACCEPTED} as taken,
                (select d.status from deal d where d.id = l.deal_id and d.trashed_at is null)
                    as sold
            from lead l indexed by lead_figures
            where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
            {scope.where("lead")}) group by 1""",
        params,
    )
    names = """leads duplicates disqualified cohort_open cohort_qualified cohort_accepted
        cohort_won cohort_selling"""
    add(tallies, rows, *names.split())


def _moved(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Leads by the day they qualified; imported ones without slip or day are placed, too."""
    by_day = "l.qualified_at >= :start and l.qualified_at < :end"
    unplaced = """l.received_at >= :start and l.received_at < :end and l.qualified_at is null
        and l.status in ('qualified', 'handed_over', 'accepted', 'returned')"""
    for source, when in (("lead l", by_day), ("lead l indexed by lead_figures", unplaced)):
        rows = db.rows(
            f"""select part, count(*), sum(slipless <> ''), sum(slipless = 'accepted'),
                sum(slipless = 'returned') from (
            select {scope.key("lead")} as part,
                case when l.status in ('handed_over', 'accepted', 'returned') and not exists
                    (select 1 from handover h where h.lead_id = l.id)
                    then l.status else '' end as slipless
            from {source} where {when} and l.trashed_at is null and l.status <> 'duplicate'
            {scope.where("lead")}) group by 1""",
            params,
        )
        add(tallies, rows, "qualified", "handed_over", "accepted", "returned")


def _offers(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Hand-overs by the day of the offer, with what came of them."""
    rows = db.rows(
        f"""select {scope.key("handover")}, sum(h.outcome <> 'withdrawn'),
            sum(h.outcome = 'pending'), sum(h.outcome = 'accepted'),
            sum(h.outcome in ('accepted', 'returned', 'expired'))
        from handover h join lead l on l.id = h.lead_id
        where h.offered_at >= :start and h.offered_at < :end
        and h.trashed_at is null and l.trashed_at is null {scope.where("handover")} group by 1""",
        params,
    )
    add(tallies, rows, "handed_over", "pending", "slips_accepted", "slips_answered")


def _answers(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Hand-overs by the day of the answer, or on which they ran out."""
    answered = "h.answered_at >= :start and h.answered_at < :end"
    ran_out = """h.answered_at is null and h.outcome = 'expired'
        and h.due_at >= :start and h.due_at < :end"""
    for when in (answered, ran_out):
        rows = db.rows(
            f"""select {scope.key("handover")}, sum(h.outcome = 'accepted'),
                sum(h.outcome = 'returned'), sum(h.outcome = 'expired')
            from handover h join lead l on l.id = h.lead_id
            where {when} and h.trashed_at is null and l.trashed_at is null
            {scope.where("handover")} group by 1""",
            params,
        )
        add(tallies, rows, "accepted", "returned", "expired")


def _responses(
    db: Database,
    scope: Scope,
    params: dict[str, Any],
    tallies: Tallies,
    settings: Settings,
) -> None:
    """Working time to the first human contact, and whether the promise was kept."""
    rows = db.rows(
        f"""select {scope.key("lead")}, l.received_at, l.first_response_at
        from lead l indexed by lead_figures
        where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
        and l.status <> 'duplicate' and (l.first_response_at is not null or l.status = 'new')
        {scope.where("lead")}""",
        params,
    )
    if not rows:
        return
    zone = db.clock.zone
    latest = max((row[2] for row in rows if row[2]), default=rows[0][1])
    hours = WorkingHours(
        settings.working_days,
        settings.working_from,
        settings.working_to,
        zone,
        local_day(min(row[1] for row in rows), zone) - timedelta(days=1),
        local_day(latest, zone) + timedelta(days=1),
    )
    promise = settings.response_promise_hours * 60
    now = hours.minute_of(db.now())
    for key, received, responded in rows:
        tally = tallies[key]
        waited = (hours.minute_of(responded) if responded else now) - hours.minute_of(received)
        if responded:
            tally.response_minutes[hours.between(received, responded)] += 1
        if responded or waited > promise:
            tally.counts["promised"] += 1
            tally.counts["promise_kept"] += waited <= promise
