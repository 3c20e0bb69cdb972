"""Merging in the window: preview, merge, undo, what differs, and copies beside the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads, people
from salesdesk.jobs import locking
from salesdesk.queries import clashes
from salesdesk.session import Session
from salesdesk.store import locks
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.kit.picks import FieldRow
from salesdesk.ui.merging.dialog import MergeDialog
from salesdesk.ui.merging.differences import open_differences
from salesdesk.ui.shell.locking import PassphraseDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

T = TypeVar("T", bound=QWidget)
PASSPHRASE = "four quiet words here"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "Acme (1).salesdesk"


@pytest.fixture
def window(tmp_path: Path, copy: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Acme with a lead; Ann changed two fields of it in a copy, and I changed one of them here."""
    session = Session.create(tmp_path / "Acme.salesdesk", name="Acme")
    ann_id = session.do(people.add, "Ann Marlow")
    lead = session.do(leads.create, {"name": "Eleanor", "notes": "rings back"})
    session.save_copy(copy)
    session.do(leads.edit, lead, {"town": "Reading"})
    with Session.open(copy, person_id=ann_id) as ann:
        ann.do(leads.edit, lead, {"town": "Henley", "phone": "0118 496 0142"})
    with windows.shown(qtbot, session) as made:
        yield made


def town(window: MainWindow) -> object:
    return window.session.db.value("select town from lead")


def shown(kind: type[T]) -> T:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def finish(dialog: MergeDialog | ConflictDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)


def test_a_copy_is_previewed_merged_and_undone(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    dialog = MergeDialog(window, copy)
    window.dialog(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "preview")
    assert "Ann Marlow changed 1 lead." in dialog.lines.text()
    assert "1 field differs" in dialog.lines.text()
    assert town(window) == "Reading"
    finish(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "done")
    assert town(window) == "Henley"
    assert dialog.undo.isVisible()
    dialog.undo.click()
    assert town(window) == "Reading"
    assert copy.exists()


def test_the_merged_copy_goes_to_the_backups_and_what_differs_is_asked(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    dialog = MergeDialog(window, copy)
    window.dialog(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "preview")
    finish(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "done")
    finish(dialog)
    assert not copy.exists()
    assert list((copy.parent / "Acme backups").glob("Acme (1)*"))
    qtbot.waitUntil(lambda: window.merging.differing == 1)
    assert window.sidebar.notices()["differences"].text() == "1 field differs"
    qtbot.waitUntil(lambda: bool(QApplication.activeModalWidget()))
    question = shown(ConflictDialog)
    assert "Ann Marlow" in question.windowTitle()
    QTest.keyClick(question.focusWidget(), Qt.Key.Key_Left)
    finish(question)
    assert town(window) == "Reading"
    assert window.session.read(clashes.count) == 0
    qtbot.waitUntil(lambda: "differences" not in window.sidebar.notices())


def test_what_is_put_off_stays_for_later(window: MainWindow, copy: Path, qtbot: QtBot) -> None:
    from salesdesk.jobs import merges

    merges.merge(window.session, copy)
    question = open_differences(window)
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert window.session.read(clashes.count) == 1
    assert town(window) == "Henley"


def test_a_copy_beside_the_file_is_offered_until_it_is_passed_over(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    window.merging.look()
    qtbot.waitUntil(lambda: "copies" in window.sidebar.notices())
    row = window.sidebar.notices()["copies"]
    assert row.text() == "1 copy to merge"
    row.click()
    dialog = shown(MergeDialog)
    qtbot.waitUntil(lambda: dialog.stage() == "preview")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "copies" not in window.sidebar.notices())
    assert copy.exists()


def test_another_file_is_refused_in_the_dialog(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    Session.create(tmp_path / "Beta.salesdesk", name="Beta").close()
    dialog = MergeDialog(window, tmp_path / "Beta.salesdesk")
    window.dialog(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "failed")
    assert "not a copy" in dialog.lines.text()
    assert "Import" in dialog.more.text()
    dialog.reject()


@pytest.fixture
def locked(copy: Path) -> Path:
    """The copy, locked with a passphrase that nobody has typed here yet."""
    pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
    locking.lock(copy, locking.prepare(PASSPHRASE, PASSPHRASE))
    locks.forget()
    return copy


def test_a_locked_copy_asks_for_its_passphrase_and_goes_on(
    window: MainWindow, locked: Path, qtbot: QtBot
) -> None:
    dialog = MergeDialog(window, locked)
    window.dialog(dialog)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PassphraseDialog)))
    asked = shown(PassphraseDialog)
    asked.secret.setText("something else")
    asked.finish()
    assert "does not open Acme (1).salesdesk" in asked.note.text()
    assert asked.isVisible() and asked.secret.selectedText()
    asked.secret.setText(PASSPHRASE)
    asked.finish()
    qtbot.waitUntil(lambda: dialog.stage() == "preview")
    assert "Ann Marlow changed 1 lead." in dialog.lines.text()
    dialog.activateWindow()  # a window manager does that when the question over it goes
    qtbot.waitUntil(dialog.isActiveWindow)
    finish(dialog)
    qtbot.waitUntil(lambda: dialog.stage() == "done")
    assert town(window) == "Henley"
    assert dialog.outcome is not None
    assert [locking.is_locked(path) for path in dialog.outcome.backups] == [False, True]
    dialog.reject()


def test_a_merge_ends_where_the_passphrase_is_not_typed(
    window: MainWindow, locked: Path, qtbot: QtBot
) -> None:
    dialog = MergeDialog(window, locked)
    window.dialog(dialog)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PassphraseDialog)))
    shown(PassphraseDialog).reject()
    assert not dialog.isVisible()
    assert town(window) == "Reading"


def test_the_file_menu_has_both_commands(window: MainWindow) -> None:
    labels = [command.label for command in window.menus.own_commands()]
    assert "Merge a copy…" in labels and "Fields that differ…" in labels


def test_three_who_set_one_field_are_all_named_and_asked_about_at_once(
    window: MainWindow, copy: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from salesdesk.jobs import merges

    mine = window.session
    carl_id = mine.do(people.add, "Carl Dunn")
    other = tmp_path / "Carl.salesdesk"
    mine.save_copy(other)
    lead = mine.db.value("select id from lead")
    with Session.open(other, person_id=carl_id) as carl:
        carl.do(leads.edit, lead, {"town": "Woodley", "notes": "from the fair"})
    mine.do(leads.edit, lead, {"town": "Sonning", "notes": "rang twice"})
    merges.merge(mine, copy)
    merges.merge(mine, other)
    question = open_differences(window)
    assert question is not None
    assert question.windowTitle() == "You, Ann Marlow and Carl Dunn changed this lead"
    labels = [row.clash.label for row in question.findChildren(FieldRow)]
    assert len(labels) == 3 and sum("Carl" in label for label in labels) >= 1
    question.finish()
    assert question.note.text() == ""
    assert mine.read(clashes.count) == 0


def test_the_preview_says_who_changed_how_many(window: MainWindow, copy: Path) -> None:
    from salesdesk.jobs import merges

    told = merges.preview(window.session, copy).words()
    assert told.startswith("Ann Marlow") and told.endswith("1 field differs.")
