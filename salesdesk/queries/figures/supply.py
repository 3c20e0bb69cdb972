"""The supply gauge: how many leads the target needs, how many there are, how long they last."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from salesdesk.model.calendar import (
    Period,
    day_start,
    month_of,
    working_days,
)
from salesdesk.model.rules import Rate, half_up, leads_needed
from salesdesk.queries.figures.funnel import year_before
from salesdesk.queries.figures.parts import figures, rates
from salesdesk.queries.figures.record import Figures
from salesdesk.queries.figures.targets import target
from salesdesk.queries.settings import settings
from salesdesk.store.database import Database

WEEKS_BACK = 12


@dataclass(frozen=True)
class Supply:
    """Qualified leads on hand against those that the target still needs; money in minor units."""

    month: Period
    shifted: bool
    cycle_days: int | None
    target: int | None
    booked: int
    weighted: int
    average_won: int | None
    won_share: Rate
    qualified: int
    handed_over: int
    gap: int  # target - booked - weighted open deals; nought when that is reached
    need: int | None
    by_month_end: int
    weeks: Fraction | None

    @property
    def have(self) -> int:
        """Qualified leads that are in no deal yet: kept by marketing, and offered to sales."""
        return self.qualified + self.handed_over

    @property
    def more(self) -> int | None:
        """How many more are needed than there are."""
        return None if self.need is None else max(0, self.need - self.have)

    @property
    def on_track(self) -> bool | None:
        """Whether today's pace brings enough by the end of this month."""
        return None if self.need is None else self.by_month_end >= self.need


def supply(db: Database, *, usual: Figures | None = None) -> Supply:
    """The supply of qualified leads, looked at for the month in which they would close.

    A lead accepted today closes a median cycle later, so that month's target is what it serves;
    where that month has no target yet, this month's. Average deal and won share are those of
    the twelve months before this one; `usual` hands them in where they were read already.
    """
    today = db.today()
    year = usual or rates(db, year_before(month_of(today)))
    cycle = year.median_cycle_days
    days = None if cycle is None else max(0, half_up(cycle))
    month, aim, shifted = _month_served(db, today, days or 0)
    booked = figures(db, month)
    share = year.accepted_to_won if not year.accepted_to_won.few else year.win_rate
    gap = max(0, (aim or 0) - booked.revenue_won - booked.expected_weighted)
    qualified, handed_over = _on_hand(db)
    have = qualified + handed_over
    return Supply(
        month=month,
        shifted=shifted,
        cycle_days=days,
        target=aim,
        booked=booked.revenue_won,
        weighted=booked.expected_weighted,
        average_won=year.average_won_deal,
        won_share=share,
        qualified=qualified,
        handed_over=handed_over,
        gap=gap,
        need=None if aim is None else leads_needed(gap, year.average_won_deal, share.fraction),
        by_month_end=have + _still_to_come(db, today),
        weeks=_weeks(db, today, have),
    )


def _month_served(db: Database, today: date, cycle: int) -> tuple[Period, int | None, bool]:
    this = month_of(today)
    then = month_of(today + timedelta(days=cycle))
    if then != this:
        aim = target(db, then)
        if aim is not None:
            return then, aim, True
    return this, target(db, this), False


def _on_hand(db: Database) -> tuple[int, int]:
    """Leads that are qualified and leads that are offered to sales, in no deal yet."""
    found = dict(
        db.rows(
            "select status, count(*) from lead where status in ('qualified', 'handed_over') "
            "and trashed_at is null group by status"
        )
    )
    return int(found.get("qualified", 0)), int(found.get("handed_over", 0))


def _still_to_come(db: Database, today: date) -> int:
    """Leads that will qualify in what is left of the month, at the pace of the last weeks."""
    open_days = settings(db).working_days
    since = today - timedelta(weeks=WEEKS_BACK)
    came = int(
        db.value(
            "select count(*) from lead where qualified_at >= ? and qualified_at < ? "
            "and trashed_at is null and status <> 'duplicate'",
            _lately(db, today),
        )
    )
    gone = working_days(since, today, open_days)
    left = working_days(today + timedelta(days=1), month_of(today).last, open_days)
    return half_up(Fraction(came * left, gone)) if gone else 0


def _weeks(db: Database, today: date, have: int) -> Fraction | None:
    """How long the leads on hand last at the rate at which sales accepted them lately."""
    taken = int(
        db.value(
            "select count(*) from handover where outcome = 'accepted' and trashed_at is null "
            "and answered_at >= ? and answered_at < ?",
            _lately(db, today),
        )
    )
    return Fraction(have * WEEKS_BACK, taken) if taken else None


def _lately(db: Database, today: date) -> tuple[str, str]:
    """The moments between which the pace of today is counted; the second lies outside."""
    since, zone = today - timedelta(weeks=WEEKS_BACK), db.clock.zone
    return day_start(since, zone), day_start(today + timedelta(days=1), zone)
