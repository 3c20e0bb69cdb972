"""Entries of a timeline are put right and deleted, by keys and by the pointer."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.actions import activities, contacts, deals, leads, organisations, people
from salesdesk.queries import edits as queries
from salesdesk.session import Session
from salesdesk.ui.activities.change import ChangeDialog
from salesdesk.ui.activities.log import LogDialog, kind_words
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.kit.fields import chosen
from salesdesk.ui.kit.timeline import Timeline
from salesdesk.ui.shell.window import MainWindow
from tests import windows

NINE, TEN = "2026-10-14T08:00:00Z", "2026-10-14T09:00:00Z"
Key = Qt.Key


@pytest.fixture
def window(both: tuple[Session, Session], qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, both[0], "leads", (1440, 900)) as made:
        yield made


def a_lead(session: Session) -> int:
    values = {"name": "Ann Lee", "received_at": "2026-10-12T09:00:00Z"}
    return int(session.do(leads.create, values))


def open_lead(window: MainWindow, key: int) -> Timeline:
    window.open_record("lead", key)
    return next(t for t in window.findChildren(Timeline) if t.isVisible())


def titles(timeline: Timeline) -> list[str]:
    return [entry.title for entry in timeline.entries()]


def asked(window: MainWindow) -> ChangeDialog:
    return next(d for d in window.findChildren(ChangeDialog) if d.isVisible())


def press(qtbot: QtBot, timeline: Timeline, *keys: Qt.Key) -> None:
    """As they arrive in the window: its own keys hear them first."""
    for key in keys:
        qtbot.keyClick(timeline, key)


def focus(timeline: Timeline) -> Timeline:
    timeline.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is timeline
    return timeline


def test_by_keys_an_entry_is_put_right_and_another_deleted(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    lead = a_lead(hannah)
    hannah.do(activities.log, "call", "Called abuot kitchen", lead_id=lead, at=NINE)
    hannah.do(activities.log, "email", "Sent the brochure", lead_id=lead, at=TEN)
    timeline = focus(open_lead(window, lead))
    press(qtbot, timeline, Key.Key_Down, Key.Key_F2)
    form = asked(window)
    assert form.subject.text() == "Called abuot kitchen" and form.at.text() == "09:00"
    form.subject.setText("Called about kitchen")
    form.at.setText("11:30")
    form.person.setCurrentText("Priya Shah")
    form.finish()
    assert titles(timeline)[0] == "Called about kitchen (Priya)"
    assert "Undo" in window.toaster.undo.text() and window.toaster.isVisible()
    first = hannah.db.value("select first_response_at from lead where id = ?", (lead,))
    assert first == TEN
    press(qtbot, focus(timeline), Key.Key_Up, Key.Key_Up, Key.Key_Delete)
    assert titles(timeline)[0].startswith("Sent") and len(titles(timeline)) == 2
    assert hannah.db.value("select count(*) from lead where trashed_at is null") == 1
    assert window.toaster.words.text() == "Delete activity: Called about kitchen."
    qtbot.keyClick(timeline, "z")
    assert "Called about kitchen (Priya)" in titles(timeline)


def test_by_the_pointer_an_entry_shows_its_verbs(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    lead = a_lead(hannah)
    hannah.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    timeline = open_lead(window, lead)
    change, delete = timeline._buttons
    assert not change.isVisible()
    middle = QPoint(100, timeline._tops[0] + 10)
    qtbot.mouseMove(timeline, middle)
    qtbot.waitUntil(change.isVisible)
    qtbot.mouseClick(change, Qt.MouseButton.LeftButton)
    asked(window).reject()
    qtbot.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=middle)
    asked(window).reject()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, middle, timeline.mapToGlobal(middle))
    QApplication.sendEvent(timeline, event)
    menu = timeline.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [a.text().split("\t")[0] for a in menu.actions()] == ["Change…", "Delete"]
    menu.close()
    qtbot.mouseMove(timeline, middle + QPoint(1, 0))
    qtbot.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert titles(timeline) == ["Came in"]
    assert not delete.isVisible()


def test_what_nobody_wrote_has_no_verbs(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    timeline = open_lead(window, a_lead(hannah))
    assert titles(timeline) == ["Came in"]
    assert timeline.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.mouseMove(timeline, QPoint(100, 10))
    assert not any(button.isVisible() for button in timeline._buttons)
    qtbot.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    assert not any(d.isVisible() for d in window.findChildren(ChangeDialog))


def test_a_file_that_is_only_read_offers_nothing(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, _ = both
    lead = a_lead(hannah)
    hannah.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    hannah.db.read_only = True
    timeline = open_lead(window, lead)
    window.panel().reload()
    assert timeline.focusPolicy() == Qt.FocusPolicy.NoFocus
    hannah.db.read_only = False


@pytest.mark.parametrize("section", ["deal", "contact", "organisation"])
def test_deals_people_and_firms_have_the_same_verbs(
    section: str, both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    key = {
        "deal": lambda: hannah.do(deals.create, {"title": "Kitchen"}),
        "contact": lambda: hannah.do(contacts.create, {"name": "Ann Lee"}),
        "organisation": lambda: hannah.do(organisations.create, {"name": "Lee Ltd"}),
    }[section]()
    hannah.do(activities.note, "Likes oak", **{f"{section}_id": key})
    window.open_record(section, key)
    timeline = next(t for t in window.findChildren(Timeline) if t.isVisible())
    press(qtbot, focus(timeline), Key.Key_Return)
    form = asked(window)
    assert not form.way.isVisible() and chosen(form.kind) == "note"
    form.text.setPlainText("And ash.")
    form.finish()
    assert timeline.entries()[0].text == "And ash."
    press(qtbot, focus(timeline), Key.Key_Delete)
    assert "Likes oak (Hannah)" not in titles(timeline)
    assert hannah.db.value(f"select trashed_at from {section}") is None


def test_a_note_becomes_a_call_of_the_way_that_is_chosen(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    lead = a_lead(hannah)
    hannah.do(activities.note, "Rang twice", lead_id=lead)
    timeline = focus(open_lead(window, lead))
    press(qtbot, timeline, Key.Key_F2)
    form = asked(window)
    form.kind.setCurrentText(kind_words("call"))
    assert form.way.isVisible()
    form.minutes.setText("many")
    form.finish()
    assert form.isVisible() and "Whole minutes" in form.minutes_field.error.text()
    form.minutes.setText("5")
    form.at.setText("half past")
    form.finish()
    assert form.isVisible() and "not a time" in form.note.text()
    form.at.setText("09:05")
    form.finish()
    found = hannah.db.row("select kind, direction, minutes from activity")
    assert found == ("call", "out", 5)
    assert hannah.db.value("select status from lead") == "working"


def test_what_happened_yesterday_is_logged_as_of_yesterday(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, _ = both
    lead = a_lead(hannah)
    timeline = open_lead(window, lead)
    hannah.do(activities.log, "email", "Sent the brochure", lead_id=lead, at=TEN)
    qtbot.keyClick(window.panel().focusProxy() or window.panel(), "c")
    form = next(d for d in window.findChildren(LogDialog) if d.isVisible())
    assert form.at.text() == ""
    form.day.setDate(form.day.date().addDays(-2))
    form.finish()
    assert form.isVisible() and "The time is missing" in form.note.text()
    form.at.setText("9:30")
    form.finish()
    assert not form.isVisible()
    found = hannah.db.value("select done_at from activity where kind = 'call'")
    assert found == "2026-10-13T08:30:00Z"
    assert hannah.db.value("select first_response_at from lead") == found
    assert [t.split(" (")[0] for t in titles(timeline)] == ["Sent the brochure", "Call", "Came in"]


def test_a_moment_that_nobody_touches_stays_to_the_second(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    """Also where another program wrote one that is still to come."""
    hannah, _ = both
    lead, at = a_lead(hannah), "2026-10-16T09:00:42Z"
    hannah.do(activities.log, "call", "Rang", lead_id=lead, at=at)
    press(qtbot, focus(open_lead(window, lead)), Key.Key_F2)
    form = asked(window)
    form.subject.setText("Rang twice")
    form.finish()
    assert not form.isVisible()
    assert hannah.db.row("select subject, done_at from activity") == ("Rang twice", at)


def test_what_is_still_to_come_is_not_logged(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    open_lead(window, a_lead(both[0]))
    qtbot.keyClick(window.panel().focusProxy() or window.panel(), "c")
    form = next(d for d in window.findChildren(LogDialog) if d.isVisible())
    form.at.setText("23:00")
    form.finish()
    assert form.isVisible() and "still to come" in form.note.text()


def test_a_colleague_changes_the_same_entry(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, priya = both
    lead = a_lead(hannah)
    key = hannah.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    timeline = focus(open_lead(window, lead))
    press(qtbot, timeline, Key.Key_F2)
    form = asked(window)
    form.subject.setText("Rang twice")
    priya.do(activities.edit, key, {"outcome": "no answer"})
    hannah.poll()
    assert form.outcome.text() == "no answer"
    priya.do(activities.edit, key, {"subject": "Rang thrice"})
    form.finish()
    clash = next(d for d in window.findChildren(ConflictDialog) if d.isVisible())
    assert clash.windowTitle() == "Priya changed this entry while you were editing"
    clash.use_all("yours")
    clash.finish()
    held = hannah.read(queries.row, "activity", key) or {}
    assert (held["subject"], held["outcome"]) == ("Rang twice", "no answer")


def test_who_deletes_what_a_colleague_has_just_changed_is_told(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, priya = both
    lead = a_lead(hannah)
    key = hannah.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    timeline = focus(open_lead(window, lead))
    priya.do(activities.edit, key, {"outcome": "wants a quote"})
    press(qtbot, timeline, Key.Key_Delete)
    assert hannah.db.value("select trashed_at from activity") is None
    assert window.toaster.words.text().startswith("Priya changed activity: Rang just now.")


def test_somebody_who_has_left_stays_with_what_they_did(
    both: tuple[Session, Session], window: MainWindow, qtbot: QtBot
) -> None:
    hannah, priya = both
    lead = a_lead(hannah)
    priya.do(activities.log, "call", "Rang", lead_id=lead, at=NINE)
    hannah.do(people.retire, priya.person_id)
    press(qtbot, focus(open_lead(window, lead)), Key.Key_F2)
    assert asked(window).person.currentText() == "Priya Shah"
