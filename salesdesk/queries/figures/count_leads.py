"""Counting leads and hand-overs: by the day of the event, and by the cohort received."""

from collections import Counter
from typing import Any

from salesdesk.queries.figures.responses import WAITS, base_of, count_late, count_waits
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.figures.tally import Tallies, add
from salesdesk.queries.settings import Settings
from salesdesk.store.database import Database

#: Leads of these statuses have qualified, whether or not the day is known.
FIT = ("qualified", "handed_over", "accepted", "returned")
#: Leads of these statuses may yet qualify.
MAY_YET = ("new", "working", "nurture")
#: Every status: named, because the index begins with it.
ALL = (*MAY_YET, *FIT, "disqualified", "duplicate")
#: How far a lead of a cohort came: each step is a part of the one before.
ACCEPTED = "(l.status = 'accepted' or l.deal_id is not null)"
WENT_ON = "(l.qualified_at is not null or l.deal_id is not null)"
QUALIFIED = f"(l.status in {FIT} or {WENT_ON})"


def count_cohort(
    db: Database,
    scope: Scope,
    params: dict[str, Any],
    tallies: Tallies,
    settings: Settings | None = None,
) -> bool:
    """The leads received and the hand-overs offered, with what became of them.

    With `settings` the response times, too: in the same pass, because they are of the same leads.
    True if some have qualified and nobody knows when.
    """
    unplaced = _leads(db, scope, params, tallies, settings)
    _offers(db, scope, params, tallies)
    if settings:
        count_late(db, scope, params, tallies, settings)
    return unplaced


def count_events(
    db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies, *, unplaced: bool
) -> None:
    """What happened to leads in the period, whenever they were received."""
    _moved(db, scope, params, tallies, unplaced=unplaced)
    _answers(db, scope, params, tallies)


def _leads(
    db: Database,
    scope: Scope,
    params: dict[str, Any],
    tallies: Tallies,
    settings: Settings | None,
) -> bool:
    """Leads received, and how far they came: one pass over the covering index.

    The index is in the order of the statuses, so that they are told apart without sorting.
    Each step of the cohort is a part of the one before, so that no rate can pass 100%.
    """
    base = base_of(params)
    rows = db.rows(
        f"""select {scope.key("lead")}, l.status, count(*),
            count(l.qualified_at), sum({WENT_ON}), count(l.deal_id),
            sum(d.status = 'won'), sum(d.status = 'open')
            {WAITS if settings else ""}
        from lead l indexed by lead_figures
        left join deal d on d.id = l.deal_id and d.trashed_at is null
        where l.status in {ALL} and l.received_at >= :start
        and l.received_at < :end and l.trashed_at is null {scope.where("lead")}
        group by {"1, " if scope.by else ""} l.status""",
        {**params, "base": base},
    )
    unplaced = False
    for key, status, count, placed, *values in rows:
        _count(tallies[key].counts, status, count, *values[:4])
        unplaced |= status in FIT and placed < count
    if settings:
        waits = [(row[0], row[-2], row[-1]) for row in rows]
        count_waits(tallies, waits, base, settings, db.clock.zone)
    return unplaced


def _count(
    counts: Counter[str],
    status: str,
    count: int,
    went_on: int,
    dealt: int,
    won: int | None,
    selling: int | None,
) -> None:
    if status == "duplicate":
        counts["duplicates"] += count
        return
    counts["leads"] += count
    counts["cohort_qualified"] += count if status in FIT else went_on
    counts["cohort_accepted"] += count if status == "accepted" else dealt
    counts["cohort_won"] += won or 0
    counts["cohort_selling"] += selling or 0
    if status == "disqualified":
        counts["disqualified"] += count
    if status in MAY_YET:
        counts["cohort_open"] += count - went_on


def _moved(
    db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies, *, unplaced: bool
) -> None:
    """Leads by the day they qualified; imported ones without slip or day are placed, too."""
    by_day = "l.qualified_at >= :start and l.qualified_at < :end and l.status <> 'duplicate'"
    by_arrival = f"""l.status in {FIT} and l.received_at >= :start and l.received_at < :end
        and l.qualified_at is null"""
    slipless = """sum(case when l.status = '{0}'
        then not exists (select 1 from handover h where h.lead_id = l.id) end)"""
    sums = ", ".join(slipless.format(status) for status in FIT[1:])
    ways = [("lead l", by_day), ("lead l indexed by lead_figures", by_arrival)]
    for source, when in ways if unplaced else ways[:1]:
        rows = db.rows(
            f"""select {scope.key("lead")}, count(*), {sums}
            from {source} where {when} and l.trashed_at is null
            {scope.where("lead")} {scope.group}""",
            params,
        )
        add(tallies, rows, "qualified", "handed_over", "accepted", "returned")
        # who accepted or returned it was offered it before
        add(tallies, [(row[0], *row[3:]) for row in rows], "handed_over", "handed_over")


def _offers(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Hand-overs by the day of the offer, with what came of them."""
    for sign, slips in _slips(db, scope):
        rows = db.rows(
            f"""select {scope.key("handover")}, sum(h.outcome <> 'withdrawn'),
                sum(h.outcome = 'pending'), sum(h.outcome = 'accepted'),
                sum(h.outcome in ('accepted', 'returned', 'expired'))
            {slips} h.offered_at >= :start and h.offered_at < :end
            and h.trashed_at is null {scope.where("handover")} {scope.group}""",
            params,
        )
        names = ("handed_over", "pending", "slips_accepted", "slips_answered")
        add(tallies, rows, *names, sign=sign)


def _answers(db: Database, scope: Scope, params: dict[str, Any], tallies: Tallies) -> None:
    """Hand-overs by the day of the answer, or on which they ran out."""
    answered = "h.answered_at >= :start and h.answered_at < :end"
    ran_out = """h.answered_at is null and h.outcome = 'expired'
        and h.due_at >= :start and h.due_at < :end"""
    for sign, slips in _slips(db, scope):
        for when in (answered, ran_out):
            rows = db.rows(
                f"""select {scope.key("handover")}, sum(h.outcome = 'accepted'),
                    sum(h.outcome = 'returned'), sum(h.outcome = 'expired')
                {slips} {when} and h.trashed_at is null
                {scope.where("handover")} {scope.group}""",
                params,
            )
            add(tallies, rows, "accepted", "returned", "expired", sign=sign)


def _slips(db: Database, scope: Scope) -> list[tuple[int, str]]:
    """Where hand-overs of leads that are there are counted, and what counts against it.

    All are counted, and then those of the few deleted leads are taken off: to ask of each
    whether its lead is there would take three times as long.
    """
    # a file of version 1 that may only be read has no such index
    has_index = db.value("select 1 from sqlite_master where name = 'lead_trashed'")
    if scope.joined("handover", "l") or not has_index:
        return [
            (1, "from handover h join lead l on l.id = h.lead_id and l.trashed_at is null where")
        ]
    gone = """from lead gone indexed by lead_trashed cross join handover h
        indexed by handover_by_lead on h.lead_id = gone.id where gone.trashed_at is not null and"""
    return [(1, "from handover h where"), (-1, gone)]
