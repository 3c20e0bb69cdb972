"""The first-run screen: three ways in, each with its key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import Desk
from salesdesk.ui.shell.first_run import FirstRun
from salesdesk.ui.shell.new_file import NewFileDialog
from salesdesk.ui.shell.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot) -> FirstRun:
    made = FirstRun()
    qtbot.addWidget(made)
    made.show()
    return made


def test_s_opens_the_sample_business(screen: FirstRun, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.file_wanted) as wanted:
        QTest.keyClick(screen, Qt.Key.Key_S)
    assert wanted.args == [Path("sample")]


def test_enter_takes_the_tile_that_has_the_focus(screen: FirstRun) -> None:
    screen.activateWindow()
    assert screen.focusWidget() is screen.ways[0]
    QTest.keyClick(screen, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NewFileDialog)
    dialog.close()


def test_a_new_file_needs_a_name_and_then_opens(
    screen: FirstRun, qtbot: QtBot, tmp_path: Path
) -> None:
    wanted: list[Path] = []
    dialog = NewFileDialog(screen, wanted.append)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path / "My business.salesdesk"))
    dialog.finish()
    assert wanted == []
    QTest.keyClicks(dialog.name, "Finch & Sons")
    dialog.finish()
    assert wanted == [tmp_path / "Finch & Sons.salesdesk"]
    with Session.open(wanted[0]) as made:
        assert made.db.value("select count(*) from lead") == 0


def test_a_file_that_is_there_is_not_written_over(
    screen: FirstRun, qtbot: QtBot, tmp_path: Path
) -> None:
    taken = tmp_path / "a.salesdesk"
    taken.write_text("mine")
    wanted: list[Path] = []
    dialog = NewFileDialog(screen, wanted.append)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(taken))
    dialog.name.setText("Finch")
    dialog.finish()
    assert wanted == [] and taken.read_text() == "mine"


def test_a_refused_file_is_told_on_the_screen(screen: FirstRun) -> None:
    screen.failed(UserError("notes.txt is not a SalesDesk file.", "Choose another."))
    assert screen.note.text() == "notes.txt is not a SalesDesk file. Choose another."


def test_a_file_opens_and_closes_again_to_the_first_screen(qtbot: QtBot, tmp_path: Path) -> None:
    clock = Clock("Europe/London", "2026-10-15")
    with Session.create(tmp_path / "a.salesdesk", name="Finch", clock=clock):
        pass
    desk = Desk(clock)
    desk.show(tmp_path / "a.salesdesk")
    window = desk.window
    assert isinstance(window, MainWindow) and "a.salesdesk" in window.windowTitle()
    window.file_wanted.emit(None)
    assert isinstance(desk.window, FirstRun)
    desk.show(tmp_path / "none.salesdesk")
    assert isinstance(desk.window, FirstRun) and desk.window.note.text()
    desk.window.close()
