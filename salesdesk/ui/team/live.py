"""The exchange with the team while a window is open: on a thread of its own, never the window's."""

import contextlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.store.faults import Busy, Damaged
from salesdesk.store.feed import Changes
from salesdesk.ui.team import words
from salesdesk.ui.team.news import News

if TYPE_CHECKING:
    from salesdesk.teams import Team
    from salesdesk.ui.shell.window import MainWindow

#: Seconds between two looks: usually; when the window is hidden or the share is away.
OFTEN, SELDOM = 2.0, 8.0
#: So long a window that closes waits for its last changes to be sent.
LAST_SECONDS = 4.0


class Live(QObject):
    """Exchanges every two seconds, and at once after a change made here."""

    #: An exchange has ended: who is here, and what waits, may be different.
    looked = Signal()
    _ended = Signal(object)

    def __init__(self, window: "MainWindow", team: "Team") -> None:
        super().__init__(window)
        self._window, self.team = window, team
        self._change = threading.Condition()
        self._asked = False
        self._leaving: bool | None = None
        self._pause = OFTEN
        self._told_away = False
        #: How many exchanges have ended.
        self.looks = 0
        self._ended.connect(self._arrived)
        self.news = News(window)
        window.installEventFilter(self)
        self._stop_hearing = window.session.subscribe(self._heard)
        self._thread = mistakes.beside(self._run, "team")

    def place(self, section: str) -> None:
        """The section that is open; colleagues see it."""
        self.team.note_place(section)

    def now(self) -> None:
        """Exchange now."""
        with self._change:
            self._asked = True
            self._change.notify()

    def stop(self, *, leave: bool, seconds: float | None = None) -> bool:
        """End; with `leave`, send what is left and say goodbye. False if changes still wait."""
        self._stop_hearing()
        self._window.removeEventFilter(self)
        self.news.stop()
        with self._change:
            self._leaving = leave
            self._change.notify()
        self._thread.join(LAST_SECONDS if seconds is None else seconds)
        return not self._thread.is_alive() and not self.team.status().waiting_out

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever comes to the window sees at once what the others did meanwhile."""
        if event.type() == QEvent.Type.WindowActivate:
            self.now()
        return False

    def _heard(self, changes: Changes) -> None:
        if changes.own:
            self.now()

    def _run(self) -> None:
        while self._leaving is None:
            failure: Exception | None = None
            try:
                self.team.sync()
            except Exception as error:
                failure = error
            try:
                self._ended.emit(failure)
            except RuntimeError:
                return  # the window was closed meanwhile
            with self._change:
                self._change.wait_for(self._wanted, timeout=self._pause)
                self._asked = False
        if self._leaving:
            self.team.leave()

    def _wanted(self) -> bool:
        return self._asked or self._leaving is not None

    def _arrived(self, failure: Exception | None) -> None:
        if self._leaving is not None:
            return
        if failure is not None and not isinstance(failure, UserError):  # else the next look sees
            from salesdesk.ui.shell import faults

            faults.note(failure)
        self.looks += 1
        self.place(self._window.section().id)
        status = self.team.status()
        if isinstance(status.problem, Damaged):
            self._window.failed(status.problem)
            return
        self._pause = SELDOM if not status.online or self._window.isMinimized() else OFTEN
        if status.waiting_out and words.is_away(status) and not self._told_away:
            self._told_away = True  # once is enough: the status line goes on saying it
            self._window.toast(words.away(status))
        with contextlib.suppress(Busy):  # the next look says it
            self._window.status.show_team(self._window)
        self.looked.emit()
