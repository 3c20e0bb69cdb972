"""People and firms are found, shown with all that is linked, added, changed and merged."""

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from salesdesk.actions import contact_forms, deals
from salesdesk.session import Session
from salesdesk.ui.activities.log import LogDialog
from salesdesk.ui.contacts.forms import ConsentDialog, MergeDialog, RecordForm
from salesdesk.ui.contacts.panel import ContactsPanel
from salesdesk.ui.deals.form import DealForm
from tests.windows import FakeShell


@pytest.fixture
def keys(session: Session) -> dict[str, int]:
    people = {
        "ann": {"first_name": "Ann", "last_name": "Cole", "firm": "Cole Ltd", "town": "Reading"},
        "ben": {"first_name": "Ben", "last_name": "Hall", "email": "ben@x.example"},
        "zoe": {"name": "Zoë"},
    }
    return {name: session.do(contact_forms.add, values) for name, values in people.items()}


@pytest.fixture
def panel(qtbot: QtBot, session: Session, keys: dict[str, int]) -> ContactsPanel:
    made = ContactsPanel(session, FakeShell(session))
    qtbot.addWidget(made)
    made.resize(1224, 780)
    made.layout_for(1440)
    made.reload()
    session.subscribe(lambda _: made.reload())
    made.show()
    return made


def shell_of(panel: ContactsPanel) -> FakeShell:
    assert isinstance(panel.shell, FakeShell)
    return panel.shell


def do(panel: ContactsPanel, label: str) -> QDialog:
    command = next(c for c in panel.commands() if c.label == label)
    assert command.enabled
    command.slot()
    return shell_of(panel).dialogs[-1]


def listed(panel: ContactsPanel) -> list[str]:
    model = panel.model
    return [model.row_at(row).name for row in range(model.rowCount())]


def test_people_stand_in_order_of_name_and_the_first_is_shown(panel: ContactsPanel) -> None:
    assert listed(panel) == ["Ann Cole", "Ben Hall", "Zoë"]
    assert panel.detail.name.text() == "Ann Cole"
    assert panel.detail.second.text() == "Cole Ltd, Reading"
    assert [(v.id, v.count) for v in panel.views()] == [
        ("people", 3),
        ("organisations", 1),
        ("customers", 0),
        ("mine", 0),
        ("duplicates", None),
    ]


def test_typing_narrows_the_list_and_nothing_found_says_so(
    qtbot: QtBot, panel: ContactsPanel
) -> None:
    panel.search()
    qtbot.keyClicks(panel.field, "x.exam")
    qtbot.waitUntil(lambda: listed(panel) == ["Ben Hall"])
    qtbot.keyClicks(panel.field, "qqq")
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    assert "matches" in panel.empty.words.text()
    panel.empty.button.click()
    qtbot.waitUntil(lambda: len(listed(panel)) == 3)


def test_a_person_s_deals_open_from_here(
    panel: ContactsPanel, session: Session, keys: dict[str, int]
) -> None:
    key = session.do(deals.create, {"title": "Kitchen", "amount": 5, "contact_id": keys["ann"]})
    link = panel.detail.deals.links._links[0]
    assert link.words == "Kitchen"
    assert link.go is not None
    link.go()
    assert shell_of(panel).asked[-1] == ("record", "deal", key)
    form = do(panel, "New deal")
    assert isinstance(form, DealForm)
    assert (form.person.text(), form.firm.text()) == ("Ann Cole", "Cole Ltd")


def test_a_firm_shows_its_people(panel: ContactsPanel) -> None:
    panel.show_view("organisations")
    assert listed(panel) == ["Cole Ltd"]
    assert [link.words for link in panel.detail.people.links._links] == ["Ann Cole"]


def test_a_person_is_added_changed_and_taken_back(panel: ContactsPanel, session: Session) -> None:
    form = do(panel, "New person")
    assert isinstance(form, RecordForm)
    form.finish()
    assert "who this is" in form.note.text()
    form.editors["last_name"].setText("Adams")
    form.editors["email"].setText("adams@x.example")
    form.finish()
    assert panel.detail.name.text() == "Adams"
    edit = do(panel, "Edit")
    assert isinstance(edit, RecordForm)
    before = session.db.value("select count(*) from change")
    edit.finish()
    assert session.db.value("select count(*) from change") == before
    edit.editors["town"].setText("Earley")
    edit.finish()
    assert "Earley" in panel.detail.second.text()
    session.undo()
    session.undo()
    assert "Adams" not in listed(panel)


def test_a_name_that_came_in_one_piece_stays_whole(
    panel: ContactsPanel, session: Session, keys: dict[str, int]
) -> None:
    panel.open_record(keys["zoe"])
    form = do(panel, "Edit")
    assert isinstance(form, RecordForm)
    assert form.editors["name"].text() == "Zoë"
    form.editors["town"].setText("Earley")
    form.finish()
    assert panel.detail.name.text() == "Zoë"


def test_two_that_are_one_become_one(
    panel: ContactsPanel, session: Session, keys: dict[str, int]
) -> None:
    panel.open_record(keys["ann"])
    dialog = do(panel, "Merge")
    assert isinstance(dialog, MergeDialog)
    dialog.finish()
    assert "chosen" in dialog.note.text()
    dialog._offer("hall")
    dialog.finish()
    assert listed(panel) == ["Ann Cole", "Zoë"]
    assert panel.detail.points.links._links[0].words == "ben@x.example"
    session.undo()
    assert len(listed(panel)) == 3


def test_a_consent_and_a_call_are_noted(
    panel: ContactsPanel, session: Session, keys: dict[str, int]
) -> None:
    panel.open_record(keys["ben"])
    consent = do(panel, "Note a consent")
    assert isinstance(consent, ConsentDialog)
    consent.state.setCurrentIndex(3)
    consent.finish()
    assert session.db.value("select state from consent") == "opted_out"
    log = do(panel, "Log a call")
    assert isinstance(log, LogDialog)
    log.subject.setText("Asked for a price list")
    log.finish()
    held = session.db.value("select contact_id from activity")
    assert held == keys["ben"]
    assert "price list" in panel.detail.timeline.accessibleDescription()
