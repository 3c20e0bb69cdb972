"""Reasons to choose from, each with the digit that picks it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.painted_rows import PaintedRows
from salesdesk.ui.kit.tokens import color


class ReasonList(PaintedRows):
    """One of several reasons: a digit, an arrow key or a click picks it."""

    def __init__(self, title: str, reasons: Sequence[tuple[int, str]]) -> None:
        super().__init__(28, 22)
        self._title, self._reasons = title, list(reasons)
        self._chosen: int | None = None
        self._lay(len(self._reasons))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tell()

    def chosen(self) -> int | None:
        """The key of the picked reason."""
        return None if self._chosen is None else self._reasons[self._chosen][0]

    def choose(self, number: int) -> bool:
        """Pick by place; whether there is such a reason."""
        if not 0 <= number < len(self._reasons):
            return False
        self._chosen = number
        self._tell()
        self.update()
        return True

    def _tell(self) -> None:
        picked = "" if self._chosen is None else f": {self._reasons[self._chosen][1]}"
        self.setAccessibleName(self._title + picked)
        offered = (f"{n} {label}" for n, (_, label) in enumerate(self._reasons, 1))
        self.setAccessibleDescription(", ".join(offered))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks."""
        number = self._row_at(event.position().y())
        if number is not None:
            self.choose(number)

    def _walk(self, by: int) -> None:
        self.choose(0 if self._chosen is None else self._chosen + by)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring or a filled dot, the words, and the digit."""
        painter = QPainter(self)
        head = QRect(0, 0, self.width(), fonts.scaled(18))
        paint.text(painter, head, self._title, "small medium", "text-2")
        for number, (_, label) in enumerate(self._reasons):
            y = self._head + number * self._line
            row = QRect(0, y, self.width(), self._line)
            picked = number == self._chosen
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
        if self._chosen is None and self.hasFocus():
            rest = self.rect().adjusted(0, self._head, 0, 0)
            paint.box(painter, rest, 4, None, color("accent"))
        painter.end()
