"""Each key does something or says why not; F6 walks through the panes; Print asks for a printer."""

from collections.abc import Iterator

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.session import Session
from salesdesk.ui.shell.window import MainWindow
from tests import windows


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    session.do(leads.create, {"name": "Ann Hart"})
    with windows.shown(qtbot, session, "leads") as made:
        yield made


def press(window: MainWindow, label: str) -> str:
    window.toaster.words.setText("")
    next(c for c in window.menus.all_commands() if c.label == label).slot()
    QApplication.processEvents()
    return window.toaster.words.text()


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Accept", "not handed to you"),
        ("Return to marketing", "not handed to you"),
        ("Return reason 1", "not handed to you"),
        ("Ask the sender", "no sender to ask"),
        ("Take the handover back", "no one to be taken back from"),
        ("Reopen, or open the deal", "nothing to reopen"),
    ],
)
def test_a_key_that_does_not_fit_says_why(window: MainWindow, label: str, words: str) -> None:
    said = press(window, label)
    assert said.startswith("Ann Hart")
    assert words in said


def test_a_section_without_a_list_says_where_to_search(window: MainWindow) -> None:
    window.go("today")
    assert "Ctrl K searches everything" in press(window, "Search this list")


def test_one_key_goes_through_the_panes(window: MainWindow) -> None:
    panel = window.panel()
    window.sidebar.rows["leads"].setFocus()
    found = []
    for _ in range(3):
        press(window, "Next pane")
        found.append(QApplication.focusWidget())
    assert found[0] is panel.list.rows  # type: ignore[attr-defined]
    assert panel.reading.isAncestorOf(found[1])  # type: ignore[attr-defined]
    assert window.sidebar.isAncestorOf(found[2])  # type: ignore[arg-type]


def test_print_asks_for_a_printer(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.go("reports")
    qtbot.waitUntil(lambda: panel.made is not None)  # type: ignore[attr-defined]
    press(window, "Print")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QPrintDialog))
    QApplication.activeModalWidget().close()
