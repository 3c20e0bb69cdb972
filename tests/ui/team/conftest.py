"""A window on a shared file, and a colleague at another computer."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from salesdesk.actions import people
from salesdesk.jobs import sharing
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import patience
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.team.live import Live

CLOCK = Clock("Europe/London", "2026-10-15")


class Desk:
    """A window at one computer, and a colleague at another, in one file on a share."""

    def __init__(self, home: Path, shared: Path, patch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
        self.shared, self._home, self._patch, self._qtbot = shared, home, patch, qtbot
        self.at("hannah-pc")
        self.window = MainWindow(Session.open(shared, clock=CLOCK), "leads")
        self.window.show()
        self.wait(1)  # its worker has found its seat before the memory is another computer's
        self.at("priya-laptop")
        self.colleague = Session.open(shared, clock=CLOCK)
        priya = self.colleague.do(people.add, "Priya Shah", role="sales")
        self.colleague.i_am(priya)
        self.exchange()

    def at(self, computer: str) -> None:
        self._patch.setenv("SALESDESK_HOME", str(self._home / computer))
        own = "hannah-pc"  # the window's worker sits at its own computer all the time
        self._patch.setattr(
            "platform.node",
            lambda: own if threading.current_thread().name == "team" else computer,
        )

    @property
    def live(self) -> Live:
        assert self.window.live is not None
        return self.window.live

    def wait(self, more: int = 2) -> None:
        """Until the window's worker has looked again: it may be in the midst of a look now."""
        QCoreApplication.processEvents()  # looks that ended before this are not counted
        enough = self.live.looks + more
        self.live.now()
        self._qtbot.waitUntil(lambda: self.live.looks >= enough or self._ask())
        self.window.session.poll()
        QCoreApplication.processEvents()

    def _ask(self) -> bool:
        self.live.now()
        return False

    def exchange(self) -> None:
        """The colleague's computer sends and fetches, then the window's."""
        team = self.colleague.team
        assert team is not None
        team.sync()
        self.wait()

    def close(self) -> None:
        for part in (self.window, self.colleague):
            part.close()
        for thread in threading.enumerate():
            if (
                thread.name == "team"
            ):  # it may take its time to say goodbye, but not in the next test
                thread.join()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def patient(always: pytest.MonkeyPatch) -> None:
    """The window waits for the exchange on its thread: how long one lasts is not what is tested."""
    always.setattr("salesdesk.store.database.A_BLINK", patience.BUSY_SECONDS)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A file in a folder that a sync tool carries, as its mark says."""
    (tmp_path / "sync").mkdir()
    (tmp_path / "sync" / ".stfolder").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Hannah Marlow", clock=CLOCK) as session:
        return sharing.share(session, tmp_path / "sync")


@pytest.fixture
def desk(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[Desk]:
    made = Desk(tmp_path / "homes", shared, monkeypatch, qtbot)
    yield made
    made.close()
