"""There is an application before any widget, and there may be two people in one file."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from salesdesk.actions import people
from salesdesk.session import Session


@pytest.fixture(autouse=True)
def dressed(application: QApplication) -> Iterator[None]:
    """Qt ends the program where a widget is made without an application."""
    yield
    # closed is not gone before an event loop ends: each test would dress the windows of all before
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def both(session: Session) -> Iterator[tuple[Session, Session]]:
    """Hannah, who owns the business, and Priya of sales, each with a session of her own."""
    session.i_am(session.do(people.add, "Hannah Marlow", role="owner"))
    priya = session.do(people.add, "Priya Shah", role="sales")
    with Session.open(session.path, clock=session.db.clock, person_id=priya) as other:
        yield session, other
