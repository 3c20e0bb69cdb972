"""The main job in one go, in a file of its own: what an installation must be able to do."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from salesdesk.actions import deals, handovers, leads
from salesdesk.errors import UserError
from salesdesk.model import calendar
from salesdesk.model.calendar import Clock
from salesdesk.queries import figures, settings
from salesdesk.session import Session


def run(clock: Clock) -> Iterator[str]:
    """Say each step when it is done; UserError names the one that failed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.salesdesk"
        with Session.create(path, name="Self-test", clock=clock) as session:
            yield "a new file"
            yield from _work(session)
            yield from _paper(session, Path(folder) / "report.pdf")
            expect(session.check() == [], "the file is whole")
            yield "the file is whole"


def expect(true: bool, what: str) -> None:
    """UserError if a step did not do what it says."""
    if not true:
        raise UserError(f"The self-test failed at: {what}.", "Install SalesDesk again.")


def _work(session: Session) -> Iterator[str]:
    me = session.person_id or 0
    lead = session.do(leads.create, {"name": "Ann Example", "email": "ann@example.com"})
    yield "a lead"
    for point in ("need", "budget", "authority", "timing"):
        session.do(leads.tick, lead, point, True)
    session.do(leads.qualify, lead)
    slip = session.do(handovers.hand_over, lead, me, summary="Wants a kitchen")
    yield "handed over"
    soon = (session.today + timedelta(days=7)).isoformat()
    deal = session.do(
        handovers.accept,
        slip,
        title="Kitchen",
        amount=1_250_000,
        expected_on=soon,
        next_step="Call",
        next_step_on=soon,
    )
    session.do(deals.win, deal)
    this_month = calendar.month_of(session.today)
    expect(figures.figures(session.db, this_month).revenue_won == 1_250_000, "a deal won")
    yield "a deal won"
    session.undo()
    expect(figures.figures(session.db, this_month).revenue_won == 0, "undone")
    yield "undone"
    session.redo()
    expect(figures.figures(session.db, this_month).revenue_won == 1_250_000, "redone")
    yield "redone"
    expect(settings.settings(session.db).business_name == "Self-test", "settings")


def _paper(session: Session, out: Path) -> Iterator[str]:
    from salesdesk.reports import monthly
    from salesdesk.reports.pdf import write_pdf

    write_pdf(monthly.monthly(session.db, session.today.replace(day=1)), out)
    expect(out.read_bytes().startswith(b"%PDF"), "a PDF")
    yield "a PDF"
