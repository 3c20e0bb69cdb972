"""What the first paint of a window can do without: it is done right after it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer


class Later:
    """Keeps work until the first paint; then, or in a window that is not hasty, does it at once."""

    def __init__(self, hasty: bool) -> None:
        self._waiting: list[Callable[[], object]] | None = [] if hasty else None

    def do(self, work: Callable[[], object]) -> None:
        """Do it when the window stands."""
        if self._waiting is None:
            work()
        else:
            self._waiting.append(work)

    def painted(self) -> None:
        """The window is being painted; what waits follows when this paint has ended."""
        if self._waiting is not None:
            QTimer.singleShot(0, self.finish)

    def finish(self) -> None:
        """Do all of it now."""
        waiting, self._waiting = self._waiting, None
        for work in waiting or ():
            work()
