"""The conflict dialog is worked by keys alone and hands back one pick for each field."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.kit.authors import listed
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.conflicts import Clash, ConflictDialog, Kept, Pick, Side
from salesdesk.ui.kit.labels import Elided

CLASHES = (
    Clash("budget", "Budget", "", "£12,000", "£15,000"),
    Clash("status", "Status", "New lead", "Nurture", "Qualified"),
    Clash("notes", "Notes", "", "Left a voicemail.", "Rang back.", may_keep_both=True),
)
ME = Side("Yours", "HM", 1, "not saved yet")
PRIYA = Side("Priya’s", "PS", 2, "saved 12:03")


@pytest.fixture()
def saved() -> list[dict[str, Pick]]:
    return []


@pytest.fixture()
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1024, 700)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture()
def dialog(qtbot: QtBot, window: QWidget, saved: list[dict[str, Pick]]) -> ConflictDialog:
    made = ConflictDialog(
        window,
        "Priya changed this lead while you were editing",
        "Eleanor Whitcombe.",
        CLASHES,
        ME,
        PRIYA,
        [Kept("Phone", "Priya"), Kept("Town", "you")],
        saved.append,
    )
    made.open_over()
    qtbot.waitExposed(made)
    return made


def press(qtbot: QtBot, dialog: ConflictDialog, *keys: Any) -> None:
    for key in keys:
        held = dialog.focusWidget() or dialog
        QTest.keyClick(held, key)


def test_arrows_pick_and_ctrl_enter_saves(
    qtbot: QtBot, dialog: ConflictDialog, saved: list[dict[str, Pick]]
) -> None:
    keys = Qt.Key
    press(qtbot, dialog, keys.Key_Right, keys.Key_Down, keys.Key_Left, keys.Key_Down)
    press(qtbot, dialog, keys.Key_Right)
    QTest.keyClick(dialog, keys.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == [{"budget": "theirs", "status": "yours", "notes": "theirs"}]
    assert not dialog.isVisible()


def test_one_field_needs_no_use_all_and_its_heading_stands_whole(
    qtbot: QtBot, window: QWidget, saved: list[dict[str, Pick]]
) -> None:
    there = Side("Priya’s", "PS", 2, "Today 12:00 on priya-laptop")
    made = ConflictDialog(window, "Both", "Eleanor.", CLASHES[:1], ME, there, [], saved.append)
    made.open_over()
    qtbot.waitExposed(made)
    heading = next(part for part in made.findChildren(Elided) if part.text() == there.when)
    assert heading.toolTip() == ""  # it says all of what is cut
    assert [b.text() for b in made.findChildren(Button) if b.text() == "Use all"] == []


def test_labels_of_several_words_are_told_from_the_sentence() -> None:
    assert listed(["Phone", "Worth, about"]) == "Phone and “Worth, about”"


def test_notes_keep_both_and_space_turns_it(qtbot: QtBot, dialog: ConflictDialog) -> None:
    notes = dialog.rows[2]
    assert notes.pick() == "both"
    press(qtbot, dialog, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert notes.pick() == "yours"
    press(qtbot, dialog, Qt.Key.Key_Space)
    assert notes.pick() == "both"


def test_a_field_without_a_pick_is_asked_for(
    qtbot: QtBot, dialog: ConflictDialog, saved: list[dict[str, Pick]]
) -> None:
    press(qtbot, dialog, Qt.Key.Key_Left)
    dialog.finish()
    assert dialog.isVisible() and not saved
    assert "Nothing is picked for Status" in dialog.note.text()
    assert dialog.rows[1].holds_focus()


def test_use_all_picks_one_side_everywhere(
    dialog: ConflictDialog, saved: list[dict[str, Pick]]
) -> None:
    dialog.use_all("theirs")
    dialog.finish()
    assert set(saved[0].values()) == {"theirs"}


def test_escape_saves_nothing(
    qtbot: QtBot, dialog: ConflictDialog, saved: list[dict[str, Pick]]
) -> None:
    press(qtbot, dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not saved


def test_a_screen_reader_hears_field_side_and_value(dialog: ConflictDialog) -> None:
    first = dialog.rows[0]
    assert first.yours.accessibleName() == "Budget, yours: £12,000"
    assert first.theirs.accessibleName() == "Budget, Priya’s: £15,000"
    assert first.yours.accessibleDescription() == "Before: empty"


def test_many_long_fields_stay_inside_the_smallest_window(qtbot: QtBot, window: QWidget) -> None:
    many = [
        Clash(f"f{n}", f"Field {n}", "", "word " * 300, "x" * 2000, may_keep_both=n % 2 == 0)
        for n in range(30)
    ]
    made = ConflictDialog(window, "T", "I", many, ME, PRIYA, [], lambda _picks: None)
    made.open_over()
    qtbot.waitExposed(made)
    assert made.height() <= 700 - 48
