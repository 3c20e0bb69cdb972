"""The form of a lead, new or known: nothing is required but one thing that says who it is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from salesdesk.actions import leads
from salesdesk.model import formats
from salesdesk.queries import edits as kept
from salesdesk.queries import settings as set_up
from salesdesk.queries.leads import campaign_names
from salesdesk.session import Session
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.fields import Field, area, choice, chosen, line
from salesdesk.ui.kit.held import Held, held
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import amounts

#: field, label; two in a row
LINES: tuple[tuple[str, str], ...] = (
    ("name", "Name"),
    ("organisation_name", "Organisation"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("job_title", "Who they are"),
    ("town", "Town"),
    ("address", "Address"),
    ("postcode", "Postcode"),
)


class LeadDialog(Dialog):
    """Adds a lead, or changes one; only fields that were changed are written."""

    def __init__(
        self, parent: QWidget, session: Session, lead: dict[str, Any] | None = None
    ) -> None:
        title = tr("New lead") if lead is None else tr("Edit {name}").format(name=lead["name"])
        verb = tr("Add lead") if lead is None else tr("Save")
        super().__init__(title, parent, verb, self._save, width=640, icon="inbox")
        self._session, self._lead = session, lead or {}
        self.key: int | None = lead["id"] if lead else None
        self._currency = session.read(set_up.settings).currency
        self.lines: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, (name, label) in enumerate(LINES):
            self.lines[name] = line(str(self._lead.get(name) or ""))
            grid.addWidget(Field(tr(label), self.lines[name]), place // 2, place % 2)
        self.asked_for = area(str(self._lead.get("asked_for") or ""), 2)
        grid.addWidget(Field(tr("What they asked for"), self.asked_for), 4, 0, 1, 2)
        self.campaign = self._choice("campaign_id", session.read(campaign_names))
        channels = [(c.key, c.name) for c in session.read(set_up.channels)]
        self.channel = self._choice("channel_id", channels)
        people = [(p.key, p.name) for p in session.read(set_up.people)]
        mine = {} if lead else {"owner_id": session.person_id}
        self._lead = {**mine, **self._lead}
        self.owner = self._choice("owner_id", people)
        value = self._lead.get("estimated_value")
        self.value = line(amounts.typed(value, self._currency))
        fields = (
            Field(tr("Campaign"), self.campaign),
            Field(tr("Channel"), self.channel),
            Field(tr("Owner"), self.owner),
            Field(tr("Worth, about"), self.value),
        )
        for place, field in enumerate(fields):
            grid.addWidget(field, 5 + place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.editing: Editing | None = None
        if lead is None:
            self.note.setText(tr("A name, an organisation, an email or a phone is enough."))
        else:
            self.editing = self._edit(lead)
        self.lines["name"].setFocus()

    def _choice(self, name: str, options: Sequence[tuple[int, str]]) -> Any:
        none: list[tuple[str, int | None]] = [(tr("Not known"), None)]
        return choice([*none, *((label, key) for key, label in options)], self._lead.get(name))

    def values(self) -> dict[str, Any]:
        """What stands in the form."""
        found: dict[str, Any] = {name: editor.text() for name, editor in self.lines.items()}
        found["asked_for"] = self.asked_for.toPlainText()
        found["campaign_id"] = chosen(self.campaign)
        found["channel_id"] = chosen(self.channel)
        found["owner_id"] = chosen(self.owner)
        found["estimated_value"] = amounts.read(self.value.text(), self._currency)
        return found

    def _save(self) -> bool:
        if self.editing is not None:
            return self.editing.save()
        self.key = self._session.do(leads.create, self.values())
        return True

    def _edit(self, lead: dict[str, Any]) -> Editing:
        key: int = lead["id"]

        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(leads.edit, key, wanted)

        record = Record("lead", key, tr("lead"), lead["name"], lambda db: kept.row(db, "lead", key))
        return Editing(self, self._session, record, self._fields(), self.values, write)

    def _fields(self) -> dict[str, Held]:
        found = {name: held(tr(label), self.lines[name]) for name, label in LINES}
        found["asked_for"] = held(tr("What they asked for"), self.asked_for, both=True)
        found["campaign_id"] = held(tr("Campaign"), self.campaign)
        found["channel_id"] = held(tr("Channel"), self.channel)
        found["owner_id"] = held(tr("Owner"), self.owner)
        found["estimated_value"] = held(
            tr("Worth, about"),
            self.value,
            typed=lambda value: amounts.typed(value, self._currency),
            say=lambda value: formats.money(value, self._currency) if value else "",
        )
        return found
