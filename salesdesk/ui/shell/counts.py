"""How much waits in sections and pinned lists, at the side of the window.

A worker counts in a big file.
"""

from typing import TYPE_CHECKING

from salesdesk.queries import waiting
from salesdesk.queries.waiting import Place
from salesdesk.session import Session
from salesdesk.ui.shell import pins

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


Found = tuple[dict[str, int], dict[Place, int]]


class Counts:
    """Reads the counts and hands them to the sidebar, one count at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._busy = self._again = False
        #: What the pinned lists held when they were last counted.
        self.pinned: dict[Place, int] = {}

    def read(self) -> None:
        """Count anew."""
        session = self._window.session
        pinned = pins.pinned(session.path) if self._window.section().id == "today" else []
        lists = [pins.place(pin.id) for pin in pinned]

        def count(read_by: Session) -> Found:
            return read_by.read(waiting.waiting), read_by.read(waiting.in_lists, lists)

        if not session.read(waiting.is_big):
            self._show(count(session))
        elif self._busy:
            self._again = True
        else:
            self._busy = True
            self._window.background(count, self._counted)

    def _counted(self, found: Found) -> None:
        self._show(found)
        again, self._busy, self._again = self._again, False, False
        if again:
            self.read()

    def _show(self, found: Found) -> None:
        sections, lists = found
        sidebar = self._window.sidebar
        for section, count in sections.items():
            if section in sidebar.rows:
                sidebar.set_count(section, count)
        self.pinned |= lists
        sidebar.count_views({pins.view_of(*place): count for place, count in lists.items()})
