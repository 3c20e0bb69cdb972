"""The frame round the panels: rail, pins, palette headings, and what happens at midnight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store.seats import home
from salesdesk.ui.shell import pins
from salesdesk.ui.shell.palette import Line, Palette
from salesdesk.ui.shell.sidebar import RAIL
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
