"""A file is locked and opened again in the window; its recovery key is typed back first."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.errors import UserError
from salesdesk.jobs import locking
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import locks
from salesdesk.ui.app import Desk
from salesdesk.ui.shell import files
from salesdesk.ui.shell.first_run import FirstRun
from salesdesk.ui.shell.locking import (
    LockDialog,
    PassphraseDialog,
    RecoveryDialog,
    UnlockDialog,
    ask_anew,
    draw_key,
)
from salesdesk.ui.shell.opening import AnewDialog
from salesdesk.ui.shell.window import MainWindow

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
CLOCK = Clock("Europe/London", "2026-10-15")
PASSPHRASE = "correct horse battery"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK).close()
    made = Desk(CLOCK)
    yield made
    if made.window is not None:
        made.window.close()


def window_of(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


def opened(desk: Desk, qtbot: QtBot) -> MainWindow:
    """The window once the file was written anew."""
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    return window_of(desk)


def test_a_file_is_locked_opened_and_unlocked(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.salesdesk"
    desk.show(path)
    files.lock(window_of(desk))
    first = QApplication.activeModalWidget()
    assert isinstance(first, LockDialog)
    first.secret.setText(PASSPHRASE)
    first.again.setText("another")
    first.finish()
    assert "differ" in first.note.text()
    first.again.setText(PASSPHRASE)
    first.finish()
    second = QApplication.activeModalWidget()
    assert isinstance(second, RecoveryDialog)
    second.typed.setText("wrong")
    second.finish()
    assert "not the recovery key" in second.note.text()
    assert not locking.is_locked(path)
    key = second.shown.text()
    second.typed.setText(key.lower())
    second.finish()
    assert "is locked" in opened(desk, qtbot).toaster.words.text()
    assert locking.is_locked(path)

    desk.show(None)
    locks.forget()
    desk.show(path)
    assert isinstance(desk.window, FirstRun)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, PassphraseDialog)
    asked.secret.setText("wrong passphrase")
    asked.finish()
    assert "does not open" in asked.note.text()
    asked.secret.setText(key)
    asked.finish()
    assert window_of(desk).session.db.value("select count(*) from stage") == 7

    files.lock(window_of(desk))
    last = QApplication.activeModalWidget()
    assert isinstance(last, UnlockDialog)
    last.finish()
    assert opened(desk, qtbot).session.db.value("select count(*) from stage") == 7
    assert not locking.is_locked(path)


def test_the_passphrase_is_changed_in_one_step(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.salesdesk"
    desk.show(path)
    ask_anew(window_of(desk))
    assert QApplication.activeModalWidget() is None
    assert "is not locked" in window_of(desk).toaster.words.text()
    desk.show(None)
    locking.lock(path, locking.prepare(PASSPHRASE, PASSPHRASE))
    before = locks.lock_of(path)
    desk.show(path)
    ask_anew(window_of(desk))
    first = QApplication.activeModalWidget()
    assert isinstance(first, LockDialog)
    first.secret.setText("another passphrase")
    first.again.setText("another passphrase")
    first.finish()
    second = QApplication.activeModalWidget()
    assert isinstance(second, RecoveryDialog)
    second.typed.setText(second.shown.text())
    second.finish()
    assert "new passphrase" in opened(desk, qtbot).toaster.words.text()
    assert locks.lock_of(path) not in (None, before)
    desk.show(None)
    locks.forget()
    desk.show(path)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, PassphraseDialog)
    asked.secret.setText("another passphrase")
    asked.finish()
    assert window_of(desk).session.db.value("select count(*) from stage") == 7


def test_the_lock_of_a_teams_file_is_not_changed_in_the_window(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = (tmp_path / "a.salesdesk").rename(tmp_path / "Dropbox" / "a.salesdesk")
    desk.show(path)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    for change in (files.lock, ask_anew):
        change(window_of(desk))
        assert QApplication.activeModalWidget() is None
        assert "The team shares a.salesdesk" in window_of(desk).toaster.words.text()


def test_the_recovery_key_is_printed(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtGui import QPdfWriter

    paper = QPdfWriter(str(tmp_path / "key.pdf"))
    draw_key(paper, "a.salesdesk", locks.recovery_key(locks.new_lock(PASSPHRASE)))
    del paper
    assert (tmp_path / "key.pdf").stat().st_size > 1000


def test_the_window_goes_on_while_a_file_is_written_anew(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path, free = tmp_path / "a.salesdesk", threading.Event()
    threads: list[int] = []

    def work(_: Path) -> str:
        threads.append(threading.get_ident())
        free.wait()
        raise UserError("It could not be done.", "Try again.")

    desk.show(path)
    desk.show(files.Anew(path, work))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AnewDialog)
    dialog.reject()
    assert dialog.isVisible(), "it is not left half-way"
    free.set()
    assert "It could not be done." in opened(desk, qtbot).toaster.words.text()
    assert threads and threading.get_ident() not in threads
