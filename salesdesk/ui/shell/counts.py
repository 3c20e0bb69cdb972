"""How much waits in each section, at the side of the window; a worker counts in a big file."""

from typing import TYPE_CHECKING

from salesdesk.queries import waiting

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


class Counts:
    """Reads the counts and hands them to the sidebar, one count at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._busy = self._again = False

    def read(self) -> None:
        """Count anew."""
        session = self._window.session
        if not session.read(waiting.is_big):
            self._show(session.read(waiting.waiting))
        elif self._busy:
            self._again = True
        else:
            self._busy = True
            self._window.background(lambda other: other.read(waiting.waiting), self._counted)

    def _counted(self, found: dict[str, int]) -> None:
        self._show(found)
        again, self._busy, self._again = self._again, False, False
        if again:
            self.read()

    def _show(self, found: dict[str, int]) -> None:
        sidebar = self._window.sidebar
        for section, count in found.items():
            if section in sidebar.rows:
                sidebar.set_count(section, count)
