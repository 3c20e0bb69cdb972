"""The days of a timeline laid out from left to right: where a day stands, which get a mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
#: A slip of the year leaves room on both sides: Python's calendar ends.
EARLIEST, LATEST = date(1, 3, 1), date(9999, 10, 1)


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def around(cls, days: Iterable[date], today: date) -> "Axis":
        """Whole weeks around some days, with today where it is not far off."""
        today = min(max(today, EARLIEST), LATEST)
        known = sorted(min(max(day, EARLIEST), LATEST) for day in days)
        if not known:
            known = [today, today + 4 * WEEK]
        if known[0] - 4 * WEEK <= today <= known[-1] + 4 * WEEK:
            known = sorted([*known, today])
        first = known[0] - timedelta(days=known[0].weekday())
        last = max(known[-1], first + 3 * WEEK - timedelta(days=1))
        return cls(first, last + timedelta(days=6 - last.weekday()))

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def x(self, day: date, width: float) -> float:
        """Where a day begins, of `width`; outside days stand at the edge."""
        inside = min(max((day - self.first).days, 0), self.days)
        return width * inside / self.days

    def holds(self, day: date) -> bool:
        """Whether the day is on the axis."""
        return self.first <= day <= self.last

    def ticks(self, room: int) -> list[date]:
        """Days that get a mark: at most `room`, a fixed number of weeks or months apart."""
        room = max(room, 1)
        for weeks in (1, 2, 4):
            if self.days / 7 / weeks <= room and self.days < 120:
                return [
                    self.first + WEEK * n
                    for n in range(0, self.days // 7, weeks)
                    if self.holds(self.first + WEEK * n)
                ]
        firsts = [d for d in self._month_starts() if self.holds(d)]
        for months in (1, 2, 3, 6, 12):
            picked = [d for d in firsts if (d.month - 1) % months == 0]
            if len(picked) <= room:
                return picked
        return firsts[:1]

    def _month_starts(self) -> Iterable[date]:
        day = self.first.replace(day=1)
        while day <= self.last:
            yield day
            day = (day + timedelta(days=31)).replace(day=1)
