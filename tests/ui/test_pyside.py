"""The version of Qt for Python that is installed keeps its references."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_a_thousand_calls_lose_no_reference_to_none(qtbot: QtBot) -> None:
    # 6.12.0 drops one reference a call on Python before 3.12, until the process aborts
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm")
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 200
