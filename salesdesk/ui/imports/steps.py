"""The line of four steps under the title: done, here, and still to come."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color


class StepBar(QWidget):
    """Where one is among the steps, painted; a screen reader hears it as a sentence."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = list(names)
        self._at = 0
        self.setFixedHeight(fonts.scaled(46))
        self.set_step(0)

    def set_step(self, number: int) -> None:
        """Show another step as the one where we are."""
        self._at = number
        words = tr("Step {n} of {count}: {name}")
        self.setAccessibleName(
            words.format(n=number + 1, count=len(self._names), name=self._names[number])
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, fonts.scaled(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color("surface-2"))
        x, middle = 24, self.height() // 2
        for number, name in enumerate(self._names):
            here, done = number == self._at, number < self._at
            self._disc(painter, x, middle, number, here=here, done=done)
            face = "body strong" if here else "body"
            width = width_of(name, fonts.font(face)) + 2
            rect = QRect(x + 30, 0, width, self.height())
            paint.text(painter, rect, name, face, "text" if here or done else "text-2")
            x += 30 + width + 12
            if number < len(self._names) - 1:
                painter.setPen(color("border-strong"))
                painter.drawLine(x, middle, x + 28, middle)
                x += 40
        paint.hairline(painter, self.rect())

    def _disc(
        self, painter: QPainter, x: int, middle: int, number: int, *, here: bool, done: bool
    ) -> None:
        if done:
            paint.icon(painter, x, middle - 10, "circle-check", "good", 20)
            return
        rect = QRect(x, middle - 10, 20, 20)
        paint.box(
            painter,
            rect,
            10,
            color("accent") if here else None,
            None if here else color("border-strong"),
        )
        token = "on-accent" if here else "text-2"
        paint.text(painter, rect, str(number + 1), "small medium", token, _CENTRE)


_CENTRE = Qt.AlignmentFlag.AlignHCenter
