"""There is an application before any widget, whichever test a worker begins with."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Qt ends the program where a widget is made without one."""
    return qapp
