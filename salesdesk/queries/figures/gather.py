"""Counting: every sum behind the figures, in SQL over the whole set, by part of the business."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from salesdesk.model.calendar import Period, local_day
from salesdesk.model.rules import WorkingHours
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.settings import Settings
from salesdesk.store.database import Database

Key = int | None


@dataclass
class Tally:
    """What was counted for one part; weighted sums stay exact until they are shown."""

    counts: Counter[str] = field(default_factory=Counter)
    exact: dict[str, Fraction] = field(default_factory=dict)
    won_amounts: Counter[int] = field(default_factory=Counter)
    won_days: Counter[int] = field(default_factory=Counter)
    response_minutes: Counter[int] = field(default_factory=Counter)


Tallies = defaultdict[Key, Tally]


def gather(
    db: Database,
    period: Period,
    scope: Scope,
    settings: Settings,
    *,
    expected_only: bool = False,
) -> Tallies:
    """Count everything in `period`, by the parts that `scope` tells apart.

    With `expected_only`, only those open deals count that are expected within `period`.
    """
    first, last = period.days()
    start, end = period.moments(db.clock.zone)
    params: dict[str, Any] = {
        "first": first,
        "last": last,
        "start": start,
        "end": end,
        "today": db.today().isoformat(),
        **scope.params,
    }
    tallies: Tallies = defaultdict(Tally)
    _leads(db, scope, params, tallies)
    _moved(db, scope, params, tallies)
    _slips(db, scope, params, tallies)
    _cohort(db, scope, params, tallies)
    _responses(db, scope, params, tallies, settings)
    _closed(db, scope, params, tallies)
    _open(db, scope, params, tallies, expected_only=expected_only)
    _spend(db, scope, params, tallies)
    _sales_cost(db, scope, params, tallies)
    _results(db, scope, params, tallies)
    return tallies


def _add(tallies: Tallies, rows: list[tuple[Any, ...]], *names: str) -> None:
    """Rows of (key, value, value ...) into counts of these names."""
    for key, *values in rows:
        counts = tallies[key].counts
        for name, value in zip(names, values, strict=True):
            counts[name] += value or 0


def _leads(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Leads received, and what became of them: one pass over the covering index."""
    rows = db.rows(
        f"""select {scope.key("lead")}, sum(l.status <> 'duplicate'), sum(l.status = 'duplicate'),
            sum(l.status = 'disqualified'), sum(l.status in ('new', 'working', 'nurture')
                and l.qualified_at is null and l.deal_id is null)
        from lead l indexed by lead_figures
        where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
        {scope.where("lead")} group by 1""",
        params,
    )
    _add(tallies, rows, "leads", "duplicates", "disqualified", "cohort_open")


