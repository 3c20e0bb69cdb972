"""The whole job by mouse alone: only what has to be typed, a name, is typed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.ui.app import Desk
from salesdesk.ui.imports.dialog import CHECK, IMPORT, ImportDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15T12:00")
LEFT = Qt.MouseButton.LeftButton
LONG = 30_000
LEADS = """Name,Phone,Wants
Eleanor Whitcombe,0118 496 0142,Shaker kitchen
Marcus Adeyemi,0118 496 0100,Fire doors
"""


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Press the left button over what is seen there, and nothing else."""
    assert widget.isVisible() and widget.isEnabled()
    place = widget.rect().center() if at is None else at
    assert widget.rect().contains(place) and widget.visibleRegion().contains(place)
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, place)


def button(root: QWidget, words: str) -> QAbstractButton:
    """The one button with these words that is seen in a window."""
    found = [b for b in root.findChildren(QAbstractButton) if b.isVisible() and b.text() == words]
    assert len(found) == 1, [b.text() for b in root.findChildren(QAbstractButton) if b.isVisible()]
    return found[0]


def choose(window: MainWindow, menu: str, entry: str) -> None:
    """Open a menu and press one of its entries."""
    bar = window.menuBar()
    head = next(act for act in bar.actions() if act.text().replace("&", "") == menu)
    click(bar, bar.actionGeometry(head).center())
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu)
    act = next(act for act in opened.actions() if act.text().split("\t")[0] == entry)
    click(opened, opened.actionGeometry(act).center())


def dialog() -> Any:
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Desk]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    made = Desk(CLOCK)
    made.show(None)
    yield made
    if made.window is not None:
        windows.gone(made.window)


def new_file(desk: Desk) -> MainWindow:
    first: Any = desk.window
    click(first.ways[0])
    asked = dialog()
    click(asked.name)
    QTest.keyClicks(asked.name, "Acme")
    click(asked.primary)
    assert isinstance(desk.window, MainWindow)
    return desk.window


def import_leads(window: MainWindow, table: Path, qtbot: QtBot, patch: Callable[..., None]) -> None:
    choose(window, "File", "Import…")
    asked = dialog()
    assert isinstance(asked, ImportDialog)
    answer = str(table), ""
    patch(QFileDialog, "getOpenFileName", staticmethod(lambda *_: answer))
    click(asked.choose.choose)
    for step in (None, CHECK, IMPORT):
        qtbot.waitUntil(asked.primary.isEnabled, timeout=LONG)
        click(asked.primary)
        assert step is None or asked.step == step
    qtbot.waitUntil(asked.primary.isEnabled, timeout=LONG)
    assert asked.primary.text() == "Done"
    click(asked.primary)


def qualify_and_hand_over(window: MainWindow, qtbot: QtBot) -> None:
    click(button(window.sidebar, "Leads"))
    click(button(window.sidebar, "New"))
    leads: Any = window.panel()
    qtbot.waitUntil(lambda: leads.list.model.rowCount() == 2, timeout=LONG)
    rows = leads.list.rows
    click(rows.viewport(), rows.visualRect(leads.list.model.index(0, 0)).center())
    qtbot.waitUntil(lambda: leads.reading.bar.isVisible(), timeout=LONG)
    points = leads.reading.checklist
    for box in list(points._boxes.values())[:4]:
        click(box, QPoint(8, box.height() // 2))
    click(button(window, "Qualify"))
    click(button(window.sidebar, "Qualified"))
    qtbot.waitUntil(lambda: leads.list.model.rowCount() == 1, timeout=LONG)
    click(rows.viewport(), rows.visualRect(leads.list.model.index(0, 0)).center())
    click(button(window, "Hand over"))
    click(dialog().primary)
    click(button(window.sidebar, "Handed to me"))
    qtbot.waitUntil(lambda: leads.list.model.rowCount() == 1, timeout=LONG)


def carry_to_won(window: MainWindow, qtbot: QtBot, patch: Callable[..., None]) -> None:
    """Drag the one card onto Won: what the screen does with a drag is told to the zone by hand."""
    click(button(window.sidebar, "Deals"))
    board = window.panel().board  # type: ignore[attr-defined]
    view = next(frame.view for frame in board.frames if frame.view.column.rowCount())
    grip = view.visualRect(view.model().index(0, 0)).center()

    def carried(drag: QDrag, *_: object) -> Qt.DropAction:
        zone = board.zones.won
        QApplication.processEvents()
        assert zone.isVisible()
        centre, move = zone.rect().center(), Qt.DropAction.MoveAction
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(centre, move, drag.mimeData(), LEFT, none)
        QApplication.sendEvent(zone, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(centre), move, drag.mimeData(), LEFT, none)
        QApplication.sendEvent(zone, drop)
        return move

    patch(QDrag, "exec", carried)
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, grip)
    for by in (4, 30, 60):
        place = QPointF(grip + QPoint(by, by))
        held = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(view.viewport().mapToGlobal(place.toPoint())),
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view.viewport(), held)
    QTest.mouseRelease(view.viewport(), LEFT)


def test_the_whole_job_is_done_by_mouse_alone(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "leads.csv"
    table.write_text(LEADS, "utf-8")
    window = new_file(desk)
    db = window.session.db
    import_leads(window, table, qtbot, monkeypatch.setattr)
    assert db.value("select count(*) from lead where trashed_at is null") == 2

    qualify_and_hand_over(window, qtbot)
    leads: Any = window.panel()
    rows = leads.list.rows
    click(rows.viewport(), rows.visualRect(leads.list.model.index(0, 0)).center())
    accept = [
        b
        for b in window.findChildren(QAbstractButton)
        if b.isVisible() and b.text().startswith("Accept")
    ]
    click(accept[0])
    assert db.rows("select status from deal") == [("open",)]

    carry_to_won(window, qtbot, monkeypatch.setattr)
    qtbot.waitUntil(lambda: db.rows("select status from deal") == [("won",)], timeout=LONG)

    click(button(window.sidebar, "Reports"))
    reports: Any = window.panel()
    qtbot.waitUntil(lambda: reports.made is not None, timeout=LONG)
    target = tmp_path / "October.pdf"
    answer = str(target), "PDF (*.pdf)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: answer))
    click(button(window, "Save PDF"))
    assert target.read_bytes().startswith(b"%PDF")
