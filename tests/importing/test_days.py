"""What names no day is not dated in silence."""

from pathlib import Path

import pytest

from salesdesk.jobs.imports import ImportResult, import_file
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


def brought(folder: Path, text: str, kind: str, *, dry_run: bool = False) -> ImportResult:
    table = folder / "table.csv"
    table.write_text(text, "utf-8")
    clock = Clock("Europe/London", "2026-10-15")
    with Session.create(folder / "days.salesdesk", name="Days", clock=clock) as session:
        return import_file(session, table, kind, dry_run=dry_run)


def test_results_without_a_day_say_that_they_stand_on_today(tmp_path: Path) -> None:
    found = brought(tmp_path, "Campaign,Clicks\nSpring,5\nAutumn,7\n", "results")
    assert "2 rows name no day: dated today, 2026-10-15." in found.words()


def test_only_the_rows_without_a_day_are_counted(tmp_path: Path) -> None:
    text = "Campaign,Day,Clicks\nSpring,2026-03-01,5\nAutumn,,7\n"
    found = brought(tmp_path, text, "results", dry_run=True)
    assert "1 row names no day: would be dated today, 2026-10-15." in found.words()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("results", "Campaign,Day,Clicks\nSpring,2026-03-01,5\n"),
        ("campaigns", "Name,Spent,Start\nSpring,12,2026-03-01\nAutumn,,\n"),
        ("leads", "Name\nAnn Lee\n"),
    ],
)
def test_nothing_is_said_where_every_day_is_known(kind: str, text: str, tmp_path: Path) -> None:
    assert "no day" not in brought(tmp_path, text, kind).words()


def test_a_cost_without_a_day_is_told_too(tmp_path: Path) -> None:
    found = brought(tmp_path, "Name,Spent\nSpring,12\n", "campaigns")
    assert "1 row names no day" in found.words()
