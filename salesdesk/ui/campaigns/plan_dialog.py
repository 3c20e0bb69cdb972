"""The form of a campaign, new or changed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.actions import campaigns as actions
from salesdesk.actions.campaigns import OBJECTIVES, STATUSES
from salesdesk.errors import UserError
from salesdesk.queries import campaigns as queries
from salesdesk.queries import settings as set_up
from salesdesk.session import Session
from salesdesk.ui.campaigns.forms import MoneyField, NumberField, OpenDay, side_by_side, text_of
from salesdesk.ui.campaigns.words import objective_word, status_word
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.held import Held, held
from salesdesk.ui.kit.text import tr


class PlanDialog(Dialog):
    """What a campaign is: name, channel, days, budget, and the plan in words."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        key: int | None,
        save: Callable[[dict[str, Any]], object],
    ) -> None:
        known = session.read(queries.fields, key) if key is not None else {}
        title = tr("Edit {name}").format(name=known["name"]) if known else tr("New campaign")
        verb = tr("Save plan") if known else tr("Create campaign")
        super().__init__(title, parent, verb, self._finish, width=848, icon="megaphone")
        self._save = save
        self._held = known
        self._session = session
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        left, right = QGridLayout(), QGridLayout()
        for column in (left, right):
            column.setVerticalSpacing(10)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        self._frame(left)
        self._words(right)
        left.setRowStretch(left.rowCount(), 1)
        right.setRowStretch(right.rowCount(), 1)
        for edit in (self.name, self.area, self.code):
            edit.setCursorPosition(0)
        #: How it follows a campaign that is known; a new one has nothing to follow.
        self.editing = self._edit(key) if key is not None and known else None
        self.name.setFocus()

    def _frame(self, column: QGridLayout) -> None:
        known, session = self._held, self._session
        currency = session.read(set_up.settings).currency
        today = session.db.today()
        self.name = fields.line(known.get("name", ""))
        self.name_field = fields.Field(tr("Name"), self.name)
        self.code = fields.line(known.get("code") or "")
        code = fields.Field(
            tr("Code on paper"), self.code, tr("Short, easy to say. Made if empty.")
        )
        channels: list[tuple[str, Any]] = [(tr("None yet"), None)]
        channels += [
            (c.name, c.key) for c in session.read(set_up.channels, False) if self._offers(c)
        ]
        self.channel = fields.choice(channels, known.get("channel_id"))
        self.status = fields.choice(
            [(status_word(code), code) for code in STATUSES], known.get("status", "planned")
        )
        self.objective = fields.choice(
            [(objective_word(code), code) for code in OBJECTIVES], known.get("objective", "leads")
        )
        owners: list[tuple[str, Any]] = [(tr("Nobody"), None)]
        owners += [(p.name, p.key) for p in session.read(set_up.people)]
        self.owner = fields.choice(owners, known.get("owner_id") if known else session.person_id)
        self.start = OpenDay(tr("Starts"), known.get("starts_on"), today)
        self.end = OpenDay(tr("Ends"), known.get("ends_on"), today)
        self.budget = MoneyField(tr("Budget"), currency, known.get("budget"))
        self.leads = NumberField(tr("Expected leads"), known.get("expected_leads"))
        self.revenue = MoneyField(tr("Expected revenue"), currency, known.get("expected_revenue"))
        self.audience_size = NumberField(tr("Audience size"), known.get("audience_size"))
        column.addWidget(self.name_field, 0, 0)
        column.addLayout(side_by_side(code, fields.Field(tr("Channel"), self.channel)), 1, 0)
        column.addLayout(
            side_by_side(
                fields.Field(tr("Objective"), self.objective),
                fields.Field(tr("Status"), self.status),
            ),
            2,
            0,
        )
        column.addLayout(side_by_side(self.start, self.end), 3, 0)
        column.addLayout(side_by_side(self.budget, fields.Field(tr("Owner"), self.owner)), 4, 0)
        column.addLayout(side_by_side(self.leads, self.revenue), 5, 0)

    def _offers(self, channel: set_up.Channel) -> bool:
        return channel.active or channel.key == self._held.get("channel_id")

    def _words(self, column: QGridLayout) -> None:
        known = self._held
        self.goal = fields.area(known.get("goal") or "", 2)
        self.audience = fields.area(known.get("audience") or "", 2)
        self.message = fields.area(known.get("message") or "", 2)
        self.offer = fields.area(known.get("offer") or "", 2)
        self.area = fields.line(known.get("area") or "")
        segments: list[tuple[str, Any]] = [(tr("None"), None)]
        segments += [(name, key) for key, name in self._session.read(queries.segments)]
        self.segment = fields.choice(segments, known.get("segment_id"))
        column.addWidget(fields.Field(tr("What it is to reach"), self.goal), 0, 0)
        column.addWidget(fields.Field(tr("Whom it speaks to"), self.audience), 1, 0)
        column.addWidget(fields.Field(tr("Message"), self.message), 2, 0)
        column.addWidget(fields.Field(tr("Offer"), self.offer), 3, 0)
        where = side_by_side(fields.Field(tr("Area"), self.area), self.audience_size)
        where.setStretch(0, 2)
        column.addLayout(where, 4, 0)
        if len(segments) > 1:
            column.addWidget(fields.Field(tr("Segment"), self.segment), 5, 0)

    def _finish(self) -> bool:
        if self.editing is not None:
            return self.editing.save()
        self._save(self.values())
        return True

    def values(self) -> dict[str, Any]:
        """What stands in the form; UserError for what cannot be."""
        name = text_of(self.name)
        self.name_field.fail("" if name else tr("Give it a name."))
        if not name:
            self.name.setFocus()
            raise UserError(tr("The campaign has no name."), tr("Give it one."))
        return {
            "name": name,
            "code": text_of(self.code),
            "channel_id": fields.chosen(self.channel),
            "status": fields.chosen(self.status),
            "objective": fields.chosen(self.objective),
            "owner_id": fields.chosen(self.owner),
            "starts_on": self.start.day(),
            "ends_on": self.end.day(),
            "budget": self.budget.minor() or 0,
            "expected_leads": self.leads.number(),
            "expected_revenue": self.revenue.minor(),
            "audience_size": self.audience_size.number(),
            "goal": text_of(self.goal),
            "audience": text_of(self.audience),
            "message": text_of(self.message),
            "offer": text_of(self.offer),
            "area": text_of(self.area),
            "segment_id": fields.chosen(self.segment),
        }

    def _fields(self) -> dict[str, Held]:
        """Its fields, for following the campaign while it changes elsewhere."""
        return {
            "name": held(tr("Name"), self.name),
            "code": held(tr("Code on paper"), self.code),
            "channel_id": held(tr("Channel"), self.channel),
            "status": held(tr("Status"), self.status),
            "objective": held(tr("Objective"), self.objective),
            "owner_id": held(tr("Owner"), self.owner),
            "starts_on": self.start.held(),
            "ends_on": self.end.held(),
            "budget": self.budget.held(),
            "expected_leads": held(tr("Expected leads"), self.leads.edit),
            "expected_revenue": self.revenue.held(),
            "audience_size": held(tr("Audience size"), self.audience_size.edit),
            "goal": held(tr("What it is to reach"), self.goal, both=True),
            "audience": held(tr("Whom it speaks to"), self.audience, both=True),
            "message": held(tr("Message"), self.message, both=True),
            "offer": held(tr("Offer"), self.offer, both=True),
            "area": held(tr("Area"), self.area),
            "segment_id": held(tr("Segment"), self.segment),
        }

    def _edit(self, key: int) -> Editing:
        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(actions.edit, key, wanted)

        record = Record(
            "campaign",
            key,
            tr("campaign"),
            str(self._held["name"]),
            lambda db: queries.fields(db, key) or None,
        )
        return Editing(self, self._session, record, self._fields(), self.values, write)
