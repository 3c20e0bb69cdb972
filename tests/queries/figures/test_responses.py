"""Response times read in bulk are those of each lead by itself."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesdesk.model.calendar import Period, parse_period, to_moment
from salesdesk.model.rules import WorkingHours
from salesdesk.queries.figures import figures, figures_by

OCTOBER = parse_period("2026-10")
WEEK = frozenset({1, 2, 3, 4, 5})


def _hours(first: date, last: date) -> WorkingHours:
    return WorkingHours(WEEK, time(9), time(17, 30), "Europe/London", first, last)


def test_the_ladder_is_every_minute_of_working_time_over_a_change_of_the_clock() -> None:
    hours = _hours(date(2026, 10, 20), date(2026, 10, 28))
    first = int(datetime(2026, 10, 22, 3, 7, tzinfo=UTC).timestamp()) // 60
    ladder = hours.ladder(first, first + 5 * 1440)
    assert list(ladder) == [hours.upto(first + minute) for minute in range(5 * 1440 + 1)]


def test_each_wait_is_counted_as_if_it_were_alone(business: Any) -> None:
    dice = random.Random(11)
    tom = business.person()
    waits: Counter[int] = Counter()
    kept = 0
    hours = _hours(date(2026, 9, 28), date(2026, 12, 31))
    for _ in range(60):
        came = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(30 * 1440))
        answered = came + timedelta(
            minutes=dice.choice((0, 3, 200, 1439, 1440, 1441, 9000, 60_000))
        )
        business.lead(
            to_moment(came),
            dice.choice(("working", "qualified", "disqualified", "new")),
            first_response_at=to_moment(answered),
            owner_id=dice.choice((tom, None)),
        )
        waits[hours.between(to_moment(came), to_moment(answered))] += 1
        kept += answered - came <= timedelta(hours=24)
    found = figures(business.db, OCTOBER)
    assert dict(found.response_minutes) == dict(waits)
    assert (found.promise.part, found.promise.whole) == (kept, 60)
    apart: Counter[int] = Counter()
    for _, _, part in figures_by(business.db, OCTOBER, "person"):
        apart.update(dict(part.response_minutes))
    assert apart == waits


def test_who_waits_still_is_late_only_after_the_promise(business: Any) -> None:
    for day in ("2026-10-01", "2026-10-13", "2026-10-15"):
        business.lead(day)
    business.lead("2026-10-01", "duplicate")
    found = figures(business.db, OCTOBER)
    assert (found.promise.part, found.promise.whole) == (0, 2)


def test_a_moment_that_is_none_is_left_out(business: Any) -> None:
    business.lead("2026-10-05", "working", first_response_at="yesterday")
    business.lead("2026-10-05", "working", first_response_at="2026-10-05T11:00:00Z")
    found = figures(business.db, OCTOBER)
    assert found.response_minutes == ((60, 1),)


def test_an_answer_before_the_lead_and_a_period_of_many_years(business: Any) -> None:
    business.lead("2026-10-05", "working", first_response_at="2026-09-30T11:00:00Z")
    business.lead("1996-10-07", "working", first_response_at="1996-10-07T11:30:00Z")
    assert figures(business.db, OCTOBER).response_minutes == ((0, 1),)
    ages = Period(date(1990, 1, 1), date(2026, 12, 31), "ages")
    assert figures(business.db, ages).response_minutes == ((0, 1), (90, 1))
