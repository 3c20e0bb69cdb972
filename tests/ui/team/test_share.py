"""File, Share with my team, and the way back, as a person goes through them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.jobs import sharing
from salesdesk.session import Session
from salesdesk.ui import app
from salesdesk.ui.help.window import HelpWindow
from salesdesk.ui.shell import files
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.team.share import ShareDialog, UnshareDialog
from tests.ui.team.conftest import CLOCK


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path) -> Iterator[app.Desk]:
    app.application("light")
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Hannah Marlow", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Eleanor"})
    made = app.Desk(CLOCK)
    made.begin(path)
    assert made.window is not None
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def share_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Team share"
    folder.mkdir()
    return folder


def window(screen: app.Desk) -> MainWindow:
    assert isinstance(screen.window, MainWindow)
    return screen.window


def ask(screen: app.Desk, label: str) -> None:
    command = next(c for c in window(screen).menus.own_commands() if c.label == label)
    assert command.enabled
    command.slot()


def finish(dialog: ShareDialog | UnshareDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def share(screen: app.Desk, folder: Path, qtbot: QtBot) -> MainWindow:
    before = window(screen)
    ask(screen, "Share with my team…")
    dialog = before.findChild(ShareDialog)
    assert dialog is not None
    dialog.folder.setText(str(folder))
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: screen.window is not before)
    return window(screen)


def test_a_file_is_shared_and_the_window_is_on_it(
    screen: app.Desk, share_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = share(screen, share_folder, qtbot)
    assert shown.session.path == share_folder / "Acme.salesdesk"
    assert shown.session.team is not None and shown.live is not None
    assert (share_folder / "Acme.salesdesk-team").is_dir()
    assert (tmp_path / "Acme.salesdesk").is_file(), "the file that was open stays as a copy"
    assert shown.toaster.words.text() == (
        "Acme.salesdesk is shared. Colleagues choose File, Open, and this file."
    )
    assert shown.session.db.value("select name from lead") == "Eleanor"


def test_it_says_what_will_be_made_there(screen: app.Desk, share_folder: Path) -> None:
    ask(screen, "Share with my team…")
    dialog = window(screen).findChild(ShareDialog)
    assert dialog is not None
    shown = [line.text() for line in dialog.lines]
    assert shown[0].startswith("Acme.salesdesk: ")
    assert shown[1].startswith("Acme.salesdesk-team: ")
    (share_folder / "Acme.salesdesk").touch()
    dialog.folder.setText(str(share_folder))
    assert "already a file" in dialog.lines[2].text()
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "No folder is chosen."),
        ("/no/such/folder", "There is no folder"),
        ("/" + "x" * 300, "cannot be the name of a file or folder"),
        ("~nobody-of-that-name/share", "There is no folder"),
    ],
)
def test_a_place_that_cannot_be_is_said_in_the_dialog(
    screen: app.Desk, qtbot: QtBot, typed: str, words: str
) -> None:
    ask(screen, "Share with my team…")
    dialog = window(screen).findChild(ShareDialog)
    assert dialog is not None
    dialog.folder.setText(typed)
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: words in dialog.note.text())
    assert dialog.isVisible() and dialog.primary.isEnabled() and dialog.folder.text() == typed
    dialog.reject()


def test_the_folder_can_be_chosen(
    screen: app.Desk, share_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(share_folder))
    ask(screen, "Share with my team…")
    dialog = window(screen).findChild(ShareDialog)
    assert dialog is not None
    dialog.row.choose()
    assert dialog.target() == share_folder / "Acme.salesdesk"
    dialog.reject()


def test_help_on_sharing_is_a_press_away(screen: app.Desk) -> None:
    ask(screen, "Share with my team…")
    dialog = window(screen).findChild(ShareDialog)
    assert dialog is not None
    dialog._help()
    found = window(screen).findChild(HelpWindow)
    assert isinstance(found, HelpWindow) and found.page() == "sharing"


def test_sharing_stops_with_a_file_of_ones_own(
    screen: app.Desk, share_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shared = share(screen, share_folder, qtbot)
    shared.session.do(leads.create, {"name": "Later"})
    own = tmp_path / "own"
    own.mkdir()
    ask(screen, "Stop sharing…")
    dialog = shared.findChild(UnshareDialog)
    assert dialog is not None
    dialog.folder.setText(str(own))
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: screen.window is not shared)
    shown = window(screen)
    assert shown.session.path == own / "Acme.salesdesk"
    assert shown.session.team is None and shown.live is None
    found = {name for (name,) in shown.session.db.rows("select name from lead")}
    assert found == {"Eleanor", "Later"}
    assert shown.toaster.words.text().startswith("Acme.salesdesk is your own file now.")
    assert (share_folder / "Acme.salesdesk").is_file()


def test_sharing_stops_while_the_share_is_away_and_says_what_is_missing(
    screen: app.Desk, share_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shared = share(screen, share_folder, qtbot)
    share_folder.rename(tmp_path / "away")
    (tmp_path / "own").mkdir()
    ask(screen, "Stop sharing…")
    dialog = shared.findChild(UnshareDialog)
    assert dialog is not None
    dialog.folder.setText(str(tmp_path / "own"))
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: screen.window is not shared)
    said = window(screen).toaster.words.text()
    assert said.endswith("The share is away: what colleagues did meanwhile is not in it.")


def test_a_file_of_ones_own_is_not_made_where_it_would_be_a_teams_again(
    screen: app.Desk, share_folder: Path, qtbot: QtBot
) -> None:
    shared = share(screen, share_folder, qtbot)
    synced = share_folder / "synced"
    (synced / ".stfolder").mkdir(parents=True)
    ask(screen, "Stop sharing…")
    dialog = shared.findChild(UnshareDialog)
    assert dialog is not None
    dialog.folder.setText(str(synced))
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: "on a share or in a synced folder" in dialog.note.text())
    assert "Choose a folder on this computer" in dialog.note.text()
    assert not (synced / "Acme.salesdesk").exists()
    dialog.reject()


def test_the_dialog_is_walked_through_by_keyboard(screen: app.Desk) -> None:
    ask(screen, "Share with my team…")
    dialog = window(screen).findChild(ShareDialog)
    assert dialog is not None
    seen = set()
    for _ in range(8):
        focused = dialog.focusWidget()
        seen.add(focused.accessibleName() if focused is not None else "")
        QTest.keyClick(focused or dialog, Qt.Key.Key_Tab)
    assert {"Folder", "Choose folder…", "How sharing works", "Share", "Cancel"} <= seen
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert QApplication.activeModalWidget() is None


def test_the_copy_that_stayed_behind_says_once_where_the_team_works(
    screen: app.Desk, share_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shared = share(screen, share_folder, qtbot).session.path
    behind = tmp_path / "Acme.salesdesk"
    screen.show(behind)
    assert window(screen).session.path == behind
    toast = window(screen).toaster
    qtbot.waitUntil(lambda: f"Your team works in {shared}" in toast.words.text())
    assert "This file is a copy" in toast.words.text()
    assert sharing.stayed_behind(window(screen).session) is None
    menu = next(m for m in window(screen).findChildren(QMenu) if m.title() == "Open recent")
    menu.aboutToShow.emit()
    offered = {tuple(entry.text().split("\t")) for entry in menu.actions()}
    assert offered == {(path.name, str(path.parent)) for path in (shared, behind)}


def test_a_recent_file_whose_share_is_away_is_offered_and_opens_its_copy_here(
    screen: app.Desk, share_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = share(screen, share_folder, qtbot)
    shared = shown.session.path
    screen.show(tmp_path / "Acme.salesdesk")
    away = share_folder.rename(tmp_path / "away")
    assert shared in files.recent()
    menu = next(m for m in window(screen).findChildren(QMenu) if m.title() == "Open recent")
    menu.aboutToShow.emit()
    offered = [entry for entry in menu.actions() if "share is away" in entry.text()]
    assert [entry.text().split("\t")[0] for entry in offered] == ["Acme.salesdesk"]
    offered[0].trigger()
    assert window(screen).session.path == shared
    assert window(screen).session.db.value("select name from lead") == "Eleanor"
    away.rename(share_folder)
