"""What a window remembers between two starts: lists, sizes that were dragged, and switches."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from salesdesk.actions import deals, leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.kit.splitter import Splitter
from salesdesk.ui.shell import looks
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")
Opens = Callable[[], MainWindow]


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[Opens]:
    path = tmp_path / "a.salesdesk"
    with Session.create(path, name="Acme", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Ann"})
        session.do(deals.create, {"title": "Kitchen", "amount": 100_00})
    made: list[MainWindow] = []

    def opens() -> MainWindow:
        if made:
            made[-1].close()
        window = MainWindow(Session.open(path, clock=CLOCK))
        window.resize(1440, 900)
        window.show()
        window.activateWindow()  # its Ctrl keys work only in front
        qtbot.waitUntil(window.isActiveWindow)
        made.append(window)
        return window

    yield opens
    for window in made:
        windows.gone(window)


def drag(splitter: QSplitter, to: int) -> None:
    """Move the line as a person does."""
    handle = splitter.handle(1)
    across = splitter.orientation() == Qt.Orientation.Horizontal
    start = handle.rect().center()
    goal = handle.mapFrom(splitter, splitter.rect().center())
    goal = type(goal)(handle.mapFrom(splitter, type(goal)(to, 0)).x(), start.y())
    assert across
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, goal)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=goal)
    QApplication.processEvents()


def splitter_of(window: MainWindow) -> Splitter:
    return window.panel().findChildren(Splitter)[0]


@pytest.mark.parametrize("section", ["leads", "contacts"])
def test_a_dragged_list_is_as_wide_after_the_next_start(opened: Opens, section: str) -> None:
    window = opened()
    window.go(section)
    QApplication.processEvents()
    usual = splitter_of(window).sizes()[0]
    drag(splitter_of(window), 500)
    wide = splitter_of(window).sizes()[0]
    assert abs(wide - 500) < 12 and wide != usual
    window = opened()
    window.go(section)
    QApplication.processEvents()
    assert abs(splitter_of(window).sizes()[0] - wide) <= 2
    QTest.mouseDClick(splitter_of(window).handle(1), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert abs(splitter_of(window).sizes()[0] - usual) <= 2


def test_the_deal_beside_the_board_keeps_its_width(opened: Opens) -> None:
    window = opened()
    window.go("deals")
    key = window.session.db.value("select id from deal")
    window.open_record("deal", key)
    QApplication.processEvents()
    drag(splitter_of(window), 500)
    wide = splitter_of(window).sizes()[1]
    window = opened()
    window.open_record("deal", key)
    QApplication.processEvents()
    assert abs(splitter_of(window).sizes()[1] - wide) <= 2


def test_each_section_begins_with_the_list_it_was_left_in(opened: Opens) -> None:
    window = opened()
    window.open_list("leads", "all")
    window.open_list("deals", "mine")
    window.panel().show_table(True)  # type: ignore[attr-defined]
    window.open_list("contacts", "organisations")
    window.go("campaigns")
    window.panel().toggle_timeline()  # type: ignore[attr-defined]
    window = opened()
    seen = {name: window.go(name).state() for name in ("leads", "deals", "contacts", "campaigns")}
    assert [seen[name]["view"] for name in ("leads", "deals", "contacts")] == [
        "all", "mine", "organisations"
    ]  # fmt: skip
    assert seen["deals"]["table"] is True and seen["campaigns"]["timeline"] is True


def test_memory_that_makes_no_sense_is_passed_over(opened: Opens) -> None:
    from salesdesk.session import remember

    window = opened()
    path = window.session.path
    window.close()
    remember(f"panels:{path}", {"leads": {"view": 7, "list": "wide"}, "deals": 3, "reports": {}})
    window = opened()
    for section in window.sections:
        window.go(section.id)
    assert window.panel().isVisible()


def test_single_letters_can_be_turned_off_and_the_rest_still_works(opened: Opens) -> None:
    window = opened()
    window.go("leads")
    looks.turn("letters", False)
    try:
        window.refresh_frame()
        listed = window.panel().list.rows  # type: ignore[attr-defined]
        listed.setFocus()
        for key in (Qt.Key.Key_G, Qt.Key.Key_D):
            QTest.keyClick(listed, key)
        assert window.state()["section"] == "leads"
        QTest.keyClick(listed, Qt.Key.Key_X)
        assert QApplication.activeModalWidget() is None
        told = window.status.accessibleName()
        assert "Qualify" not in told and "Ctrl K: Commands" in told
        QTest.keyClick(listed, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        assert window.state()["section"] == "deals"
    finally:
        looks.turn("letters", True)


def test_compact_rows_are_a_switch_of_the_view_menu(opened: Opens) -> None:
    window = opened()
    menus = {entry.text(): entry.menu() for entry in window.menuBar().actions()}
    view = next(menu for words, menu in menus.items() if words == "&View")
    entry = next(e for e in view.actions() if e.text() == "Compact rows")
    assert not entry.isChecked()
    try:
        entry.trigger()
        assert looks.is_on("compact")
        window = opened()
        window.go("campaigns")
        assert window.panel().table.verticalHeader().defaultSectionSize() == 28  # type: ignore[attr-defined]
    finally:
        looks.turn("compact", False)
