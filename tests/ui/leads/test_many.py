"""Several leads selected at once: one verb, one change, one Undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads, people
from salesdesk.queries import history, lead_pages
from salesdesk.session import Session
from salesdesk.ui.leads.panel import LeadsPanel
from salesdesk.ui.shell.window import MainWindow
from tests import windows

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    session.i_am(session.do(people.add, "Hannah Marlow", role="owner"))
    for number in range(12):
        values = {"name": f"Lead {number:02}", "received_at": f"2026-10-{number + 1:02}T09:00:00Z"}
        session.do(leads.create, {**values, "owner_id": session.person_id})
    with windows.shown(qtbot, session, "leads", (1440, 900)) as made:
        made.open_list("leads", "all")
        panel(made).list.set_order("name")
        panel(made).list.rows.select_row(0)
        yield made


def panel(window: MainWindow) -> LeadsPanel:
    found = window.panel()
    assert isinstance(found, LeadsPanel)
    return found


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key | str, held: object = None) -> None:
    for key in keys:
        target = QApplication.focusWidget() or panel(window).list.rows
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)  # type: ignore[arg-type]


def finish() -> None:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    found.finish()  # type: ignore[attr-defined]
    assert not found.isVisible(), found.note.text()  # type: ignore[attr-defined]


def title(window: MainWindow) -> str:
    return panel(window).several.pane.title.text()


def hints(window: MainWindow) -> str:
    return " ".join(" ".join(hint) for hint in panel(window).hints())


def said(window: MainWindow) -> str:
    return window.toaster.words.text()


def test_with_shift_and_arrows_several_are_snoozed_as_one_change(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    press(qtbot, window, Key.Key_Down, Key.Key_Down, held=SHIFT)
    assert title(window) == "3 leads selected" and panel(window).several.pane.isVisible()
    assert panel(window).several.pane.states.text() == "New lead 3"
    assert "3 leads selected" in hints(window)
    assert panel(window).list._count.text() == "3 of 12"
    press(qtbot, window, "s")
    qtbot.keyClicks(QApplication.activeModalWidget(), "3")
    finish()
    assert said(window) == "3 leads snoozed until 19 Oct."
    asleep = "select count(*) from lead where wake_on is not null"
    assert session.db.value(asleep) == 3
    assert not panel(window).several.pane.isVisible()
    assert panel(window).reading.isVisible() and "selected" not in hints(window)
    newest = session.read(history.latest, 1)[0]
    assert (newest.words, newest.detail) == ("Snooze", "3 leads")
    press(qtbot, window, "z")
    assert session.db.value(asleep) == 0
    press(qtbot, window, Key.Key_A, held=CTRL)
    press(qtbot, window, Key.Key_Delete)
    assert said(window) == "12 leads deleted." and panel(window).list.model.rowCount() == 0
    assert "selected" not in hints(window) and not panel(window).several.pane.isVisible()


def test_what_does_not_fit_is_left_and_said(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    keys = [key for (key,) in session.db.rows("select id from lead order by name_key")]
    reason = session.db.value("select id from reason where kind = 'disqualify' limit 1")
    session.do(leads.disqualify, keys[0], reason)
    for point in ("need", "budget", "timing", "authority"):
        session.do(leads.tick, keys[1], point, True)
        session.do(leads.tick, keys[2], point, True)
    session.do(leads.qualify, keys[2])
    panel(window).reload()
    panel(window).list.rows.select_row(0)
    press(qtbot, window, Key.Key_Down, Key.Key_Down, Key.Key_Down, held=SHIFT)
    press(qtbot, window, "q")
    assert said(window) == (
        "1 lead qualified. 3 left as they were: 1 is closed, 1 has too few points ticked and "
        "1 was so already."
    )
    found = session.db.rows("select status from lead order by name_key limit 4")
    assert [s for (s,) in found] == ["disqualified", "qualified", "qualified", "new"]
    panel(window).list.rows.select_row(2)
    before = session.position()
    press(qtbot, window, Key.Key_Down, held=SHIFT)
    press(qtbot, window, "q")
    assert said(window).startswith("Nothing was done: 1 has too few points ticked and 1 was so")
    assert session.position() == before and not window.toaster.undo.isVisible()


def test_all_are_selected_and_one_again(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    press(qtbot, window, Key.Key_A, held=CTRL)
    assert title(window) == "12 leads selected"
    press(qtbot, window, "d")
    assert "one lead at a time" in said(window)
    press(qtbot, window, Key.Key_Escape)
    assert panel(window).reading.isVisible()
    assert panel(window).reading.header.name.text() == "Lead 00"
    press(qtbot, window, Key.Key_J, Key.Key_J, held=SHIFT)
    assert title(window) == "3 leads selected"
    press(qtbot, window, Key.Key_K, held=SHIFT)
    assert title(window) == "2 leads selected"
    further = next(c for c in panel(window).commands() if c.label == "Select the next lead too")
    further.slot()  # as from the menu: no key is held down
    assert title(window) == "3 leads selected"
    press(qtbot, window, "k")
    assert panel(window).list.picked.count == 1 and panel(window).reading.isVisible()


def test_with_the_pointer_and_ctrl_single_leads_are_added(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    rows = panel(window).list.rows
    for place in (2, 5):
        where = rows.visualRect(rows.model().index(place, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, CTRL, where)
    assert title(window) == "3 leads selected"
    buttons = panel(window).several.pane.buttons
    qtbot.mouseClick(buttons["trash"], Qt.MouseButton.LeftButton)
    assert said(window) == "3 leads deleted."
    gone = session.db.rows("select name from lead where trashed_at is not null order by name")
    assert [name for (name,) in gone] == ["Lead 00", "Lead 02", "Lead 05"]


def test_given_disqualified_and_put_in_nurture(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    for key, asked in (("x", "1"), ("n", ""), ("G", "1")):
        panel(window).list.rows.select_row(0)
        press(qtbot, window, Key.Key_Down, held=SHIFT)
        if key == "G":
            press(qtbot, window, Key.Key_G, held=SHIFT)
        else:
            press(qtbot, window, key)
        if asked:
            qtbot.keyClicks(QApplication.activeModalWidget(), asked)
        finish()
        if key == "x":
            assert said(window) == "2 leads disqualified."
            assert session.undo() == "Disqualify"
        elif key == "n":
            assert said(window) == "2 leads put in nurture."
            assert session.db.value("select count(*) from lead where status = 'nurture'") == 2
        else:
            assert said(window) == "Nothing was done: 2 were so already."


def test_the_selection_stays_while_a_colleague_works(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    press(qtbot, window, Key.Key_Down, Key.Key_Down, held=SHIFT)
    chosen = set(panel(window).list.picked.keys() or ())
    with Session.open(session.path, clock=session.db.clock) as other:
        other.do(leads.create, {"name": "Aaron"})
    session.poll()
    assert panel(window).list.model.rowCount() == 13
    assert set(panel(window).list.picked.keys() or ()) == chosen
    assert title(window) == "3 leads selected" and panel(window).several.pane.isVisible()
    press(qtbot, window, Key.Key_Delete)
    assert said(window) == "3 leads deleted."
    assert session.db.value("select count(*) from lead where trashed_at is null") == 10


def test_too_many_are_counted_and_refused_without_their_keys(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session.db.change("Import"):
        values = {"received_at": "2026-10-12T09:00:00Z"}
        session.db.table("lead").insert_many(
            {**values, "name": f"n{n}", "name_key": f"n{n}"} for n in range(6000)
        )
    with windows.shown(qtbot, session, "leads", (1024, 700)) as window:
        window.open_list("leads", "all")
        asked: list[int] = []
        keys = lead_pages.Pages.keys

        def counted(pages: lead_pages.Pages, db: object, offset: int, limit: int) -> list[int]:
            asked.append(limit)
            return keys(pages, db, offset, limit)  # type: ignore[arg-type]

        monkeypatch.setattr(lead_pages.Pages, "keys", counted)
        panel(window).list.rows.selectAll()
        qtbot.waitUntil(lambda: title(window) == "6,000 leads selected")
        assert max(asked, default=0) <= 128
        pane = panel(window).several.pane
        assert pane.note.text() == "Select up to 5,000 leads at once."
        assert not any(button.isEnabled() for button in pane.buttons.values())
        press(qtbot, window, "s")
        assert said(window) == "Select up to 5,000 leads at once."
        assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_no_verb_is_cut(window: MainWindow, size: tuple[int, int], qtbot: QtBot) -> None:
    window.resize(*size)
    press(qtbot, window, Key.Key_A, held=CTRL)
    pane = panel(window).several.pane
    qtbot.waitUntil(lambda: pane.width() > 300)
    for button in (*pane.buttons.values(), pane.more):
        if button.isVisible():
            assert button.geometry().right() < pane.width() - 8
            assert button.width() >= button.sizeHint().width()
    hidden = [name for name, button in pane.buttons.items() if button.isHidden()]
    assert pane.more.isVisible() == bool(hidden)
    if hidden:
        qtbot.mouseClick(pane.more, Qt.MouseButton.LeftButton)
        menu = pane.findChild(QMenu)
        assert isinstance(menu, QMenu) and len(menu.actions()) == len(hidden)
        menu.actions()[-1].trigger()
        assert said(window) == "12 leads deleted."
        menu.close()
