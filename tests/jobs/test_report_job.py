"""The report of a big file is made by another process, and is the same to the byte."""

from pathlib import Path

import pytest

from salesdesk.actions import deals
from salesdesk.jobs import report_job
from salesdesk.jobs.report_job import Job
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


def test_a_report_made_beside_the_window_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, clock = tmp_path / "a.salesdesk", Clock("Europe/London", "2026-10-15")
    with Session.create(path, name="Marlow", clock=clock) as session:
        key = session.do(deals.create, {"title": "Stairs", "amount": 4000_00})
        session.do(deals.win, key, "2026-10-12")
        job = Job(None, frozenset(), plain=False)
        here = report_job.make(session, job)
        monkeypatch.setattr(report_job, "BIG", 0)
        monkeypatch.setattr(report_job, "make", None)  # whoever makes it, not this process
        there = report_job.paper(session, job)
    assert there.pdf == here.pdf
    assert there.report == here.report
    assert there.month == here.month


@pytest.mark.parametrize("program", ["/there/is/no/such/program", "/bin/true"])
def test_where_no_child_answers_the_report_is_made_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr("sys.executable", program)
    monkeypatch.setattr(report_job, "BIG", 0)
    path, clock = tmp_path / "a.salesdesk", Clock("Europe/London", "2026-10-15")
    with Session.create(path, name="Marlow", clock=clock) as session:
        made = report_job.paper(session, Job(None, frozenset(), plain=False))
    assert made.pdf.startswith(b"%PDF")
