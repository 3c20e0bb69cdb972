"""Names and notes are shown as they were typed: nothing from a file is read as markup."""

import ast
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.kit import text
from salesdesk.ui.settings.dialog import SettingsDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CLOCK = Clock("Europe/London", "2026-10-15")
EVIL = "<img src=file:///etc/passwd><b>Ann</b>"
UI = Path(__file__).resolve().parents[2] / "salesdesk" / "ui"
#: Columns that people type into, by table.
TYPED = {
    "lead": "name organisation_name asked_for notes job_title need email town",
    "deal": "title notes next_step reason_note",
    "contact": "name job_title notes town preferences",
    "organisation": "name industry town notes website",
    "campaign": "name goal audience message offer",
    "campaign_activity": "name note",
    "activity": "subject body outcome",
    "person": "name area",
    "stage": "name exit_criteria",
    "channel": "name",
    "segment": "name needs",
    "reason": "label",
    "product": "name",
    "handover": "summary comment first_step best_time",
    "feedback": "words reply",
    "objection": "words answer",
    "saved_view": "name",
    "competitor": "name notes",
    "contact_point": "value",
}


@pytest.fixture(scope="module")
def typed(sample_business: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample business, where everybody typed markup into every field."""
    path = Path(shutil.copy(sample_business, tmp_path_factory.mktemp("typed")))
    connection = sqlite3.connect(path)
    for table, columns in TYPED.items():
        sets = ", ".join(f"{c} = ? || {c}" for c in columns.split())
        marks = [EVIL] * len(columns.split())
        connection.execute(f"update {table} set {sets}", marks)
    connection.execute("update setting set value = ? where name = 'business_name'", (EVIL,))
    connection.commit()
    connection.close()
    return path.read_bytes()


@pytest.fixture
def window(typed: bytes, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    (tmp_path / "a.salesdesk").write_bytes(typed)
    with windows.shown(qtbot, Session.open(tmp_path / "a.salesdesk", clock=CLOCK)) as made:
        yield made


def as_markup(top: QWidget) -> list[str]:
    """Where a widget would read somebody's words as markup."""
    wrong = [
        f"{type(label).__name__}: {label.text()[:60]}"
        for label in top.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and "<" in label.text()
    ]
    wrong += [
        f"tip of {type(widget).__name__}: {widget.toolTip()[:60]}"
        for widget in (top, *top.findChildren(QWidget))
        if "<img" in widget.toolTip() or "<b>" in widget.toolTip()
    ]
    return wrong + [type(w).__name__ for w in top.findChildren(QTextEdit)]


@pytest.mark.parametrize("section", ["today", "leads", "deals", "campaigns", "contacts", "reports"])
def test_no_panel_reads_a_name_as_markup(window: MainWindow, section: str, qtbot: QtBot) -> None:
    window.go(section)
    qtbot.wait(50)
    assert as_markup(window) == []
    window.grab()


@pytest.mark.parametrize("table", ["lead", "deal", "campaign", "contact", "organisation"])
def test_no_record_reads_a_name_as_markup(window: MainWindow, table: str, qtbot: QtBot) -> None:
    key = window.session.db.value(f"select max(id) from {table} where trashed_at is null")
    window.open_record(table, key)
    qtbot.wait(50)
    assert as_markup(window) == []
    window.grab()


def test_no_setting_reads_a_name_as_markup(window: MainWindow) -> None:
    dialog = SettingsDialog(window.session, window)
    assert as_markup(dialog) == []
    dialog.reject()


def test_what_is_said_is_no_markup(window: MainWindow) -> None:
    window.toast(EVIL)
    assert as_markup(window) == []
    assert EVIL in [label.text() for label in window.findChildren(QLabel)]


def test_a_tip_shows_markup_as_it_was_typed() -> None:
    shown = QLabel(text.tip(EVIL + " & Co"))
    assert text.tip("Ann & Co") == "Ann & Co"
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setHtml(shown.text())
    assert document.toPlainText() == EVIL + " & Co"


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                called = (
                    function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
                )
                if called == name:
                    yield f"{path.relative_to(UI)}:{node.lineno}", node


def test_tips_go_through_the_one_helper() -> None:
    safe = re.compile(r"^(tip|plain)\(|^tr\(|^'[^<]*'$")
    wrong = [
        where
        for name, place in (("setToolTip", 0), ("showText", 1))
        for where, call in calls(name)
        if not safe.match(ast.unparse(call.args[place]))
    ]
    assert wrong == []


def test_no_window_uses_what_guesses_at_markup() -> None:
    """Labels are `kit.labels.Label`; two more hold pictures. Questions are our own dialogs."""
    assert [where for where, call in calls("QLabel") if call.args] == []
    for name in ("QMessageBox", "QTextEdit", "QErrorMessage", "QWhatsThis"):
        assert list(calls(name)) == []
    rich = {where.split(":")[0] for name in ("setHtml", "setMarkdown") for where, _ in calls(name)}
    assert rich <= {"help/sheet.py"}, "the program's own words alone"


def test_nothing_from_a_file_is_opened_elsewhere() -> None:
    for name in ("openUrl", "startfile", "setOpenExternalLinks"):
        opened = {
            where.split(":")[0]
            for where, call in calls(name)
            if ast.unparse(call.args[0]) != "False"
        }
        # the folder of backups is chosen on this computer and is in no file
        assert opened <= {"shell/backups.py"}


def test_paper_is_drawn_and_never_parsed() -> None:
    reports = UI.parent / "reports"
    for path in reports.glob("*.py"):
        assert not re.search(r"\bplatypus\b|\bParagraph\b(?!\w)\(", path.read_text("utf-8")), path
