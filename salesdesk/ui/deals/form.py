"""The form of a deal: new, or to change one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from salesdesk.errors import UserError
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Editing
from salesdesk.ui.kit.fields import Field, area, choice, chosen, day, day_of, line
from salesdesk.ui.kit.held import Held, held, open_day
from salesdesk.ui.kit.text import tr

Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Choices:
    """What the lists of the form offer."""

    stages: Options
    owners: Options
    campaigns: Options
    today: date
    money: Money
    find: Callable[[str, str], list[str]]  # table, typed -> names


@dataclass
class Filled:
    """What the form begins with."""

    values: dict[str, Any] = field(default_factory=dict)
    person: str = ""
    firm: str = ""


class MaybeDay(QWidget):
    """A day that may be left open."""

    def __init__(self, value: str | None, fallback: date) -> None:
        super().__init__()
        self.on = QCheckBox()
        self.on.setChecked(value is not None)
        self.on.setAccessibleName(tr("Set a day"))
        self.on.setToolTip(tr("Set a day"))
        self.day: QDateEdit = day(value or fallback)
        self.day.setEnabled(value is not None)
        self.on.toggled.connect(self.day.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.on)
        row.addWidget(self.day, 1)

    def value(self) -> str | None:
        """The day, if one is set."""
        return day_of(self.day).isoformat() if self.on.isChecked() else None


class DealForm(Dialog):
    """Everything people fill in; `save(values, person, firm)` writes it."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        choices: Choices,
        filled: Filled,
        save: Callable[[dict[str, Any], str, str], object],
        *,
        is_new: bool,
    ) -> None:
        super().__init__(title, parent, verb, self._finish, width=620)
        self._save, self._money, self._new = save, choices.money, is_new
        first = filled.values
        #: How it follows a deal that is known; a new one has nothing to follow.
        self.editing: Editing | None = None
        self.deal_title = line(first.get("title") or "")
        self.person = self._who(filled.person, "contact", choices)
        self.firm = self._who(filled.firm, "organisation", choices)
        amount = first.get("amount")
        self.amount = line(choices.money.typed(amount) if amount else "")
        self.expected = MaybeDay(first.get("expected_on"), choices.today + timedelta(days=30))
        self.stage = choice(choices.stages, first.get("stage_id"))
        self.owner = choice(choices.owners, first.get("owner_id"))
        self.campaign = choice(choices.campaigns, first.get("campaign_id"))
        likely = first.get("probability")
        self.likely = line("" if likely is None else str(likely), tr("as the stage"))
        self.step = line(first.get("next_step") or "")
        self.step_on = MaybeDay(first.get("next_step_on"), choices.today + timedelta(days=1))
        self.notes = area(first.get("notes") or "", 3)
        self._lay_out()
        self.deal_title.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        self.amount_field = Field(tr("Amount before tax"), self.amount)
        pairs: list[tuple[QWidget, QWidget | None]] = [
            (Field(tr("What it is about"), self.deal_title), None),
            (Field(tr("Person"), self.person), Field(tr("Firm or household"), self.firm)),
            (self.amount_field, Field(tr("Likely close"), self.expected)),
            (Field(tr("Next step"), self.step), Field(tr("Day of the next step"), self.step_on)),
            (Field(tr("Looked after by"), self.owner), Field(tr("Campaign"), self.campaign)),
        ]
        likely = Field(tr("Likelihood in percent"), self.likely)
        if self._new:
            pairs.append((Field(tr("Stage"), self.stage), likely))
        else:
            self.stage.setParent(self)
            self.stage.hide()
            pairs.append((likely, None))
        for row, (left, right) in enumerate(pairs):
            grid.addWidget(left, row, 0, 1, 1 if right is not None or left is likely else 2)
            if right is not None:
                grid.addWidget(right, row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(Field(tr("Notes"), self.notes))

    def _who(self, value: str, table: str, choices: Choices) -> QLineEdit:
        """A name that offers those who are known."""
        editor = line(value)
        names = QStringListModel(editor)
        completer = QCompleter(names, editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        editor.setCompleter(completer)

        def offer(typed: str) -> None:
            names.setStringList(choices.find(table, typed) if len(typed.strip()) > 1 else [])

        editor.textEdited.connect(offer)
        return editor

    def values(self) -> dict[str, Any]:
        """The fields as the file holds them; UserError for what it cannot hold."""
        amount = self._money.read(self.amount.text())
        self.amount_field.fail(
            "" if amount is not None else tr("Write it like 12,850 or 12850.50.")
        )
        if amount is None:
            raise UserError(tr("The amount is not a number."), tr("Write it like 12,850."))
        step = self.step.text().strip()
        found = {
            "title": self.deal_title.text(),
            "amount": amount,
            "expected_on": self.expected.value(),
            "owner_id": chosen(self.owner),
            "campaign_id": chosen(self.campaign),
            "probability": self.likely.text().strip() or None,
            "next_step": step or None,
            "next_step_on": self.step_on.value() if step else None,
            "notes": self.notes.toPlainText(),
        }
        if self._new:
            found["stage_id"] = chosen(self.stage)
        return found

    def fields(self) -> dict[str, Held]:
        """Its fields, for following the deal while it changes elsewhere."""
        money = self._money

        def percent(value: Any) -> str:
            return tr("as the stage") if value is None else f"{value}%"

        return {
            "title": held(tr("What it is about"), self.deal_title),
            "person": held(tr("Person"), self.person),
            "firm": held(tr("Firm or household"), self.firm),
            "amount": held(
                tr("Amount before tax"),
                self.amount,
                typed=lambda value: money.typed(value) if value else "",
                say=lambda value: money.whole(value or 0),
            ),
            "expected_on": open_day(tr("Likely close"), self.expected.on, self.expected.day),
            "next_step": held(tr("Next step"), self.step),
            "next_step_on": open_day(tr("Day of the next step"), self.step_on.on, self.step_on.day),
            "owner_id": held(tr("Looked after by"), self.owner),
            "campaign_id": held(tr("Campaign"), self.campaign),
            "probability": held(tr("Likelihood in percent"), self.likely, say=percent),
            "notes": held(tr("Notes"), self.notes, both=True),
        }

    def all_values(self) -> dict[str, Any]:
        """The fields with the names of the person and the firm."""
        return {**self.values(), "person": self.person.text(), "firm": self.firm.text()}

    def _finish(self) -> bool:
        if self.editing is not None:
            return self.editing.save()
        self._save(self.values(), self.person.text(), self.firm.text())
        return True
