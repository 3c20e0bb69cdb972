"""Days and moments: one idea of "today", and the borders of periods in the file's time zone."""

import time as clock
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from salesdesk.errors import UserError

MOMENT = "%Y-%m-%dT%H:%M:%SZ"
#: Years that a business may ask for; Python's own calendar ends at 1 and 9999, mid-sum.
FIRST_YEAR, LAST_YEAR = 1900, 2999


@lru_cache(maxsize=32)
def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name`; raises ZoneInfoNotFoundError for an unknown one."""
    return ZoneInfo(name)


class Clock(NamedTuple):
    """The one source of "today" and "now".

    `fixed` is `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` in the file's zone; a day alone stands still
    at noon, so that the same day gives the same figures, pictures and paper.
    """

    zone: str = "Europe/London"
    fixed: str | None = None

    def now(self) -> str:
        """This moment in UTC, as `YYYY-MM-DDTHH:MM:SSZ`."""
        if self.fixed is None:
            return _moment_at(int(clock.time()))
        return _fixed_moment(self.zone, self.fixed)

    def local_now(self) -> datetime:
        """This moment in the file's zone."""
        zone = zone_of(self.zone)
        if self.fixed is None:
            return datetime.now(zone)
        return _fixed_time(self.zone, self.fixed)

    def today(self) -> date:
        """The calendar day it is in the file's zone."""
        return self.local_now().date()


def _fixed_time(zone: str, fixed: str) -> datetime:
    text = fixed if "T" in fixed else f"{fixed}T12:00"
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(zone))


@lru_cache(maxsize=32)
def _fixed_moment(zone: str, fixed: str) -> str:
    return to_moment(_fixed_time(zone, fixed))


@lru_cache(maxsize=2)
def _moment_at(second: int) -> str:
    """Each row that is written asks for the moment: it is put into words once a second."""
    return to_moment(datetime.fromtimestamp(second, UTC))


def to_moment(when: datetime) -> str:
    """A zoned datetime as the UTC text that files hold."""
    return when.astimezone(UTC).strftime(MOMENT)


def parse_moment(moment: str) -> datetime:
    """The UTC datetime of a stored moment."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def local_time(moment: str, zone: str) -> datetime:
    """A stored moment as a datetime in `zone`."""
    return parse_moment(moment).astimezone(zone_of(zone))


def local_day(moment: str, zone: str) -> date:
    """The calendar day of a stored moment in `zone`."""
    return local_time(moment, zone).date()


def day_start(day: date, zone: str) -> str:
    """The moment at which `day` begins in `zone`; right over changes to daylight saving."""
    return to_moment(datetime.combine(day, time(), tzinfo=zone_of(zone)))


class Period(NamedTuple):
    """Whole days from `first` to `last`, both included, with a name to show."""

    first: date
    last: date
    name: str

    def moments(self, zone: str) -> tuple[str, str]:
        """[from, to) as UTC moments."""
        return day_start(self.first, zone), day_start(self.last + timedelta(days=1), zone)

    def days(self) -> tuple[str, str]:
        """First and last day as text, both included."""
        return self.first.isoformat(), self.last.isoformat()

    def before(self) -> "Period":
        """The period of the same kind just before this one."""
        if self.first.day == 1 and self.last == month_end(self.last):
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
            first = add_months(self.first, -(months + 1))
            return span(first, self.first - timedelta(days=1))
        length = (self.last - self.first).days + 1
        return span(self.first - timedelta(days=length), self.first - timedelta(days=1))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def add_months(first: date, count: int) -> date:
    """The first of the month `count` months away from the month of `first`."""
    index = first.year * 12 + first.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_later(day: date, count: int) -> date:
    """The same day some months on, or the last of a shorter month."""
    first = add_months(day, count)
    return first.replace(day=min(day.day, month_end(first).day))


def month_of(day: date) -> Period:
    """The calendar month that holds `day`; its name is `2026-10`."""
    first = day.replace(day=1)
    return Period(first, month_end(day), f"{first:%Y-%m}")


def quarter_of(day: date) -> Period:
    """The calendar quarter that holds `day`; its name is `2026-Q4`."""
    quarter = (day.month - 1) // 3
    first = date(day.year, quarter * 3 + 1, 1)
    return Period(first, month_end(add_months(first, 2)), f"{day.year}-Q{quarter + 1}")


def year_of(day: date) -> Period:
    """The calendar year that holds `day`; its name is `2026`."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), str(day.year))


def span(first: date, last: date) -> Period:
    """Any run of days, named as a month, quarter or year where it is exactly one."""
    for whole in (month_of(first), quarter_of(first), year_of(first)):
        if (whole.first, whole.last) == (first, last):
            return whole
    return Period(first, last, f"{first.isoformat()} to {last.isoformat()}")


def sensible(day: date) -> date:
    """The day itself; ValueError for one in a year that no business can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day.year} is not a year of a business")
    return day


def parse_period(text: str) -> Period:
    """`2026`, `2026-Q4`, `2026-10` or `2026-10-15` as a period; ValueError for anything else."""
    if len(text) == 4:
        return year_of(sensible(date(int(text), 1, 1)))
    if len(text) == 7 and text[4:6].upper() == "-Q" and text[6] in "1234":
        return quarter_of(sensible(date(int(text[:4]), int(text[6]) * 3 - 2, 1)))
    if len(text) == 7 and text[4] == "-":
        return month_of(sensible(date(int(text[:4]), int(text[5:]), 1)))
    day = sensible(date.fromisoformat(text))
    return span(day, day)


def asked(what: str, text: str) -> Period:
    """A `year`, `quarter`, `month` or `day` as a person wrote it; UserError for anything else."""
    example = {"year": "2026", "quarter": "2026-Q4", "month": "2026-10", "day": "2026-10-15"}[what]
    try:
        if len(text) != len(example) or ("Q" in text.upper()) != ("Q" in example):
            raise ValueError(text)
        return parse_period(text)
    except ValueError as error:
        raise UserError(f"“{text}” is not a {what}.", f"Write it as {example}.") from error


def working_days(first: date, last: date, weekdays: frozenset[int]) -> int:
    """How many days from `first` to `last` (included) fall on ISO `weekdays`."""
    count = 0
    day = first
    while day <= last:
        count += day.isoweekday() in weekdays
        day += timedelta(days=1)
    return count
