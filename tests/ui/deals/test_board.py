"""The board by keyboard and mouse: move, win, lose with a reason, undo, one row for a drop."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QKeyEvent
from pytestqt.qtbot import QtBot

from salesdesk.actions import activities, deals, objections
from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.ui.activities.log import LogDialog
from salesdesk.ui.activities.plan import StepDialog
from salesdesk.ui.deals.carry import CarryKeys
from salesdesk.ui.deals.column import MIME
from salesdesk.ui.deals.dialogs import LostDialog
from salesdesk.ui.deals.form import DealForm
from salesdesk.ui.deals.panel import DealsPanel
from tests.windows import FakeShell


@pytest.fixture
def keys(session: Session) -> dict[str, int]:
    """Three deals; the one opened last stands on top of Prospecting."""
    values = {"owner_id": session.person_id, "expected_on": "2026-10-30"}
    return {
        title: session.do(deals.create, {"title": title, "amount": amount, **values})
        for title, amount in (("Stairs", 4000_00), ("Doors", 2000_00), ("Kitchen", 9000_00))
    }


@pytest.fixture
def panel(qtbot: QtBot, session: Session, keys: dict[str, int]) -> Iterator[DealsPanel]:
    made = DealsPanel(session, FakeShell(session))
    qtbot.addWidget(made)
    made.resize(1224, 780)
    made.layout_for(1440)
    made.reload()
    session.subscribe(made.changed)
    made.show()
    made.board.pick_key(keys["Kitchen"])
    made.take_focus()
    yield made
    made.hide()


def shell_of(panel: DealsPanel) -> FakeShell:
    assert isinstance(panel.shell, FakeShell)
    return panel.shell


def press(panel: DealsPanel, key: str) -> None:
    """Do what the window does for a key of this section."""
    command = next(c for c in panel.commands() if c.key == key)
    assert command.enabled, f"{key} is off"
    command.slot()


def where(session: Session, key: int) -> tuple[str, str]:
    row = session.db.row(
        "select s.name, d.status from deal d join stage s on s.id = d.stage_id where d.id = ?",
        (key,),
    )
    assert row is not None
    return row[0], row[1]


def test_every_column_shows_its_deals_count_and_sum(panel: DealsPanel) -> None:
    first = panel.board.frames[0]
    assert first.view.column.rowCount() == 3
    assert "3 deals, £15,000, 10% likely, £1,500 weighted" in first.head.accessibleName()
    assert panel.head.subtitle.text() == "3 open deals, £15,000, weighted £1,500"


def test_shift_and_arrow_take_a_card_to_the_next_stage_and_undo_brings_it_back(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    view = panel.board.frames[0].view
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert where(session, keys["Kitchen"]) == ("Qualifying", "open")
    assert panel.current_key() == keys["Kitchen"]
    session.undo()
    assert where(session, keys["Kitchen"]) == ("Prospecting", "open")
    assert panel.board.frames[0].view.column.rowCount() == 3


def test_a_digit_takes_a_card_to_that_column(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    qtbot.keyClick(panel.board.frames[0].view, Qt.Key.Key_5)
    assert where(session, keys["Kitchen"]) == ("Closing", "open")


def test_arrows_and_letters_walk_the_board(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    session.do(deals.move, keys["Stairs"], panel.board.columns[3].stage.key)
    view = panel.board.frames[0].view
    qtbot.keyClick(view, Qt.Key.Key_J)
    assert panel.current_key() == keys["Doors"]
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert panel.current_key() == keys["Kitchen"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert panel.current_key() == keys["Stairs"]


def test_w_wins_and_the_next_card_is_picked(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    press(panel, "W")
    assert where(session, keys["Kitchen"]) == ("Won", "won")
    assert panel.current_key() == keys["Doors"]
    qtbot.waitUntil(lambda: "won £9,000" in panel.forecast.accessibleName())
    session.undo()
    assert where(session, keys["Kitchen"]) == ("Prospecting", "open")


def test_l_asks_for_a_reason_first(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    press(panel, "L")
    dialog = shell_of(panel).dialogs[-1]
    assert isinstance(dialog, LostDialog)
    assert dialog.windowTitle() == "Mark as lost: Kitchen, £9,000"
    assert "Forecast drops" in dialog.note.text()
    dialog.finish()
    assert where(session, keys["Kitchen"])[1] == "open"
    assert "reason" in dialog.note.text()
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    dialog.competitor.setText("Earley Kitchens")
    dialog.finish()
    assert where(session, keys["Kitchen"]) == ("Lost", "lost")
    reason = session.read(settings.reasons, "lost")[1].key
    held = session.db.value("select reason_id from deal where id = ?", (keys["Kitchen"],))
    assert held == reason
    session.undo()
    assert where(session, keys["Kitchen"])[1] == "open"


def test_a_dropped_card_writes_one_deal_row_and_its_step(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    before = session.db.value("select max(id) from entry")
    view = panel.board.frames[2].view
    data = QMimeData()
    data.setData(MIME, str(keys["Doors"]).encode())
    event = QDropEvent(
        QPointF(40, 4),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    assert where(session, keys["Doors"]) == ("Presenting", "open")
    rows = session.db.rows("select table_name from entry where id > ?", (before,))
    assert sorted(name for (name,) in rows) == ["deal", "stage_event"]


def test_a_card_put_back_where_it_was_writes_nothing(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    before = session.db.value("select max(id) from entry")
    frame = panel.board.frames[0]
    frame.view.dropped.emit(keys["Doors"], keys["Stairs"])
    frame.view.dropped.emit(keys["Stairs"], None)
    assert session.db.value("select max(id) from entry") == before


def test_dropping_on_won_wins_and_on_lost_asks(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    card = panel.board.current_card()
    assert card is not None
    panel.board._drag_began(card)
    assert panel.board.zones.isVisible()
    assert "Takes October to £9,000" in panel.board.zones.won.words
    panel.board.zones.won.dropped.emit(keys["Doors"])
    panel.board.zones.lost.dropped.emit(keys["Stairs"])
    panel.board._drag_ended()
    assert not panel.board.zones.isVisible()
    assert where(session, keys["Doors"]) == ("Won", "won")
    assert where(session, keys["Stairs"]) == ("Prospecting", "open")
    assert isinstance(shell_of(panel).dialogs[-1], LostDialog)


def test_keys_work_while_a_card_is_carried(
    panel: DealsPanel,
    session: Session,
    keys: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDrag, "cancel", lambda: None)  # without a screen Qt has none
    view = panel.board.frames[0].view
    view.pressed_while_carried.emit(keys["Doors"], Qt.Key.Key_3)
    assert where(session, keys["Doors"]) == ("Presenting", "open")
    view.pressed_while_carried.emit(keys["Stairs"], Qt.Key.Key_W)
    assert where(session, keys["Stairs"]) == ("Won", "won")
    listener = CarryKeys(view)
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier)
    other = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not listener.eventFilter(view, other)
    assert listener.eventFilter(view, press)
    assert listener.pressed == Qt.Key.Key_4


def test_a_card_says_everything_to_a_screen_reader(panel: DealsPanel) -> None:
    model = panel.board.frames[0].view.column
    words = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Kitchen, £9,000, Prospecting, in this stage today, no next step")


def test_enter_opens_a_deal_and_escape_closes_it(
    qtbot: QtBot, panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    session.do(objections.raise_objection, "Too dear", deal_id=keys["Kitchen"])
    session.do(activities.plan_step, "deal", keys["Kitchen"], "Sign contract", "2026-10-14")
    qtbot.keyClick(panel.board.frames[0].view, Qt.Key.Key_Return)
    assert panel.pane.isVisible()
    assert panel.pane.title.text() == "Kitchen"
    assert panel.pane.amount.text() == "£9,000"
    assert panel.pane.step.when == "1 day overdue"
    assert panel.pane.answered.text() == "0 of 1 answered"
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.pane.isVisible()


def test_a_narrow_window_shows_the_deal_over_the_full_width(
    panel: DealsPanel, keys: dict[str, int]
) -> None:
    panel.layout_for(1024)
    panel.open_record(keys["Kitchen"])
    assert not panel.left.isVisible()
    panel.close_pane()
    assert panel.left.isVisible()


def test_c_logs_a_call_and_t_plans_the_next_step_and_e_finishes_it(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    press(panel, "C")
    log = shell_of(panel).dialogs[-1]
    assert isinstance(log, LogDialog)
    log.subject.setText("Happy with the drawing")
    log.minutes.setText("12")
    log.finish()
    row = session.db.row("select kind, subject, minutes, deal_id from activity")
    assert row == ("call", "Happy with the drawing", 12, keys["Kitchen"])
    press(panel, "T")
    step = shell_of(panel).dialogs[-1]
    assert isinstance(step, StepDialog)
    step.words.setText("Site measure")
    step.finish()
    held = session.db.row(
        "select next_step, next_step_on from deal where id = ?", (keys["Kitchen"],)
    )
    assert held == ("Site measure", "2026-10-16")
    press(panel, "E")
    assert session.db.value("select next_step from deal where id = ?", (keys["Kitchen"],)) is None
    assert isinstance(shell_of(panel).dialogs[-1], StepDialog)


def test_a_new_deal_is_typed_in_with_a_new_person_and_firm(
    panel: DealsPanel, session: Session
) -> None:
    panel.new_record()
    form = shell_of(panel).dialogs[-1]
    assert isinstance(form, DealForm)
    form.deal_title.setText("Loft")
    form.person.setText("Joanna Pryce")
    form.firm.setText("Pryce Ltd")
    form.amount.setText("a lot")
    form.finish()
    assert "not a number" in form.note.text()
    form.amount.setText("£4,100.50")
    form.finish()
    row = session.db.row(
        "select d.amount, c.name, o.name from deal d join contact c on c.id = d.contact_id "
        "join organisation o on o.id = d.organisation_id where d.title = 'Loft'"
    )
    assert row == (4100_50, "Joanna Pryce", "Pryce Ltd")
    card = panel.board.current_card()
    assert card is not None
    assert card.title == "Loft"
    session.undo()
    assert session.db.value("select count(*) from contact") == 0


def test_saving_an_untouched_form_changes_nothing(panel: DealsPanel, session: Session) -> None:
    before = session.db.value("select count(*) from change")
    press(panel, "F2")
    form = shell_of(panel).dialogs[-1]
    assert isinstance(form, DealForm)
    form.finish()
    assert session.db.value("select count(*) from change") == before


def test_the_views_count_and_closed_ones_are_a_table(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    press(panel, "W")
    assert {v.id: v.count for v in panel.views()}["won"] == 1
    panel.show_view("won")
    assert panel.table.isVisible()
    assert panel.table.deals_model.rowCount() == 1
    panel.show_view("lost")
    assert panel.empty.isVisible()
    assert panel.empty.words.text() == "Nothing lost this month."


def test_a_filter_that_hides_everything_says_so(panel: DealsPanel) -> None:
    panel.filters._set("quiet", True)
    assert panel.empty.isVisible()
    assert "hide every deal" in panel.empty.words.text()
    panel.empty.button.click()
    assert panel.board.isVisible()


def test_typing_finds_a_deal_and_escape_shows_them_all(
    qtbot: QtBot, panel: DealsPanel, keys: dict[str, int]
) -> None:
    panel.search()
    qtbot.keyClicks(panel.filters.text, "door")
    assert panel.board.frames[0].view.column.rowCount() == 1
    assert panel.current_key() == keys["Doors"]
    qtbot.keyClick(panel.filters.text, Qt.Key.Key_Escape)
    assert panel.board.frames[0].view.column.rowCount() == 3


def test_the_table_sorts_by_a_heading(panel: DealsPanel, keys: dict[str, int]) -> None:
    panel.show_table(True)
    panel.table.horizontalHeader().sectionClicked.emit(3)
    model = panel.table.deals_model
    assert [model.key_at(row) for row in range(3)] == [
        keys["Kitchen"],
        keys["Stairs"],
        keys["Doors"],
    ]


def test_someone_else_s_change_is_seen(
    panel: DealsPanel, session: Session, keys: dict[str, int]
) -> None:
    with session.another() as other:
        other.do(deals.win, keys["Stairs"])
    session.poll()
    assert panel.board.frames[0].view.column.rowCount() == 2
