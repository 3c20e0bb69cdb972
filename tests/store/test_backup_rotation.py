"""Which backups stay: seven days, five weeks, twelve months, and whatever a person made."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.store import backup_rotation

NOW = datetime(2026, 10, 15, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    made: datetime
    why: str = "on-close"
    whole: bool = True
    written: int = 0


def ago(days: float, why: str = "on-close", *, whole: bool = True) -> Made:
    return Made(NOW - timedelta(days=days), why, whole)


def kept(backups: list[Made]) -> list[Made]:
    dropped = {id(b) for b in backup_rotation.to_drop(backups, NOW)}
    return [b for b in backups if id(b) not in dropped]


def test_a_year_of_days_becomes_seven_days_five_weeks_and_twelve_months() -> None:
    left = kept([ago(day) for day in range(365)])
    days = {(NOW.date() - b.made.date()).days for b in left}
    assert set(range(7)) <= days
    assert len({b.made.date().isocalendar()[:2] for b in left}) >= 5
    assert len({(b.made.year, b.made.month) for b in left}) == 12
    assert len(left) <= 7 + 5 + 12


def test_of_one_day_the_last_three_stay_and_later_the_last_one() -> None:
    today = [ago(hour / 24) for hour in range(5)]
    assert kept(today) == today[:3]
    some_day = [ago(3 + hour / 24) for hour in range(5)]
    assert kept([ago(0), *some_day]) == [ago(0), some_day[0]]


def test_who_was_away_for_a_month_still_has_seven_days() -> None:
    assert len(kept([ago(40 + day) for day in range(7)])) == 7


def test_what_a_person_made_is_never_rotated_away() -> None:
    old = [ago(400 + hour / 24, "by-hand") for hour in range(20)]
    assert kept([ago(0), *old]) == [ago(0), *old]


def test_what_was_kept_before_a_big_step_stays_thirty_days() -> None:
    steps = [ago(29 + part / 100, "before-import") for part in range(5)]
    assert kept([ago(0), *steps]) == [ago(0), *steps]
    older = [ago(60 + part / 100, "before-import") for part in range(5)]
    assert len(kept([ago(0), *older])) == 2


def test_a_damaged_one_takes_no_good_ones_place() -> None:
    good, bad = ago(0.5), ago(0.0, whole=False)
    assert kept([good, bad]) == [good, bad]


def test_one_dated_in_the_future_takes_no_place() -> None:
    future = [ago(-400 - day) for day in range(30)]
    real = [ago(day) for day in range(7)]
    assert kept([*future, *real]) == [*future, *real]


@given(
    st.lists(
        st.builds(
            ago,
            st.floats(-500, 800),
            st.sampled_from(["on-close", "by-hand", "before-merge", "while-open"]),
            whole=st.booleans(),
        ),
        max_size=60,
    )
)
def test_the_newest_good_one_is_never_taken(backups: list[Made]) -> None:
    left = kept(backups)
    good = [b for b in backups if b.whole and b.made <= NOW + timedelta(days=1)]
    assert not good or max(good, key=lambda b: b.made).made in {b.made for b in left}
    assert kept(left) == left, "what was rotated once has no more to give"
