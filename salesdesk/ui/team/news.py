"""A colleague's change on my screen: a quiet line says who did what, and its row is marked once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView, QWidget

from salesdesk.queries import colleagues
from salesdesk.queries.colleagues import Deed
from salesdesk.store.faults import Busy
from salesdesk.store.feed import Changes
from salesdesk.ui.kit.lists import Marked
from salesdesk.ui.kit.text import tr
from salesdesk.ui.team import sentences

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

AGAIN_MS = 1000


class News(QObject):
    """Tells what came from others; an own line with its Undo is never pushed aside."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entry = window.session.position()
        self._untold: list[Deed] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        self._stop = window.session.subscribe(self._heard)

    def stop(self) -> None:
        """Tell nothing more."""
        self._timer.stop()
        self._stop()

    def _heard(self, changes: Changes) -> None:
        session = self._window.session
        before, self._entry = self._entry, session.position()
        if changes.own:
            return
        try:
            found = [d for d in session.read(colleagues.since, before) if d.person]
        except Busy:
            self._entry = before  # told with the next news
            raise
        if not found:
            return  # another window of mine, or what another program wrote
        self._untold = [*found, *self._untold]
        # the panels read first: their rows are marked when they stand
        QTimer.singleShot(0, lambda: self.mark(changes))
        self._timer.start(0)

    def mark(self, changes: Changes) -> None:
        """Mark the rows that changed, where they are shown."""
        keys: set[int] = set()
        for table in changes.tables:
            keys |= changes.rows(table) or set()
        panel: QWidget = self._window.panel()
        for rows in panel.findChildren(QTableView):
            if isinstance(rows, Marked):
                rows.mark(keys)

    def _tell(self) -> None:
        toaster = self._window.toaster
        if toaster.isVisible() and toaster.undo.isVisible():
            self._timer.start(AGAIN_MS)
            return
        told, self._untold = self._untold, []
        if told:
            self._window.toast(sentences.news(told, [self._who(deed) for deed in told]) + ".")

    def _who(self, deed: Deed) -> str:
        seats = self._people()
        if deed.is_me:
            return tr("You, on another computer,")
        return sentences.given(deed.person, seats)

    def _people(self) -> list[str]:
        team = self._window.session.team
        return [] if team is None else [seat.person for seat in team.status().people]
