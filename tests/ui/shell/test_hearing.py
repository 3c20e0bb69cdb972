"""While another program has the file to itself the window does not stand still."""

import sqlite3
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import deals, leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store.faults import Busy
from salesdesk.ui.deals.panel import DealsPanel
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell import faults
from salesdesk.ui.shell.window import MainWindow


def test_what_cannot_be_read_now_is_read_when_the_writer_has_ended(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.salesdesk"
    session = Session.create(path, name="Marlow", clock=Clock("Europe/London", "2026-10-15"))
    session.do(deals.create, {"title": "Stairs", "amount": 100})
    window = MainWindow(session, "deals")
    window.show()
    panel = window.panel()
    assert isinstance(panel, DealsPanel)
    said: list[Exception] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults.catch(said.append, window.hearing.soon)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("begin exclusive")
    began = time.thread_time()
    with pytest.raises(Busy):
        panel.reload()
    assert time.thread_time() - began < 1
    window.hearing.guard(panel.reload)
    assert "Waiting" in window.status.accessibleName()
    writer.execute("update deal set title = 'Oak stairs'")
    writer.execute("commit")
    writer.close()
    qtbot.waitUntil(lambda: "Saved" in window.status.accessibleName())
    card = panel.board.frames[0].view.card(0)
    assert card is not None and card.title == "Oak stairs"
    assert said == []
    window.close()


def test_what_is_typed_meanwhile_is_found_when_the_writer_has_ended(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ann Lee", "Bo Lind"):
        session.do(leads.create, {"name": name, "received_at": "2026-10-14T09:00:00Z"})
    window = MainWindow(session, "leads", "new")
    window.show()
    panel = window.panel()
    assert isinstance(panel, LeadsPanel)
    said: list[Exception] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults.catch(said.append, window.hearing.soon)
    writer = sqlite3.connect(session.path, isolation_level=None)
    writer.execute("begin exclusive")
    qtbot.keyClicks(panel.list.field, "ann")
    assert "Waiting" in window.status.accessibleName()
    writer.execute("commit")
    writer.close()
    qtbot.waitUntil(lambda: panel.list.rows.model().rowCount() == 1)
    assert panel.list.field.text() == "ann"
    assert said == []
    window.close()
