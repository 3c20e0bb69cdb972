"""Which backups are kept: a pure function of their dates, so that it can be tested by dates."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

DAYS, WEEKS, MONTHS = 7, 5, 12
#: So many of the last day stay, too: what went wrong at noon is often seen in the evening.
RECENT = 3
#: What was kept before a big step stays at least this long, whatever else there is.
LAST_RESORT_DAYS = 30
BY_HAND = "by-hand"


class Kept(Protocol):
    """What rotation asks of a backup."""

    @property
    def made(self) -> datetime:
        """When it was made, in the zone of the file."""

    @property
    def written(self) -> int:
        """What tells apart those of one moment."""

    @property
    def why(self) -> str:
        """Why it was made: `by-hand`, `on-close`, `before-merge` …"""

    @property
    def whole(self) -> bool:
        """True if it is as it was checked when it was made."""


B = TypeVar("B", bound=Kept)


def to_drop(backups: Sequence[B], now: datetime) -> list[B]:
    """Those that the last three, seven daily, five weekly and twelve monthly make superfluous.

    Never one that a person made, one from before a big step of the last thirty days, one that
    is damaged or dated in the future (its day says nothing), or the last good one.
    """
    ours = [b for b in backups if b.whole and b.made <= now + timedelta(days=1)]
    ours.sort(key=lambda b: (b.made, b.written), reverse=True)
    spared = {id(b) for b in ours[:1]}
    spared |= {id(b) for b in ours[:RECENT] if now - b.made < timedelta(days=1)}
    spared |= {id(b) for b in ours if _must_stay(b, now)}
    for limit, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: dict[object, B] = {}
        for backup in ours:  # newest first: the first one of a period is its newest
            seen.setdefault(period(backup.made.date()), backup)
        spared |= {id(b) for b in list(seen.values())[:limit]}
    return [b for b in ours if id(b) not in spared]


def _must_stay(backup: Kept, now: datetime) -> bool:
    if backup.why == BY_HAND:
        return True
    recent = now - backup.made <= timedelta(days=LAST_RESORT_DAYS)
    return backup.why.startswith("before-") and recent


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
