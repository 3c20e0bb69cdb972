"""Lets a window's file be checked: soon after an unclean end, daily, and weekly in full."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from salesdesk.jobs import checks
from salesdesk.store.faults import Damaged, damaged
from salesdesk.ui.kit.text import tr
from salesdesk.ui.team import commands as team

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

FIRST_MS = 5_000
EVERY_MS = 1_800_000
#: Set on a window in whose file damage was met.
MET = "damaged"


class Care(QObject):
    """Asks every half hour whether a check is due; a worker does it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Let the check be done that is due."""
        self._timer.start(EVERY_MS)
        due = checks.due(self._window.session)
        if due:
            self._window.background(
                lambda s: checks.checked(s, full=due == "full"), partial(found, self._window)
            )


def found(window: "MainWindow", faults: list[str]) -> None:
    """What a check of a window's file found."""
    if faults:
        met(window, damaged(window.session.path))


def met(window: "MainWindow", error: Damaged) -> bool:
    """Stop writing to a damaged file and show the ways on; False if that was done before.

    What a check finds and what somebody runs into while working come to the same.
    """
    session = window.session
    if window.property(MET):
        return False
    window.setProperty(MET, True)
    session.db.read_only = True
    team.stop(window)
    checks.remember(session, [error.title])
    window.status.set_state(tr("Damaged: nothing more is saved"), "circle-alert")
    from salesdesk.ui.shell.damage import DamageDialog

    error.path = session.db.path
    opened = window.file_wanted.emit
    # not inside whatever was just being read: it may be the painting of a list
    QTimer.singleShot(
        0,
        window,
        DamageDialog(window, error, session.path, session.db.clock, opened).open_over,
    )
    return True
