"""The funnel: blocks and wedges in fixed steps, numbers above, rates between; not to scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color

HEIGHTS = (44, 36, 28, 22, 18, 12)


@dataclass(frozen=True)
class FunnelStep:
    """One step: its name, its number in words, the rate to it, and whose it is (mkt, sales)."""

    name: str
    number: str
    rate: str = ""
    side: str = "mkt"
    weak: bool = False


class Funnel(QWidget):
    """Six steps from left to right; a click on a step emits its position."""

    step_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[FunnelStep] = ()
        self.setFixedHeight(104)
        self.setMinimumWidth(480)
        self.setToolTip(tr("Bars are not to scale; read the numbers."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_steps(self, steps: Sequence[FunnelStep]) -> None:
        """Show these steps."""
        self._steps = steps
        said = ", ".join(f"{s.number} {s.name}" + (f" ({s.rate})" if s.rate else "") for s in steps)
        self.setAccessibleName(tr("Funnel, bars not to scale: {steps}").format(steps=said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, 104)

    def _block(self, number: int) -> QRectF:
        """Where the block of a step stands; wedges fill what is between."""
        pitch = (self.width() + 58) / max(1, len(self._steps))
        high = HEIGHTS[min(number, len(HEIGHTS) - 1)]
        return QRectF(number * pitch, 50 - high / 2, pitch - 58, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._steps):
            block = self._block(number)
            if number + 1 < len(self._steps):
                self._wedge(painter, block, self._block(number + 1), self._steps[number + 1])
            painter.fillRect(block, color(f"{step.side}-fill"))
            x = round(block.left())
            wide = round(block.width()) + 50
            used = paint.text(
                painter, QRect(x, 0, wide, 24), step.number, "statement", figures=True
            )
            paint.text(
                painter, QRect(x + used + 5, 1, wide - used - 5, 24), step.name, "body", "text-2"
            )
        self._sides(painter)

    def _wedge(self, painter: QPainter, left: QRectF, right: QRectF, step: FunnelStep) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(f"{step.side}-soft"))
        painter.drawPolygon(
            QPolygonF(
                [left.topRight(), right.topLeft(), right.bottomLeft(), QPointF(left.bottomRight())]
            )
        )
        rect = QRect(
            round(left.right()),
            round(left.center().y()) - 10,
            round(right.left() - left.right()),
            20,
        )
        ink = "warn" if step.weak else "text"
        paint.text(
            painter,
            rect,
            step.rate,
            "small strong",
            ink,
            Qt.AlignmentFlag.AlignHCenter,
            figures=True,
        )

    def _sides(self, painter: QPainter) -> None:
        for side, words in (("mkt", tr("Marketing")), ("sales", tr("Sales"))):
            mine = [self._block(n) for n, s in enumerate(self._steps) if s.side == side]
            if not mine:
                continue
            left, right = round(mine[0].left()), round(mine[-1].right())
            painter.fillRect(QRect(left, 78, right - left, 2), color(side))
            face = fonts.font("tiny strong")
            rect = QRect(left, 82, max(80, width_of(words, face) + 4), 18)
            paint.text(painter, rect, words, "tiny strong", side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(len(self._steps)):
            block = self._block(number)
            if block.left() <= event.position().x() <= block.right():
                self.step_clicked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
