"""The list behind each number of the day counts what the number says, on a whole business."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from salesdesk.actions import leads as doing
from salesdesk.model.calendar import Clock
from salesdesk.queries import behind, deals, leads, today
from salesdesk.session import Session


@pytest.fixture(scope="module")
def business(sample_business: Path) -> Iterator[Session]:
    clock = Clock("Europe/London", "2026-10-15")
    with Session.open(sample_business, clock=clock, read_only=True) as session:
        yield session


def test_every_list_is_as_long_as_its_number_says(business: Session) -> None:
    seen = business.read(today.outlook)
    work = business.read(today.work)
    numbers = {step.name.lower(): step.count for step in seen.steps}
    numbers |= {
        "late": work.late_count,
        "waiting": work.waiting_count,
        "overdue": work.overdue_count,
        "quiet": work.quiet_count,
        "on_hand": seen.supply.have,
        "kept": seen.supply.qualified,
        "offered": seen.supply.handed_over,
        "booked": seen.month.revenue_won,
        "forecast": seen.month.forecast,
        "open_deals": seen.month.open_value,
    }
    found = {code: business.read(behind.behind, code).total for code in numbers}
    assert found == numbers
    assert all(numbers[code] for code in ("reach", "leads", "booked", "quiet", "kept"))


def test_the_views_that_numbers_open_hold_as_many(business: Session) -> None:
    work = business.read(today.work)
    assert business.read(leads.count, today.WAITING_VIEW) == work.waiting_count
    assert business.read(deals.summary, deals.Filters("quiet")).count == work.quiet_count
    assert len(business.read(today.follow_ups)) == work.follow_up_count


def test_a_lead_that_sleeps_does_not_wait_until_its_day(tmp_path: Path) -> None:
    path, zone = tmp_path / "a.salesdesk", "Europe/London"
    with Session.create(path, name="Acme", clock=Clock(zone, "2026-10-12")) as session:
        keys = [session.do(doing.create, {"name": name}) for name in ("Ann", "Ben", "Cem", "Dee")]
        session.do(doing.snooze, keys[0], date(2026, 10, 15))
        session.do(doing.snooze, keys[1], date(2026, 10, 16))
        session.do(doing.trash, keys[2])
    with Session.open(path, clock=Clock(zone, "2026-10-15")) as session:
        session.do(doing.create, {"name": "Eve"})
        work = session.read(today.work)
        assert sorted(lead.name for lead in work.waiting) == ["Ann", "Dee", "Eve"]
        assert (work.waiting_count, work.late_count) == (3, 2)
        assert session.read(leads.count, today.WAITING_VIEW) == 3


def test_the_lines_add_up_to_the_number(business: Session) -> None:
    for code in ("booked", "forecast", "open_deals"):
        found = business.read(behind.behind, code)
        lines = business.read(behind.deal_lines, found, 0, found.count)
        assert len(lines) == found.count
        assert abs(sum(line.part for line in lines) - found.total * 100) <= 50
    for code in behind.CAMPAIGNS:
        lines_of = business.read(behind.campaign_lines, code)
        assert sum(line.part for line in lines_of) == business.read(behind.behind, code).total
    found = business.read(behind.behind, "leads")
    assert len(business.read(behind.lead_lines, found, 0, 10)) == 10
