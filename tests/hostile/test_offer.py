"""The window asks before it opens a clean copy of a file that somebody has tampered with."""

import sqlite3
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import Desk
from salesdesk.ui.shell.untrusted import CleanCopyDialog
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")


def test_a_clean_copy_is_offered_and_opened(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.salesdesk"
    Session.create(path, name="Acme", clock=CLOCK).close()
    connection = sqlite3.connect(path)
    connection.execute("create trigger evil after insert on lead begin delete from deal; end")
    connection.close()
    desk = Desk(CLOCK)
    desk.show(path)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CleanCopyDialog)
    dialog.finish()
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    window = desk.window
    assert isinstance(window, MainWindow)
    assert window.session.path == tmp_path / "a clean.salesdesk"
    assert "A clean copy of a.salesdesk is open" in window.toaster.words.text()
    window.close()
