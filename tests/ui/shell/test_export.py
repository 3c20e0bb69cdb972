"""File, Export: where to, in which form, and what a spreadsheet must not run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.shell import files
from salesdesk.ui.shell.export import ExportDialog
from salesdesk.ui.shell.window import MainWindow


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot) -> Iterator[ExportDialog]:
    clock = Clock("Europe/London", "2026-10-15")
    session = Session.create(tmp_path / "Acme.salesdesk", name="Acme", clock=clock)
    session.do(leads.create, {"name": "=1+1"})
    window = MainWindow(session, "leads")
    qtbot.addWidget(window)
    window.show()
    files.export(window)
    found = window.findChild(ExportDialog)
    assert found is not None and found.isVisible()
    yield found
    if found.isVisible():
        found.reject()
    window.close()


@pytest.mark.parametrize(("as_typed", "cell"), [(False, "'=1+1"), (True, ",=1+1,")])
def test_texts_are_harmless_or_as_typed(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, as_typed: bool, cell: str
) -> None:
    dialog.folder.line.setText(str(tmp_path / "out"))
    dialog.as_typed.setChecked(as_typed)
    dialog.finish()
    window = dialog.parentWidget()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: "Exported" in window.toaster.words.text(), timeout=20_000)
    assert cell in (tmp_path / "out" / "lead.csv").read_text("utf-8-sig")


def test_a_workbook_needs_no_guard(dialog: ExportDialog) -> None:
    assert dialog.as_typed.isEnabled()
    dialog.form.setCurrentIndex(1)
    assert not dialog.as_typed.isEnabled()


def test_a_folder_that_cannot_be_is_said(dialog: ExportDialog) -> None:
    dialog.finish()
    assert "No folder is chosen" in dialog.note.text() and dialog.isVisible()
    dialog.folder.line.setText("/" + "x" * 300)
    dialog.finish()
    assert "cannot be the name" in dialog.note.text() and dialog.isVisible()
