"""A file of version 1 that may only be read: each section shows it, and the way on is said."""

import gzip
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.shell.history import HistoryDialog
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")
VERSION_1 = Path(__file__).parents[2] / "store" / "version-1.salesdesk.gz"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    path = tmp_path / "a.salesdesk"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    path.chmod(0o444)
    window = MainWindow(Session.open(path, clock=CLOCK), "leads")
    qtbot.addWidget(window)
    window.show()
    return window


def test_every_section_reads_it(window: MainWindow, qtbot: QtBot) -> None:
    for section in window.sections:
        window.go(section.id)
        qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=30_000)
    dialog = HistoryDialog(window)
    assert "Add lead" in dialog.list.rows_model().row_at(0).words
    dialog.reject()
    assert not window.toaster.isVisible(), window.toaster.words.text()
    window.close()


def test_it_says_that_it_is_older_and_the_way_out(window: MainWindow, tmp_path: Path) -> None:
    _, state, tip = window.status.state()
    assert state == "Made by an older SalesDesk: reading only"
    assert "save a copy" in tip
    assert window.session.check() == []
    with pytest.raises(UserError, match="reading only"):
        window.session.do(leads.create, {"name": "Bo Lind"})
    window.session.save_copy(tmp_path / "copy.salesdesk")
    window.close()
    with Session.open(tmp_path / "copy.salesdesk", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Bo Lind"})
        assert session.check() == []
