"""What a window does when its file has changed, or cannot be read because it is being written."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from salesdesk.session import Session
from salesdesk.store import feed
from salesdesk.store.faults import Busy
from salesdesk.store.feed import Changes
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

AGAIN_MS = 120


def told(session: Session, words: str) -> str:
    """What was just done, with the record's name where the action gave it."""
    from salesdesk.queries import history

    detail = session.read(history.latest, 1)[0].detail
    return f"{words}: {detail}." if detail else tr("{what} done.").format(what=words)


class Hearing:
    """Lets the panels read again; the window's thread never waits for a long writer to end."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._day = window.session.db.today()
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read)

    def hear(self, changes: Changes) -> None:
        """Something changed: what is shown reads again, what is hidden when it is shown."""
        window = self._window
        for name, panel in window.panels().items():
            if panel.reads and not panel.reads & changes.tables:
                continue
            if panel is window.panel():
                self.guard(partial(panel.changed, changes))
            else:
                window.mark_stale(name)
        window.status.show_file(window.session)
        if window.live is not None:
            window.status.show_team(window)
        if changes.tables & {"person", "setting"}:
            self.guard(lambda: window.sidebar.set_person(window.me()))
        self.guard(window.refresh_frame)

    def look_at_the_day(self) -> None:
        """After midnight, whatever says "today" or an age reads again."""
        window, today = self._window, self._window.session.db.today()
        if today == self._day:
            return
        self._day = today
        for name, panel in window.panels().items():
            if panel is not window.panel():
                window.mark_stale(name)
        window.panel().reload()
        window.refresh_frame()

    def guard(self, read: Callable[[], object]) -> None:
        """Read now, or as soon as the file can be read."""
        try:
            read()
        except Busy:
            self.soon()

    def soon(self) -> None:
        """Read again what is shown, when the writer has ended."""
        self._window.status.set_state(tr("Waiting: the file is being written"), "hourglass")
        self._timer.start(AGAIN_MS)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def _read(self) -> None:
        if feed.glance(self._window.session.db.connection) is None:
            self._timer.start(AGAIN_MS)
        else:
            self.guard(self._all)

    def _all(self) -> None:
        self._window.panel().reload()
        self._window.refresh_frame()
        self._window.status.show_file(self._window.session)
        if self._window.live is not None:
            self._window.status.show_team(self._window)
