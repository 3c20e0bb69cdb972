"""The campaigns section by keyboard: look, record, plan, answer."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from salesdesk.actions import campaigns, feedback, settings
from salesdesk.queries import campaigns as queries
from salesdesk.queries import feedback as heard
from salesdesk.session import Session
from salesdesk.ui.campaigns.axis import Axis
from salesdesk.ui.campaigns.dialogs import ReplyDialog, SpendDialog, TouchDialog
from salesdesk.ui.campaigns.ledger import LedgerDialog
from salesdesk.ui.campaigns.model import COLUMNS
from salesdesk.ui.campaigns.panel import EMPTY, FILTERED, TABLE, CampaignsPanel
from salesdesk.ui.campaigns.plan_dialog import PlanDialog
from salesdesk.ui.campaigns.table import hidden_columns
from salesdesk.ui.campaigns.words import dates_words, days_left_words, roi_words
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.text import width_of
from tests.records import put
from tests.windows import FakeWindow

TODAY = date(2026, 10, 15)


class PanelWindow(FakeWindow):
    """A window around one panel: its keys are the panel's commands."""

    def press(self, key: str) -> None:
        """Press a key as the window does: it finds the panel's command."""
        panel = self.centralWidget()
        assert isinstance(panel, CampaignsPanel)
        wanted = QKeySequence(key).toString()
        [command] = [c for c in panel.commands() if QKeySequence(c.key).toString() == wanted]
        if command.enabled:
            command.slot()


def fill(session: Session) -> dict[str, int]:
    """Three campaigns: one over its budget with leads, one planned, one finished."""
    keys = {}
    for name, status, start, end, budget in (
        ("Open day", "active", "2026-09-21", "2026-10-18", 100_000),
        ("Postcard", "planned", "2026-11-01", "2026-11-30", 45_000),
        ("Show", "complete", "2026-09-11", "2026-09-13", 350_000),
    ):
        values = {"status": status, "starts_on": start, "ends_on": end, "budget": budget}
        keys[name] = session.do(campaigns.create, name, values)
    session.do(campaigns.record_spend, keys["Open day"], 120_000, "2026-10-01", "media")
    session.do(campaigns.record_spend, keys["Show"], 50_000, "2026-09-11", "stand")
    for number in range(4):
        session.do(
            put,
            "lead",
            {
                "name": f"Lead {number}",
                "name_key": f"lead {number}",
                "received_at": "2026-10-02T09:00:00Z",
                "campaign_id": keys["Open day"],
            },
        )
    return keys


@pytest.fixture
def shell(session: Session, qtbot: QtBot) -> Iterator[PanelWindow]:
    made = PanelWindow(session)
    qtbot.addWidget(made)
    panel = CampaignsPanel(session, made)
    made.setCentralWidget(panel)
    made.resize(1224, 844)
    unsubscribe = session.subscribe(lambda _changes: panel.reload())
    panel.layout_for(1440)
    panel.reload()
    made.show()
    yield made
    unsubscribe()


def press_primary(dialog: QDialog, qtbot: QtBot) -> None:
    """Ctrl Enter, as everywhere."""
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def panel_of(shell: PanelWindow) -> CampaignsPanel:
    panel = shell.centralWidget()
    assert isinstance(panel, CampaignsPanel)
    return panel


def shown(panel: CampaignsPanel) -> list[str]:
    return [row.campaign.name for row in panel.model.shown]


def test_an_empty_file_says_what_comes_here(shell: PanelWindow) -> None:
    panel = panel_of(shell)
    assert panel.stack.currentIndex() == EMPTY
    assert panel.detail.isHidden()
    assert [view.count for view in panel.views()][:2] == [0, 0]


def test_views_count_and_show_their_campaigns(session: Session, shell: PanelWindow) -> None:
    fill(session)
    panel = panel_of(shell)
    counts = {view.id: view.count for view in panel.views()}
    assert counts["all"] == 3
    assert (counts["running"], counts["planned"], counts["finished"]) == (1, 1, 1)
    panel.show_view("over_budget")
    assert shown(panel) == ["Open day"]
    assert panel.total.words()["name"] == "1 campaign"
    panel.show_view("planned")
    assert shown(panel) == ["Postcard"]


def test_the_table_shows_figures_and_their_total(session: Session, shell: PanelWindow) -> None:
    fill(session)
    panel = panel_of(shell)
    panel.table.sort_by(5)
    words = {row.campaign.name: panel.model.spoken(row) for row in panel.model.shown}
    assert "Leads 4" in words["Open day"]
    assert "£1,200 / £1,000" in words["Open day"]
    assert "Cost per lead £300.00" in words["Open day"]
    assert "Leads –" in words["Postcard"]
    total = panel.total.words()
    assert (total["name"], total["leads"]) == ("3 campaigns", "4")
    assert total["spent"] == "£1,700\t£4,950"
    assert total["cost_per_lead"] == "£425.00"


