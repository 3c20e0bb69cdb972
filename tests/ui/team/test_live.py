"""A shared file in the window: who is here, what they do, what waits, and how it ends."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from salesdesk.actions import activities, deals, leads
from salesdesk.errors import UserError
from salesdesk.queries import history, timelines
from salesdesk.session import Session
from salesdesk.store import standing
from salesdesk.store.faults import damaged
from salesdesk.ui import app
from salesdesk.ui.deals.column import ColumnView
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.leads.words import entries
from salesdesk.ui.shell.damage import DamageDialog
from salesdesk.ui.shell.first_run import FirstRun
from salesdesk.ui.shell.history import HistoryDialog
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.team.people import TeamDialog
from tests.ui.team.conftest import CLOCK, Desk


def add(session: Session, name: str) -> int:
    return session.do(leads.create, {"name": name, "town": "Reading"})


def names(session: Session) -> set[str]:
    return {str(name) for (name,) in session.db.rows("select name from lead")}


def said(desk: Desk) -> tuple[str, str, str]:
    return desk.window.status.state()


def test_a_colleagues_lead_comes_by_itself_and_is_told(desk: Desk) -> None:
    add(desk.colleague, "Eleanor Whitcombe")
    desk.exchange()
    assert "Eleanor Whitcombe" in names(desk.window.session)
    assert desk.window.toaster.isVisible()
    assert desk.window.toaster.words.text() == "Priya added Eleanor Whitcombe."
    assert not desk.window.toaster.undo.isVisible()


def test_what_is_done_here_reaches_the_colleague_without_a_click(desk: Desk) -> None:
    add(desk.window.session, "Marcus Ayling")
    desk.wait()
    team = desk.colleague.team
    assert team is not None
    team.sync()
    assert "Marcus Ayling" in names(desk.colleague)


def test_a_line_about_a_colleague_takes_no_focus_and_no_undo_away(desk: Desk) -> None:
    desk.window.panel().search()
    focus = QApplication.focusWidget()
    desk.window.run(leads.create, {"name": "Mine", "town": "Reading"})
    assert desk.window.toaster.undo.isVisible()
    add(desk.colleague, "Theirs")
    desk.exchange()
    assert desk.window.toaster.undo.isVisible(), "my way back stays as long as it would have"
    assert QApplication.focusWidget() is focus
    desk.window.toaster.hide()
    desk.window.live.news._tell()  # type: ignore[union-attr]
    assert desk.window.toaster.words.text() == "Priya added Theirs."


def test_many_changes_are_one_line(desk: Desk) -> None:
    for number in range(5):
        add(desk.colleague, f"Lead {number}")
    desk.exchange()
    assert desk.window.toaster.words.text() == "Priya made 5 changes."


def test_the_row_that_a_colleague_changed_is_marked(desk: Desk) -> None:
    key = add(desk.colleague, "Eleanor")
    desk.exchange()
    panel = desk.window.panel()
    assert isinstance(panel, LeadsPanel)
    assert key in panel.list.rows.marked
    own = add(desk.window.session, "Mine")
    assert own not in panel.list.rows.marked


def test_the_mark_goes_again(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salesdesk.ui.kit.lists.MARKED_MS", 1)
    rows = desk.window.panel().findChildren(RowList)[0]
    rows.mark({7})
    qtbot.waitUntil(lambda: not rows.marked)


def test_the_status_line_names_who_else_is_here_and_where(desk: Desk) -> None:
    team = desk.colleague.team
    assert team is not None
    team.note_place("deals")
    desk.exchange()
    company, state, _ = said(desk)
    assert company == "Priya is also here"
    assert state.startswith("Saved ")
    assert company in desk.window.status.accessibleName()
    place = desk.window.status._ends()[0].center()
    ask = QHelpEvent(QHelpEvent.Type.ToolTip, place, desk.window.status.mapToGlobal(place))
    QApplication.sendEvent(desk.window.status, ask)
    assert QToolTip.text() == "Priya Shah: in Deals, on priya-laptop"
    desk.colleague.close()
    desk.wait()
    assert said(desk)[0] == ""
    desk.colleague = Session.open(desk.shared, clock=CLOCK)


def test_colleagues_see_the_section_that_i_am_in(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go("campaigns")
    team = desk.colleague.team
    assert team is not None

    def seen() -> bool:
        desk.live.now()
        team.sync()
        sections = {seat.computer: seat.section for seat in team.status().people}
        return sections["hannah-pc"] == "campaigns"

    qtbot.waitUntil(seen)


def hide_share(shared: Path) -> Path:
    away = shared.parent.with_name("away")
    shared.parent.rename(away)
    return away


def test_offline_is_said_calmly_and_ends_by_itself(desk: Desk) -> None:
    away = hide_share(desk.shared)
    add(desk.window.session, "On the train")
    desk.wait()
    _, state, tip = said(desk)
    assert state == "Offline: 1 change waits, it will be sent by itself"
    assert "Go on working" in tip
    add(desk.window.session, "Still on the train")
    desk.wait()
    assert said(desk)[1] == "Offline: 2 changes wait, they will be sent by themselves"
    away.rename(desk.shared.parent)
    desk.exchange()
    assert said(desk)[1].startswith("Saved ")
    team = desk.colleague.team
    assert team is not None
    team.sync()
    assert {"On the train", "Still on the train"} <= names(desk.colleague)


def test_the_list_of_the_team_has_each_computer(desk: Desk) -> None:
    desk.exchange()
    QTest.mouseClick(
        desk.window.status,
        Qt.MouseButton.LeftButton,
        pos=QPoint(desk.window.status._ends()[0].center()),
    )
    dialog = desk.window.findChild(TeamDialog)
    assert dialog is not None and dialog.isVisible() and dialog.focusWidget() is dialog.list
    model = dialog.list.rows_model()
    lines = [model.row_at(n).said() for n in range(model.rowCount())]
    assert len(lines) == 2
    assert "hannah-pc" in lines[0] and "you, here now" in lines[0]
    assert "Priya Shah" in lines[1] and "priya-laptop" in lines[1] and "here now" in lines[1]
    assert "Everything is sent" in dialog.waiting.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible(), "it shows what came of the exchange"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_list_of_the_team_says_what_is_wrong_and_what_to_do(desk: Desk) -> None:
    away = hide_share(desk.shared)
    add(desk.window.session, "On the train")
    desk.wait()
    dialog = TeamDialog(desk.window)
    dialog.open_over()
    assert "cannot be reached" in dialog.trouble_words.text()
    assert "Go on working" in dialog.trouble_words.text()
    assert "1 change waits" in dialog.waiting.text()
    away.rename(desk.shared.parent)
    desk.wait()
    assert not dialog.trouble.isVisible()
    dialog.reject()


def test_closing_sends_what_is_left(desk: Desk) -> None:
    add(desk.window.session, "Last thing")
    desk.window.close()
    team = desk.colleague.team
    assert team is not None
    team.sync()
    assert "Last thing" in names(desk.colleague)
    assert not [s for s in team.status().people if s.computer == "hannah-pc" and s.online]


def test_offline_is_said_once_in_a_line(desk: Desk) -> None:
    away = hide_share(desk.shared)
    add(desk.window.session, "On the train")
    desk.wait()
    assert desk.window.toaster.words.text() == (
        "You are offline. Go on working, and close whenever you like: "
        "1 change waits, it will be sent by itself."
    )
    desk.window.toaster.hide()
    add(desk.window.session, "Still on the train")
    desk.wait()
    assert not desk.window.toaster.isVisible()
    away.rename(desk.shared.parent)


def test_quitting_offline_asks_nothing_and_loses_nothing(desk: Desk) -> None:
    away = hide_share(desk.shared)
    add(desk.window.session, "On the train")
    desk.wait()
    quits = next(c for c in desk.window.menus.own_commands() if c.label == "Quit")
    quits.slot()
    assert not desk.window.isVisible()
    away.rename(desk.shared.parent)
    desk.at("hannah-pc")
    again = Session.open(desk.shared, clock=CLOCK)
    assert "On the train" in names(again)
    again.close()
    team = desk.colleague.team
    assert team is not None
    team.sync()
    assert "On the train" in names(desk.colleague)


def test_another_file_is_opened_offline_and_says_what_waits_in_the_first(
    desk: Desk, tmp_path: Path
) -> None:
    away = hide_share(desk.shared)
    add(desk.window.session, "On the train")
    desk.wait()
    screen = app.Desk(CLOCK)
    screen.window = desk.window
    desk.at("hannah-pc")
    Session.create(tmp_path / "own.salesdesk", name="Ann", clock=CLOCK).close()
    screen.show(tmp_path / "own.salesdesk")
    own = screen.window
    assert isinstance(own, MainWindow)
    said_there = (
        "1 change in Acme.salesdesk is kept on this computer and is sent when it is open again."
    )
    assert own.toaster.words.text() == said_there
    screen.show(desk.shared)
    desk.window = screen.window
    assert isinstance(desk.window, MainWindow)
    add(desk.window.session, "In the tunnel")
    desk.wait()
    screen.show(None)
    assert isinstance(screen.window, FirstRun)
    assert screen.window.note.text() == (
        "2 changes in Acme.salesdesk are kept on this computer and are sent when it is open again."
    )
    screen.window.close()
    away.rename(desk.shared.parent)


def test_a_window_that_comes_to_the_front_exchanges_at_once(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdesk.ui.team.live.SELDOM", 3600.0)
    monkeypatch.setattr("salesdesk.ui.team.live.OFTEN", 3600.0)
    desk.wait()  # from now on it looks once an hour
    add(desk.colleague, "Meanwhile")
    team = desk.colleague.team
    assert team is not None
    team.sync()
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.WindowActivate))

    def came() -> bool:
        desk.window.session.poll()
        return "Meanwhile" in names(desk.window.session)

    qtbot.waitUntil(came, timeout=20_000)


def test_a_share_that_hangs_does_not_hold_the_window_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    monkeypatch.setattr("salesdesk.ui.team.live.LAST_SECONDS", 0.01)
    hanging = threading.Event()
    monkeypatch.setattr(type(desk.live.team), "leave", lambda self: hanging.wait(20))
    desk.window.close()
    assert not desk.window.isVisible()
    hanging.set()


def test_a_window_on_a_file_of_ones_own_exchanges_nothing(desk: Desk, tmp_path: Path) -> None:

    own = MainWindow(Session.create(tmp_path / "own.salesdesk", name="Ann", clock=CLOCK))
    assert own.live is None
    offered = {c.label: c.enabled for c in own.menus.own_commands()}
    assert offered["Share with my team…"] and not offered["Team…"] and not offered["Stop sharing…"]
    own.close()


def test_a_mistake_in_the_exchange_goes_to_the_log_and_the_next_one_follows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[BaseException] = []
    monkeypatch.setattr("salesdesk.ui.shell.faults.note", noted.append)
    with monkeypatch.context() as broken:

        def fail(self: object) -> None:
            raise RuntimeError("torn")

        broken.setattr(type(desk.live.team), "sync", fail)
        desk.wait()
    assert noted
    add(desk.colleague, "Later")
    desk.exchange()
    assert "Later" in names(desk.window.session)


def test_a_full_share_has_its_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from salesdesk.exchange import writing

    put = writing.put

    def full(path: Path, data: bytes) -> None:
        if path.is_relative_to(desk.shared.parent):
            raise OSError(errno.ENOSPC, "No space left on device")
        put(path, data)

    with monkeypatch.context() as broken:
        broken.setattr(writing, "put", full)
        add(desk.window.session, "No room")
        desk.wait()
        _, state, tip = said(desk)
    assert state == "The share with Acme.salesdesk is full."
    assert "when there is room" in tip and "1 change waits" in tip
    desk.wait()


def test_the_share_is_gone_for_good_and_nothing_is_lost(desk: Desk) -> None:
    shutil.rmtree(desk.shared.parent)
    add(desk.window.session, "Kept here")
    desk.wait()
    assert "Kept here" in names(desk.window.session)
    assert said(desk)[1].startswith("Offline: ")
    with pytest.raises(UserError):
        Session.open(desk.shared.with_name("other.salesdesk"), clock=CLOCK)


def test_new_colours_make_a_new_window_and_the_exchange_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = app.Desk(CLOCK)
    screen.window = desk.window
    screen.show(desk.shared)
    again = screen.window
    assert isinstance(again, MainWindow) and again is not desk.window
    assert desk.window.live is None and again.live is not None
    desk.window = again
    add(desk.colleague, "After the change of colours")
    desk.exchange()
    assert "After the change of colours" in names(again.session)


def test_the_history_names_the_person_and_the_other_computer(desk: Desk) -> None:
    add(desk.colleague, "Eleanor")
    desk.exchange()
    add(desk.window.session, "Mine")
    dialog = HistoryDialog(desk.window)
    shown = desk.window.session.read(history.latest, 2)
    assert dialog.delegate.who(shown[0]) == shown[0].person
    assert dialog.delegate.who(shown[1]) == "Priya Shah, on priya-laptop"
    dialog.reject()


def test_a_card_that_a_colleague_moved_is_marked(desk: Desk) -> None:
    desk.window.go("deals")
    key = desk.colleague.do(deals.create, {"title": "Kitchen refit"})
    desk.exchange()
    views = [view for view in desk.window.panel().findChildren(ColumnView) if view.marked]
    assert views and all(key in view.marked for view in views)
    desk.window.grab()


def test_the_timeline_of_a_record_names_the_other_computer(desk: Desk) -> None:
    key = add(desk.window.session, "Eleanor")
    desk.wait()
    desk.exchange()
    for session, said_here in ((desk.colleague, "Call from Priya"), (desk.window.session, "Mine")):
        session.do(activities.log, "call", said_here, lead_id=key)
    desk.exchange()
    db = desk.window.session.db
    events = desk.window.session.read(timelines.of_record, "lead", key)
    shown = [line.title for line in entries(events, db.now(), db.clock.zone)]
    assert "Call from Priya (Priya, on priya-laptop)" in shown
    mine = next(title for title in shown if title.startswith("Mine"))
    assert " on " not in mine, "nobody needs to hear of the computer they sit at"


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database is locked"),
        OSError(5, "Input/output error"),
        UserError("It is held.", "Wait."),
        RuntimeError("a mistake of ours"),
    ],
    ids=str,
)
def test_whatever_fails_while_exchanging_the_next_exchange_works(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    mistakes_are_meant: None,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    if isinstance(error, sqlite3.Error):
        error.sqlite_errorname = "SQLITE_BUSY"
    with monkeypatch.context() as broken:
        broken.setattr(standing, "count_after", fail)
        desk.wait()
    add(desk.colleague, "Later")
    desk.exchange()
    assert "Later" in names(desk.window.session)
    assert said(desk)[1].startswith("Saved ")


def test_a_copy_that_is_found_damaged_while_exchanging_shows_the_ways_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise damaged(desk.window.session.db.path)

    desk.at("hannah-pc")
    monkeypatch.setattr(standing, "count_after", fail)
    desk.live.now()
    qtbot.waitUntil(lambda: bool(desk.window.findChildren(DamageDialog)), timeout=20_000)
    dialog = desk.window.findChildren(DamageDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    assert "The copy of Acme.salesdesk here is damaged" in dialog.windowTitle()
    assert dialog.primary.text().startswith("Mend the copy") and not dialog.backup.isVisible()
    assert desk.window.live is None and desk.window.session.db.read_only
    dialog.reject()
