"""The Today panel as a person uses it: what it says, what opens, and the keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from salesdesk.actions import action, activities
from salesdesk.model.rules import Rate
from salesdesk.queries import today as queries
from salesdesk.queries.figures import Weak
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.activities.log import LogDialog
from salesdesk.ui.activities.plan import StepDialog
from salesdesk.ui.kit.asks import DayDialog
from salesdesk.ui.kit.seen import Overtaken
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.settings.dialog import SettingsDialog
from salesdesk.ui.today.panel import TodayPanel
from tests.records import put
from tests.windows import FakeShell


class Window(FakeShell):
    """Its dialogs are seen."""

    def dialog(self, dialog: QDialog) -> None:
        super().dialog(dialog)
        dialog.show()

    @property
    def open(self) -> QDialog:
        return self.dialogs[-1]


@action("Change")
def change(db: Database, key: int, values: dict[str, Any]) -> None:
    db.table("lead").update(key, values)


def lead(session: Session, name: str, received: str = "2026-10-15T09:00:00Z", **more: Any) -> int:
    row = {"name": name, "name_key": name.lower(), "received_at": received, **more}
    return session.do(put, "lead", row)


def deal(session: Session, title: str, amount: int = 100_00, **more: Any) -> int:
    stage = session.db.value("select id from stage where kind = 'open' order by position limit 1")
    row = {
        "title": title,
        "title_key": title.lower(),
        "amount": amount,
        "stage_id": stage,
        "opened_on": "2026-10-01",
        "stage_since": "2026-10-14T09:00:00Z",
    }
    return session.do(put, "deal", {**row, **more})


@pytest.fixture
def made(qtbot: QtBot, session: Session) -> Callable[[], tuple[TodayPanel, Window]]:

    def make() -> tuple[TodayPanel, Window]:
        window = Window(session)
        panel = TodayPanel(session, window)
        qtbot.addWidget(panel)
        panel.resize(1224, 800)
        panel.layout_for(1440)
        panel.show()
        panel.reload()
        session.subscribe(lambda changes: panel.reload())
        return panel, window

    return make


def names(view: QTableView) -> list[str]:
    model = view.model()
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]


def test_a_new_file_says_what_comes_here_and_offers_a_first_lead(made: Any) -> None:
    panel, window = made()
    assert panel.empty.isVisible()
    panel.empty.button.click()
    assert window.asked == [("list", "leads", "new")]


def test_leads_that_wait_stand_with_their_age_the_oldest_first(made: Any, session: Session) -> None:
    lead(session, "Fresh Fred")
    lead(session, "Late Lena", "2026-10-14T07:00:00Z", asked_for="A shaker\nkitchen")
    lead(session, "Answered Ann", status="working", first_response_at="2026-10-15T10:00:00Z")
    lead(session, "Snoozed Sue", wake_on="2026-10-20")
    panel, _ = made()
    assert names(panel.page.waiting.list) == [
        "Late Lena, A shaker kitchen, 28 hours",
        "Fresh Fred, 2 hours",
    ]
    assert panel.page.waiting.count.text() == "2"
    assert panel.page.waiting.note.text() == "1 past your 24-hour promise"


def test_steps_of_leads_and_deals_and_planned_activities_are_due(
    made: Any, session: Session
) -> None:
    deal(session, "Kitchen", next_step="Send quote", next_step_on="2026-10-12")
    deal(session, "Shelves", next_step="Later", next_step_on="2026-10-16")
    lead(
        session,
        "Lena",
        status="working",
        next_step="Ring back",
        next_step_on="2026-10-15",
        next_step_at="15:30",
    )
    visit = {"kind": "visit", "subject": "Measure", "planned_on": "2026-10-14"}
    session.do(put, "activity", {**visit, "lead_id": lead(session, "Omar", status="working")})
    panel, _ = made()
    assert names(panel.page.follow_ups.list) == [
        "Kitchen, Send quote, £100, 3 days overdue",
        "Omar, Measure, 1 day overdue",
        "Lena, Ring back, Today 15:30",
    ]
    assert panel.page.follow_ups.note.text() == "2 overdue"


def test_a_new_lead_with_a_step_stands_once_among_those_that_wait(
    made: Any, session: Session
) -> None:
    lead(session, "Lena", next_step="First call", next_step_on="2026-10-15")
    panel, _ = made()
    assert (panel.page.waiting.lines(), panel.page.follow_ups.lines()) == (1, 0)


def test_a_deal_is_quiet_by_its_last_contact_and_only_with_nothing_planned(
    made: Any, session: Session
) -> None:
    old = {"stage_since": "2026-08-01T09:00:00Z", "opened_on": "2026-08-01"}
    deal(session, "Quiet", **old)
    deal(session, "Busy", **old, last_contact_at="2026-10-14T09:00:00Z")
    deal(session, "Planned", **old, next_step="Visit", next_step_on="2026-10-20")
    deal(session, "Won", **old, status="won", closed_on="2026-09-01")
    panel, window = made()
    assert len(names(panel.page.quiet.list)) == 1
    assert names(panel.page.quiet.list)[0].startswith("Quiet, £100. No next step, 75 days")
    panel.page.quiet.count.click()
    assert window.asked == [("list", "deals", "quiet")]


def test_every_number_opens_the_list_behind_it(made: Any, session: Session) -> None:
    session.do(put, "target", {"metric": "revenue", "period": "2026-10", "value": 64_000_00})
    deal(session, "Won", 31_200_00, status="won", closed_on="2026-10-05")
    for number in range(6):
        lead(session, f"Lead {number}")
    panel, window = made()
    assert panel.page.target.booked.text() == "£31,200"
    assert panel.page.target.aim.text() == "of £64,000"
    assert panel.page.target.ahead.text() == "£800 behind an even pace"
    assert panel.page.target.days.text() == "11 of 22 working days gone"
    assert panel.page.target.rest.text() == "£32,800"
    panel.page.waiting.all.click()
    panel.page.target.booked.click()
    assert panel.behind.title.text() == "Deals won in October"
    assert panel.behind.count.text() == "£31,200 in 1 deal"
    assert names(panel.behind.list) == ["Won, won 5 Oct, £31,200"]
    panel.behind.whole.click()
    assert window.asked == [("list", "leads", "new"), ("list", "deals", "won")]
    panel.page.target.aim.click()
    assert isinstance(window.open, SettingsDialog)
    assert window.open.page().title == "Targets"
    window.open.close()


def cohort(session: Session) -> None:
    """October: 5 leads, 4 of them qualified, 3 accepted, 1 won; and one of September."""
    lead(session, "September", "2026-09-29T09:00:00Z", status="qualified")
    for number in range(5):
        key = lead(session, f"Lead {number}", "2026-10-05T09:00:00Z", status="working")
        if number == 0:
            continue
        done: dict[str, Any] = {"status": "qualified", "qualified_at": "2026-10-06T09:00:00Z"}
        if number > 1:
            won = {"status": "won", "closed_on": "2026-10-12"} if number == 4 else {}
            done |= {"status": "accepted", "deal_id": deal(session, f"Deal {number}", **won)}
        session.do(change, key, done)


def test_each_step_of_the_funnel_shows_exactly_what_it_counts(
    made: Any, session: Session, qtbot: QtBot
) -> None:
    cohort(session)
    campaign = session.do(
        put, "campaign", {"name": "Leaflets", "name_key": "leaflets", "code": "LEAF"}
    )
    for metric, value in (("sent", 900), ("calls", 12)):
        row = {"campaign_id": campaign, "noted_on": "2026-10-03", "metric": metric, "value": value}
        session.do(put, "campaign_result", row)
    panel, window = made()
    funnel = panel.page.funnel.funnel
    told = []
    for button in funnel.buttons:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        told.append((panel.behind.title.text(), panel.behind.count.text()))
        rows = panel.behind.list.model().rowCount()
        number = button.accessibleName().split()[0]
        assert panel.behind.count.text().startswith(number)
        assert rows == (1 if "Campaigns" in told[-1][0] else int(number))
        qtbot.keyClick(panel.behind.list, Qt.Key.Key_Escape)
        assert panel.page.isVisible()
        assert panel.focusWidget() is button
    assert told == [
        ("Campaigns that reached people in October", "900 people by 1 campaign"),
        ("Campaigns that engaged people in October", "12 people by 1 campaign"),
        ("Leads received in October", "5"),
        ("Leads received in October that qualified", "4"),
        ("Leads received in October that sales accepted", "3"),
        ("Leads received in October that were won", "1"),
    ]
    assert names(panel.behind.list) == ["Lead 4, 5 Oct, Accepted"]
    panel.show_behind("won")
    qtbot.keyClick(panel.behind.list, Qt.Key.Key_Return)
    assert window.asked[-1][:2] == ("record", "lead")
    assert panel.behind.whole.text() == "Show all leads"
    panel.behind.whole.click()
    assert window.asked[-1] == ("list", "leads", "all")


def test_the_list_behind_a_number_follows_the_file(made: Any, session: Session) -> None:
    cohort(session)
    panel, _ = made()
    panel.show_behind("leads")
    lead(session, "Newcomer")
    assert panel.behind.count.text() == "6"
    assert names(panel.behind.list)[0] == "Newcomer, 15 Oct, New lead"
    session.undo()
    assert panel.behind.count.text() == "5"


def test_parts_of_a_list_open_as_that_part(made: Any, session: Session) -> None:
    lead(session, "Fresh Fred")
    lead(session, "Late Lena", "2026-10-14T07:00:00Z")
    deal(session, "Kitchen", next_step="Send quote", next_step_on="2026-10-12")
    deal(session, "Shelves", next_step="Ring", next_step_on="2026-10-15")
    panel, _ = made()
    panel.page.waiting.note.click()
    assert names(panel.behind.list) == ["Late Lena, 14 Oct, New lead"]
    panel.close_behind()
    panel.page.follow_ups.note.click()
    assert panel.behind.title.text() == "Follow-ups overdue"
    assert names(panel.behind.list) == ["Kitchen, Send quote, £100, 3 days overdue"]
    panel.finish()  # the keys of the day work here, too
    assert panel.behind.count.text() == "0"


def test_all_follow_ups_open_in_place(made: Any, session: Session) -> None:
    for number in range(8):
        deal(session, f"Deal {number}", next_step="Ring", next_step_on="2026-10-15")
    panel, _ = made()
    assert panel.page.follow_ups.lines() == 5
    assert panel.page.follow_ups.all.text() == "Show all 8"
    panel.page.follow_ups.all.click()
    assert panel.page.follow_ups.lines() == 8
    panel.page.follow_ups.all.click()
    assert panel.page.follow_ups.lines() == 5


def crowded(session: Session) -> None:
    """More of everything than a low window has room for."""
    for number in range(9):
        lead(session, f"Lead {number}")
        deal(session, f"Deal {number}", next_step="Ring", next_step_on="2026-10-14")
        old = {"stage_since": "2026-08-01T09:00:00Z", "opened_on": "2026-08-01"}
        deal(session, f"Quiet {number}", **old)


def test_no_line_is_cut_at_the_fold_in_a_window_of_any_height(
    made: Any, session: Session, qtbot: QtBot
) -> None:
    crowded(session)
    panel, _ = made()
    lines = {}
    for height in (720, 780, 860, 1000, 1200):
        panel.resize(1224, height)
        qtbot.wait(1)
        QApplication.processEvents()
        fold = panel.page._scroll.viewport().height()
        for section in panel.page.sections:
            foot = section.list.rect().bottomLeft()
            end = section.list.mapTo(panel.page._scroll.viewport(), foot).y()
            assert end <= fold or height < 780, (height, end, fold)
        lines[height] = sum(section.lines() for section in panel.page.sections)
        # the rest is a click away
        assert all(section.all.text() for section in panel.page.sections)
    assert lines[780] < lines[1200] == 12


def test_in_a_narrow_window_nothing_reaches_out_at_the_right(made: Any, session: Session) -> None:
    crowded(session)
    panel, _ = made()
    panel.layout_for(1024)
    panel.resize(968, 640)
    QApplication.processEvents()
    inside = panel.page._scroll.widget()
    assert inside.minimumSizeHint().width() <= panel.page._scroll.viewport().width()
    panel.layout_for(1440)


@pytest.mark.parametrize(
    ("width", "weak", "said"),
    [
        (1160, True, "Leads received 1 to 15 October, and how far they came; 9 still open"),
        (912, True, "1 to 15 October"),
        (912, False, "Leads received 1 to 15 October, and how far they came; 9 still open"),
        (720, True, "1 to 15 October"),
    ],
)
def test_the_heading_of_the_funnel_says_what_there_is_room_for(
    made: Any, session: Session, width: int, weak: bool, said: str
) -> None:
    crowded(session)
    panel, _ = made()
    card = panel.page.funnel
    low = Weak("Accepted", "Won", Rate(35, 100), Rate(50, 100)) if weak else None
    card.set_outlook(replace(session.read(queries.outlook), weak=low))
    card.setFixedWidth(width)
    QApplication.processEvents()
    assert card.dates.text() == said
    assert card.dates.width() >= card.dates.sizeHint().width(), "no letter of it is cut"
    end = card.why.mapTo(card, card.why.rect().topRight()).x()
    assert end < width, "nothing is pushed out"


def test_a_step_of_the_funnel_that_counts_nothing_is_pale(made: Any, session: Session) -> None:
    lead(session, "Lena")
    panel, _ = made()
    funnel = panel.page.funnel.funnel
    picture = funnel.grab().toImage()
    inks = [picture.pixelColor(b.geometry().center().x(), 50).name() for b in funnel.buttons]
    fill, pale, sold = (color(name).name() for name in ("mkt-fill", "mkt-soft", "sales-soft"))
    assert inks == [pale, pale, fill, pale, sold, sold]


def test_j_and_k_go_through_all_lists_and_enter_opens(
    made: Any, session: Session, qtbot: QtBot
) -> None:
    first = lead(session, "Lena")
    second = deal(session, "Kitchen", next_step="Ring", next_step_on="2026-10-15")
    panel, window = made()
    panel.step(0)
    at = QApplication.focusWidget() or panel.page.waiting.list
    qtbot.keyClick(at, Qt.Key.Key_Return)
    qtbot.keyClick(at, Qt.Key.Key_J)
    qtbot.keyClick(panel.page.follow_ups.list, Qt.Key.Key_Return)
    qtbot.keyClick(panel.page.follow_ups.list, Qt.Key.Key_K)
    row = panel.current()
    assert window.asked == [("record", "lead", first), ("record", "deal", second)]
    assert row is not None and row.key == first


def test_e_finishes_a_step_and_the_next_line_is_selected(made: Any, session: Session) -> None:
    done = deal(session, "Kitchen", next_step="Ring", next_step_on="2026-10-14")
    deal(session, "Shelves", next_step="Write", next_step_on="2026-10-15")
    panel, _ = made()
    panel.finish()
    assert names(panel.page.follow_ups.list) == ["Shelves, Write, £100, Today"]
    row = panel.current()
    assert row is not None and row.name == "Shelves"
    found = session.db.row("select subject from activity where deal_id = ?", (done,))
    assert found == ("Ring",)
    session.undo()
    assert panel.page.follow_ups.lines() == 2


def test_a_planned_activity_is_finished_and_put_off(made: Any, session: Session) -> None:
    omar = lead(session, "Omar", status="working")
    visit = {"kind": "visit", "subject": "Measure", "planned_on": "2026-10-14", "lead_id": omar}
    session.do(put, "activity", visit)
    panel, window = made()
    panel.snooze()
    assert isinstance(window.open, DayDialog)
    window.open.options.pick(0)
    window.open.finish()
    assert panel.page.follow_ups.lines() == 0
    session.undo()
    panel.finish()
    assert panel.page.follow_ups.lines() == 0
    done = "select count(*) from activity where done_at is not null and trashed_at is null"
    assert session.db.value(done) == 1


def test_a_step_that_a_colleague_put_in_its_place_is_not_finished_unseen(
    made: Any, session: Session
) -> None:
    key = deal(session, "Kitchen", next_step="Ring", next_step_on="2026-10-14")
    panel, window = made()
    with Session.open(session.path, clock=session.db.clock) as other:
        other.do(activities.finish_step, "deal", key)
        other.do(activities.plan_step, "deal", key, "Send the quote", "2026-10-15")
    panel.finish()
    assert isinstance(window.asked[-1][1], Overtaken)
    assert "planned next step: Kitchen" in window.said[-1]
    panel.snooze()
    window.open.options.pick(0)
    window.open.finish()
    assert "repeat it if you still mean it" in window.open.note.text()
    window.open.reject()
    assert session.db.value("select next_step from deal") == "Send the quote"
    session.poll()
    panel.finish()  # of the step that is shown now
    assert session.db.value("select next_step from deal") is None


def test_c_logs_a_call_and_the_lead_waits_no_longer(made: Any, session: Session) -> None:
    key = lead(session, "Lena")
    panel, window = made()
    panel.log_call()
    assert isinstance(window.open, LogDialog)
    window.open.subject.setText("Talked about oak")
    window.open.minutes.setText("a while")
    window.open.finish()
    assert window.open.isVisible()  # it says what is wrong and keeps what was typed
    assert window.open.subject.text() == "Talked about oak"
    window.open.minutes.setText("12")
    window.open.finish()
    assert not window.open.isVisible()
    assert panel.page.waiting.lines() == 0
    found = session.db.row("select subject, minutes from activity where lead_id = ?", (key,))
    assert found == ("Talked about oak", 12)


def test_s_snoozes_a_lead_and_gives_a_quiet_deal_a_next_step(made: Any, session: Session) -> None:
    lead(session, "Lena")
    old = {"stage_since": "2026-08-01T09:00:00Z", "opened_on": "2026-08-01"}
    quiet = deal(session, "Quiet", **old)
    panel, window = made()
    panel.snooze()
    assert isinstance(window.open, DayDialog)
    window.open.options.pick(1)
    window.open.finish()
    assert session.db.value("select wake_on from lead") == "2026-10-18"
    assert window.said[-1] == "Lena snoozed until 18 Oct"
    assert panel.page.waiting.lines() == 0
    panel.snooze()
    assert isinstance(window.open, StepDialog)
    window.open.words.setText("Ring about the quote")
    window.open.finish()
    step = session.db.row("select next_step, next_step_on from deal where id = ?", (quiet,))
    assert step == ("Ring about the quote", "2026-10-16")
    assert panel.page.quiet.lines() == 0


def test_supply_says_what_is_needed_and_shows_its_sum(made: Any, session: Session) -> None:
    session.do(put, "target", {"metric": "revenue", "period": "2026-10", "value": 64_000_00})
    for number in range(10):
        won = {"status": "won" if number < 4 else "lost", "closed_on": "2026-09-20"}
        deal(session, "Old", 5_200_00, **won, opened_on="2026-09-20")
    for number in range(17):
        lead(session, f"Lead {number}", status="qualified", qualified_at="2026-10-02T09:00:00Z")
    panel, _ = made()
    card = panel.page.supply
    assert card.of.text() == "17 of 31"
    assert card.qualified.text() == "17 qualified"
    said = "You need 14 more qualified leads to reach October’s target at today’s win rate."
    assert card.statement.accessibleName() == said
    assert card.sum.text() == "£64,000 ÷ £5,200 average deal ÷ 40% won = 31"


def test_everything_can_be_read_aloud_and_fits_a_small_window(made: Any, session: Session) -> None:
    lead(session, "Lena")
    panel, _ = made()
    for view in panel.findChildren(QTableView):
        assert view.accessibleName()
    for button in panel.findChildren(QPushButton):
        assert button.accessibleName() or not button.isVisible()
    panel.layout_for(1024)
    panel.resize(968, 640)
    QApplication.processEvents()
    assert panel.page.funnel.width() <= 968
    assert panel.minimumSizeHint().width() <= 968
    panel.layout_for(1440)
