"""Two people edit one lead at the same time: nothing that was typed or saved is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.actions import activities, leads, people
from salesdesk.model.calendar import Clock
from salesdesk.queries import edits
from salesdesk.session import Session
from salesdesk.ui.activities.plan import StepDialog
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.leads.form import LeadDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

CTRL = Qt.KeyboardModifier.ControlModifier
T = TypeVar("T", bound=Dialog)


class Desk:
    """Hannah's window with the form of Eleanor open, and Priya's session on the same file."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        clock = Clock("Europe/London", "2026-10-15T12:00")
        self.qtbot = qtbot
        self.session = Session.create(path, name="Acme", clock=clock)
        hannah = self.session.do(people.add, "Hannah Marlow", role="owner")
        self.session.i_am(hannah)
        priya = self.session.do(people.add, "Priya Shah", role="marketing")
        self.key = self.session.do(
            leads.create, {"name": "Eleanor Whitcombe", "phone": "0118 496 0142", "town": "Reading"}
        )
        self.other = Session.open(path, clock=clock, person_id=priya)
        self.window = MainWindow(self.session, "leads")
        self.window.resize(1024, 700)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.open_list("leads", "all")
        self.window.open_record("lead", self.key)
        QApplication.processEvents()
        next(c for c in self.window.panel().commands() if c.key == "F2").slot()
        self.form = self.open_dialog(LeadDialog)

    def press(self, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        widget.activateWindow()  # without a window manager nobody does
        QApplication.processEvents()
        target = QApplication.focusWidget() or widget
        QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)

    def open_dialog(self, kind: type[T]) -> T:
        found = [d for d in self.window.findChildren(kind) if d.isVisible()]
        assert len(found) == 1
        return found[0]

    def priya(self, **values: object) -> None:
        self.other.do(leads.edit, self.key, values)
        self.session.poll()

    def lead(self) -> dict[str, object]:
        return self.session.read(edits.row, "lead", self.key) or {}

    def save(self, dialog: Dialog | None = None) -> None:
        self.press(dialog or self.form, Qt.Key.Key_Return, CTRL)

    def close(self) -> None:
        self.other.close()
        windows.gone(self.window)


@pytest.fixture()
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path / "a.salesdesk")
    yield made
    made.close()


def test_what_nobody_touched_follows_with_a_line(desk: Desk) -> None:
    desk.priya(phone="0118 496 0999", town="Caversham")
    assert desk.form.lines["phone"].text() == "0118 496 0999"
    assert desk.form.lines["town"].text() == "Caversham"
    words = desk.form.editing.notice.words.text()  # type: ignore[union-attr]
    assert words == "Priya changed Phone and Town just now."


def test_fields_that_do_not_touch_merge_and_say_so(desk: Desk) -> None:
    desk.form.lines["email"].setText("e@example.co.uk")
    desk.priya(phone="0118 496 0999")
    desk.save()
    assert not desk.form.isVisible()
    assert desk.lead()["email"] == "e@example.co.uk"
    assert desk.lead()["phone"] == "0118 496 0999"
    toast = desk.window.toaster.words.text()
    assert toast == "Saved. Priya’s changes to Phone are kept."


def test_only_what_was_typed_is_written(desk: Desk) -> None:
    desk.other.do(leads.edit, desk.key, {"phone": "0118 496 0999"})  # not heard of yet
    desk.form.lines["email"].setText("e@example.co.uk")
    desk.save()
    assert desk.lead()["phone"] == "0118 496 0999"
    assert "Phone" in desk.window.toaster.words.text()


def test_the_same_field_asks_and_theirs_can_be_kept(desk: Desk) -> None:
    desk.form.lines["town"].setText("Henley")
    desk.priya(town="Caversham")
    assert desk.form.lines["town"].text() == "Henley"
    words = desk.form.editing.notice.words.text()  # type: ignore[union-attr]
    assert words == "Priya changed Town just now. What you typed stays; saving asks."
    desk.save()
    asked = desk.open_dialog(ConflictDialog)
    assert not desk.form.isVisible()
    assert asked.windowTitle() == "Priya changed this lead while you were editing"
    assert desk.lead()["town"] == "Caversham"
    desk.press(asked, Qt.Key.Key_Right)
    desk.save(asked)
    assert desk.lead()["town"] == "Caversham"
    assert not desk.form.isVisible() and not asked.isVisible()


def test_the_same_field_asks_and_mine_can_be_kept(desk: Desk) -> None:
    desk.form.lines["town"].setText("Henley")
    desk.form.lines["email"].setText("e@example.co.uk")
    desk.priya(town="Caversham")
    desk.save()
    asked = desk.open_dialog(ConflictDialog)
    desk.press(asked, Qt.Key.Key_Left)
    desk.save(asked)
    assert desk.lead()["town"] == "Henley"
    assert desk.lead()["email"] == "e@example.co.uk"
    assert not desk.window.findChildren(ConflictDialog)[0].isVisible()


def test_both_notes_are_kept_one_under_the_other(desk: Desk) -> None:
    desk.form.asked_for.setPlainText("A larder unit")
    desk.priya(asked_for="A shaker kitchen")
    desk.save()
    desk.save(desk.open_dialog(ConflictDialog))
    assert desk.lead()["asked_for"] == "A shaker kitchen\n\nA larder unit"


