"""The settings dialog by keyboard: opening writes nothing, saving writes what changed."""

import base64
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from salesdesk.actions import channels as renamed
from salesdesk.actions import leads, people
from salesdesk.errors import UserError
from salesdesk.queries import score_rules as rule_queries
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.store import backup_folder
from salesdesk.ui.kit import fonts
from salesdesk.ui.settings.computer import ComputerPage
from salesdesk.ui.settings.dialog import SettingsDialog
from salesdesk.ui.settings.forms import BusinessPage, FiguresPage, WorkPage
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.logo import logo_from
from salesdesk.ui.settings.pages import ChannelsPage, ReasonsPage, StagesPage
from salesdesk.ui.settings.people import PeoplePage
from salesdesk.ui.settings.score import ScorePage
from salesdesk.ui.settings.targets import TargetsPage
from salesdesk.ui.shell import keys, looks
from tests.records import put
from tests.windows import FakeWindow

P = TypeVar("P")


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> FakeWindow:
    made = FakeWindow(session)
    made.resize(1440, 900)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(session: Session, window: FakeWindow, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(session, window)
    made.show()
    qtbot.addWidget(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


def page(dialog: SettingsDialog, kind: type[P]) -> P:
    """Go to a page, with the keys that turn pages."""
    for row, each in enumerate(dialog.pages.values()):
        if isinstance(each, kind):
            dialog.list.setCurrentRow(row)
            return each
    raise AssertionError(kind)


def save(dialog: SettingsDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def changes(session: Session) -> int:
    return int(session.db.value("select count(*) from change"))


def type_into(
    found: ListPage, row: int, column: int, words: str, qtbot: QtBot, *, enter: bool = True
) -> None:
    """F2, type, Enter."""
    found.table.setFocus()
    found.table.setCurrentIndex(found.model.index(row, column))
    qtbot.keyClick(found.table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    if enter:
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_opening_looking_at_every_page_and_saving_writes_nothing(
    session: Session, dialog: SettingsDialog, window: FakeWindow, qtbot: QtBot
) -> None:
    before = changes(session)
    for _ in dialog.pages:
        qtbot.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page().title == "This computer"
    assert not [p.title for p in dialog.pages.values() if p.touched]
    save(dialog, qtbot)
    assert not dialog.isVisible()
    assert changes(session) == before
    assert window.said == []


def test_each_changed_page_is_one_change_that_undo_takes_back(
    session: Session, dialog: SettingsDialog, window: FakeWindow, qtbot: QtBot
) -> None:
    before = changes(session)
    business = page(dialog, BusinessPage)
    name = business.findChild(QLineEdit, "business_name")
    assert name is not None
    name.selectAll()
    qtbot.keyClicks(name, "Finch & Sons")
    figures = page(dialog, FiguresPage)
    margin = figures.findChildren(QLineEdit)[0]
    qtbot.keyClicks(margin, "38")
    save(dialog, qtbot)
    assert not dialog.isVisible()
    assert changes(session) == before + 2
    assert window.said == ["Settings saved: Business, Figures."]
    found = session.read(queries.settings)
    assert (found.business_name, found.gross_margin) == ("Finch & Sons", 38)
    session.undo()
    session.undo()
    found = session.read(queries.settings)
    assert (found.business_name, found.gross_margin) == ("Marlow & Finch", None)


def test_nonsense_is_told_in_the_dialog_and_what_was_typed_stays(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    work = page(dialog, WorkPage)
    begins = work.findChild(QLineEdit, "working_from")
    assert begins is not None
    begins.selectAll()
    qtbot.keyClicks(begins, "half nine")
    page(dialog, BusinessPage)
    save(dialog, qtbot)
    assert dialog.isVisible()
    assert dialog.page() is work
    assert "half nine is not a time of day" in dialog.note.text()
    assert begins.text() == "half nine"
    assert session.read(queries.settings).working_from.hour == 9


def test_escape_leaves_everything_as_it_was(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    before = changes(session)
    channels = page(dialog, ChannelsPage)
    type_into(channels, 0, 0, "Parish magazine", qtbot)
    assert channels.touched
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert changes(session) == before


def test_a_new_time_zone_moves_today(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    work = page(dialog, WorkPage)
    work._set["zone"]("Pacific/Auckland")
    save(dialog, qtbot)
    assert session.db.clock.zone == "Pacific/Auckland"


def test_a_channel_is_added_named_and_moved_up(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    channels = page(dialog, ChannelsPage)
    channels.table.setFocus()
    qtbot.keyClick(channels.table, Qt.Key.Key_Insert)
    editor = channels.table.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "Parish magazine")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    last = len(channels.model.rows) - 1
    channels.table.setCurrentIndex(channels.model.index(last, 0))
    qtbot.keyClick(channels.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    save(dialog, qtbot)
    names = [c.name for c in session.read(queries.channels)]
    assert names[-2] == "Parish magazine"


def test_a_stage_that_goes_asks_where_its_deals_go(
    session: Session, window: FakeWindow, qtbot: QtBot
) -> None:
    first, second = session.read(queries.stages)[:2]
    deal = {"title": "Kitchen", "title_key": "kitchen", "stage_id": first.key}
    when = {"opened_on": "2026-10-01", "stage_since": "2026-10-01T09:00:00Z"}
    session.do(put, "deal", {**deal, **when})
    dialog = SettingsDialog(session, window, "stages")
    qtbot.addWidget(dialog)
    dialog.show()
    stages = page(dialog, StagesPage)
    stages.table.setCurrentIndex(stages.model.index(0, 0))
    stages._remove()
    assert "1 deal stands in Prospecting" in stages.home.words.text()
    assert stages.home.choice.currentText() == second.name
    stages.home.go.click()
    assert session.db.value("select stage_id from deal") == first.key
    dialog.finish()
    assert session.db.value("select stage_id from deal") == second.key
    session.undo()
    assert session.db.value("select stage_id from deal") == first.key


def test_won_and_lost_cannot_go(dialog: SettingsDialog) -> None:
    stages = page(dialog, StagesPage)
    count = len(stages.model.rows)
    stages.table.setCurrentIndex(stages.model.index(count - 1, 0))
    stages._remove()
    assert len(stages.model.rows) == count
    assert "cannot be removed" in dialog.note.text()


def test_a_likelihood_that_is_no_number_is_refused_in_words(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    stages = page(dialog, StagesPage)
    type_into(stages, 1, 1, "often", qtbot)
    assert stages.model.rows[1]["probability"] == 25
    assert "often" in dialog.note.text()
    type_into(stages, 1, 1, "30%", qtbot)
    assert stages.model.rows[1]["probability"] == 30


def test_who_leaves_gives_open_work_to_somebody(
    session: Session, window: FakeWindow, qtbot: QtBot
) -> None:
    tom = session.do(people.add, "Tom Finch")
    row = {"name": "Jo", "name_key": "jo", "received_at": "2026-10-02T09:00:00Z", "owner_id": tom}
    session.do(put, "lead", row)
    dialog = SettingsDialog(session, window, "people")
    qtbot.addWidget(dialog)
    dialog.show()
    team = page(dialog, PeoplePage)
    at = [r["name"] for r in team.model.rows].index("Tom Finch")
    team.table.setCurrentIndex(team.model.index(at, 0))
    team._remove()
    assert "Tom Finch has 1 open record." in team.home.words.text()
    team.home.go.click()
    dialog.finish()
    assert session.db.value("select owner_id from lead") == session.person_id
    assert "Tom Finch" not in [p.name for p in session.read(queries.people)]


def test_who_i_am_is_kept_on_this_computer_and_changes_no_record(
    session: Session, window: FakeWindow, qtbot: QtBot
) -> None:
    tom = session.do(people.add, "Tom Finch")
    before = changes(session)
    dialog = SettingsDialog(session, window, "people")
    qtbot.addWidget(dialog)
    team = page(dialog, PeoplePage)
    team.me.setCurrentIndex(team.me.findData(tom))
    dialog.finish()
    assert session.person_id == tom
    assert changes(session) == before


def test_what_a_colleague_changed_meanwhile_stays(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    channels = page(dialog, ChannelsPage)
    first, second = session.read(queries.channels)[:2]
    session.do(renamed.edit, second.key, second.kind, "Flyers")
    type_into(channels, 0, 0, "Adverts", qtbot)
    save(dialog, qtbot)
    names = {c.key: c.name for c in session.read(queries.channels)}
    assert (names[first.key], names[second.key]) == ("Adverts", "Flyers")


def test_an_hour_has_a_price(session: Session, dialog: SettingsDialog, qtbot: QtBot) -> None:
    team = page(dialog, PeoplePage)
    type_into(team, 0, 4, "£27.50", qtbot)
    save(dialog, qtbot)
    assert session.read(queries.people)[0].hourly_cost == 2750


def test_what_is_being_typed_when_ctrl_enter_comes_is_saved_too(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    team = page(dialog, PeoplePage)
    type_into(team, 0, 0, "Hannah Marlow", qtbot, enter=False)
    save(dialog, qtbot)
    assert session.read(queries.people)[0].name == "Hannah Marlow"


def test_a_reason_is_switched_off_with_space(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    reasons = page(dialog, ReasonsPage)
    label = reasons.model.rows[0]["label"]
    reasons.table.setFocus()
    reasons.table.setCurrentIndex(reasons.model.index(0, 2))
    qtbot.keyClick(reasons.table, Qt.Key.Key_Space)
    save(dialog, qtbot)
    assert label not in [r.label for r in session.read(queries.reasons, "return")]


def test_targets_of_two_months_are_saved_together(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    goals = page(dialog, TargetsPage)
    type_into(goals, 0, 1, "64,000", qtbot)
    goals.period.setCurrentIndex(goals.period.findData("2026-11"))
    goals.period.activated.emit(goals.period.currentIndex())
    assert goals.model.rows[0]["revenue"] is None
    goals.period.setCurrentIndex(goals.period.findData("2026-10"))
    goals.period.activated.emit(goals.period.currentIndex())
    assert goals.model.rows[0]["revenue"] == 6_400_000
    goals.period.setCurrentIndex(goals.period.findData("2026-11"))
    goals.period.activated.emit(goals.period.currentIndex())
    type_into(goals, 1, 4, "40", qtbot)
    save(dialog, qtbot)
    [october] = session.read(queries.targets, "2026-10")
    [november] = session.read(queries.targets, "2026-11")
    assert (october.metric, october.person_id, october.value) == ("revenue", None, 6_400_000)
    assert (november.metric, november.person_id) == ("leads", session.person_id)


def test_the_month_before_is_copied(session: Session, dialog: SettingsDialog, qtbot: QtBot) -> None:
    goals = page(dialog, TargetsPage)
    goals.period.setCurrentIndex(goals.period.findData("2026-09"))
    goals.period.activated.emit(goals.period.currentIndex())
    type_into(goals, 0, 1, "50000", qtbot)
    save(dialog, qtbot)
    again = SettingsDialog(session, dialog.parentWidget(), "targets")  # type: ignore[arg-type]
    qtbot.addWidget(again)
    goals = page(again, TargetsPage)
    goals.table.setFocus()
    goals._copy()
    again.finish()
    assert [t.value for t in session.read(queries.targets, "2026-10")] == [5_000_000]


def test_a_logo_is_made_small_and_a_text_file_is_refused(tmp_path: Path) -> None:
    picture = QImage(1600, 800, QImage.Format.Format_RGB32)
    picture.fill(QColor("#123456"))
    assert picture.pixelColor(QPoint(0, 0)).name() == "#123456"
    picture.save(str(tmp_path / "logo.jpg"))
    made = QImage.fromData(base64.b64decode(logo_from(tmp_path / "logo.jpg")))
    assert (made.width(), made.height()) == (600, 300)
    (tmp_path / "logo.txt").write_text("no picture")
    with pytest.raises(UserError, match=r"logo\.txt is not a picture"):
        logo_from(tmp_path / "logo.txt")


def test_the_points_of_a_sign_are_edited_and_scores_follow(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    key = session.do(leads.create, {"name": "Ann", "phone": "0118 496 0142", "budget_ok": 1})
    score = "select score from lead where id = ?"
    assert session.db.value(score, (key,)) == 28  # budget 20, phone 8
    rules = page(dialog, ScorePage)
    said = [row["label"] for row in rules.model.rows]
    assert rules.model.index(said.index("Can be phoned"), 1).data() == "There is a phone number"
    type_into(rules, said.index("Can be phoned"), 3, "30", qtbot)
    save(dialog, qtbot)
    assert session.db.value(score, (key,)) == 50
    session.undo()
    assert session.db.value(score, (key,)) == 28
    assert session.read(rule_queries.all_rules)[said.index("Can be phoned")]["points"] == 8
    session.redo()
    assert session.db.value(score, (key,)) == 50


def test_a_new_sign_counts_and_a_removed_one_does_not(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    key = session.do(leads.create, {"name": "Ann", "phone": "0118 496 0142", "town": "Reading"})
    score = "select score from lead where id = ?"
    rules = page(dialog, ScorePage)
    rules.table.setFocus()
    qtbot.keyClick(rules.table, Qt.Key.Key_Insert)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "Lives in Reading")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    new = rules.model.rowCount() - 1
    rules.model.setData(rules.model.index(new, 1), "town=Reading")
    rules.model.setData(rules.model.index(new, 3), "40")
    at = [row["label"] for row in rules.model.rows].index("Can be phoned")
    rules.table.setCurrentIndex(rules.model.index(at, 0))
    qtbot.keyClick(rules.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    save(dialog, qtbot)
    assert session.db.value(score, (key,)) == 40
    session.undo()
    assert session.db.value(score, (key,)) == 8


def test_a_sign_that_makes_no_sense_is_refused_and_keeps_what_was_typed(
    session: Session, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    before = changes(session)
    rules = page(dialog, ScorePage)
    rules.model.setData(rules.model.index(0, 1), "shoe_size>=44")
    save(dialog, qtbot)
    assert dialog.isVisible() and "shoe_size" in dialog.note.text()
    assert changes(session) == before
    assert rules.model.rows[0]["condition"] == "shoe_size>=44"
    rules.model.setData(rules.model.index(0, 1), "Budget is ticked")
    assert rules.model.rows[0]["condition"] == "budget_ok"
    assert not rules.model.setData(rules.model.index(0, 3), "many")


def test_switches_of_this_computer_are_kept_and_write_nothing_into_the_file(
    session: Session, dialog: SettingsDialog, window: FakeWindow, qtbot: QtBot
) -> None:
    before = changes(session)
    computer = page(dialog, ComputerPage)
    assert computer.boxes["letters"].isChecked()
    computer.boxes["letters"].setFocus()
    qtbot.keyClick(computer.boxes["letters"], Qt.Key.Key_Space)
    computer.boxes["compact"].click()
    try:
        save(dialog, qtbot)
        assert (looks.is_on("letters"), looks.is_on("compact")) == (False, True)
        assert not keys.letters_on() and fonts.table_row() == 28
        assert changes(session) == before
        assert window.said == ["Settings saved: This computer."]
    finally:
        keys.turn_letters(True)
        fonts.set_compact(False)


def test_where_backups_go_is_chosen_for_this_computer_and_must_be_writable(
    session: Session,
    dialog: SettingsDialog,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = changes(session)
    computer = page(dialog, ComputerPage)
    assert "Beside each file" in computer.place.toolTip() + computer.place.text()
    blocked, stick = tmp_path / "blocked", tmp_path / "stick"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(blocked))
    computer.elsewhere.click()
    save(dialog, qtbot)
    assert dialog.isVisible() and "Backups cannot go to" in dialog.note.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    computer.elsewhere.click()
    save(dialog, qtbot)
    assert backup_folder.chosen() == stick
    assert session.back_up().is_relative_to(stick)
    assert changes(session) == before
