"""Two colleagues at two computers work on the same record at the same time."""

from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from salesdesk.actions import deals, leads
from salesdesk.queries import edits, settings
from salesdesk.session import Session
from salesdesk.ui.deals.column import MIME
from salesdesk.ui.deals.panel import DealsPanel
from salesdesk.ui.kit.asks import DayDialog
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.leads.form import LeadDialog
from tests.ui.team.conftest import Desk

W = TypeVar("W", bound=QWidget)


def lead(desk: Desk) -> int:
    """A lead that both have, read in Hannah's window."""
    values = {"name": "Eleanor Whitcombe", "town": "Reading", "phone": "0118 496 0142"}
    key = desk.window.session.do(leads.create, values)
    desk.wait()
    desk.exchange()
    desk.window.open_list("leads", "all")
    desk.window.open_record("lead", key)
    return key


def press(desk: Desk, key: str) -> None:
    next(c for c in desk.window.panel().commands() if c.key == key).slot()


def opened(desk: Desk, kind: type[W]) -> W:
    [found] = [w for w in desk.window.findChildren(kind) if w.isVisible()]
    return found


def row(session: Session, key: int) -> dict[str, Any]:
    return session.read(edits.row, "lead", key) or {}


def form_of(desk: Desk) -> LeadDialog:
    press(desk, "F2")
    return opened(desk, LeadDialog)


def notice(form: LeadDialog) -> str:
    assert form.editing is not None
    return form.editing.notice.words.text()


def toast(desk: Desk) -> str:
    return desk.window.toaster.words.text()


def test_a_form_keeps_what_is_typed_and_follows_the_rest(desk: Desk) -> None:
    key = lead(desk)
    form = form_of(desk)
    form.lines["town"].setText("Henley")
    desk.colleague.do(leads.edit, key, {"phone": "0118 496 0999"})
    desk.exchange()
    assert form.lines["town"].text() == "Henley"
    assert form.lines["phone"].text() == "0118 496 0999"
    assert notice(form) == "Priya changed Phone just now."
    form.finish()
    assert toast(desk) == "Saved. Priya’s changes to Phone are kept."
    desk.wait()
    desk.exchange()
    for session in (desk.window.session, desk.colleague):
        assert row(session, key)["town"] == "Henley"
        assert row(session, key)["phone"] == "0118 496 0999"


def test_the_same_field_asks_and_nobody_has_to_settle_it_again(desk: Desk) -> None:
    key = lead(desk)
    form = form_of(desk)
    form.lines["town"].setText("Henley")
    desk.colleague.do(leads.edit, key, {"town": "Caversham"})
    desk.exchange()
    assert "What you typed stays; saving asks." in notice(form)
    form.finish()
    asked = opened(desk, ConflictDialog)
    assert asked.windowTitle() == "Priya changed this lead while you were editing"
    asked.use_all("yours")
    asked.finish()
    desk.wait()
    desk.exchange()
    assert row(desk.colleague, key)["town"] == row(desk.window.session, key)["town"] == "Henley"
    assert desk.window.merging.differing == 0


def test_what_both_saved_before_they_heard_of_it_stands_as_a_difference(desk: Desk) -> None:
    key = lead(desk)
    form = form_of(desk)
    form.lines["town"].setText("Henley")
    desk.colleague.do(leads.edit, key, {"town": "Caversham"})
    form.finish()  # nothing came from her yet
    assert not form.isVisible()
    desk.wait()
    desk.exchange()
    assert row(desk.colleague, key)["town"] == row(desk.window.session, key)["town"]
    desk.window.merging.count()
    assert desk.window.merging.differing == 1


