"""A few rows that one widget paints itself, and the keys that walk through them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from salesdesk.ui.kit import fonts


class PaintedRows(QWidget):
    """Rows of one height, `line` pixels at 100 %, below `head`: arrows walk, the rest is painted.

    For a handful of rows within a form or a pane; a list that scrolls is a `RowList`.
    """

    def __init__(self, line: int, head: int = 0) -> None:
        super().__init__()
        self._at = 0
        self._count = 0
        self._line = fonts.scaled(line)
        self._head = fonts.scaled(head)

    def _lay(self, count: int) -> None:
        """Make room for so many rows."""
        self._count = count
        self._at = max(0, min(self._at, count - 1))
        self.setFixedHeight(self._head + self._line * count)
        self.update()

    def _row_at(self, y: float) -> int | None:
        number = (int(y) - self._head) // self._line
        return number if 0 <= number < self._count else None

    def _walk(self, by: int) -> None:
        self._at = max(0, min(self._at + by, self._count - 1))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row the keys are on."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()
