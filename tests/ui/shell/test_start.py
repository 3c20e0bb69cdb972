"""The start: a list stands at once, where one left off, and the rest follows the first paint."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import Desk
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell.window import MainWindow

Starts = Callable[[str], MainWindow]
#: The way of `salesdesk open FILE` until rows of its leads are painted; then what is loaded.
UNTIL_PAINTED = """
import sys
from pathlib import Path
import salesdesk.__main__
from salesdesk import start
session = start.Session.open(Path(sys.argv[1]), clock=start.clock("2026-10-15"))
app = start.screen()
from PySide6.QtWidgets import QApplication
from salesdesk.ui.leads.delegate import LeadDelegate
from salesdesk.ui.shell import places
places.left = lambda session: ("leads", "all")
inner, loaded = LeadDelegate.paint, []
def paint(self, *given):
    inner(self, *given)
    loaded.extend(sys.modules)
LeadDelegate.paint = paint
desk = app.desk(session, start.clock("2026-10-15"))
while not loaded:
    QApplication.processEvents()
print(*sorted(set(loaded)))
desk.window.close()
"""
CAN_WAIT = (
    "click sqlite_utils reportlab babel phonenumbers email_validator rapidfuzz xlsxwriter uuid "
    "hashlib secrets platform PySide6.QtPdf PySide6.QtNetwork PySide6.QtPrintSupport "
    "salesdesk.cli salesdesk.reports salesdesk.queries.figures salesdesk.actions.leads "
    "salesdesk.store.migrations salesdesk.store.backups salesdesk.jobs.imports "
    "salesdesk.ui.leads.reading salesdesk.ui.leads.deeds salesdesk.ui.shell.palette "
    "salesdesk.ui.shell.history salesdesk.ui.shell.first_run salesdesk.ui.today.panel "
    "salesdesk.ui.deals.panel salesdesk.ui.settings.dialog"
).split()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.salesdesk"
    with Session.create(made, name="Acme", clock=Clock("Europe/London", "2026-10-15")) as session:
        session.do(leads.create, {"name": "Ann"})
        session.do(leads.create, {"name": "Ben"})
    return made


@pytest.fixture
def starts(path: Path, qtbot: QtBot) -> Iterator[Starts]:
    desks: list[Desk] = []

    def start(day: str) -> MainWindow:
        if desks and desks[-1].window is not None:
            desks[-1].window.close()
        clock = Clock("Europe/London", day)
        desk = Desk(clock)
        desks.append(desk)
        desk.begin(Session.open(path, clock=clock))
        window = desk.window
        assert isinstance(window, MainWindow)
        qtbot.waitUntil(lambda: hasattr(window, "vigil"))
        return window

    yield start
    for desk in desks:
        if desk.window is not None:
            desk.window.close()
            desk.window.deleteLater()
    QApplication.processEvents()


def test_what_can_wait_is_not_loaded_when_the_first_list_is_painted(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNTIL_PAINTED, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "salesdesk.ui.leads.delegate" in done.stdout.split(), done.stderr
    assert [name for name in CAN_WAIT if name in done.stdout.split()] == []


def test_pyside_reads_no_source_of_ours() -> None:
    assert MainWindow.__module__ not in sys.modules["shibokensupport.feature"].pyside_feature_dict


def test_the_same_day_goes_on_where_one_left_off(starts: Starts) -> None:
    window = starts("2026-10-15")
    assert window.state()["section"] == "today"
    window.open_list("leads", "all")
    window = starts("2026-10-15")
    assert window.state() == {"section": "leads", "view": "all"}


def test_a_new_day_begins_with_today(starts: Starts) -> None:
    starts("2026-10-15").open_list("leads", "all")
    assert starts("2026-10-16").state()["section"] == "today"


def test_all_that_waited_for_the_first_paint_is_there_after_it(starts: Starts) -> None:
    starts("2026-10-15").open_list("leads", "all")
    window = starts("2026-10-15")
    panel = window.panel()
    assert isinstance(panel, LeadsPanel) and panel.current() is not None
    assert next(view.count for view in panel.views() if view.id == "all") == 2
    menus = [action.menu() for action in window.menuBar().actions() if action.isVisible()]
    assert menus and all(isinstance(menu, QMenu) and menu.actions() for menu in menus)
    assert not window.windowIcon().isNull()
    assert window.sidebar.rows["leads"].accessibleName() == "Leads, 2"


@pytest.mark.usefixtures("qtbot")
def test_a_window_that_is_closed_before_it_was_painted_closes(path: Path) -> None:
    clock = Clock("Europe/London", "2026-10-15")
    window = MainWindow(Session.open(path, clock=clock), hasty=True)
    assert window.close()
    window.deleteLater()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("open", "nowhere.salesdesk"), "There is no file nowhere.salesdesk"),
        (("open",), "Missing argument 'FILE'"),
    ],
)
def test_what_cannot_be_opened_is_said_without_a_window(words: tuple[str, ...], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "salesdesk", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2) and told in done.stderr
