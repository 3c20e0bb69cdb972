"""Reasons to choose from, each with the digit that picks it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.tokens import color


class ReasonList(QWidget):
    """One of several reasons: a digit, an arrow key or a click picks it."""

    def __init__(self, title: str, reasons: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self._title, self._reasons = title, list(reasons)
        self._at: int | None = None
        self._line = fonts.scaled(28)
        self._head = fonts.scaled(22)
        self.setFixedHeight(self._head + self._line * len(self._reasons))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tell()

    def chosen(self) -> int | None:
        """The key of the picked reason."""
        return None if self._at is None else self._reasons[self._at][0]

    def choose(self, number: int) -> bool:
        """Pick by place; whether there is such a reason."""
        if not 0 <= number < len(self._reasons):
            return False
        self._at = number
        self._tell()
        self.update()
        return True

    def _tell(self) -> None:
        picked = "" if self._at is None else f": {self._reasons[self._at][1]}"
        self.setAccessibleName(self._title + picked)
        offered = (f"{n} {label}" for n, (_, label) in enumerate(self._reasons, 1))
        self.setAccessibleDescription(", ".join(offered))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks."""
        self.choose((int(event.position().y()) - self._head) // self._line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk; other keys are the dialog's."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if event.key() == Qt.Key.Key_Up else 1
            self.choose(0 if self._at is None else self._at + by)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring or a filled dot, the words, and the digit."""
        painter = QPainter(self)
        head = QRect(0, 0, self.width(), fonts.scaled(18))
        paint.text(painter, head, self._title, "small medium", "text-2")
        for number, (_, label) in enumerate(self._reasons):
            y = self._head + number * self._line
            row = QRect(0, y, self.width(), self._line)
            picked = number == self._at
            if picked:
                edge = color("accent") if self.hasFocus() else None
                paint.box(painter, row, 4, color("accent-soft"), edge)
            ring = QRect(8, y + self._line // 2 - 8, 16, 16)
            paint.box(
                painter, ring, 8, color("surface"), color("accent" if picked else "field"), 1.4
            )
            if picked:
                paint.dot(painter, ring.center().x() + 1, ring.center().y() + 1, "accent", 10)
            words = row.adjusted(34, 0, -40, 0)
            paint.text(painter, words, label, "body medium" if picked else "body")
            if number < 9:
                cap = str(number + 1)
                x = self.width() - 8 - paint.keycap_width(cap)
                paint.keycap(painter, x, y + self._line // 2 - 9, cap)
        if self._at is None and self.hasFocus():
            rest = self.rect().adjusted(0, self._head, 0, 0)
            paint.box(painter, rest, 4, None, color("accent"))
        painter.end()
