"""Chance that repeats: the draws, days and words that the sample business is told with."""

import json
import random
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from salesdesk.model.calendar import add_months, month_end, to_moment, zone_of
from salesdesk.resources import resource_path

MONTHS = 14
FREE_NUMBERS = ("0118 496 0", "07700 900", "0191 498 0")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The names, places, campaigns and sentences of the sample business."""
    text = resource_path("sample", "marlow-finch.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


class Story:
    """One run of chance from one seed, with "today" at its end."""

    def __init__(self, today: date, now: datetime, zone: str) -> None:
        self.chance = random.Random(f"marlow-finch {today.isoformat()}")
        self.today = today
        self.now = now
        self.zone = zone
        self.words = words()
        self._phones: list[str] = []
        self.first_day = add_months(today, -MONTHS)

    def moment(self, when: datetime) -> str:
        """A local datetime as the file holds it."""
        return to_moment(when.replace(tzinfo=zone_of(self.zone)))

    def at_work(self, day: date) -> datetime:
        """Some time in the working hours of `day`, or of the next working day."""
        while day.isoweekday() > 5:
            day += timedelta(days=1)
        return self.clock_time(day, 9 * 60, 17 * 60 + 15)

    def clock_time(self, day: date, low: int = 7 * 60, high: int = 21 * 60) -> datetime:
        """Some time of `day` between two minutes of the day."""
        minute = self.chance.randrange(low, high)
        return datetime.combine(day, time(minute // 60, minute % 60))

    def season(self, day: date) -> float:
        """How much is asked for in this month of the year, around 1."""
        return float(self.words["season"][day.month - 1])

    def happened(self, when: datetime) -> bool:
        """True if `when` is not in the future."""
        return when <= self.now.replace(tzinfo=None)

    def phone(self) -> str:
        """A number that belongs to nobody: the ranges kept free for stories, each used once."""
        if not self._phones:
            self._phones = [f"{start}{n:03d}" for start in FREE_NUMBERS for n in range(1000)]
            self.chance.shuffle(self._phones)
        return self._phones.pop()

    def person(self) -> tuple[str, str]:
        """A first and a last name."""
        first, last = self.words["first_names"], self.words["last_names"]
        return self.chance.choice(first), self.chance.choice(last)

    def fill(self, text: str, **more: str) -> str:
        """Put numbers, towns and seasons into a sentence."""
        season = self.chance.choice(["Christmas", "Easter", "the summer", "half-term"])
        town = self.chance.choice(self.words["towns"])[0]
        values = {"n": str(self.chance.randrange(3, 15)), "season": season, "town": town, **more}
        return text.format(**values)

    def pick(self, pairs: list[tuple[Any, float]]) -> Any:
        """One of several, by weight."""
        return self.chance.choices([p[0] for p in pairs], [p[1] for p in pairs])[0]


def last_day(first: date, months: int) -> date:
    """The last day of a run of whole months."""
    return month_end(add_months(first, months - 1))
