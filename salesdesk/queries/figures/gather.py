"""Counting: every sum behind the figures, in SQL over the whole set, by part of the business."""

import json
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from operator import sub
from typing import Any

from salesdesk.model.calendar import Period
from salesdesk.queries.figures.count_leads import count_cohort, count_events
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.figures.tally import Key, Tallies, Tally, add
from salesdesk.queries.settings import Settings
from salesdesk.store.database import Database


def gather(
    db: Database,
    period: Period,
    scope: Scope,
    settings: Settings,
    *,
    expected_only: bool = False,
    rates_only: bool = False,
) -> Tallies:
    """Count everything in `period`, by the parts that `scope` tells apart.

    With `expected_only`, only those open deals count that are expected within `period`. With
    `rates_only`, what no rate of the funnel or of the deals needs is left out.
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
    unplaced = count_cohort(db, scope, params, tallies, None if rates_only else settings)
    _closed(db, scope, params, tallies)
    if rates_only:
        return tallies
    count_events(db, scope, params, tallies, unplaced=unplaced)
    _open(db, scope, params, tallies, expected_only=expected_only)
    _spend(db, scope, params, tallies)
    _sales_cost(db, scope, params, tallies)
    _results(db, scope, params, tallies)
    return tallies


def _closed(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Deals by their closing day, from the covering index; of the won ones all values as lists."""
    won = "filter (where d.status = 'won')"
    rows = db.rows(
        f"""select {scope.key("closed")}, sum(d.status = 'won'), sum(d.status = 'lost'),
            sum(d.status = 'abandoned'), sum(d.status = 'won' and d.is_new_customer = 1),
            sum(case when d.status = 'won' then d.amount else 0 end),
            sum(case when d.status = 'lost' then d.amount else 0 end),
            json_group_array(d.amount) {won}, json_group_array(d.opened_on) {won},
            json_group_array(d.closed_on) {won}
        from deal d where d.closed_on >= :first and d.closed_on <= :last and d.trashed_at is null
        {scope.where("closed")} {scope.group}""",
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
    add(tallies, [row[:-3] for row in rows], *names)
    ordinal = _Ordinals()
    for part, *_, amounts, opened, closed in rows:
        if amounts == "[]":
            continue
        tallies[part].won_amounts.update(json.loads(amounts))
        days = (
            map(ordinal.__getitem__, json.loads(opened)),
            map(ordinal.__getitem__, json.loads(closed)),
        )
        tallies[part].won_days.update(map(sub, days[1], days[0]))


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
    """Deals open now; those expected in the rest of the period make the forecast.

    Percents of a penny are added by `total`: it is exact up to 900 billion, and where `sum` would
    overflow it still tells the pounds.
    """
    percent = "coalesce(d.probability, s.probability)"
    ahead = "d.expected_on >= :today and d.expected_on >= :first and d.expected_on <= :last"
    counted = f"{ahead} and coalesce(d.forecast_class, '') <> 'omitted'"
    within = "and d.expected_on >= :first and d.expected_on <= :last" if expected_only else ""
    rows = db.rows(
        f"""select {scope.key("open")}, count(*), sum(d.amount), total(d.amount * {percent}),
            sum(case when {ahead} then d.amount else 0 end),
            total(case when {counted} then d.amount * {percent} else 0 end),
            sum(coalesce(d.expected_on < :today, 0)),
            sum(case when d.expected_on < :today then d.amount else 0 end)
        from deal d indexed by deal_open join stage s on s.id = d.stage_id
        where d.status = 'open' and d.trashed_at is null {within} {scope.where("open")}
        {scope.group}""",
        params,
    )
    for key, count, value, weighted, expected, likely, slipped, slipped_value in rows:
        if not count:
            continue
        tally = tallies[key]
        tally.counts.update(
            deals_open=count,
            open_value=value,
            expected_value=expected,
            slipped=slipped,
            slipped_value=slipped_value,
        )
        tally.exact["weighted_value"] = Fraction(int(weighted), 100)
        tally.exact["expected_weighted"] = Fraction(int(likely), 100)


def _spend(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """The cost ledger by the day of spending."""
    rows = db.rows(
        f"""select {scope.key("cost")}, sum(k.amount) from campaign_cost k
        where k.spent_on >= :first and k.spent_on <= :last and k.trashed_at is null
        {scope.where("cost")} {scope.group}""",
        params,
    )
    add(tallies, rows, "spend")


def _sales_cost(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Minutes of done activities at each person's hourly cost; no scan where nobody has one."""
    if not db.value("select exists (select 1 from person where hourly_cost > 0)"):
        return
    rows = db.rows(
        f"""select {scope.key("activity")}, sum(a.minutes * p.hourly_cost)
        from activity a join person p on p.id = a.person_id
        where a.done_at >= :start and a.done_at < :end and a.trashed_at is null
        and a.minutes is not null and p.hourly_cost > 0 {scope.where("activity")} {scope.group}""",
        params,
    )
    for key, cost in rows:
        if cost:
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
        reach, engaged = reached(seen)
        counts["reach"] += reach
        counts["engaged"] += engaged


def reached(seen: Counter[str]) -> tuple[int, int]:
    """How many people the results of one campaign tell of: reached, and engaged."""
    reach = seen["reach"] or seen["delivered"] or seen["sent"] or seen["impressions"]
    answers = sum(seen[name] for name in ("calls", "replies", "responses", "attendees"))
    return reach, (seen["clicks"] or seen["visits"]) + answers