def test_figures_in_the_millions_are_read_whole(session: Session, shell: PanelWindow) -> None:
    fill(session)
    panel = panel_of(shell)
    before = panel.table.columnWidth(COLUMNS.index("revenue"))
    panel.table.make_room({"revenue": "£1,199,999,999", "leads": "1,000,000"})
    after = panel.table.columnWidth(COLUMNS.index("revenue"))
    face = fonts.font("body strong", figures=True)
    assert before < width_of("£1,199,999,999", face) + 16 <= after
    panel.table.make_room({})
    assert panel.table.columnWidth(COLUMNS.index("revenue")) == before


def test_j_and_k_move_and_the_detail_follows(session: Session, shell: PanelWindow) -> None:
    fill(session)
    panel = panel_of(shell)
    panel.table.sort_by(0)
    panel.open_record(panel.model.shown[0].campaign.key)
    first = panel.detail.name.text()
    shell.press("J")
    assert panel.detail.name.text() == shown(panel)[1] != first
    shell.press("K")
    assert panel.detail.name.text() == first


def test_p_records_spend(session: Session, shell: PanelWindow, qtbot: QtBot) -> None:
    keys = fill(session)
    panel = panel_of(shell)
    panel.open_record(keys["Postcard"])
    shell.press("P")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, SpendDialog)
    qtbot.keyClicks(dialog.amount.edit, "£1,2x")
    press_primary(dialog, qtbot)
    assert dialog.isVisible()
    assert "not an amount" in dialog.note.text()
    dialog.amount.edit.clear()
    qtbot.keyClicks(dialog.amount.edit, "£1,250.50")
    press_primary(dialog, qtbot)
    assert not dialog.isVisible()
    assert session.db.value("select max(amount) from campaign_cost") == 125_050
    assert shell.said[-1] == "Spend recorded for Postcard."
    row = panel.row()
    assert row is not None
    assert (row.campaign.name, row.figures.spend) == ("Postcard", 125_050)
    session.undo()
    row = panel.row()
    assert row is not None
    assert row.figures.spend == 0


def test_ctrl_n_makes_a_campaign_and_selects_it(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    fill(session)
    panel = panel_of(shell)
    shell.press("Ctrl+N")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, PlanDialog)
    press_primary(dialog, qtbot)
    assert "has no name" in dialog.note.text()
    qtbot.keyClicks(dialog.name, "Radio spots")
    qtbot.keyClicks(dialog.budget.edit, "900")
    press_primary(dialog, qtbot)
    row = panel.row()
    assert row is not None
    assert (row.campaign.name, row.campaign.budget) == ("Radio spots", 90_000)
    assert row.campaign.code == "RADIO"


def plan_of_open_day(session: Session, shell: PanelWindow) -> tuple[int, PlanDialog]:
    """A campaign with its plan open for editing; to open it writes nothing."""
    key = fill(session)["Open day"]
    panel_of(shell).open_record(key)
    before = session.db.value("select count(*) from change")
    shell.press("F2")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, PlanDialog)
    assert session.db.value("select count(*) from change") == before
    return key, dialog


