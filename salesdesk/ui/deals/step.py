"""The next step of a deal, with its two buttons."""

from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.queries.deal_detail import Detail
from salesdesk.ui.deals import words
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tip, tr, width_of
from salesdesk.ui.kit.tokens import color


class StepBox(QWidget):
    """What happens next and when; a deal without one says so in amber."""

    def __init__(self) -> None:
        super().__init__()
        self._step: words.Step | None = None
        self._words, self._token, self.when = "", "text", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 6, 5)
        row.setSpacing(8)
        row.addStretch(1)
        self.later = Button("", None, "T", small=True)
        self.done = Button(tr("Done"), None, "E", small=True)
        row.addWidget(self.later)
        row.addWidget(self.done)

    def set_step(self, deal: Detail, today: date) -> None:
        """Show the next step of a deal; a closed one without a step shows nothing."""
        planned = deal.next_step is not None
        self.setVisible(planned or deal.status == "open")
        step = words.step_of(deal.next_step, deal.next_step_on, deal.next_step_at, today)
        self._step = step
        self._words = tr("Next step: {words}").format(words=step.words) if planned else step.words
        self._token = "text" if planned else "warn"
        self.when = step.day
        if step.state == "overdue" and deal.next_step_on:
            self.when = words.overdue_words(deal.next_step_on, today)
        self.setAccessibleName(f"{self._words} {self.when}".strip())
        self.setToolTip(tip(self._words))
        self.later.setText(tr("Move to") if planned else tr("Plan"))
        self.later.setAccessibleName(self.later.text())
        self.later.updateGeometry()
        self.done.setVisible(planned)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet box with the icon of urgency."""
        painter = QPainter(self)
        paint.box(painter, self.rect(), 6, color("surface-2"), color("border"))
        step = self._step
        if step is not None:
            paint.icon(painter, 12, self.height() // 2 - 8, step.icon, step.token)
            room = QRect(36, 0, self.later.x() - 48, self.height())
            taken = width_of(self.when, fonts.font("body medium")) + 8 if self.when else 0
            left = room.adjusted(0, 0, -taken, 0)
            said = self._words
            if width_of(said, fonts.font("body medium")) > left.width() and step.words in said:
                said = step.words
            used = paint.text(painter, left, said, "body medium", self._token)
            after = room.adjusted(used + 8, 0, 0, 0)
            paint.text(painter, after, self.when, "body medium", step.day_token)
        painter.end()
