"""The two answers of sales to a lead that was handed over: accept it, or return it."""

from typing import Any

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.actions.handovers import deal_title
from salesdesk.model import formats
from salesdesk.model.calendar import add_months, month_end
from salesdesk.queries.handovers import Handover
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.queries.settings import Reason
from salesdesk.ui.kit import labels
from salesdesk.ui.kit.asks import Options
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.fields import Field, day, day_of, line
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Avatar, Card, IconLabel, Rule
from salesdesk.ui.leads import amounts, words


class SlipCard(Card):
    """What the sender wrote."""

    def __init__(self, found: LeadDetail, slip: Handover) -> None:
        super().__init__(token="surface-2")
        row = QHBoxLayout()
        row.setSpacing(12)
        name = slip.from_name or tr("Someone")
        initials = "".join(part[:1] for part in name.split()[:2])
        row.addWidget(Avatar(initials, slip.from_id or 0, 32, name))
        text = QVBoxLayout()
        text.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(labels.label(name, "body strong"))
        when = formats.when(slip.offered_at, found.now, found.settings.zone)
        head.addWidget(labels.small(when))
        head.addStretch(1)
        text.addLayout(head)
        text.addWidget(
            labels.label(slip.summary or tr("No summary was written."), "body", wrap=True)
        )
        row.addLayout(text, 1)
        self.body.addLayout(row)


class SlipTable(QWidget):
    """What is known, as it stood when the lead was handed over."""

    def __init__(self, found: LeadDetail, slip: Handover) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        row = 0
        for name, text, token in _known(found, slip):
            grid.addWidget(labels.label(name, "body", "text-2"), row, 0)
            grid.addWidget(labels.label(text, "body", token, wrap=True), row, 1)
            grid.addWidget(Rule(), row + 1, 0, 1, 2)
            row += 2


def _known(found: LeadDetail, slip: Handover) -> list[tuple[str, str, str]]:
    told: list[tuple[str, str, str]] = []
    for point, name in words.POINTS.items():
        held: dict[str, Any] = slip.checklist.get(point) or {
            "ok": found.lead[f"{point}_ok"],
            "words": found.lead[point],
        }
        text = held.get("words") or (tr("Yes") if held.get("ok") else tr("Not asked yet"))
        token = "text" if held.get("ok") else "warn"
        told.append((tr(name), text, token))
        if point == "timing" and slip.best_time:
            told.append((tr("Best time to call"), slip.best_time, "text"))
    if found.lead["campaign_offer"]:
        told.append((tr("Promised"), found.lead["campaign_offer"], "text"))
    return told


class AnswerCards(QWidget):
    """Accept with a deal's first facts, or return with a reason; each card has its own verb."""

    accept_wanted = Signal(dict)
    return_wanted = Signal(object, str)

    def __init__(self, found: LeadDetail, slip: Handover, reasons: list[Reason]) -> None:
        super().__init__()
        self._found, self._slip = found, slip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._accept_card())
        column.addWidget(self._return_card(reasons))
        column.addStretch(1)

    def _accept_card(self) -> Card:
        found, slip = self._found, self._slip
        card = Card()
        card.body.addLayout(_title("circle-check", tr("Accept")))
        card.body.addWidget(
            labels.small(tr("Makes a deal in the first stage with you as owner."), wrap=True)
        )
        self.title = line(deal_title(found.lead))
        card.body.addWidget(Field(tr("Deal title"), self.title))
        row = QHBoxLayout()
        worth = found.lead["estimated_value"]
        self.amount = line(amounts.typed(worth, found.settings.currency))
        self.close_on = day(month_end(add_months(found.today.replace(day=1), 1)))
        row.addWidget(Field(tr("Amount"), self.amount), 2)
        row.addWidget(Field(tr("Likely close"), self.close_on), 3)
        card.body.addLayout(row)
        self.step = line(slip.first_step or found.lead["next_step"] or tr("First call"))
        self.step_on = day(slip.first_step_on or found.today)
        if self.step_on.date() < QDate(found.today.year, found.today.month, found.today.day):
            self.step_on.setDate(QDate(found.today.year, found.today.month, found.today.day))
        card.body.addWidget(Field(tr("Next step"), self.step))
        card.body.addWidget(Field(tr("On"), self.step_on))
        for editor in (self.title, self.step):
            editor.setCursorPosition(0)
        self.accept_button = Button(tr("Accept"), "check", "A", primary=True)
        self.accept_button.clicked.connect(self.accept)
        card.body.addWidget(self.accept_button)
        return card

    def _return_card(self, reasons: list[Reason]) -> Card:
        sender = (self._slip.from_name or tr("Marketing")).split(" ")[0]
        card = Card()
        card.body.addLayout(_title("undo-2", tr("Return to marketing")))
        told = tr("Pick a reason. {name} and the campaign see it.").format(name=sender)
        card.body.addWidget(labels.small(told, wrap=True))
        self.reasons = Options([(reason.key, reason.label, "") for reason in reasons])
        card.body.addWidget(self.reasons)
        self.comment = line("", tr("Add a line for {name}").format(name=sender))
        self.comment.setAccessibleName(self.comment.placeholderText())
        card.body.addWidget(self.comment)
        self.return_button = Button(tr("Return to marketing"), "undo-2", "R")
        self.return_button.clicked.connect(self.send_back)
        card.body.addWidget(self.return_button)
        return card

    def accept(self) -> None:
        """Make the deal from what stands in the card."""
        self.accept_wanted.emit(
            {
                "title": self.title.text(),
                "amount_text": self.amount.text(),
                "expected_on": day_of(self.close_on).isoformat(),
                "next_step": self.step.text(),
                "next_step_on": day_of(self.step_on).isoformat(),
            }
        )

    def send_back(self) -> None:
        """Give the lead back; without a reason the choice gets the focus."""
        reason = self.reasons.value()
        if reason is None:
            self.reasons.focus_first()
        self.return_wanted.emit(reason, self.comment.text())

    def pick(self, number: int) -> None:
        """Choose the reason with this figure key."""
        self.reasons.pick(number - 1)


def _title(icon: str, title: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(icon, "text"))
    row.addWidget(labels.section(title))
    row.addStretch(1)
    return row
