"""The four steps of an import: nothing is saved before the last, names match, one undo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.session import Session
from salesdesk.ui.imports.dialog import CHECK, CHOOSE, IMPORT, MATCH, ImportDialog
from tests.windows import FakeShell

ROWS = (
    "Full name,Tel,Where from,Date of enquiry,Ref\n"
    "Joan Tully,0118 496 0155,Leaflet,03/09/2026,A-1\n"
    "Wendy Marsh,0118 496 0129,Web,31/09/2026,A-2\n"
    "Tariq Aziz,07700 900 671,Web,18/09/2026,A-3\n"
)


@pytest.fixture
def dialog(session: Session, tmp_path: Path, qtbot: QtBot) -> ImportDialog:
    table = tmp_path / "enquiry leads.csv"
    table.write_text(ROWS, "utf-8")
    made = ImportDialog(session, FakeShell(session), table)
    qtbot.addWidget(made)
    made.show()
    return made


def leads(session: Session) -> list[str]:
    rows = session.db.rows("select name from lead where trashed_at is null order by name")
    return [str(name) for (name,) in rows]


def choose(dialog: ImportDialog, column: str, field: str) -> None:
    box = dialog.match._choices[column]
    box.setCurrentIndex(box.findData(field))
    box.activated.emit(box.currentIndex())


def test_a_table_comes_in_by_ctrl_enter_alone_and_goes_by_one_undo(
    dialog: ImportDialog, session: Session, qtbot: QtBot
) -> None:
    assert dialog.step == CHOOSE
    assert "Import leads from enquiry leads.csv" in dialog.windowTitle()
    dialog.finish()
    assert dialog.step == MATCH
    choose(dialog, "Date of enquiry", "received")
    dialog.finish()
    assert dialog.step == CHECK
    assert dialog.check.figures.numbers["new"].text() == "2"
    assert dialog.check.figures.numbers["errors"].text() == "1"
    assert leads(session) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    assert dialog.step == IMPORT
    assert leads(session) == ["Joan Tully", "Tariq Aziz"]
    session.undo()
    assert leads(session) == []


def test_a_day_that_does_not_exist_is_told_beside_its_column(dialog: ImportDialog) -> None:
    dialog.finish()
    choose(dialog, "Date of enquiry", "received")
    told = dialog.match._checks["Date of enquiry"][1].text()
    assert told.startswith("Day/month/year. 1 cannot be read")


def test_a_new_name_is_matched_with_one_of_the_file(dialog: ImportDialog, session: Session) -> None:
    dialog.finish()
    choose(dialog, "Where from", "channel")
    assert dialog.match._checks["Where from"][1].text() == "2 are new: made"
    names = dialog.match._names
    assert names is not None
    table = dialog.match.values.setdefault("channel", {})
    menu = names.menu(dialog, "channel", ["Web"], table, dialog.match._chose)
    under = menu.findChildren(QMenu)[0]
    next(a for a in under.actions() if a.text() == "Web site").trigger()
    assert dialog.match._checks["Where from"][1].text() == "“Leaflet” is new: made, 1 matched"
    dialog.finish()
    dialog.finish()
    used = session.db.rows(
        "select l.name, c.name from lead l join channel c on c.id = l.channel_id order by 1"
    )
    assert ("Tariq Aziz", "Web site") in used


def test_the_same_headings_are_matched_as_last_time(
    dialog: ImportDialog, session: Session, qtbot: QtBot
) -> None:
    dialog.finish()
    choose(dialog, "Ref", "-")
    dialog.finish()
    dialog.reject()
    assert dialog._path is not None
    again = ImportDialog(session, FakeShell(session), dialog._path)
    qtbot.addWidget(again)
    again.finish()
    assert again.match.chosen()["Ref"] == "-"
    assert "as last time" in again.match.count.text()


def test_a_file_that_is_no_table_says_so_and_goes_no_further(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    dialog = ImportDialog(session, FakeShell(session), empty)
    qtbot.addWidget(dialog)
    assert "empty.csv is empty" in dialog.choose.place_field.error.text()
    assert not dialog.primary.isEnabled()
    dialog.finish()
    assert dialog.step == CHOOSE


def test_rows_with_errors_are_saved_to_be_mended(
    dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.finish()
    choose(dialog, "Date of enquiry", "received")
    dialog.finish()
    assert dialog.check.save.isVisible()
    kept = tmp_path / "mend.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
    dialog.check.save.click()
    heads, row = kept.read_text("utf-8-sig").splitlines()
    assert heads == "Line,Column,Reason,Full name,Tel,Where from,Date of enquiry,Ref"
    assert row.startswith("3,Date of enquiry,“31/09/2026” is not a day or time,Wendy Marsh")
    assert "1 rows saved as mend.csv" in dialog.note.text()


def test_without_errors_there_is_nothing_to_save(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "leads.csv"
    table.write_text("Name,Email\nAnn,ann@example.com\n", "utf-8")
    dialog = ImportDialog(session, FakeShell(session), table)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.finish()
    dialog.finish()
    assert dialog.step == CHECK
    assert not dialog.check.save.isVisible()


def test_a_row_that_is_in_the_file_is_left_or_overwritten_as_chosen(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "leads.csv"
    for town in ("Reading", "Oxford"):
        table.write_text(f"Name,Email,Town\nAnn,ann@example.com,{town}\n", "utf-8")
        dialog = ImportDialog(session, FakeShell(session), table)
        qtbot.addWidget(dialog)
        dialog.finish()
        dialog.finish()
        if town == "Oxford":
            assert dialog.check.figures.numbers["skipped"].text() == "1"
            dialog.check.policy.setCurrentIndex(dialog.check.policy.findData("overwrite"))
            dialog.check.policy.activated.emit(dialog.check.policy.currentIndex())
            assert dialog.check.figures.numbers["updated"].text() == "1"
        dialog.finish()
    assert session.db.rows("select town from lead") == [("Oxford",)]


def test_a_file_that_goes_away_meanwhile_is_said_and_nothing_is_kept(
    dialog: ImportDialog, session: Session
) -> None:
    dialog.finish()
    dialog.finish()
    assert dialog._path is not None
    dialog._path.unlink()
    dialog.finish()
    assert dialog.step == CHECK
    assert "There is no file enquiry leads.csv" in dialog.note.text()
    assert leads(session) == []


class SlowShell(FakeShell):
    """A window whose jobs wait until they are let go."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.waiting: list[Callable[[], object]] = []

    def background(self, work: Callable[[Session], Any], done: Callable[[Any], object]) -> None:
        self.waiting.append(lambda: done(work(self.session)))

    def let_go(self) -> None:
        self.waiting.pop(0)()


def test_esc_while_importing_keeps_nothing(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    table = tmp_path / "leads.csv"
    rows = "".join(f"Lead {n},lead{n}@example.com\n" for n in range(1200))
    table.write_text("Name,Email\n" + rows, "utf-8")
    shell = SlowShell(session)
    dialog = ImportDialog(session, shell, table)
    qtbot.addWidget(dialog)
    dialog.show()
    shell.let_go()
    dialog.finish()
    dialog.finish()
    shell.let_go()
    dialog.finish()
    assert dialog.step == IMPORT
    assert not dialog.primary.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    assert not dialog.isVisible()
    shell.let_go()
    assert leads(session) == []
    assert shell.said == []
