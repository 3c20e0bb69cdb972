"""Days and moments as people say them."""

from datetime import date, timedelta

from salesdesk.model import formats

TODAY = date(2026, 10, 15)


def test_a_near_day_has_a_name_that_is_small_inside_a_sentence() -> None:
    days = [TODAY + timedelta(days=n) for n in (-1, 0, 1, 4)]
    said = [formats.near_day(day, TODAY) for day in days]
    assert said == ["Yesterday", "Today", "Tomorrow", "19 Oct"]
    assert [formats.within(day) for day in said] == ["yesterday", "today", "tomorrow", "19 Oct"]
