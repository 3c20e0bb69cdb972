"""What the day asks for: put something off, plan a next step."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions import activities, leads, planned
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.session import Session
from salesdesk.ui.activities.log import KINDS, kind_words
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.steps import follow_step
from salesdesk.ui.kit.text import tr
from salesdesk.ui.today.rows import DayRow


class LaterDialog(Dialog):
    """Put a lead or a next step off to another day."""

    def __init__(
        self, row: DayRow, today: date, session: Session, shell: Shell, parent: QWidget | None
    ) -> None:
        super().__init__(
            tr("Snooze {name}").format(name=row.name),
            parent,
            tr("Snooze"),
            self._snooze,
            icon="alarm-clock",
            width=580,
        )
        self._row, self._session, self._shell, self._today = row, session, shell, today
        self.day = fields.day(today + timedelta(days=1))
        quick = QHBoxLayout()
        quick.setSpacing(8)
        self.quick: list[Button] = []
        for words, days in self._choices():
            button = Button(words)
            button.clicked.connect(lambda _=False, days=days: self._pick(days))
            quick.addWidget(button)
            self.quick.append(button)
        quick.addStretch()
        self.body.addLayout(quick)
        self.field = fields.Field(tr("Back on"), self.day)
        self.body.addWidget(self.field)
        self.quick[0].setFocus()

    def _choices(self) -> list[tuple[str, int]]:
        monday = 7 - self._today.weekday()
        return [
            (tr("Tomorrow"), 1),
            (tr("In 3 days"), 3),
            (tr("Next {day}").format(day=formats.LONG_DAYS[0]), monday),
            (tr("In 2 weeks"), 14),
            (tr("In a month"), 30),
        ]

    def _pick(self, days: int) -> None:
        when = self._today + timedelta(days=days)
        self.day.setDate(fields.day(when).date())
        self.finish()

    def _snooze(self) -> bool:
        day = fields.day_of(self.day)
        if day <= self._today:
            self.field.fail(tr("Choose a day after today."))
            return False
        self._put_off(day.isoformat())
        shown = formats.near_day(day, self._today)
        words = tr("{name} snoozed until {day}").format(name=self._row.name, day=shown)
        self._shell.toast(words, undo=True)
        return True

    def _put_off(self, day: str) -> None:
        # not by the window's `run`: what stands in the way is said here, beside the day
        row = self._row
        if row.activity_id is not None:
            self._session.do(upon(planned.put_off, row.shown), row.activity_id, day)
        elif row.has_step:
            self._session.do(upon(activities.move_step, row.shown), row.table, row.key, day)
        else:
            self._session.do(upon(leads.snooze, row.shown), row.key, day)


class StepDialog(Dialog):
    """Plan what happens next with a deal that has gone quiet."""

    def __init__(
        self, row: DayRow, today: date, session: Session, shell: Shell, parent: QWidget | None
    ) -> None:
        super().__init__(
            tr("Plan a next step with {name}").format(name=row.name),
            parent,
            tr("Plan it"),
            self._plan,
            icon="calendar",
        )
        self.words = fields.line(placeholder=tr("Call about the quote"))
        self.kind = fields.choice([(kind_words(kind), kind) for kind in KINDS], "call")
        self.day = fields.day(today + timedelta(days=1))
        self.at = fields.line(placeholder="14:00")
        self.words_field = fields.Field(tr("Next step"), self.words)
        self.body.addWidget(self.words_field)
        row_of = QHBoxLayout()
        row_of.setSpacing(12)
        row_of.addWidget(fields.Field(tr("Kind"), self.kind))
        row_of.addWidget(fields.Field(tr("On"), self.day))
        row_of.addWidget(fields.Field(tr("At (if it matters)"), self.at))
        self.body.addLayout(row_of)
        self.words.setFocus()
        step = {
            "next_step": held(tr("Next step"), self.words),
            "next_step_kind": held(tr("Kind"), self.kind),
            "next_step_on": held(tr("On"), self.day),
            "next_step_at": held(tr("At (if it matters)"), self.at),
        }
        place = row.table, row.key, row.name
        self.editing = follow_step(self, session, place, step, self.values)
        self.editing.tell(shell, tr("Next step planned"))

    def values(self) -> dict[str, Any]:
        """The step as it stands here; UserError without words."""
        words = self.words.text().strip()
        if not words:
            raise UserError(tr("The next step is empty."), tr("Say in a few words what to do."))
        return {
            "next_step": words,
            "next_step_on": fields.day_of(self.day).isoformat(),
            "next_step_at": self.at.text().strip() or None,
            "next_step_kind": fields.chosen(self.kind),
        }

    def _plan(self) -> bool:
        return self.editing.save()
