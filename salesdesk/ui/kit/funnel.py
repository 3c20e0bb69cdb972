"""The funnel: blocks and wedges in fixed steps, numbers above, rates between; not to scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color

HEIGHTS = (44, 36, 28, 22, 18, 12)


@dataclass(frozen=True)
class FunnelStep:
    """One step: its name, its number in words, the rate to it, and whose it is (mkt, sales).

    `empty`: it counts nothing, and its block is pale, with an edge.
    """

    name: str
    number: str
    rate: str = ""
    side: str = "mkt"
    weak: bool = False
    empty: bool = False


class StepButton(QPushButton):
    """Lies over a step: press it, or go to it with Tab and press Enter; paints its focus alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.underMouse():
            token = "accent" if self.hasFocus() else "border-strong"
            paint.box(QPainter(self), self.rect(), 4, None, color(token), 2)


class Funnel(QWidget):
    """Six steps from left to right; pressing a step emits its position."""

    step_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[FunnelStep] = ()
        self.buttons: list[StepButton] = []
        self.setFixedHeight(104)
        self.setMinimumWidth(480)
        self.setToolTip(tr("Bars are not to scale; read the numbers."))

    def set_steps(self, steps: Sequence[FunnelStep]) -> None:
        """Show these steps."""
        self._steps = steps
        said = ", ".join(f"{s.number} {s.name}" + (f" ({s.rate})" if s.rate else "") for s in steps)
        self.setAccessibleName(tr("Funnel, bars not to scale: {steps}").format(steps=said))
        while len(self.buttons) < len(steps):
            button = StepButton(self)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            number = len(self.buttons)
            button.clicked.connect(lambda _=False, number=number: self.step_clicked.emit(number))
            self.buttons.append(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(steps))
            if number < len(steps):
                step = steps[number]
                words = tr("{number} {name}: show which").format(number=step.number, name=step.name)
                button.setAccessibleName(words)
        self._place_buttons()
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
            painter.fillRect(block, color(f"{step.side}-{'soft' if step.empty else 'fill'}"))
            if step.empty:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(color(f"{step.side}-fill"))
                painter.drawRect(block.adjusted(0.5, 0.5, -0.5, -0.5))
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

    def _place_buttons(self) -> None:
        for number, button in enumerate(self.buttons[: len(self._steps)]):
            block = self._block(number)
            left = max(0, round(block.left()) - 4)
            button.setGeometry(left, 0, round(block.right()) + 4 - left, 76)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()
