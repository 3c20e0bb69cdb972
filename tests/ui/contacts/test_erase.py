"""A person is erased from the window, after a question that says what goes and what stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import contacts, leads
from salesdesk.errors import UserError
from salesdesk.jobs import restores
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import backups
from salesdesk.ui.contacts.erase import EraseDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    session = Session.create(tmp_path / "a.salesdesk", name="Acme", clock=CLOCK)
    session.do(contacts.create, {"name": "Ann Quill", "email": "ann@firm.example"})
    session.do(leads.create, {"name": "Bo Quill", "received_at": "2026-10-01T10:00:00Z"})
    with windows.shown(qtbot, session) as made:
        yield made


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
    assert asked.backup.isChecked(), "a backup comes first, unless that is not wanted"
    asked.finish()
    name = window.session.db.value(f"select name from {table} where id = ?", (key,))
    assert name == "Erased person"
    assert "Erased:" in window.toaster.words.text()
    assert "backup" in window.toaster.words.text()
    (kept,) = restores.listing(window.session)
    assert kept.why == "before-erase"
    with Session.open(kept.path, read_only=True) as before:
        assert "Quill" in before.db.value(f"select name from {table} where id = ?", (key,))


def test_without_a_backup_no_copy_of_the_person_is_made(window: MainWindow) -> None:
    key = window.session.db.value("select max(id) from contact")
    asked = EraseDialog(window, window.session, window, "contact", key, "Ann Quill")
    asked.backup.setChecked(False)
    asked.finish()
    assert restores.listing(window.session) == []
    assert window.session.db.value("select name from contact") == "Erased person"


def test_where_no_backup_can_be_written_nothing_is_erased(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise UserError("There is no room for the copy.", "Free some space.")

    monkeypatch.setattr(backups, "copy_to", full)
    key = window.session.db.value("select max(id) from contact")
    asked = EraseDialog(window, window.session, window, "contact", key, "Ann Quill")
    asked.finish()
    assert "There is no room" in asked.note.text()
    assert window.session.db.value("select name from contact") == "Ann Quill"
    asked.reject()
