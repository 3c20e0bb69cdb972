"""The frame round the panels: rail, pins, palette headings, and what happens at midnight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from salesdesk.actions import campaigns, contacts, deals, leads, saved_views
from salesdesk.model.calendar import Clock
from salesdesk.queries.saved_views import Rule
from salesdesk.session import Session
from salesdesk.store.seats import home
from salesdesk.ui.shell import pins
from salesdesk.ui.shell.palette import Line, Palette
from salesdesk.ui.shell.sidebar import RAIL, NavRow
from salesdesk.ui.shell.window import MainWindow
from tests import windows


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, session) as made:
        yield made


def test_the_rail_shows_every_section_inside_its_width(window: MainWindow) -> None:
    window.go("leads")
    window.resize(1024, 700)
    QApplication.processEvents()
    assert window.sidebar.width() == RAIL
    for row in window.sidebar.rows.values():
        right = row.mapTo(window.sidebar, row.rect().topRight()).x()
        assert row.isVisible() and right <= RAIL
    assert window.sidebar.rows["leads"].isChecked()
    gear = next(b for b in window.sidebar.findChildren(QPushButton) if "Settings" in b.toolTip())
    assert gear.isVisible() and gear.accessibleName() == "Settings"
    assert gear.mapTo(window.sidebar, gear.rect().topRight()).x() <= RAIL


def test_keys_work_in_an_empty_inbox(window: MainWindow) -> None:
    for key in (Qt.Key.Key_L, Qt.Key.Key_D):
        for pressed in (Qt.Key.Key_G, key):
            QTest.keyClick(QApplication.focusWidget() or window, pressed)
    assert window.state()["section"] == "deals"


def test_a_list_is_pinned_to_today_and_opens_from_there(window: MainWindow) -> None:
    window.open_list("leads", "nurture")
    window.pin()
    window.go("today")
    shown = {view.id: view.label for view in pins.pinned(window.session.path)}
    assert shown["pin:leads:nurture"] == "Nurture"
    window.sidebar.view_wanted.emit("pin:leads:nurture")
    assert window.state() == {"section": "leads", "view": "nurture"}
    window.pin()
    assert "pin:leads:nurture" not in {v.id for v in pins.pinned(window.session.path)}


def test_pinned_lists_say_how_many_they_hold_before_they_were_open(
    session: Session, qtbot: QtBot
) -> None:
    for name in ("Ivy Moss", "Ann Lee"):
        session.do(leads.create, {"name": name, "received_at": session.db.now()})
    saved = session.do(saved_views.save, "leads", "Mosses", Rule(text="moss").stored())
    session.do(deals.create, {"title": "Oak doors", "amount": 120_000})
    session.do(campaigns.create, "Radio", {"status": "active"})
    session.do(contacts.create, {"name": "Bo Lind"})
    for section, view, label in (
        ("leads", "new", "New"),
        ("leads", f"saved:{saved}", "Mosses"),
        ("deals", "open", "Open"),
        ("campaigns", "running", "Running"),
        ("campaigns", "over_budget", "Over budget"),
        ("contacts", "people", "People"),
    ):
        pins.turn(session.path, section, view, label)
    with windows.shown(qtbot, session) as window:
        QApplication.processEvents()
        said = {row.accessibleName() for row in window.sidebar.findChildren(NavRow)}
        assert set(window.panels()) == {"today"}
        assert {"New, 2", "Mosses, 1", "Open, 1", "Running, 1", "Over budget", "People, 1"} <= said
        window.run(leads.create, {"name": "Cy Moss", "received_at": session.db.now()})
        QApplication.processEvents()
        said = {row.accessibleName() for row in window.sidebar.findChildren(NavRow)}
        assert {"New, 3", "Mosses, 2"} <= said


def test_the_arrows_pass_over_headings_in_the_palette(window: MainWindow) -> None:
    window.open_palette()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, Palette)
    for _ in range(palette.list.model().rowCount()):
        row = palette.list.rows_model().row_at(palette.list.currentIndex().row())
        assert isinstance(row, Line) and not row.is_heading()
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
    palette.reject()


def test_a_mistake_of_ours_is_written_down_and_said(
    window: MainWindow, mistakes_are_meant: None
) -> None:
    window.failed(ZeroDivisionError("a bug"))
    assert "made a mistake" in window.toaster.words.text()
    assert "ZeroDivisionError" in (home() / "errors.log").read_text()


def test_after_midnight_everything_reads_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(window.panel(), "reload", lambda: read.append("today"))
    window.session.db.clock = Clock("Europe/London", "2026-10-16")
    window._look()
    window._look()
    assert read == ["today"]
