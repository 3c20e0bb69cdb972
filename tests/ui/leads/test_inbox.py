"""The lead inbox by keyboard alone, as a person works in it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.actions import activities, leads, people
from salesdesk.queries import lead_detail
from salesdesk.queries import leads as queries
from salesdesk.session import Session
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.leads.action_bar import ActionBar
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, session, "leads", (1440, 900)) as made:
        made.open_list("leads", "waiting")
        yield made


def panel(window: MainWindow) -> LeadsPanel:
    found = window.panel()
    assert isinstance(found, LeadsPanel)
    return found


def focused(widget: QWidget) -> QWidget:
    """Where a key press goes; without a window manager nobody makes a window active again."""
    if QApplication.focusWidget() is None:
        (QApplication.activeModalWidget() or widget).activateWindow()
        QApplication.processEvents()
    return QApplication.focusWidget() or widget


def keys(qtbot: QtBot, widget: QWidget, text: str) -> None:
    qtbot.keyClicks(focused(widget), text)


def press(
    qtbot: QtBot, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier | None = None
) -> None:
    qtbot.keyClick(focused(widget), key, held or Qt.KeyboardModifier.NoModifier)


def dialog() -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    found.activateWindow()
    QApplication.processEvents()
    return found


def finish(qtbot: QtBot) -> None:
    found = dialog()
    press(qtbot, found, Qt.Key.Key_Return, CTRL)
    assert not found.isVisible(), found.note.text()  # type: ignore[attr-defined]


def names(window: MainWindow) -> list[str]:
    model = panel(window).list.model
    return [model.row_at(n).name for n in range(model.rowCount())]


def status(session: Session, name: str) -> str:
    return str(session.db.value("select status from lead where name = ?", (name,)))


def test_by_keys_alone_a_new_lead_becomes_a_deal(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.panel().new_record()
    keys(qtbot, dialog(), "Eleanor Whitcombe")
    finish(qtbot)
    assert names(window) == ["Eleanor Whitcombe"]
    keys(qtbot, window, "q")
    assert status(session, "Eleanor Whitcombe") == "new"
    assert "0 of 4 points" in window.toaster.words.text()
    keys(qtbot, window, "l")
    for _ in range(4):
        press(qtbot, window, Qt.Key.Key_Space)
        press(qtbot, window, Qt.Key.Key_Tab)
        press(qtbot, window, Qt.Key.Key_Tab)
    panel(window).list.rows.setFocus()
    keys(qtbot, window, "q")
    assert status(session, "Eleanor Whitcombe") == "qualified"
    window.open_list("leads", "qualified")
    keys(qtbot, window, "h")
    finish(qtbot)
    assert status(session, "Eleanor Whitcombe") == "handed_over"
    window.open_list("leads", "handed_to_me")
    assert names(window) == ["Eleanor Whitcombe"]
    keys(qtbot, window, "a")
    assert status(session, "Eleanor Whitcombe") == "accepted"
    assert session.db.value("select count(*) from deal where status = 'open'") == 1
    assert names(window) == []
    keys(qtbot, window, "z")
    assert status(session, "Eleanor Whitcombe") == "handed_over"
    assert session.db.value("select count(*) from deal") == 0


def three(session: Session) -> list[int]:
    return [
        session.do(leads.create, {"name": name, "owner_id": session.person_id,
                                  "received_at": f"2026-10-{day}T09:00:00Z"})
        for name, day in (("Ann", 12), ("Ben", 14), ("Cid", 15))
    ]  # fmt: skip


def test_after_each_triage_key_the_next_lead_is_read(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    three(session)
    window.open_list("leads", "waiting")
    assert names(window) == ["Ann", "Ben", "Cid"]
    keys(qtbot, window, "j")
    keys(qtbot, window, "s")
    keys(qtbot, dialog(), "3")
    finish(qtbot)
    assert names(window) == ["Ann", "Cid"]
    assert session.db.value("select wake_on from lead where name = 'Ben'") == "2026-10-19"
    assert panel(window).reading.header.name.text() == "Cid"
    assert "Ben snoozed until 19 Oct" in window.toaster.words.text()
    keys(qtbot, window, "x")
    keys(qtbot, dialog(), "1")
    finish(qtbot)
    assert status(session, "Cid") == "disqualified"
    assert panel(window).reading.header.name.text() == "Ann"
    keys(qtbot, window, "n")
    finish(qtbot)
    assert status(session, "Ann") == "nurture"
    assert names(window) == []
    for _ in range(3):
        keys(qtbot, window, "z")
    assert names(window) == ["Ann", "Ben", "Cid"]


def test_disqualifying_asks_why_before_anything_happens(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    three(session)
    keys(qtbot, window, "x")
    found = dialog()
    press(qtbot, found, Qt.Key.Key_Return, CTRL)
    assert found.isVisible()
    assert "reason" in found.note.text()  # type: ignore[attr-defined]
    press(qtbot, found, Qt.Key.Key_Escape)
    assert status(session, "Ann") == "new"


def test_sales_returns_a_lead_with_a_reason_by_two_keys(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    from salesdesk.actions import handovers

    key = three(session)[0]
    for point in ("need", "budget", "timing", "in_area"):
        session.do(leads.tick, key, point, True)
    session.do(handovers.hand_over, key, session.person_id)
    window.open_list("leads", "handed_to_me")
    keys(qtbot, window, "r")
    assert status(session, "Ann") == "handed_over"
    panel(window).list.rows.setFocus()
    keys(qtbot, window, "2")
    keys(qtbot, window, "r")
    assert status(session, "Ann") == "returned"
    assert session.db.value("select count(*) from feedback") == 1


def test_search_finds_and_says_when_nothing_is_found(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    three(session)
    keys(qtbot, window, "/")
    keys(qtbot, window, "ben")
    assert names(window) == ["Ben"]
    keys(qtbot, window, "xyz")
    assert names(window) == []
    empty = panel(window).list._empty
    assert "benxyz" in empty.words.text()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert names(window) == ["Ann", "Ben", "Cid"]


def test_groups_tell_who_waits_past_the_promise(window: MainWindow, session: Session) -> None:
    three(session)
    window.open_list("leads", "waiting")
    assert panel(window).list.delegate.headings == {
        0: "Past your 24-hour promise",
        2: "Within 24 hours",
    }


def test_a_row_is_told_in_whole_words(window: MainWindow, session: Session) -> None:
    key = three(session)[1]
    session.do(activities.plan_step, "lead", key, "Call back", "2026-10-16")
    window.open_list("leads", "new")
    model = panel(window).list.model
    told = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Ben, new lead, waiting 26 hours, score 0, next step Call back, not read"
    assert QAccessible.queryAccessibleInterface(panel(window).list.rows).text(QAccessible.Text.Name)


def test_a_note_and_a_logged_call_stand_in_the_timeline(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    three(session)
    window.open_list("leads", "waiting")
    panel(window).reading.note.setFocus()
    keys(qtbot, window, "Met at the fair")
    press(qtbot, window, Qt.Key.Key_Return)
    panel(window).list.rows.setFocus()
    keys(qtbot, window, "c")
    finish(qtbot)
    assert status(session, "Ann") == "working"
    told = panel(window).reading.timeline.accessibleDescription()
    assert "Met at the fair" in told
    assert "Call" in told


def test_a_colleagues_change_is_shown_and_the_place_is_kept(
    window: MainWindow, session: Session
) -> None:
    three(session)
    window.open_list("leads", "waiting")
    panel(window).list.rows.select_row(1)
    with session.another() as colleague:
        tom = colleague.do(people.add, "Tom")
        colleague.do(leads.create, {"name": "Aaa", "received_at": "2026-10-01T09:00:00Z"})
        assert tom
    session.poll()
    assert names(window) == ["Aaa", "Ann", "Ben", "Cid"]
    assert panel(window).reading.header.name.text() == "Ben"


@pytest.mark.parametrize("size", [100, 150])
def test_no_verb_of_a_lead_is_cut(
    window: MainWindow, session: Session, qtbot: QtBot, size: int
) -> None:
    three(session)
    fonts.set_scale(size)
    try:
        bar = ActionBar()
        qtbot.addWidget(bar)
        found = session.read(lead_detail.detail, session.db.value("select min(id) from lead"))
        assert found is not None
        bar.set_narrow(True)
        bar.fill(found, False)
        for width in (420, 560, 662, 900):
            bar.resize(width, 52)
            bar.show()
            QApplication.processEvents()
            shown = [b for b in bar.findChildren(Button) if b.isVisible()]
            if bar.width() >= 560 or size == 100:
                assert all(b.width() >= b.sizeHint().width() for b in shown), (width, size)
            hidden = {name for name in ("snooze", "nurture") if bar.buttons[name].isHidden()}
            assert width < 662 or size == 150 or not hidden
    finally:
        fonts.set_scale(100)


def test_a_narrow_window_shows_details_on_i(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    three(session)
    window.resize(1024, 700)
    window.open_list("leads", "waiting")
    assert not panel(window).reading.details.isVisible()
    keys(qtbot, window, "i")
    assert panel(window).reading.details.isVisible()
    assert session.read(queries.counts)["waiting"] == 3


def test_an_empty_list_shows_the_way_to_one_that_is_not(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    nothing = panel(window)._nothing
    assert "read here" in nothing.words.text()
    assert nothing.button.isHidden()
    key = session.do(leads.create, {"name": "Ann"})
    session.do(leads.create, {"name": "Bob"})
    for lead in session.db.rows("select id from lead"):
        session.do(leads.snooze, lead[0], "2026-12-01")
    session.do(leads.wake, key)
    session.do(leads.nurture, key, "2026-12-01")
    window.open_list("leads", "new")
    qtbot.waitUntil(lambda: "holds 2 leads" in nothing.words.text())
    assert nothing.button.isVisible()
    assert nothing.button.text() == "Go to Nurture (1)"
    nothing.button.click()
    assert panel(window).view() == "nurture"
