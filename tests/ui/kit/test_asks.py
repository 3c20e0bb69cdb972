"""The short questions: the usual days, a day that is over, and dialogs as high as their words."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from salesdesk.ui.kit.asks import DayDialog, note_dialog
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.shell.help import TextDialog, changelog


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 10, 15), "16 Oct, 18 Oct, 19 Oct, 29 Oct, 15 Nov, 15 Jan"),
        (date(2026, 1, 31), "1 Feb, 3 Feb, 2 Feb, 14 Feb, 28 Feb, 30 Apr"),
    ],
)
def test_a_figure_picks_a_usual_day(qtbot: QtBot, today: date, days: str) -> None:
    chosen: list[date] = []
    found = []
    for key in "123456":
        dialog = DayDialog(None, "Snooze Ann until", "Snooze", "leaf", today, chosen.append)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClick(dialog, key)
        dialog.finish()
        found.append(f"{chosen[-1].day} {chosen[-1]:%b}")
    assert ", ".join(found) == days


def test_nothing_is_put_off_to_a_day_that_is_not_to_come(qtbot: QtBot) -> None:
    today, chosen = date(2026, 10, 15), list[date]()
    dialog = DayDialog(None, "Snooze Ann until", "Snooze", "leaf", today, chosen.append)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.day.setDate(today)  # type: ignore[arg-type]  # PySide takes it
    dialog.finish()
    assert dialog.isVisible()
    assert not chosen


def test_text_to_read_and_to_write_has_several_lines(qtbot: QtBot) -> None:
    reading = TextDialog(None, "What's new", changelog())
    writing = note_dialog(None, "Note on Oak doors", lambda _: None)
    texts: list[tuple[Dialog, type[QTextBrowser | QPlainTextEdit], int]] = [
        (reading, QTextBrowser, 12),
        (writing, QPlainTextEdit, 4),
    ]
    for dialog, kind, lines in texts:
        qtbot.addWidget(dialog)
        dialog.show()
        text = dialog.findChild(kind)
        assert text is not None
        assert text.viewport().height() >= lines * text.fontMetrics().lineSpacing()
    said = reading.findChildren(QTextBrowser)[0].toPlainText()
    assert said.startswith("1.0.0\nThe whole funnel in one file\n•")
    assert "**" not in said