def test_escape_goes_back_to_all_that_was_typed(desk: Desk) -> None:
    desk.form.lines["town"].setText("Henley")
    desk.priya(town="Caversham")
    desk.save()
    QTest.keyClick(desk.open_dialog(ConflictDialog), Qt.Key.Key_Escape)
    assert desk.form.isVisible()
    assert desk.form.lines["town"].text() == "Henley"
    assert desk.lead()["town"] == "Caversham"
    desk.save()
    assert desk.open_dialog(ConflictDialog).isVisible()


def test_a_third_change_while_the_question_stands_is_asked_as_well(desk: Desk) -> None:
    desk.form.lines["town"].setText("Henley")
    desk.priya(town="Caversham")
    desk.save()
    asked = desk.open_dialog(ConflictDialog)
    desk.press(asked, Qt.Key.Key_Left)
    desk.priya(town="Sonning")
    desk.save(asked)
    again = desk.open_dialog(ConflictDialog)
    assert "Sonning" in again.rows[0].theirs.words
    desk.press(again, Qt.Key.Key_Left)
    desk.save(again)
    assert desk.lead()["town"] == "Henley"


def test_the_same_value_on_both_sides_is_no_question(desk: Desk) -> None:
    desk.form.lines["town"].setText("Caversham")
    desk.priya(town="Caversham")
    desk.save()
    assert not desk.form.isVisible()


def test_a_deleted_lead_comes_back_with_what_was_typed(desk: Desk) -> None:
    desk.form.lines["town"].setText("Henley")
    desk.other.do(leads.trash, desk.key)
    desk.session.poll()
    words = desk.form.editing.notice.words.text()  # type: ignore[union-attr]
    assert words == "Priya deleted this lead while you were editing. Saving restores it."
    desk.save()
    found = [d for d in desk.window.findChildren(Dialog) if d.isVisible()]
    assert [d.windowTitle() for d in found] == ["Priya deleted this lead while you were editing"]
    desk.save(found[0])
    assert desk.lead()["town"] == "Henley" and desk.lead()["trashed_at"] is None


def test_one_person_in_two_windows_is_told_so(desk: Desk) -> None:
    desk.other.i_am(desk.session.person_id or 0)
    desk.priya(phone="0118 496 0999")
    words = desk.form.editing.notice.words.text()  # type: ignore[union-attr]
    assert words == "You changed Phone just now in another window."
    desk.form.lines["phone"].setText("0118 496 0001")
    desk.priya(phone="0118 496 0002")
    desk.save(desk.form)
    asked = desk.open_dialog(ConflictDialog)
    assert asked.windowTitle() == "You changed this lead in another window while editing it here"
    told = " ".join(label.text() for label in asked.findChildren(Label))
    assert "You changed this field here and there. Pick what to keep." in told


def test_a_form_that_was_closed_hears_nothing_more(desk: Desk) -> None:
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    desk.priya(phone="0118 496 0999")
    assert desk.form.lines["phone"].text() == "0118 496 0142"


def test_the_next_step_that_a_colleague_planned_too_is_asked(desk: Desk) -> None:
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    next(c for c in desk.window.panel().commands() if c.key == "T").slot()
    dialog = desk.open_dialog(StepDialog)
    dialog.words.setText("Send the brochure")
    desk.other.do(activities.plan_step, "lead", desk.key, "Visit her", "2026-10-20", "14:00")
    desk.session.poll()
    assert "Next step" in dialog.editing.notice.words.text()
    desk.save(dialog)
    asked = desk.open_dialog(ConflictDialog)
    assert asked.rows[0].theirs.words == "Visit her"
    asked.use_all("yours")
    desk.save(asked)
    assert desk.lead()["next_step"] == "Send the brochure"


def test_a_step_that_nobody_else_plans_is_planned_at_once(desk: Desk) -> None:
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    next(c for c in desk.window.panel().commands() if c.key == "T").slot()
    dialog = desk.open_dialog(StepDialog)
    desk.save(dialog)
    assert "The next step is missing" in dialog.note.text()
    dialog.words.setText("Send the brochure")
    desk.save(dialog)
    assert desk.lead()["next_step"] == "Send the brochure"
    assert desk.lead()["next_step_on"] == "2026-10-16"


def test_words_typed_in_the_checklist_and_a_colleagues_words_are_both_kept(desk: Desk) -> None:
    QTest.keyClick(desk.form, Qt.Key.Key_Escape)
    reading = desk.window.panel().reading  # type: ignore[attr-defined]
    line = reading.checklist._lines["need"]
    line.setFocus()
    desk.press(desk.window, Qt.Key.Key_A)
    assert line.text() == "a"
    desk.other.do(leads.tick, desk.key, "need", True, "Wants a larder")
    desk.session.poll()
    assert line.text() == "a"
    desk.press(desk.window, Qt.Key.Key_Return)
    asked = desk.open_dialog(ConflictDialog)
    assert desk.lead()["need"] == "Wants a larder"
    desk.save(asked)
    assert desk.lead()["need"] == "Wants a larder; a"
    assert desk.lead()["need_ok"] == 1
