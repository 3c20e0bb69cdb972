"""The hand-over slip: who takes the lead, what they should know, and what happens next."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from salesdesk.actions import handovers
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import edits as queries
from salesdesk.queries.handovers import Receiver, of_lead, receivers
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.session import Session
from salesdesk.ui.kit import labels, paint
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.fields import Field, area, check, day, day_of, line, suggesting
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Avatar, Chip, IconLabel, Pane, Rule, Score
from salesdesk.ui.leads import words
from salesdesk.ui.shell.vigil import tell_me

BEST_TIMES = ("Weekdays after 16:00", "Mornings", "Afternoons", "Evenings", "At the weekend")
FIRST_STEPS = ("Call to book a visit", "Call back", "Send a price", "Send examples", "Meet them")


class Person(QWidget):
    """One person to choose, with the work they have."""

    picked = Signal(int)

    def __init__(self, who: Receiver, currency: str) -> None:
        super().__init__()
        self.key = who.key
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        self.radio = QRadioButton()
        work = tr("{n} open, {sum}").format(
            n=who.open_deals, sum=formats.money(who.open_value, currency)
        )
        self.radio.setAccessibleName(f"{who.name}, {work}")
        self.radio.clicked.connect(lambda: self.picked.emit(self.key))
        row.addWidget(self.radio)
        row.addWidget(Avatar(who.initials, who.key, 32, who.name))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(labels.label(who.name, "body strong"))
        text.addWidget(labels.small(work))
        row.addLayout(text, 1)
        row.addWidget(labels.small(who.area or ""))

    def choose(self, on: bool) -> None:
        """Show whether this is the one."""
        self.radio.setChecked(on)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setFocus()
        self.picked.emit(self.key)

    def paintEvent(self, event: object) -> None:
        from PySide6.QtGui import QPainter

        on = self.radio.isChecked()
        paint.box(
            QPainter(self),
            self.rect(),
            6,
            color("accent-soft" if on else "surface"),
            color("accent" if on else "border-strong"),
            2 if on else 1,
        )


class HandOverDialog(Dialog):
    """Hands one lead over; what was typed stays if something is missing."""

    def __init__(self, parent: QWidget, session: Session, found: LeadDetail) -> None:
        lead = found.lead
        super().__init__(
            tr("Hand over {name}").format(name=lead["name"]),
            parent,
            tr("Hand over"),
            self._send,
            width=848,
            icon="send",
        )
        self._session, self._found = session, found
        self.tell = check("", True)
        self.foot.insertWidget(0, self.tell)
        self.handover_id: int | None = None
        self.head.insertWidget(2, Score(lead["score"]))
        self.head.insertWidget(3, Chip(tr(words.STATUSES[lead["status"]][0]), "mkt"))
        self.people: list[Person] = []
        self.to: int | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        form = self._form()
        columns.addLayout(form, 1)
        columns.addWidget(Rule(standing=True))
        columns.addWidget(self._beside())
        self.body.addLayout(columns)
        self.editing = self._edit(form)
        people = session.read(receivers)
        others = [who for who in people if who.key != session.person_id]
        first = (others or people)[:1]
        if first:
            self.choose(first[0].key)
        self.summary.setFocus()

    def choose(self, key: int) -> None:
        """Hand over to this person."""
        self.to = key
        for person in self.people:
            person.choose(person.key == key)
        names = {who.key: who.name for who in self._session.read(receivers)}
        first = names[key].split(" ")[0]
        self.primary.setText(tr("Hand over to {name}").format(name=first))
        self.primary.setAccessibleName(self.primary.text())
        self.primary.updateGeometry()
        self._first_field.title.setText(tr("First step for {name}").format(name=first))
        self._sum_field.title.setText(
            tr("Summary: what {name} should know in one minute").format(name=first)
        )
        self.tell.setText(tr("Tell me when {name} accepts or returns it").format(name=first))
        self.tell.setVisible(key != self._session.person_id)
        due = words.due_words(self._session.read(handovers.due), self._found.settings.zone)
        steps = (
            tr("1. {name} sees it at the top of Today."),
            tr("2. They accept or return it by {due}."),
            tr("3. Accepting makes a deal. Returning needs a reason, and brings it back to you."),
        )
        self._next.setText("\n".join(s.format(name=first, due=due) for s in steps))

    def _form(self) -> QVBoxLayout:
        lead = self._found.lead
        form = QVBoxLayout()
        form.setContentsMargins(24, 16, 24, 20)
        form.setSpacing(12)
        form.addWidget(labels.label(tr("Hand over to"), "small medium", "text-2"))
        cards = QGridLayout()
        cards.setSpacing(12)
        currency = self._found.settings.currency
        for place, who in enumerate(self._session.read(receivers)):
            person = Person(who, currency)
            person.picked.connect(self.choose)
            self.people.append(person)
            cards.addWidget(person, place // 2, place % 2)
        form.addLayout(cards)
        self.summary = area(_summary(self._found), 3)
        self._sum_field = Field(tr("Summary"), self.summary)
        form.addWidget(self._sum_field)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self.need = line(lead["need"] or lead["asked_for"] or "")
        self.budget = line(lead["budget"] or "")
        self.timing = line(lead["timing"] or "")
        self.best_time = suggesting("", [tr(w) for w in BEST_TIMES])
        self.first_step = suggesting(self._first_words(), [tr(w) for w in FIRST_STEPS])
        self.first_on = day(self._first_day())
        self._first_field = Field(tr("First step"), self.first_step)
        fields = (
            Field(tr("Need"), self.need),
            Field(tr("Budget"), self.budget),
            Field(tr("Timing"), self.timing),
            Field(tr("Best time to call"), self.best_time),
            self._first_field,
            Field(tr("On"), self.first_on),
        )
        for place, field in enumerate(fields):
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        form.addLayout(grid)
        for editor in (self.need, self.budget, self.timing, self.first_step):
            editor.setCursorPosition(0)
        return form

    def _first_words(self) -> str:
        """The next step of the lead; after a slip that ran out, what stood on that."""
        before = self._session.read(of_lead, self._found.lead["id"])
        if before and before[0].outcome == "expired":
            return before[0].first_step or ""
        return self._found.lead["next_step"] or ""

    def _first_day(self) -> date:
        planned = self._found.lead["next_step_on"]
        today = self._found.today
        return max(today, date.fromisoformat(planned)) if planned else today + timedelta(days=1)

    def _beside(self) -> Pane:
        found = self._found
        pane = Pane("surface-2")
        pane.setFixedWidth(264)
        column = QVBoxLayout(pane)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(labels.label(tr("Goes with it"), "small medium", "text-2"))
        done = [p for p in words.POINTS if found.lead[f"{p}_ok"]]
        still = [tr(n) for p, n in words.POINTS.items() if not found.lead[f"{p}_ok"]]
        ticked = tr("Checklist, {n} of {all}").format(n=len(done), all=len(words.POINTS))
        left = tr("Open: {points}").format(points=", ".join(still)) if still else ""
        column.addLayout(_goes("list-checks", ticked, left, "warn"))
        told = tr("Timeline, {n} entries").format(n=len(found.events))
        last = found.events[0].title if found.events else ""
        column.addLayout(_goes("history", told, tr("Last: {what}").format(what=last)))
        if found.lead["campaign"]:
            offer = found.lead["campaign_offer"]
            promised = tr("Promised: {offer}").format(offer=offer) if offer else ""
            column.addLayout(_goes("megaphone", found.lead["campaign"], promised))
        column.addSpacing(8)
        column.addWidget(labels.label(tr("What happens next"), "small medium", "text-2"))
        self._next = labels.small("", "text-2", wrap=True)
        column.addWidget(self._next)
        column.addStretch(1)
        return pane

    def _edit(self, form: QVBoxLayout) -> Editing:
        """What it says of the lead itself follows a colleague who edits that lead."""
        key = int(self._found.lead["id"])
        hand_over = upon(handovers.hand_over, self._found.lead)

        def write(do: Do, points: dict[str, Any]) -> None:
            self.handover_id = do(hand_over, key, self.to, **self._slip(), **points)

        return Editing(
            self,
            self._session,
            Record("lead", key, tr("lead"), self._found.lead["name"],
                   lambda db: queries.row(db, "lead", key)),
            {
                "need": held(tr("Need"), self.need),
                "budget": held(tr("Budget"), self.budget),
                "timing": held(tr("Timing"), self.timing),
            },
            lambda: {n: getattr(self, n).text() for n in ("need", "budget", "timing")},
            write,
            into=form,
            whole=True,
        )  # fmt: skip

    def _slip(self) -> dict[str, Any]:
        """What only the slip says."""
        step = self.first_step.text().strip()
        return {
            "summary": self.summary.toPlainText(),
            "first_step": step,
            "first_step_on": day_of(self.first_on).isoformat() if step else None,
            "best_time": self.best_time.text(),
        }

    def _send(self) -> bool:
        if self.to is None:
            raise UserError(
                tr("Nobody can take leads yet."), tr("Add a person who sells in Settings, People.")
            )
        if not self.editing.save():
            return False
        if self.tell.isChecked() and self.to != self._session.person_id and self.handover_id:
            tell_me(self._session, self.handover_id)
        return True


def _summary(found: LeadDetail) -> str:
    """Words to begin with: what they asked for, and the last note."""
    parts = [str(found.lead["asked_for"] or "").strip()]
    for event in found.events:
        if event.kind == "note":
            text = event.body or event.title
            if text not in parts:
                parts.append(text)
            break
    return " ".join(part for part in parts if part)


def _goes(icon: str, title: str, text: str, token: str = "text-2") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(labels.label(title, "body", "text", wrap=True))
    if text:
        column.addWidget(labels.small(text, token, wrap=True))
    row.addLayout(column, 1)
    return row
