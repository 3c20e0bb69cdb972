"""The way of a deal through the stages, with the days it stood in each."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.queries.deal_detail import PathStep
from salesdesk.ui.deals.words import age_words
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color


class StagePath(QWidget):
    """One bar for each stage: passed ones pale, the current one full, those ahead empty."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[PathStep] = ()
        self.setFixedHeight(fonts.scaled(48))

    def set_steps(self, steps: Sequence[PathStep]) -> None:
        """Show this way."""
        self._steps = steps
        said = []
        for step in steps:
            if step.days is not None:
                here = tr("now in") if step.state == "current" else tr("was in")
                said.append(f"{here} {step.name}, {age_words(step.days).lower()}")
        self.setAccessibleName(tr("Stages: {steps}").format(steps="; ".join(said) or tr("none")))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars with names and days under them."""
        if not self._steps:
            return
        painter = QPainter(self)
        gap = 4
        wide = (self.width() - gap * (len(self._steps) - 1)) / len(self._steps)
        for number, step in enumerate(self._steps):
            x = number * (wide + gap)
            fill = color("track" if step.state == "ahead" else "sales-fill")
            if step.state == "passed":
                fill.setAlphaF(0.42)
            paint.box(painter, QRectF(x, 0, wide, 6), 3, fill)
            name = QRect(round(x), 9, round(wide) - 4, fonts.scaled(18))
            current = step.state == "current"
            style, token = ("small strong", "sales") if current else ("small", "text-2")
            paint.text(painter, name, step.name, style, token)
            below = QRect(name.left(), name.bottom(), name.width(), fonts.scaled(18))
            if step.days is not None:
                days = age_words(step.days) if step.days or current else tr("Same day")
                paint.text(painter, below, days, "tiny", "text-3")
        painter.end()
