"""The funnel from reach to won, and the step of it that is weakest."""

from dataclasses import dataclass
from datetime import timedelta

from salesdesk.model.calendar import Period, add_months
from salesdesk.model.rules import Rate
from salesdesk.queries.figures.parts import figures, rates
from salesdesk.queries.figures.record import Figures
from salesdesk.store.database import Database

MARKETING, SALES = "marketing", "sales"


@dataclass(frozen=True)
class Step:
    """One step of the funnel; `side` says whose it is."""

    name: str
    side: str
    count: int


@dataclass(frozen=True)
class Weak:
    """The step that falls furthest below what is usual here."""

    before: str
    after: str
    now: Rate
    usual: Rate


def funnel(db: Database, period: Period) -> list[Step]:
    """Reach and engagement in the period, then the leads received in it and how far they came.

    From Leads on each step is a part of the one before, so no rate can pass 100%.
    """
    return steps_of(figures(db, period))


def steps_of(found: Figures) -> list[Step]:
    """The funnel of figures that were read already."""
    return [
        Step("Reach", MARKETING, found.reach),
        Step("Engaged", MARKETING, found.engaged),
        Step("Leads", MARKETING, found.leads),
        Step("Qualified", MARKETING, found.cohort_qualified),
        Step("Accepted", SALES, found.cohort_accepted),
        Step("Won", SALES, found.cohort_won),
    ]


def weakest_step(db: Database, period: Period) -> Weak | None:
    """The step whose rate is furthest below that of the twelve months before, if any is.

    Only cases that are decided count, so that a young month is not called weak for being young.
    """
    return weakest_of(figures(db, period), rates(db, year_before(period)))


def year_before(period: Period) -> Period:
    """The twelve whole months before a period: what is usual here."""
    first = add_months(period.first, -12)
    return Period(first, period.first - timedelta(days=1), "the year before")


def weakest_of(now: Figures, usual: Figures) -> Weak | None:
    """The weakest step of figures that were read already."""
    found: list[tuple[float, Weak]] = []
    for (before, after, rate), (_, _, base) in zip(_decided(now), _decided(usual), strict=True):
        if rate.few or base.few or not base.part:
            continue
        drop = rate.part / rate.whole / (base.part / base.whole)
        if drop < 0.95:
            found.append((drop, Weak(before, after, rate, base)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _decided(found: Figures) -> list[tuple[str, str, Rate]]:
    decided = found.leads - found.cohort_open
    return [
        (
            "Leads",
            "Qualified",
            Rate(found.cohort_qualified, max(decided, found.cohort_qualified)),
        ),
        ("Qualified", "Accepted", found.acceptance),
        ("Accepted", "Won", found.win_rate),
    ]
