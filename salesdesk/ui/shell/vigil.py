"""What a window looks after while it is open: handovers run out, and senders hear the answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from salesdesk.actions import handovers
from salesdesk.errors import UserError
from salesdesk.queries import handovers as queries
from salesdesk.session import Session, recall, remember
from salesdesk.store.feed import Changes
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.lost import Lost

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

EVERY_MS = 60_000


def tell_me(session: Session, handover_id: int) -> None:
    """Note on this computer that its person wants to hear what becomes of a handover."""
    remember(_name(session), [*_awaited(session), handover_id])


def _name(session: Session) -> str:
    return f"tell:{session.path}"


def _awaited(session: Session) -> list[int]:
    kept = recall().get(_name(session))
    return [key for key in kept if isinstance(key, int)] if isinstance(kept, list) else []


class Vigil(QObject):
    """Looks once a minute, and whenever a handover was touched."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        #: How often it has looked.
        self.looks = 0
        self._stop = window.session.subscribe(self._heard)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(0)  # the first look, once the window stands
        self.place = Lost(window)

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()
        self.place.stop()
        self._stop()

    def _heard(self, changes: Changes) -> None:
        if "handover" in changes.tables:
            # not inside the news itself: the panels read first
            self._timer.start(0)

    def look(self) -> None:
        """Let handovers run out whose time is over, by whoever has the file open."""
        self._timer.start(EVERY_MS)
        self.looks += 1
        db = self._session.db
        if not db.read_only:
            try:
                for key in self._session.read(queries.overdue, db.now()):
                    words = "Handover ran out"
                    self._session.begin_with(words, handovers.expire, key)
            except UserError:
                pass  # a colleague was quicker, or the file is busy: the next look sees
        self.tell()

    def tell(self) -> None:
        """Say what became of the handovers whose sender wanted to know."""
        awaited = _awaited(self._session)
        if not awaited:
            return
        found = self._session.read(queries.outcomes, awaited)
        words = {
            "accepted": tr("{who} accepted {lead}."),
            "returned": tr("{who} returned {lead}."),
            "expired": tr("{who} did not answer in time: {lead} is back."),
        }
        said = [
            words[outcome].format(who=who, lead=lead)
            for outcome, lead, who in found.values()
            if outcome in words
        ]
        if found:
            remember(_name(self._session), [key for key in awaited if key not in found])
        if said:
            self._window.toast(" ".join(said))
