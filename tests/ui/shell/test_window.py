"""The window by keyboard: sections, palette, undo, history, help, and what others change."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.actions import action
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.shell.help import ShortcutsDialog
from salesdesk.ui.shell.history import HistoryDialog
from salesdesk.ui.shell.palette import Line, Palette
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@action("Add lead")
def add(db: Database, name: str) -> int:
    row = {"name": name, "name_key": name.lower(), "received_at": "2026-10-15T09:00:00Z"}
    return db.table("lead").insert(row)


@action("Refuse")
def refuse(db: Database) -> None:
    raise UserError("This lead is closed.", "Open it again first.")


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, session) as made:
        yield made


def press(window: MainWindow, *keys: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)


def leads(session: Session) -> list[str]:
    rows = session.db.rows("select name from lead where trashed_at is null order by name")
    return [row[0] for row in rows]


def opened(kind: type[QDialog]) -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    # no window manager is here that would make it active
    found.activateWindow()
    QApplication.processEvents()
    return found


def test_g_and_a_letter_go_to_each_section(window: MainWindow, session: Session) -> None:
    session.do(add, "Ann")
    for section in window.sections:
        if section.id != "reports":
            press(window, Qt.Key.Key_G, Qt.Key(ord(section.letter)))
            assert window.state()["section"] == section.id


def test_ctrl_and_a_number_go_to_each_section(window: MainWindow) -> None:
    for number, section in enumerate(window.sections, start=1):
        if section.id != "reports":
            press(window, Qt.Key(ord("0") + number), held=CONTROL)
            assert window.state()["section"] == section.id


def test_letters_are_text_while_one_types(window: MainWindow, session: Session) -> None:
    window.run(add, "Ann")
    window.go("leads")
    window.panel().search()
    press(window, Qt.Key.Key_G, Qt.Key.Key_T)
    press(window, Qt.Key.Key_Z)
    assert window.state()["section"] == "leads"
    assert leads(session) == ["Ann"]


def test_an_action_says_so_and_z_takes_it_back(window: MainWindow, session: Session) -> None:
    window.run(add, "Ann")
    assert window.toaster.isVisible() and window.toaster.undo.isVisible()
    assert "Add lead" in window.toaster.words.text()
    press(window, Qt.Key.Key_Z)
    assert leads(session) == []
    assert "Undone: add lead" in window.toaster.words.text()
    press(window, Qt.Key.Key_Z, held=CONTROL | SHIFT)
    assert leads(session) == ["Ann"]


def test_the_toast_undoes_with_the_mouse(window: MainWindow, session: Session) -> None:
    window.run(add, "Ann")
    QTest.mouseClick(window.toaster.undo, Qt.MouseButton.LeftButton)
    assert leads(session) == []


def test_nothing_to_undo_is_said(window: MainWindow, session: Session) -> None:
    while session.undo() is not None:
        pass
    window.undo()
    assert window.toaster.words.text() == "There is nothing to undo."


def test_a_mistake_is_told_in_plain_words(window: MainWindow) -> None:
    assert window.run(refuse) is None
    assert window.toaster.words.text() == "This lead is closed. Open it again first."
    assert not window.toaster.undo.isVisible()


def test_the_palette_finds_a_lead_and_opens_it(window: MainWindow, session: Session) -> None:
    session.do(add, "Eleanor Whitcombe")
    press(window, Qt.Key.Key_K, held=CONTROL)
    palette = opened(Palette)
    assert isinstance(palette, Palette) and palette.field.hasFocus()
    QTest.keyClicks(palette.field, "whit")
    press(window, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.state()["section"] == "leads"


def test_the_palette_runs_commands(window: MainWindow) -> None:
    window.open_palette()
    palette = opened(Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, "> go to deals")
    lines = [palette.list.rows_model().row_at(n) for n in range(palette.list.model().rowCount())]
    assert [line.words for line in lines if isinstance(line, Line) and line.command] == [
        "Go to Deals"
    ]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.state()["section"] == "deals"


def test_the_palette_finds_only_campaigns_after_a_hash(
    window: MainWindow, session: Session
) -> None:
    session.do(add, "Open day visitor")
    window.open_palette()
    palette = opened(Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, "#open")
    assert palette.list.model().rowCount() == 0
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_history_takes_back_one_change(window: MainWindow, session: Session) -> None:
    window.run(add, "Ann")
    window.run(add, "Ben")
    press(window, Qt.Key.Key_H, held=CONTROL)
    dialog = opened(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    dialog.list.select_row(1)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert leads(session) == ["Ben"]


def test_the_list_of_keys_opens_and_closes(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Question)
    dialog = opened(ShortcutsDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_another_program_does_is_shown(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    before = window.sidebar.rows["leads"].accessibleName()
    with Session.open(session.path, clock=CLOCK) as other:
        other.do(add, "Ann")
    qtbot.waitUntil(lambda: window.sidebar.rows["leads"].accessibleName() != before)
    assert window.sidebar.rows["leads"].accessibleName() == "Leads, 1"


def test_a_hidden_panel_reads_again_when_it_is_shown(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = window.go("leads")
    window.go("today")
    read: list[str] = []
    monkeypatch.setattr(panel, "reload", lambda: read.append("leads"))
    session.do(add, "Ann")
    session.do(add, "Ben")
    assert read == []
    window.go("leads")
    window.go("leads")
    assert read == ["leads"]


def test_the_answer_of_a_job_arrives_here(window: MainWindow, qtbot: QtBot) -> None:
    came: list[object] = []
    window.background(lambda own: own.db.value("select count(*) from lead"), came.append)
    # other work of the window may still be under way when this answer comes
    qtbot.waitUntil(lambda: bool(came) and not window.jobs.busy())
    assert came == [0]


def test_every_list_says_what_it_is(window: MainWindow) -> None:
    for section in window.sections:
        if section.id != "reports":
            window.go(section.id)
    lists = window.findChildren(QAbstractItemView)
    nameless = [type(x).__name__ for x in lists if x.isVisibleTo(window) and not x.accessibleName()]
    assert lists and nameless == []


def test_every_menu_entry_can_be_read_and_none_is_empty(window: MainWindow) -> None:
    menus = [a.menu() for a in window.menuBar().actions() if a.isVisible()]
    assert all(isinstance(menu, QMenu) and menu.actions() for menu in menus)
    entries = [a for m in menus if isinstance(m, QMenu) for a in m.actions() if not a.isSeparator()]
    assert all(entry.text().strip() for entry in entries)


def test_the_window_remembers_its_size(session: Session, qtbot: QtBot) -> None:
    sizes = []
    path = session.path
    for again in (session, None):
        made = MainWindow(again or Session.open(path, clock=CLOCK))
        made.show()
        sizes.append(made.height())
        made.resize(1024, 720)  # the test screen is small
        QApplication.processEvents()
        made.close()
        made.deleteLater()
    assert sizes[0] != 720 and sizes[1] == 720


def test_the_first_window_loads_nothing_heavy(session: Session) -> None:
    session.close()
    heavy = "sqlite_utils reportlab babel phonenumbers email_validator rapidfuzz xlsxwriter"
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from salesdesk.session import Session\n"
        "from salesdesk.ui.app import application\n"
        "from salesdesk.ui.shell.window import MainWindow\n"
        "app = application('light')\n"
        "window = MainWindow(Session.open(Path(sys.argv[1])))\n"
        "window.show()\n"
        "app.processEvents()\n"
        "window.grab()\n"
        f"print([m for m in {heavy!r}.split() if m in sys.modules])\n"
        "window.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(session.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr
