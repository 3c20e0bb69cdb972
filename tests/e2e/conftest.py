"""There is an application before any widget, whichever test a worker begins with."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def dressed(application: QApplication) -> None:
    """Qt ends the program where a widget is made without an application."""
