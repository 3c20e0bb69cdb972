"""The main job by keyboard alone, from the first run to the report; and seen in a second window."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import Desk
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15T12:00")
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NAME = "Eleanor Whitcombe"


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, session, size=(1440, 900)) as made:
        yield made


def focused(window: MainWindow) -> QWidget:
    """Where a key press goes; without a window manager nobody makes a window active again."""
    wanted = QApplication.activeModalWidget() or window
    if not wanted.isActiveWindow() or QApplication.focusWidget() is None:
        wanted.activateWindow()
        QApplication.processEvents()
    return QApplication.focusWidget() or wanted


def typed(window: MainWindow, text: str) -> None:
    for letter in text:
        QTest.keyClicks(focused(window), letter)


def press(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(focused(window), key, held)


def dialog() -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def finish(window: MainWindow) -> None:
    """Ctrl Enter does what the dialog is for."""
    open_one = dialog()
    press(window, Qt.Key.Key_Return, CTRL)
    said = [label.text() for label in open_one.findChildren(QLabel)]
    assert not open_one.isVisible(), said


def visit(window: MainWindow, words: str) -> None:
    """Go where the palette leads for these words."""
    press(window, Qt.Key.Key_K, CTRL)
    typed(window, words)
    press(window, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None


def lead_status(session: Session) -> str:
    return str(session.db.value("select status from lead where name = ?", (NAME,)))


def deals(session: Session) -> list[str]:
    rows = session.db.rows("select status from deal where trashed_at is null order by id")
    return [row[0] for row in rows]


def new_lead(window: MainWindow) -> None:
    typed(window, "gl")
    assert window.state()["section"] == "leads"
    press(window, Qt.Key.Key_N, CTRL)
    typed(window, NAME)
    finish(window)


def tick_all(window: MainWindow) -> None:
    typed(window, "l")
    for point in range(4):
        press(window, Qt.Key.Key_Space)
        if point < 3:
            press(window, Qt.Key.Key_Tab)
            press(window, Qt.Key.Key_Tab)


def win_a_lead(window: MainWindow, session: Session) -> None:
    """From a name in the inbox to a won deal."""
    new_lead(window)
    typed(window, "q")
    assert lead_status(session) == "new"
    assert "0 of 4 points" in window.toaster.words.text()
    tick_all(window)
    typed(window, "q")
    assert lead_status(session) == "qualified"

    visit(window, "leads qualified")
    assert window.state() == {"section": "leads", "view": "qualified"}
    typed(window, "h")
    finish(window)
    assert lead_status(session) == "handed_over"

    visit(window, "leads handed to me")
    assert window.state() == {"section": "leads", "view": "handed_to_me"}
    typed(window, "a")
    assert lead_status(session) == "accepted"
    assert deals(session) == ["open"]

    typed(window, "gd")
    assert window.state()["section"] == "deals"
    press(window, Qt.Key.Key_Right, SHIFT)
    if QApplication.activeModalWidget() is not None:
        finish(window)
    typed(window, "c")
    typed(window, "Agreed the price")
    finish(window)
    typed(window, "w")
    if QApplication.activeModalWidget() is not None:
        finish(window)
    assert deals(session) == ["won"]
    press(window, Qt.Key.Key_Z, CTRL)
    assert deals(session) == ["open"]
    press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert deals(session) == ["won"]
    assert session.check() == []


def test_the_whole_job_is_done_by_keyboard_alone(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    desk = Desk(CLOCK)
    desk.show(None)
    first: Any = desk.window
    typed(first, "n")
    typed(first, "Acme")
    press(first, Qt.Key.Key_Return, CTRL)
    window = desk.window
    assert isinstance(window, MainWindow) and window.session.path == tmp_path / "Acme.salesdesk"
    try:
        qtbot.waitUntil(lambda: not window.jobs.busy())
        win_a_lead(window, window.session)
        typed(window, "gr")
        reports: Any = window.panel()
        qtbot.waitUntil(lambda: reports.made is not None, timeout=30_000)
        target = tmp_path / "October.pdf"
        answer = str(target), "PDF (*.pdf)"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: answer))
        press(window, Qt.Key.Key_S, CTRL)
        assert target.read_bytes() == reports.made.pdf
        assert "£0" in reports.made.report.blocks[0].lead
    finally:
        windows.gone(window)


def test_two_windows_on_one_file_show_each_others_changes(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    again = Session.open(session.path, clock=session.db.clock)
    with windows.shown(qtbot, again, size=(1440, 900)) as other:
        other.open_list("leads", "all")
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        new_lead(window)
        names = other.panel().list.model  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: names.rowCount() == 1)
        assert names.row_at(0).name == NAME
        press(window, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: names.rowCount() == 0)
