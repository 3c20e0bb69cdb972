"""Targets of any period, and the even pace towards them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesdesk.model.calendar import Period, add_months, month_of, quarter_of, year_of
from salesdesk.model.rules import half_up, pace_of
from salesdesk.queries.settings import settings
from salesdesk.store.database import Database


@dataclass(frozen=True)
class Pace:
    """How far a target is and how far an even pace would be."""

    target: int
    booked: int
    days_gone: int
    days: int
    even: int

    @property
    def ahead(self) -> int:
        """Booked - even pace; negative when behind."""
        return self.booked - self.even

    @property
    def share(self) -> Fraction:
        """Booked / target; nought for no target."""
        return Fraction(self.booked, self.target) if self.target else Fraction(0)

    @property
    def gone(self) -> Fraction:
        """The share of the working days that is gone."""
        return Fraction(self.days_gone, self.days) if self.days else Fraction(0)


def target(
    db: Database, period: Period, metric: str = "revenue", person_id: int | None = None
) -> int | None:
    """The target of a period: its own, else the sum of its quarters' or months'; else None.

    Where the team has none, the targets of its people are added up.
    """
    named = _stored(db, metric, period)
    names = _ways(period)
    found = _first_way(named.get(person_id, {}), names)
    if found is not None or person_id is not None:
        return found
    each = [
        _first_way(of_person, names) for person, of_person in named.items() if person is not None
    ]
    known = [value for value in each if value is not None]
    return sum(known) if known else None


def pace(db: Database, period: Period) -> Pace | None:
    """The revenue target of a period and the even pace towards it; None without a target."""
    aim = target(db, period)
    if aim is None:
        return None
    booked = db.value(
        "select coalesce(sum(amount), 0) from deal where closed_on >= ? and closed_on <= ? "
        "and status = 'won' and trashed_at is null",
        period.days(),
    )
    return pace_to(db, period, aim, int(booked))


def pace_to(db: Database, period: Period, target_value: int, booked: int) -> Pace:
    """The even pace towards a target in working days; today counts as gone."""
    gone, days, even = pace_of(
        target_value, period.first, period.last, db.today(), settings(db).working_days
    )
    return Pace(target_value, booked, gone, days, even)


def _stored(db: Database, metric: str, period: Period) -> dict[int | None, dict[str, int]]:
    """person -> name of the period -> value, for all names that lie within the period."""
    names = sorted({name for way in _ways(period) for name in way})
    marks = ", ".join("?" for _ in names)
    found: dict[int | None, dict[str, int]] = {}
    for person, name, value in db.rows(
        f"select person_id, period, sum(value) from target where period in ({marks}) "
        "and metric = ? and trashed_at is null group by person_id, period",
        (*names, metric),
    ):
        found.setdefault(person, {})[name] = value
    return found


def _first_way(stored: dict[str, int], ways: list[list[str]]) -> int | None:
    for names in ways:
        values = [stored[name] for name in names if name in stored]
        if values:
            return half_up(Fraction(sum(values)))
    return None


def _ways(period: Period) -> list[list[str]]:
    """Ways to make up a period from named ones: itself, whole years, quarters, months."""
    ways = [[period.name]]
    for whole in (year_of, quarter_of, month_of):
        names: list[str] = []
        day: date = period.first
        while day <= period.last:
            part = whole(day)
            if part.first < period.first or part.last > period.last:
                names = []
                break
            names.append(part.name)
            day = add_months(part.last, 1)
        if names:
            ways.append(names)
    return ways
