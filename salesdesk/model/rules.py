"""Rules of the trade, pure: honest small numbers, working hours, pace, supply."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction

from salesdesk.model.calendar import working_days, zone_of

#: Under this many cases a rate is told as "3 of 7", never as a percentage.
FEW = 10
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Rate:
    """`part` of `whole` cases."""

    part: int
    whole: int

    @property
    def few(self) -> bool:
        """Whether there are too few cases for a percentage."""
        return self.whole < FEW

    @property
    def fraction(self) -> Fraction | None:
        """The rate, or None where there are no cases at all."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def exact(self) -> float | None:
        """The rate to six places; None where there are too few cases."""
        return None if self.few else round(self.part / self.whole, 6)

    @property
    def words(self) -> str:
        """`43%`, `6.0%` below ten per cent, `3 of 7` for few cases, an en dash for none."""
        if not self.whole:
            return "–"
        if self.few:
            return f"{self.part} of {self.whole}"
        return percent_words(Fraction(self.part, self.whole))


def percent_words(share: Fraction) -> str:
    """A share as a percentage: no decimals, one below ten per cent."""
    percent = share * 100
    if percent and abs(percent) < 10:
        return f"{float(percent):.1f}%".replace("-", "−")
    return f"{half_up(percent)}%".replace("-", "−")


def times_words(ratio: Fraction) -> str:
    """A return such as ROI: `120%`, and `42x` from 1,000 per cent on."""
    return f"{half_up(ratio)}x" if ratio >= 10 else percent_words(ratio)


def half_up(value: Fraction) -> int:
    """`value` as a whole number, halves away from zero."""
    whole = (abs(value) * 2 + 1) // 2
    return int(whole if value >= 0 else -whole)


def median(spread: list[tuple[int, int]]) -> Fraction | None:
    """The median of values given as (value, how often), in any order."""
    total = sum(count for _, count in spread)
    if not total:
        return None
    low, high = (total - 1) // 2, total // 2
    found: list[int] = []
    seen = 0
    for value, count in sorted(spread):
        seen += count
        while len(found) < 2 and seen > (low, high)[len(found)]:
            found.append(value)
    return Fraction(found[0] + found[1], 2)


def shares(exact: list[Fraction]) -> list[int]:
    """Whole numbers near `exact` that add up to the rounded sum of all of them."""
    result: list[int] = []
    running, given = Fraction(0), 0
    for value in exact:
        running += value
        upto = half_up(running)
        result.append(upto - given)
        given = upto
    return result


class WorkingHours:
    """Working time between two moments, from opening hours in the file's zone.

    The borders of the days from `first` to `last` are laid out once, so that each question
    costs two look-ups: a month of a big file asks it many thousand times.
    """

    def __init__(
        self,
        weekdays: frozenset[int],
        opens: time,
        closes: time,
        zone: str,
        first: date,
        last: date,
    ) -> None:
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._before: list[int] = []
        self._days: dict[str, int] = {}
        total = 0
        tz = zone_of(zone)
        for ordinal in range(first.toordinal() - 1, last.toordinal() + 2):
            day = date.fromordinal(ordinal)
            if day.isoweekday() not in weekdays:
                continue
            start = _minute(datetime.combine(day, opens, tzinfo=tz))
            length = max(0, _minute(datetime.combine(day, closes, tzinfo=tz)) - start)
            self._starts.append(start)
            self._lengths.append(length)
            self._before.append(total)
            total += length

    def between(self, earlier: str, later: str) -> int:
        """Minutes of working time from one stored moment to another; never below nought."""
        return max(0, self.upto(self.minute_of(later)) - self.upto(self.minute_of(earlier)))

    def upto(self, minute: int) -> int:
        """Working minutes from the first day to a minute from 1970."""
        index = bisect_right(self._starts, minute) - 1
        if index < 0:
            return 0
        return self._before[index] + min(self._lengths[index], minute - self._starts[index])

    def ladder(self, first: int, last: int) -> "array[int]":
        """`upto` of each minute from `first` to `last`, for a million questions at once."""
        steps = array("i")
        index = bisect_right(self._starts, first) - 1
        while first <= last:
            further = self._starts[index + 1] if index + 1 < len(self._starts) else last + 1
            end = min(further, last + 1)
            before = 0
            if index >= 0:
                start, before = self._starts[index], self._before[index]
                shut = max(first, min(start + self._lengths[index], end))
                steps.extend(range(before + first - start, before + shut - start))
                first, before = shut, before + self._lengths[index]
            steps.extend(array("i", [before]) * (end - first))
            first, index = end, index + 1
        return steps

    def minute_of(self, moment: str) -> int:
        """Minutes from 1970 to a stored moment."""
        day = self._days.get(moment[:10])
        if day is None:
            day = (date.fromisoformat(moment[:10]).toordinal() - _EPOCH) * 1440
            self._days[moment[:10]] = day
        return day + int(moment[11:13]) * 60 + int(moment[14:16])


def _minute(when: datetime) -> int:
    utc = when.astimezone(UTC)
    return (utc.toordinal() - _EPOCH) * 1440 + utc.hour * 60 + utc.minute


def pace_of(
    target: int, first: date, last: date, today: date, weekdays: frozenset[int]
) -> tuple[int, int, int]:
    """Working days gone (today counts), working days in all, and what an even pace gives by now."""
    total = working_days(first, last, weekdays)
    gone = working_days(first, min(today, last), weekdays) if today >= first else 0
    even = half_up(Fraction(target * gone, total)) if total else 0
    return gone, total, even


def leads_needed(gap: int, average_won: int | None, won_share: Fraction | None) -> int | None:
    """Accepted leads that it takes to win `gap`; None while there is nothing to reckon from."""
    if gap <= 0:
        return 0
    if not average_won or not won_share:
        return None
    return -int(-Fraction(gap) / average_won / won_share // 1)