def test_opening_and_saving_a_plan_untouched_writes_nothing(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    _, dialog = plan_of_open_day(session, shell)
    before = session.db.value("select count(*) from change")
    press_primary(dialog, qtbot)
    assert not dialog.isVisible()
    assert session.db.value("select count(*) from change") == before


def test_a_plan_keeps_what_a_colleague_changed_meanwhile(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    key, dialog = plan_of_open_day(session, shell)
    session.do(campaigns.edit, key, {"message": "See it, touch it"})
    qtbot.keyClicks(dialog.offer, "Free design visit")
    press_primary(dialog, qtbot)
    held = session.read(queries.fields, key)
    assert (held["message"], held["offer"]) == ("See it, touch it", "Free design visit")


def test_c_logs_an_activity_into_the_detail(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    keys = fill(session)
    panel_of(shell).open_record(keys["Open day"])
    shell.press("C")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, TouchDialog)
    qtbot.keyClicks(dialog.words, "Follow-up calls, 9 of 23 done")
    press_primary(dialog, qtbot)
    touches = session.read(queries.touches, keys["Open day"])
    assert touches[0].words == "Follow-up calls, 9 of 23 done"


def test_a_wrong_line_of_cost_is_taken_out(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    keys = fill(session)
    panel = panel_of(shell)
    panel.open_record(keys["Show"])
    shell.press("Shift+L")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, LedgerDialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    row = panel.row()
    assert row is not None
    assert row.figures.spend == 50_000
    press_primary(dialog, qtbot)
    row = panel.row()
    assert row is not None
    assert row.figures.spend == 0
    session.undo()
    row = panel.row()
    assert row is not None
    assert row.figures.spend == 50_000


def test_the_timeline_is_planned_and_ticked_off_by_keyboard(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    keys = fill(session)
    session.do(campaigns.add_activity, keys["Open day"], "Posters", "2026-09-21", "2026-10-04")
    panel = panel_of(shell)
    panel.open_record(keys["Open day"])
    chart = panel.detail.time.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert "Posters" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    assert session.read(queries.schedule, keys["Open day"])[0].done
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert shell.dialogs
    assert shell.dialogs[-1].windowTitle() == "Edit Posters"


def test_what_sales_says_is_answered(session: Session, shell: PanelWindow, qtbot: QtBot) -> None:
    keys = fill(session)
    session.do(feedback.say, "price", "Too dear for a spare room", campaign_id=keys["Open day"])
    panel = panel_of(shell)
    panel.open_record(keys["Open day"])
    said = session.db.value("select id from feedback")
    [found] = session.read(heard.said, keys["Open day"])
    panel.deeds.answer(found, "acted")
    dialog = shell.dialogs[-1]
    assert isinstance(dialog, ReplyDialog)
    qtbot.keyClicks(dialog.words, "A smaller offer is out")
    press_primary(dialog, qtbot)
    row = session.db.row("select status, reply from feedback where id = ?", (said,))
    assert row == ("acted", "A smaller offer is out")


def test_v_shows_the_same_campaigns_as_a_timeline(session: Session, shell: PanelWindow) -> None:
    fill(session)
    panel = panel_of(shell)
    before = shown(panel)
    shell.press("V")
    assert panel.table.timeline
    assert shown(panel) == before
    assert panel.total.isHidden()
    assert ("V", "Show as table") in panel.hints()
    shell.press("V")
    assert not panel.table.timeline


def test_a_search_that_hides_everything_says_so(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    fill(session)
    panel = panel_of(shell)
    shell.press("/")
    qtbot.keyClicks(panel.needle, "show")
    assert shown(panel) == ["Show"]
    qtbot.keyClicks(panel.needle, "zzz")
    assert panel.stack.currentIndex() == FILTERED
    assert "showzzz" in panel.filtered.words.text()
    panel.clear_filter()
    assert panel.stack.currentIndex() == TABLE
    assert len(shown(panel)) == 3


def test_a_campaign_with_leads_asks_for_a_new_home_before_it_goes(
    session: Session, shell: PanelWindow, qtbot: QtBot
) -> None:
    keys = fill(session)
    panel = panel_of(shell)
    panel.open_record(keys["Open day"])
    shell.press("Ctrl+Del")
    dialog = shell.dialogs[-1]
    assert dialog is not None
    assert dialog.windowTitle() == "Delete Open day"
    press_primary(dialog, qtbot)
    assert "Open day" not in shown(panel)
    assert session.db.value("select count(*) from lead where campaign_id is not null") == 4
    panel.open_record(keys["Postcard"])
    session.undo()
    assert "Open day" in shown(panel)


def test_narrow_windows_hide_columns_and_put_the_detail_in_tabs(
    session: Session, shell: PanelWindow
) -> None:
    fill(session)
    panel = panel_of(shell)
    assert hidden_columns(1440, False) == {"timeline"}
    assert hidden_columns(1300, False) == {"timeline", "cac"}
    panel.layout_for(1024)
    header = panel.table.horizontalHeader()
    assert all(header.isSectionHidden(n) for n in (1, 3, 10))
    assert not panel.detail.tabs.isHidden()
    panel.layout_for(1440)
    assert panel.detail.tabs.isHidden()


def test_without_a_margin_the_return_is_called_revenue_roi(
    session: Session, shell: PanelWindow
) -> None:
    fill(session)
    panel = panel_of(shell)
    assert "revenue ROI" in panel.head.subtitle.text()
    session.do(settings.change, {"gross_margin": "38"})
    assert "38%" in panel.head.subtitle.text()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-09-11", "2026-09-13", "11 – 13 Sep"),
        ("2026-09-21", "2026-10-18", "21 Sep – 18 Oct"),
        ("2025-12-01", "2026-01-31", "1 Dec 2025 – 31 Jan"),
        ("2026-10-10", "2026-10-10", "10 Oct"),
        ("2026-10-10", None, "from 10 Oct"),
        (None, None, "–"),
    ],
)
def test_dates_are_told_as_short_as_they_can_be(
    start: str | None, end: str | None, words: str
) -> None:
    assert dates_words(start, end, TODAY) == words


def test_days_left_and_returns_are_told_in_words() -> None:
    assert days_left_words("active", "2026-09-21", "2026-10-18", TODAY) == "3 days left"
    assert days_left_words("active", "2026-09-21", "2026-10-15", TODAY) == "last day"
    assert days_left_words("planned", "2026-10-16", None, TODAY) == "starts tomorrow"
    assert days_left_words("complete", "2026-09-21", "2026-10-18", TODAY) == ""
    assert roi_words(Fraction(277, 100)) == "277%"
    assert roi_words(Fraction(4246, 100)) == "42x"
    assert roi_words(None) == "–"


def test_an_axis_holds_whole_weeks_and_marks_fit() -> None:
    axis = Axis.around([date(2026, 9, 16), date(2026, 10, 31)], TODAY)
    assert (axis.first, axis.last) == (date(2026, 9, 14), date(2026, 11, 1))
    assert axis.x(axis.first, 700) == 0
    assert axis.ticks(4) == [
        date(2026, 9, 14),
        date(2026, 9, 28),
        date(2026, 10, 12),
        date(2026, 10, 26),
    ]
    year = Axis.around([date(2025, 9, 1), date(2026, 11, 30)], TODAY)
    assert len(year.ticks(5)) <= 5
