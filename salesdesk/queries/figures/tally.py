"""What was counted for one part of the business, before anything is worked out from it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Key = int | None


@dataclass
class Tally:
    """What was counted for one part; weighted sums stay exact until they are shown."""

    counts: Counter[str] = field(default_factory=Counter)
    exact: dict[str, Fraction] = field(default_factory=dict)
    won_amounts: Counter[int] = field(default_factory=Counter)
    won_days: Counter[int] = field(default_factory=Counter)
    response_minutes: Counter[int] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        lists = self.won_amounts or self.won_days or self.response_minutes
        return any(self.counts.values()) or any(self.exact.values()) or bool(lists)


Tallies = defaultdict[Key, Tally]


def add(tallies: Tallies, rows: list[tuple[Any, ...]], *names: str, sign: int = 1) -> None:
    """Rows of (key, value, value ...) into counts of these names, or with -1 out of them."""
    for key, *values in rows:
        if key is None and not any(values):
            continue  # a sum over no rows is a row, too
        counts = tallies[key].counts
        for name, value in zip(names, values, strict=True):
            counts[name] += sign * (value or 0)
