"""Two painted pictures of one campaign: what happens when, and its funnel."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from salesdesk.model.rules import Rate
from salesdesk.queries.campaigns import Line
from salesdesk.queries.figures import Figures
from salesdesk.queries.figures.funnel import MARKETING, Step, steps_of
from salesdesk.ui.campaigns import bars
from salesdesk.ui.campaigns.axis import Axis
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.tokens import color

HEAD, PITCH, NAMES = 22, 20, 112
#: Widths of the funnel's bars: fixed steps, not to scale.
STEPS = (1.0, 0.82, 0.66, 0.50, 0.36, 0.24)


class ScheduleChart(QWidget):
    """A campaign's activities as bars under each other, with the line of today."""

    line_opened = Signal(object)
    line_ticked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()
        self._today = date(2000, 1, 1)
        self._axis = Axis.around([], self._today)
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Timeline of this campaign"))

    def set_lines(
        self, lines: Sequence[Line], start: str | None, end: str | None, today: date
    ) -> None:
        """Show these activities, over the days of the campaign."""
        self._lines, self._today = lines, today
        days = [date.fromisoformat(d) for d in (start, end) if d] if not lines else []
        for line in lines:
            days += bars.line_days(line)
        self._axis = Axis.around(days, today)
        self._current = min(self._current, len(lines) - 1)
        self.setAccessibleDescription("; ".join(bars.line_words(n, today) for n in lines))
        self.updateGeometry()
        self.update()

    @property
    def current(self) -> Line | None:
        """The activity that is chosen."""
        return self._lines[self._current] if 0 <= self._current < len(self._lines) else None

    def sizeHint(self) -> QSize:
        high = fonts.scaled(HEAD) + fonts.scaled(PITCH) * max(len(self._lines), 1) + 4
        return QSize(240, high)

    def _row_rect(self, number: int) -> QRect:
        high = fonts.scaled(PITCH)
        return QRect(0, fonts.scaled(HEAD) + number * high, self.width(), high)

    def _names_width(self) -> int:
        return min(fonts.scaled(NAMES), self.width() * 2 // 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = self._names_width()
        field = QRect(left, 0, self.width() - left, self.height())
        bars.ticks(
            painter, QRect(left, 0, field.width(), fonts.scaled(HEAD)), self._axis, self._today
        )
        for number, line in enumerate(self._lines):
            rect = self._row_rect(number)
            if number == self._current and self.hasFocus():
                painter.fillRect(rect, color("selection"))
            past = line.done or bars.line_days(line)[1] < self._today
            token = "text-2" if past else "text"
            paint.text(
                painter, rect.adjusted(0, 0, left - rect.width() - 8, 0), line.name, "small", token
            )
            bars.hairline(painter, rect.bottom(), left, rect.right())
            track = QRect(left, rect.top(), field.width(), rect.height())
            bars.activity_mark(painter, track, line, self._axis, self._today)
        if self._lines:
            bars.today_line(painter, field, self._axis, self._today)
        painter.end()

    def _at(self, y: float) -> int:
        number = int(y - fonts.scaled(HEAD)) // fonts.scaled(PITCH) if y >= HEAD else -1
        return number if 0 <= number < len(self._lines) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._current = self._at(event.position().y())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.current is not None:
            self.line_opened.emit(self.current.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._lines:
            self._current = min(max(self._current + step, 0), len(self._lines) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.line_opened.emit(self.current.key)
        elif event.key() == Qt.Key.Key_Space and self.current:
            self.line_ticked.emit(self.current.key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self._current = max(self._current, 0)
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(event.pos().y())
            if number >= 0:
                words = bars.line_words(self._lines[number], self._today)
                QToolTip.showText(event.globalPos(), tip(words), self)
                return True
        return super().event(event)


class FunnelBars(QWidget):
    """A campaign's funnel: one bar for each step, its number and the rate to it."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Step] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Bars are not to scale; read the numbers."))

    def set_figures(self, figures: Figures) -> None:
        """Show the funnel of these figures."""
        self._steps = steps_of(figures)
        said = ", ".join(
            f"{tr(s.name)} {s.count:,}" + (f" ({rate})" if (rate := self.rate(n)) else "")
            for n, s in enumerate(self._steps)
        )
        self.setAccessibleName(tr("Funnel, bars not to scale: {steps}").format(steps=said))
        self.update()

    def rate(self, number: int) -> str:
        """The share of the step before that came to this step; none where it makes no sense."""
        if number == 0:
            return ""
        part, whole = self._steps[number].count, self._steps[number - 1].count
        return Rate(part, whole).words if whole > 0 and part <= whole else ""

    def sizeHint(self) -> QSize:
        return QSize(200, fonts.scaled(26) * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        high, name, number, rate = (fonts.scaled(n) for n in (26, 66, 58, 50))
        room = max(self.width() - name - number - rate, 16)
        for n, step in enumerate(self._steps):
            top = n * high
            paint.text(painter, QRect(0, top, name, high), tr(step.name))
            bar = QRect(name, top + (high - 14) // 2, round(room * STEPS[n]), 14)
            if step.count:
                side = "mkt-fill" if step.side == MARKETING else "sales-fill"
                paint.box(painter, bar, 3, color(side))
            else:
                paint.box(painter, QRect(name, bar.top(), 3, 14), 1, color("track"))
            right = Qt.AlignmentFlag.AlignRight
            place = QRect(name + room, top, number, high)
            paint.text(
                painter, place, f"{step.count:,}", "body strong", "text", right, figures=True
            )
            place = QRect(self.width() - rate, top, rate, high)
            paint.text(painter, place, self.rate(n), "body", "text-2", right, figures=True)
        painter.end()
