"""An import in the real window: on another thread, shown at once, undone in one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from salesdesk.session import Session
from salesdesk.ui.imports.dialog import CHECK, CHOOSE, IMPORT, MATCH, ImportDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

ROWS = 3000


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    with windows.shown(qtbot, session, "leads") as made:
        yield made


@pytest.fixture
def dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[ImportDialog]:
    table = tmp_path / "leads.csv"
    rows = (f"Lead {n},lead{n}@example.com,0118 {n:07}\n" for n in range(ROWS))
    table.write_text("Name,Email,Phone\n" + "".join(rows), "utf-8")
    made = ImportDialog(window.session, window, table)
    made.show()
    qtbot.waitUntil(lambda: made.primary.isEnabled())
    yield made
    made.reject()  # left open it would take the keys of the tests that follow


def leads(window: MainWindow) -> int:
    found = window.session.db.value("select count(*) from lead where trashed_at is null")
    assert isinstance(found, int)
    return found


def forward(dialog: ImportDialog, step: int, qtbot: QtBot) -> None:
    """Ctrl+Enter, until the next step is ready."""
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(dialog, Qt.Key.Key_Return, control)  # type: ignore[no-untyped-call]
    assert dialog.step == step
    qtbot.waitUntil(lambda: dialog.primary.isEnabled())


def test_by_keyboard_from_the_file_to_the_list_and_back(
    window: MainWindow, dialog: ImportDialog, qtbot: QtBot
) -> None:
    assert dialog.step == CHOOSE
    forward(dialog, MATCH, qtbot)
    forward(dialog, CHECK, qtbot)
    assert dialog.check.figures.numbers["new"].text() == f"{ROWS:,}"
    assert leads(window) == 0
    forward(dialog, IMPORT, qtbot)
    assert leads(window) == ROWS
    assert dialog.note.text() == "One step in Edit, Undo takes all of it back."
    dialog.finish()
    assert dialog.result() == QDialog.DialogCode.Accepted
    words = window.session.undo()
    assert words is not None and "Import" in words
    assert leads(window) == 0


def test_esc_in_the_middle_leaves_the_file_as_it_was(
    window: MainWindow, dialog: ImportDialog, qtbot: QtBot
) -> None:
    forward(dialog, MATCH, qtbot)
    forward(dialog, CHECK, qtbot)
    dialog.finish()
    assert not dialog.primary.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert leads(window) == 0


def test_going_back_while_checking_changes_nothing(
    window: MainWindow, dialog: ImportDialog, qtbot: QtBot
) -> None:
    forward(dialog, MATCH, qtbot)
    dialog.finish()
    dialog.back.click()
    assert dialog.step == MATCH
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert dialog.primary.isEnabled()
    forward(dialog, CHECK, qtbot)
    assert dialog.check.figures.numbers["new"].text() == f"{ROWS:,}"
    assert leads(window) == 0
