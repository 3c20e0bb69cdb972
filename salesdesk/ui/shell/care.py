"""Lets a window's file be checked: soon after an unclean end, daily, and weekly in full."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from salesdesk import rescue
from salesdesk.session import Session
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

FIRST_MS = 5_000
EVERY_MS = 1_800_000


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
        due = rescue.due(self._window.session)
        if due:
            self._window.background(lambda s: _check(s, due == "full"), self.found)

    def found(self, faults: list[str]) -> None:
        """What the check found: a damaged file is written to no more, and the ways on are shown."""
        session = self._window.session
        if not faults or session.db.read_only:
            return
        session.db.read_only = True
        self._window.status.set_state(tr("Damaged: nothing more is saved"), "circle-alert")
        from salesdesk.ui.shell.damage import DamageDialog

        error = rescue.damaged(session.path)
        opened = self._window.file_wanted.emit
        DamageDialog(self._window, error, session.path, session.db.clock, opened).open_over()


def _check(session: Session, full: bool) -> list[str]:
    return rescue.checked(session, full=full)
