"""Honest small numbers, working hours, an even pace, and sums that add up."""

from datetime import date, time
from fractions import Fraction
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.model.rules import (
    Rate,
    WorkingHours,
    half_up,
    leads_needed,
    median,
    pace_of,
    percent_words,
    shares,
    times_words,
)

WEEK = frozenset({1, 2, 3, 4, 5})
OFFICE = WorkingHours(
    WEEK, time(9), time(17, 30), "Europe/London", date(2026, 1, 1), date(2026, 12, 31)
)


@pytest.mark.parametrize(
    ("rate", "words", "exact"),
    [
        (Rate(0, 0), "–", None),
        (Rate(3, 7), "3 of 7", None),
        (Rate(4, 10), "40%", 0.4),
        (Rate(6, 100), "6.0%", 0.06),
        (Rate(1, 3000), "0.0%", 0.000333),
    ],
)
def test_under_ten_cases_there_is_no_percentage(
    rate: Rate, words: str, exact: float | None
) -> None:
    assert (rate.words, rate.exact) == (words, exact)


def test_large_returns_are_told_as_times() -> None:
    assert times_words(Fraction(4246, 100)) == "42x"
    assert times_words(Fraction(372, 100)) == "372%"
    assert percent_words(Fraction(-1, 2)) == "−50%"


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40))
def test_the_median_of_counted_values_is_the_plain_median(values: list[int]) -> None:
    spread = [(value, values.count(value)) for value in set(values)]
    assert median(spread) == Fraction(plain_median(values))


def test_there_is_no_median_of_nothing() -> None:
    assert median([]) is None


@given(st.lists(st.fractions(min_value=-(10**6), max_value=10**6), max_size=30))
def test_rounded_parts_add_up_to_the_rounded_whole(exact: list[Fraction]) -> None:
    parts = shares(exact)
    assert sum(parts) == half_up(sum(exact, Fraction(0)))
    assert all(abs(part - value) <= 1 for part, value in zip(parts, exact, strict=True))


@pytest.mark.parametrize(
    ("earlier", "later", "minutes"),
    [
        ("2026-10-05T08:00:00Z", "2026-10-05T09:30:00Z", 90),  # 9:00 to 10:30 in summer time
        ("2026-10-05T20:00:00Z", "2026-10-06T08:10:00Z", 10),  # overnight
        ("2026-10-02T15:30:00Z", "2026-10-05T09:00:00Z", 120),  # over a weekend
        ("2026-10-03T10:00:00Z", "2026-10-04T10:00:00Z", 0),  # within a weekend
        ("2026-10-23T16:30:00Z", "2026-10-26T09:00:00Z", 0),  # clocks went back in between
        ("2026-10-23T16:00:00Z", "2026-10-26T10:00:00Z", 90),
        ("2026-10-06T10:00:00Z", "2026-10-05T10:00:00Z", 0),  # answered before it came
    ],
)
def test_working_time_leaves_nights_and_weekends_out(
    earlier: str, later: str, minutes: int
) -> None:
    assert OFFICE.between(earlier, later) == minutes


def test_a_month_has_its_working_days_and_today_is_gone() -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    assert pace_of(6400, first, last, date(2026, 10, 15), WEEK) == (11, 22, 3200)
    assert pace_of(6400, first, last, date(2026, 9, 30), WEEK) == (0, 22, 0)
    assert pace_of(6400, first, last, date(2026, 12, 1), WEEK) == (22, 22, 6400)


def test_leads_needed_are_whole_leads() -> None:
    assert leads_needed(64_000, 5_200, Fraction(2, 5)) == 31
    assert leads_needed(-1, 5_200, Fraction(2, 5)) == 0
    assert leads_needed(64_000, None, Fraction(2, 5)) is None
    assert leads_needed(64_000, 5_200, Fraction(0)) is None
