"""The next step of a deal, with its two buttons."""

from datetime import date

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.queries.deal_detail import Detail
from salesdesk.ui.deals import words
from salesdesk.ui.kit import paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color


class StepBox(QWidget):
    """What happens next and when; a deal without one says so in amber."""

    def __init__(self) -> None:
        super().__init__()
        self._step: words.Step | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 6, 5)
        row.setSpacing(8)
        self.words = Label("", "body medium", wrap=True)
        self.when = Label("", "body medium")
        row.addWidget(self.words)
        row.addWidget(self.when)
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
        self.words.setText(
            tr("Next step: {words}").format(words=step.words) if planned else step.words
        )
        self.words.set_token("text" if planned else "warn")
        when = step.day
        if step.state == "overdue" and deal.next_step_on:
            when = words.overdue_words(deal.next_step_on, today)
        self.when.setText(when)
        self.when.set_token(step.day_token)
        self.later.setText(tr("Move to") if planned else tr("Plan"))
        self.later.setAccessibleName(self.later.text())
        self.later.updateGeometry()
        self.done.setVisible(planned)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet box with the icon of urgency."""
        painter = QPainter(self)
        paint.box(painter, self.rect(), 6, color("surface-2"), color("border"))
        if self._step is not None:
            y = self.height() // 2 - 8
            paint.icon(painter, 12, y, self._step.icon, self._step.token)
        painter.end()
