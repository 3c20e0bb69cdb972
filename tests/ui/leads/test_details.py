"""The column beside a lead: what it says of one lead, and that nothing of another is left."""

from typing import Any

from pytestqt.qtbot import QtBot

from salesdesk.actions import contacts, leads
from salesdesk.queries import lead_detail
from salesdesk.session import Session
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.leads.details import DetailsColumn

FULL: dict[str, Any] = {
    "name": "Ann Lee",
    "phone": "0118 496 0142",
    "email": "ann@example.org",
    "town": "Reading",
    "asked_for": "Shelves",
    "received_at": "2026-10-12T10:00:00Z",
}


def shown(column: DetailsColumn, session: Session, key: int) -> set[str]:
    """The words that stand in the column."""
    found = session.read(lead_detail.detail, key)
    assert found is not None
    column.fill(found)
    column._fill()  # its own turn of the event loop
    return {label.text() for label in column.findChildren(Label) if label.isVisible()}


def test_nothing_of_the_lead_before_is_left(session: Session, qtbot: QtBot) -> None:
    full = session.do(leads.create, FULL)
    session.do(contacts.set_consent, "email", "opted_out", lead_id=full)
    bare = session.do(leads.create, {"name": "Bo", "received_at": "2026-10-13T10:00:00Z"})
    column = DetailsColumn()
    qtbot.addWidget(column)
    column.resize(280, 700)
    column.show()
    first = shown(column, session, full)
    assert {"0118 496 0142", "ann@example.org", "Reading", "+8", "Can be phoned"} <= first
    assert [words for words in first if "by email" in words]
    assert shown(column, session, bare) == {
        "Contact",
        "No way to reach them yet. F2 adds one.",
        "Came from",
        "Not known",
        "Came in 13 Oct, 0 touches since",
        "Why the score is 0",
        "Change the rules in Settings.",
    }
    assert shown(column, session, full) == first
