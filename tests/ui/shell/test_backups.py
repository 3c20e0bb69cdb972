"""File, Backups: the list, a new one, another place, and the way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.jobs import restores, safekeeping
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import backup_folder
from salesdesk.ui.app import Desk, application
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.shell import files
from salesdesk.ui.shell.backups import BackupsDialog
from salesdesk.ui.shell.keeper import Keeper
from salesdesk.ui.shell.restore import RestoreDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

MORNING = Clock("Europe/London", "2026-10-15T17:02")
LATER = Clock("Europe/London", "2026-10-19T09:00")
D = TypeVar("D", bound=QDialog)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "docs" / "Acme.salesdesk"
    place.parent.mkdir()
    with Session.create(place, name="Acme", clock=MORNING) as session:
        session.do(leads.create, {"name": "Ada Archer"})
    return place


@pytest.fixture
def window(path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    application("light")
    with windows.shown(qtbot, Session.open(path, clock=LATER), size=(1024, 700)) as made:
        yield made


def opened(window: MainWindow) -> BackupsDialog:
    files.backups(window)
    return front(next(w for w in window.findChildren(BackupsDialog) if w.isVisible()))


def front(dialog: D) -> D:
    """Make it the active one: there is no window manager that would."""
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy())


def names(session: Session) -> list[str]:
    return [str(row[0]) for row in session.db.rows("select name from lead order by name")]


def rows(dialog: BackupsDialog) -> list[str]:
    model = dialog.list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(n, 0).data(role)) for n in range(model.rowCount())]


def test_without_a_backup_there_is_a_sentence_and_a_button(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(window)
    assert dialog.empty.isVisible() and not dialog.list.isVisible()
    assert not dialog.primary.isEnabled()
    dialog.empty.button.click()
    idle(window, qtbot)
    assert dialog.list.isVisible() and not dialog.empty.isVisible()
    assert "Backed up as Acme 2026-10-19 0900 by-hand.salesdesk" in dialog.note.text()
    assert rows(dialog)[0].startswith("Today 09:00, By hand, ")
    assert rows(dialog)[0].endswith("MB, whole")
    assert "on the same disk as the file" in dialog.place.toolTip() + dialog.place.text()


def test_restoring_says_what_would_go_asks_and_goes_on_in_the_same_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    session.back_up()
    session.do(leads.create, {"name": "Ben Bold"})
    dialog = opened(window)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    idle(window, qtbot)
    question = front(dialog.findChildren(RestoreDialog)[-1])
    said = " ".join(label.text() for label in question.findChildren(Label))
    assert "1 change since today 09:00 would go" in said
    assert "1 lead would go." in said
    assert "Undo cannot take this back." in said
    assert names(session) == ["Ada Archer", "Ben Bold"], "asking changes nothing"
    QTest.keyClick(question, Qt.Key.Key_Return, CONTROL)
    idle(window, qtbot)
    assert names(session) == ["Ada Archer"]
    assert not dialog.isVisible()
    assert "What was there before is kept as Acme 2026-10-19 0900 before-restore" in (
        window.toaster.words.text()
    )
    session.do(leads.create, {"name": "Cleo Cole"})
    assert names(session) == ["Ada Archer", "Cleo Cole"]


def test_escape_leaves_everything_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.session.back_up()
    window.session.do(leads.create, {"name": "Ben Bold"})
    dialog = opened(window)
    dialog.primary.click()
    idle(window, qtbot)
    question = front(dialog.findChildren(RestoreDialog)[-1])
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert names(window.session) == ["Ada Archer", "Ben Bold"]


def test_a_damaged_backup_is_said_and_the_list_stays(window: MainWindow, qtbot: QtBot) -> None:
    backup = window.session.back_up()
    content = bytearray(backup.read_bytes())
    content[-20] ^= 1
    backup.write_bytes(content)
    dialog = opened(window)
    dialog.primary.click()
    idle(window, qtbot)
    assert "is damaged: its checksum" in dialog.note.text()
    assert dialog.primary.isEnabled()


def test_another_place_is_tried_at_once_and_one_that_cannot_be_is_not_taken(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    dialog.elsewhere.click()
    idle(window, qtbot)
    assert (stick / "Acme backups").is_dir()
    assert str(stick) in dialog.note.text()
    assert dialog.beside.isVisible()
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(blocked))
    dialog.elsewhere.click()
    idle(window, qtbot)
    assert "Backups cannot go to" in dialog.note.text()
    assert backup_folder.chosen() == stick
    dialog.beside.click()
    idle(window, qtbot)
    assert backup_folder.chosen() is None and not dialog.beside.isVisible()


def test_a_shared_file_offers_the_backup_as_a_file_of_its_own(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.back_up()
    window.session.do(leads.create, {"name": "Ben Bold"})
    monkeypatch.setattr(restores, "is_teams", lambda _: True)
    target = tmp_path / "As it was.salesdesk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog = opened(window)
    dialog.primary.click()
    idle(window, qtbot)
    question = front(dialog.findChildren(RestoreDialog)[-1])
    assert question.primary.text() == "Save as a file…"
    question.primary.click()
    with Session.open(target) as copy:
        assert names(copy) == ["Ada Archer"]
    assert names(window.session) == ["Ada Archer", "Ben Bold"]


def test_that_backups_lie_on_the_same_disk_is_said_once(window: MainWindow, qtbot: QtBot) -> None:
    keeper = Keeper(window)
    keeper.look()
    idle(window, qtbot)
    assert [b.why for b in restores.listing(window.session)] == ["while-open"]
    assert "on the same disk as the file" in window.toaster.words.text()
    window.toast("")
    keeper.look()
    idle(window, qtbot)
    assert window.toaster.words.text() == ""
    window.close()
    safekeeping.wait()


def test_closing_the_program_backs_up_what_was_changed(path: Path, qtbot: QtBot) -> None:
    application("light")
    desk = Desk(LATER)
    desk.show(path)
    window = desk.window
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.session.do(leads.create, {"name": "Ben Bold"})
    window.close()
    safekeeping.wait()
    found = restores.listing_of(path, LATER)
    assert [backup.why for backup in found] == ["on-close"]
    with Session.open(found[0].path, read_only=True) as copy:
        assert names(copy) == ["Ada Archer", "Ben Bold"]
    QApplication.processEvents()
