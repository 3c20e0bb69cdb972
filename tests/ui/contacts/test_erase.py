"""A person is erased from the window, after a question that says what goes and what stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import contacts, leads
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.contacts.erase import EraseDialog
from salesdesk.ui.kit import theme
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    session = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK)
    session.do(contacts.create, {"name": "Ann Quill", "email": "ann@firm.example"})
    session.do(leads.create, {"name": "Bo Quill", "received_at": "2026-10-01T10:00:00Z"})
    theme.apply_theme(QApplication.instance(), "light")  # type: ignore[arg-type]
    made = MainWindow(session)
    made.show()
    yield made
    made.close()


@pytest.mark.parametrize("table", ["contact", "lead"])
def test_a_person_is_erased_after_a_question(window: MainWindow, table: str, qtbot: QtBot) -> None:
    key = window.session.db.value(f"select max(id) from {table}")
    window.open_record(table, key)
    if table == "contact":
        labels = {command.label: command for command in window.panel().commands()}
        labels["Erase this person…"].slot()
    else:
        qtbot.waitUntil(lambda: window.panel().reading.found is not None)  # type: ignore[attr-defined]
        window.panel().deeds.do("erase")  # type: ignore[attr-defined]
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, EraseDialog)
    assert "Quill" in asked.windowTitle()
    asked.backup.setChecked(True)
    asked.finish()
    name = window.session.db.value(f"select name from {table} where id = ?", (key,))
    assert name == "Erased person"
    assert "Erased:" in window.toaster.words.text()
    assert "backup" in window.toaster.words.text()
