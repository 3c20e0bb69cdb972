"""A large file that is new here is looked through while the window goes on; Cancel stops that."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from salesdesk import start
from salesdesk.actions import leads
from salesdesk.jobs import opening, sharing
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import health, reading, vetting
from salesdesk.ui.app import Desk
from salesdesk.ui.shell.first_run import FirstRun
from salesdesk.ui.shell.opening import OpeningDialog
from salesdesk.ui.shell.untrusted import CleanCopyDialog
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that another computer made, and that is large by what counts as large here."""
    made = tmp_path / "Acme.salesdesk"
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "another computer"))
    with Session.create(made, name="Acme", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Ann Lee"})
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "this computer"))
    monkeypatch.setattr(health, "A_BLINK_OF_BYTES", 0)
    return made


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk(CLOCK)
    yield made
    if made.window is not None:
        made.window.close()
    ended(t for t in threading.enumerate() if t.name == "team")  # its goodbye


def ended(threads: Iterable[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


class Gate:
    """Holds whoever reads a file back until the test has seen enough."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads, self.open = threading.Event(), threading.Event()
        self.threads: set[int] = set()
        real = reading.pieces

        def held(path: Path, go_on: reading.Progress | None) -> Iterator[bytes]:
            self.threads.add(threading.get_ident())
            self.reads.set()
            self.open.wait()
            yield from real(path, go_on)

        monkeypatch.setattr(vetting, "pieces", held)
        monkeypatch.setattr("salesdesk.exchange.bases.pieces", held)


def shown() -> OpeningDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OpeningDialog)
    return dialog


def test_the_window_goes_on_while_a_large_new_file_is_looked_through(
    path: Path, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    desk.show(path)
    dialog = shown()
    qtbot.waitUntil(gate.reads.is_set)
    assert threading.get_ident() not in gate.threads
    assert dialog.windowTitle() == "Opening Acme.salesdesk"
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "does not know the file yet" in said
    gate.open.set()
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    assert not opening.takes_long(path), "it is known from now on"


def test_cancel_stops_it_and_nothing_of_the_file_was_used(
    path: Path, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    before = path.read_bytes()
    desk.show(path)
    dialog = shown()
    qtbot.waitUntil(gate.reads.is_set)
    dialog.cancel.click()
    assert not dialog.isVisible()
    gate.open.set()
    ended(t for t in threading.enumerate() if t.ident in gate.threads)
    QApplication.processEvents()
    assert isinstance(desk.window, FirstRun)
    assert opening.takes_long(path) and path.read_bytes() == before


def test_a_large_file_with_strange_parts_is_refused_as_any_other(
    path: Path, desk: Desk, qtbot: QtBot
) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create trigger evil after insert on lead begin delete from deal; end")
    connection.close()
    desk.show(path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CleanCopyDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CleanCopyDialog)
    dialog.reject()


def test_the_first_window_comes_before_a_large_new_file_is_read(path: Path) -> None:
    assert start._given(path, CLOCK) == path


def test_a_shared_file_is_fetched_while_the_window_goes_on(
    path: Path, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session.open(path, clock=CLOCK) as session:
        (tmp_path / "sync").mkdir()
        shared = sharing.share(session, tmp_path / "sync")
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "third computer"))
    gate = Gate(monkeypatch)
    desk.show(shared)
    dialog = shown()
    qtbot.waitUntil(gate.reads.is_set)
    assert threading.get_ident() not in gate.threads
    dialog.cancel.click()
    gate.open.set()
    ended(t for t in threading.enumerate() if t.ident in gate.threads)
    assert opening.takes_long(shared), "what was stopped left no half copy"
    assert not list((tmp_path / "third computer").glob("team/*"))
    desk.show(shared)
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    window = desk.window
    assert isinstance(window, MainWindow)
    assert window.session.path == shared and window.session.team is not None


def test_a_file_that_is_gone_says_so(path: Path, desk: Desk) -> None:
    path.unlink()
    assert not opening.takes_long(path)
    desk.show(path)
    assert isinstance(desk.window, FirstRun)