def test_a_record_that_a_colleague_deleted_comes_back_with_what_was_typed(desk: Desk) -> None:
    key = lead(desk)
    form = form_of(desk)
    form.lines["town"].setText("Henley")
    desk.colleague.do(leads.trash, key)
    desk.exchange()
    words = "Priya deleted this lead while you were editing. Saving restores it."
    assert notice(form) == words
    form.finish()
    [asked] = [
        d
        for d in desk.window.findChildren(Dialog)
        if d.isVisible() and not isinstance(d, LeadDialog)
    ]
    assert asked.primary.text() == "Restore and save"
    asked.finish()
    desk.wait()
    desk.exchange()
    for session in (desk.window.session, desk.colleague):
        assert row(session, key)["town"] == "Henley" and row(session, key)["trashed_at"] is None


def test_a_short_question_says_what_a_colleague_did_and_can_be_repeated(desk: Desk) -> None:
    key = lead(desk)
    press(desk, "S")
    asked = opened(desk, DayDialog)
    desk.colleague.do(leads.snooze, key, "2026-11-30")
    desk.exchange()
    asked.finish()
    assert asked.isVisible()
    assert asked.note.text().startswith("Priya snoozed Eleanor Whitcombe ")
    assert row(desk.window.session, key)["wake_on"] == "2026-11-30"
    asked.finish()
    assert not asked.isVisible()
    assert row(desk.window.session, key)["wake_on"] != "2026-11-30"


def test_a_deal_that_a_colleague_moves_while_it_is_dragged_stays_there(desk: Desk) -> None:
    key = desk.window.session.do(deals.create, {"title": "Kitchen refit", "amount": 100_00})
    desk.wait()
    desk.exchange()
    desk.window.open_list("deals", "open")
    panel = desk.window.panel()
    assert isinstance(panel, DealsPanel)
    card = panel.board.card(key)
    assert card is not None
    panel.board._drag_began(card)
    stages = [s.key for s in desk.colleague.read(settings.stages) if s.kind == "open"]
    desk.colleague.do(deals.move, key, stages[2])
    desk.exchange()
    drop(panel, 1, key)
    panel.board._drag_ended()
    said = toast(desk)
    assert said.startswith("Priya moved Kitchen refit to Presenting ")
    assert said.endswith("Nothing was done here: repeat it if you still mean it.")
    assert (desk.window.session.read(edits.row, "deal", key) or {})["stage_id"] == stages[2]
    place = panel.board.frames[2].view.column.cards.row_of(key)
    assert place is not None  # and the board shows it there
    drop(panel, 1, key)
    assert (desk.window.session.read(edits.row, "deal", key) or {})["stage_id"] == stages[1]


def drop(panel: DealsPanel, column: int, key: int) -> None:
    data = QMimeData()
    data.setData(MIME, str(key).encode())
    none, move = Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(40, 4), move, data, Qt.MouseButton.LeftButton, none)
    panel.board.frames[column].view.dropEvent(event)


def test_undo_names_the_colleague_who_built_on_a_quick_step(desk: Desk) -> None:
    key = lead(desk)
    desk.window.session.do(leads.snooze, key, "2026-11-30")
    desk.wait()
    desk.exchange()
    desk.colleague.do(leads.wake, key)
    desk.exchange()
    desk.window.undo()
    said = toast(desk)
    assert said.startswith("Cannot undo: Priya Shah has changed the day it comes back of the lead")
    assert "“Eleanor Whitcombe”" in said
    assert row(desk.window.session, key)["wake_on"] is None


def test_undo_of_an_import_names_who_has_worked_on_one_of_its_rows(desk: Desk) -> None:
    keys = desk.window.session.do(brought_in)
    desk.wait()
    desk.exchange()
    desk.colleague.do(leads.edit, keys[123], {"town": "Caversham"})
    desk.exchange()
    desk.window.undo()
    said = toast(desk)
    assert said.startswith("Cannot undo: Priya Shah has changed the town of the lead “Lead 123”")
    assert desk.window.session.db.value("select count(*) from lead") == 300


def brought_in(db: Any) -> list[int]:
    """Three hundred leads in one change, as an import makes them."""
    return [leads.create(db, {"name": f"Lead {number}"}) for number in range(300)]
