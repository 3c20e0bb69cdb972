"""Somebody who listens hears what appears on screen by itself: toasts and what is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6 import QtGui
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.errors import UserError
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.toast import Toast


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    said: list[str] = []

    class Listener:
        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: Any) -> None:
            assert isinstance(event, QAccessibleAnnouncementEvent)
            assert event.type() == QAccessible.Event.Announcement
            said.append(event.message())

    monkeypatch.setattr(QtGui, "QAccessible", Listener)
    yield said


def test_a_toast_is_said(qtbot: QtBot, heard: list[str]) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    Toast(host, lambda: None).say("Lead qualified.", undo=True, x=0, bottom=100)
    assert heard == ["Lead qualified."]


def test_what_is_wrong_is_said_and_taking_it_back_is_not(qtbot: QtBot, heard: list[str]) -> None:
    field = Field("Amount", line("5k"))
    qtbot.addWidget(field)
    field.fail("Type the amount in figures.")
    field.fail("")
    assert heard == ["Type the amount in figures."]


def test_a_dialog_says_why_it_stays_open(qtbot: QtBot, heard: list[str]) -> None:
    def refuse() -> None:
        raise UserError("The name is empty.", "Type a name.")

    dialog = Dialog("New", None, "Make it", refuse)
    qtbot.addWidget(dialog)
    dialog.finish()
    assert heard == ["The name is empty. Type a name."]