def _moved(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Leads by the day they qualified; imported ones without slip or day are placed, too."""
    no_slip = "not exists (select 1 from handover h where h.lead_id = l.id)"
    shared = f"""count(*), sum(l.status in ('handed_over', 'accepted', 'returned') and {no_slip}),
        sum(l.status = 'accepted' and {no_slip}), sum(l.status = 'returned' and {no_slip})"""
    names = ("qualified", "handed_over", "accepted", "returned")
    rows = db.rows(
        f"""select {scope.key("lead")}, {shared} from lead l
        where l.qualified_at >= :start and l.qualified_at < :end and l.trashed_at is null
        and l.status <> 'duplicate' {scope.where("lead")} group by 1""",
        params,
    )
    _add(tallies, rows, *names)
    rows = db.rows(
        f"""select {scope.key("lead")}, {shared} from lead l indexed by lead_figures
        where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
        and l.qualified_at is null
        and l.status in ('qualified', 'handed_over', 'accepted', 'returned')
        {scope.where("lead")} group by 1""",
        params,
    )
    _add(tallies, rows, *names)


def _slips(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Hand-overs by the day of the offer and by the day of the answer."""
    rows = db.rows(
        f"""select {scope.key("handover")}, sum(h.outcome <> 'withdrawn'),
            sum(h.outcome = 'pending')
        from handover h join lead l on l.id = h.lead_id
        where h.offered_at >= :start and h.offered_at < :end
        and h.trashed_at is null and l.trashed_at is null {scope.where("handover")} group by 1""",
        params,
    )
    _add(tallies, rows, "handed_over", "pending")
    answered = """h.answered_at >= :start and h.answered_at < :end"""
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
        _add(tallies, rows, "accepted", "returned", "expired")


def _cohort(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """How far the leads received in the period came, each step a part of the one before."""
    accepted = """(l.status = 'accepted' or l.deal_id is not null or exists (select 1 from
        handover h where h.lead_id = l.id and h.outcome = 'accepted' and h.trashed_at is null))"""
    qualified = f"""(l.qualified_at is not null or l.status in ('qualified', 'handed_over',
        'returned') or {accepted})"""
    won = """exists (select 1 from deal d where d.id = l.deal_id and d.status = 'won'
        and d.trashed_at is null)"""
    rows = db.rows(
        f"""select key, count(*), sum(a), sum(a and w) from
        (select {scope.key("lead")} as key, {accepted} as a, {won} as w
        from lead l indexed by lead_figures
        where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
        and l.status <> 'duplicate' and {qualified} {scope.where("lead")}) group by 1""",
        params,
    )
    _add(tallies, rows, "cohort_qualified", "cohort_accepted", "cohort_won")
    rows = db.rows(
        f"""select {scope.key("lead")}, sum(h.outcome = 'accepted'), count(*)
        from lead l indexed by lead_figures join handover h on h.lead_id = l.id
        where l.received_at >= :start and l.received_at < :end and l.trashed_at is null
        and l.status <> 'duplicate' and h.trashed_at is null
        and h.outcome in ('accepted', 'returned', 'expired') {scope.where("lead")} group by 1""",
        params,
    )
    _add(tallies, rows, "slips_accepted", "slips_answered")


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


def _closed(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Deals by their closing day, from the covering index."""
    where = f"""d.closed_on >= :first and d.closed_on <= :last and d.trashed_at is null
        {scope.where("closed")}"""
    key = scope.key("closed")
    rows = db.rows(
        f"""select {key}, sum(d.status = 'won'), sum(d.status = 'lost'),
            sum(d.status = 'abandoned'), sum(d.status = 'won' and d.is_new_customer = 1),
            sum(case when d.status = 'won' then d.amount else 0 end),
            sum(case when d.status = 'lost' then d.amount else 0 end)
        from deal d where {where} group by 1""",
        params,
    )
    names = (
        "deals_won",
        "deals_lost",
        "abandoned",
        "new_customers",
        "revenue_won",
        "lost_value",
    )
    _add(tallies, rows, *names)
    rows = db.rows(
        f"""select {key}, d.amount, count(*) from deal d
        where {where} and d.status = 'won' group by 1, 2""",
        params,
    )
    for part, amount, count in rows:
        tallies[part].won_amounts[amount] += count
    rows = db.rows(
        f"""select {key}, d.opened_on, d.closed_on, count(*) from deal d
        where {where} and d.status = 'won' group by 1, 2, 3""",
        params,
    )
    ordinal = _Ordinals()
    for part, opened, closed, count in rows:
        tallies[part].won_days[ordinal[closed] - ordinal[opened]] += count


class _Ordinals(dict[str, int]):
    """Day text -> day number, each worked out once."""

    def __missing__(self, day: str) -> int:
        self[day] = date.fromisoformat(day[:10]).toordinal()
        return self[day]


def _open(
    db: Database,
    scope: Scope,
    params: dict[str, Any],
    tallies: Tallies,
    *,
    expected_only: bool,
) -> None:
    """Deals open now; those expected in the rest of the period make the forecast."""
    percent = "coalesce(d.probability, s.probability)"
    ahead = "d.expected_on >= :today and d.expected_on >= :first and d.expected_on <= :last"
    counted = f"{ahead} and coalesce(d.forecast_class, '') <> 'omitted'"
    within = "and d.expected_on >= :first and d.expected_on <= :last" if expected_only else ""
    rows = db.rows(
        f"""select {scope.key("open")}, count(*), sum(d.amount), sum(d.amount * {percent}),
            sum(case when {ahead} then d.amount else 0 end),
            sum(case when {counted} then d.amount * {percent} else 0 end),
            sum(coalesce(d.expected_on < :today, 0)),
            sum(case when d.expected_on < :today then d.amount else 0 end)
        from deal d join stage s on s.id = d.stage_id
        where d.status = 'open' and d.trashed_at is null {within} {scope.where("open")}
        group by 1""",
        params,
    )
    for key, count, value, weighted, expected, likely, slipped, slipped_value in rows:
        tally = tallies[key]
        tally.counts.update(
            deals_open=count,
            open_value=value,
            expected_value=expected,
            slipped=slipped,
            slipped_value=slipped_value,
        )
        tally.exact["weighted_value"] = Fraction(weighted, 100)
        tally.exact["expected_weighted"] = Fraction(likely, 100)


def _spend(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """The cost ledger by the day of spending."""
    rows = db.rows(
        f"""select {scope.key("cost")}, sum(k.amount) from campaign_cost k
        where k.spent_on >= :first and k.spent_on <= :last and k.trashed_at is null
        {scope.where("cost")} group by 1""",
        params,
    )
    _add(tallies, rows, "spend")


def _sales_cost(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Minutes of done activities at each person's hourly cost; no scan where nobody has one."""
    if not db.value("select exists (select 1 from person where hourly_cost > 0)"):
        return
    rows = db.rows(
        f"""select {scope.key("activity")}, sum(a.minutes * p.hourly_cost)
        from activity a join person p on p.id = a.person_id
        where a.done_at >= :start and a.done_at < :end and a.trashed_at is null
        and a.minutes is not null and p.hourly_cost > 0 {scope.where("activity")} group by 1""",
        params,
    )
    for key, cost in rows:
        tallies[key].exact["sales_cost"] = Fraction(cost, 60)


def _results(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Reach and engagement, campaign by campaign, so that no person counts under two names."""
    rows = db.rows(
        f"""select {scope.key("result")}, r.campaign_id, r.metric, sum(r.value)
        from campaign_result r
        where r.noted_on >= :first and r.noted_on <= :last and r.trashed_at is null
        {scope.where("result")} group by 1, 2, 3""",
        params,
    )
    campaigns: defaultdict[tuple[Key, Key], Counter[str]] = defaultdict(Counter)
    for key, campaign, metric, value in rows:
        campaigns[key, campaign][metric] += value
    for (key, _), seen in campaigns.items():
        counts = tallies[key].counts
        counts["reach"] += seen["reach"] or seen["delivered"] or seen["sent"] or seen["impressions"]
        counts["engaged"] += seen["clicks"] or seen["visits"]
        counts["engaged"] += sum(seen[m] for m in ("calls", "replies", "responses", "attendees"))
