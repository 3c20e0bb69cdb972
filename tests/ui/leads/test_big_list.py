"""A file so big that its list and its searches are read on a thread of their own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.queries import lead_pages
from salesdesk.session import Session
from salesdesk.ui.kit.reader import Reader
from salesdesk.ui.leads.list_pane import ListPane
from salesdesk.ui.leads.panel import LeadsPanel
from tests import windows

NAMES = ("Ann Lee", "Ben Archer", "Cid Leeman", "Dee Dove")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    clock = Clock("Europe/London", "2026-10-15T12:00")
    made = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=clock)
    for n in range(120):
        name = f"{NAMES[n % 4]} {n}"
        made.do(leads.create, {"name": name, "received_at": f"2026-09-{1 + n % 28:02}T10:00:00Z"})
    return made


@pytest.fixture
def pane(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ListPane]:
    monkeypatch.setattr(lead_pages, "is_big", lambda db: True)
    with windows.shown(qtbot, session, "leads") as window:
        window.open_list("leads", "all")
        panel = window.panel()
        assert isinstance(panel, LeadsPanel)
        qtbot.waitUntil(lambda: not window.jobs.busy())
        yield panel.list


def shown(pane: ListPane) -> list[str]:
    return [pane.model.row_at(n).name for n in range(pane.model.rowCount())]


def settled(qtbot: QtBot, pane: ListPane) -> None:
    qtbot.waitUntil(lambda: not pane.reader.thread.busy())


def test_what_is_typed_is_found_and_the_whole_list_comes_back(pane: ListPane, qtbot: QtBot) -> None:
    assert len(shown(pane)) == 120
    QTest.keyClicks(pane.field, "le")
    settled(qtbot, pane)
    assert len(shown(pane)) == 50
    assert pane._count.text() == "the newest 50"
    QTest.keyClicks(pane.field, "e 1")
    settled(qtbot, pane)
    assert shown(pane)
    assert all("lee" in name.lower() and "1" in name for name in shown(pane))
    QTest.keyClicks(pane.field, "zz")
    settled(qtbot, pane)
    assert shown(pane) == []
    pane.field.clear()
    pane.reload()
    settled(qtbot, pane)
    assert len(shown(pane)) == 120


def test_only_what_was_typed_last_is_shown(pane: ListPane, qtbot: QtBot) -> None:
    QTest.keyClicks(pane.field, "dove 3")  # letters faster than any answer
    settled(qtbot, pane)
    assert shown(pane)
    assert all("Dove" in name and "3" in name for name in shown(pane))


def test_a_new_lead_comes_into_the_search_that_is_shown(
    pane: ListPane, session: Session, qtbot: QtBot
) -> None:
    QTest.keyClicks(pane.field, "zelda")
    settled(qtbot, pane)
    assert shown(pane) == []
    session.do(leads.create, {"name": "Zelda New", "received_at": "2026-10-01T10:00:00Z"})
    settled(qtbot, pane)
    assert shown(pane) == ["Zelda New"]


def test_orders_are_kept_until_the_file_changes(
    pane: ListPane, session: Session, qtbot: QtBot
) -> None:
    pane.set_order("name")
    settled(qtbot, pane)
    by_name = shown(pane)
    assert by_name == sorted(by_name)
    pane.set_order("newest")
    settled(qtbot, pane)
    session.do(leads.create, {"name": "Aaron First", "received_at": "2026-10-01T10:00:00Z"})
    pane.set_order("name")
    settled(qtbot, pane)
    assert shown(pane)[0] == "Aaron First"


class Trial(QObject):
    """A reader, and what it told."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.told: list[str] = []
        self.wrong: list[Exception] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.reader = Reader(session, self.wrong.append, self)

    def slow(self, _: Session) -> str:
        self.begun.set()
        self.go.wait(10)
        return "slow"


@pytest.fixture
def trial(session: Session, qtbot: QtBot) -> Iterator[Trial]:
    made = Trial(session)
    yield made
    made.go.set()
    made.reader.close()
    session.close()


def test_the_newest_wish_alone_is_answered(trial: Trial, qtbot: QtBot) -> None:
    trial.reader.ask(trial.slow, trial.told.append)
    assert trial.begun.wait(10)
    trial.reader.ask(lambda _: "second", trial.told.append)
    trial.reader.ask(lambda _: "third", trial.told.append)
    trial.go.set()
    qtbot.waitUntil(lambda: not trial.reader.busy())
    assert trial.told == ["third"]


def test_a_patient_wish_waits_for_the_answer_before_it(trial: Trial, qtbot: QtBot) -> None:
    trial.reader.ask(trial.slow, trial.told.append)
    assert trial.begun.wait(10)
    trial.reader.ask(lambda _: "patient", trial.told.append, patient=True)
    trial.go.set()
    qtbot.waitUntil(lambda: not trial.reader.busy())
    assert trial.told == ["slow", "patient"]


def test_a_scan_ends_when_it_is_closed_and_a_fault_is_told(trial: Trial, qtbot: QtBot) -> None:
    endless = (
        "with recursive n (x) as (select 1 union all select x + 1 from n) select count(*) from n"
    )
    trial.reader.ask(lambda own: own.db.value(endless), trial.told.append)
    trial.reader.ask(lambda own: own.db.value("select wrong"), trial.told.append)
    qtbot.waitUntil(lambda: bool(trial.wrong))
    trial.reader.ask(lambda own: own.db.value(endless), trial.told.append)
    trial.reader.close()  # comes back, though nothing would ever end that statement
    assert trial.told == [] and not trial.reader.busy()
    trial.reader.ask(lambda _: "again", trial.told.append)
    qtbot.waitUntil(lambda: not trial.reader.busy())
    assert trial.told == ["again"]
