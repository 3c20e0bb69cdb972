"""People, channels, stages and reasons, each a list page of the settings dialog."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from salesdesk.actions import channels, people, reasons, stages
from salesdesk.errors import UserError
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.amounts import read_money, shown_money
from salesdesk.ui.settings.lists import HomeBar, ListPage
from salesdesk.ui.settings.staged import Column, Row


def whole(text: str) -> int:
    """A whole number as typed, with or without a percent sign."""
    return int(text.strip().rstrip("%").strip() or 0)


class PeoplePage(ListPage):
    """The team, and which of them sits at this computer."""

    def __init__(self, session: Session) -> None:
        currency = session.read(queries.settings).currency
        roles = (
            ("owner", tr("Owner")),
            ("marketing", tr("Marketing")),
            ("sales", tr("Sales")),
            ("both", tr("Marketing and sales")),
        )
        columns = (
            Column("name", tr("Name")),
            Column("initials", tr("Initials"), 72),
            Column("role", tr("Role"), 152, choices=roles),
            Column("area", tr("Area"), 96, read=lambda text: text.strip() or None),
            Column(
                "hourly_cost",
                tr("Cost an hour"),
                104,
                right=True,
                shown=lambda value: shown_money(value or 0, currency),
                read=lambda text: read_money(text, currency),
            ),
        )
        super().__init__(session, columns, tr("People"))
        self.title = tr("People")
        self._leaving: dict[int, int | None] = {}
        self.me = QComboBox()
        self.me.setAccessibleName(tr("Who I am"))
        row = QHBoxLayout()
        label = Label(tr("Who I am on this computer"), "small medium", "text-2")
        label.setBuddy(self.me)
        row.addWidget(label)
        row.addWidget(self.me)
        row.addStretch()
        self.box.insertLayout(0, row)
        words = tr("Names say who did what. They are no passwords and protect nothing.")
        self.box.insertWidget(1, Label(words, "small", "text-3"))
        self.add_button(tr("Add person"), "Ins", self._add)
        self.add_button(tr("Remove person"), "Ctrl+Del", self._remove)
        self.buttons.addStretch()
        self.home = HomeBar()
        self.box.addWidget(self.home)

    def fill(self) -> None:
        everyone = self.session.read(queries.people)
        fields = ("key", "name", "initials", "role", "email", "area", "hourly_cost")
        self.set_rows([{name: getattr(p, name) for name in fields} for p in everyone])
        self._leaving = {}
        self.me.clear()
        for person in everyone:
            self.me.addItem(person.name, person.key)
        self.me.setCurrentIndex(self.me.findData(self.session.person_id))

    @property
    def touched(self) -> bool:
        return super().touched or self._i_am_else

    @property
    def _i_am_else(self) -> bool:
        return self.me.currentData() not in (None, self.session.person_id)

    def save(self) -> None:
        if self._i_am_else:
            self.session.i_am(self.me.currentData())
        if super().touched:
            self.session.do(people.save, self.model.rows, self._leaving)
        self.fill()

    def _add(self) -> None:
        blank = {"key": None, "name": "", "initials": "", "role": "both", "hourly_cost": 0}
        self.start_row(len(self.model.rows), {**blank, "email": None, "area": None})

    def _remove(self) -> None:
        if self.current < 0:
            return
        at, row = self.current, self.model.rows[self.current]
        if row["key"] is None:
            self.model.take_row(at)
            return
        if row["key"] == self.me.currentData():
            self.tell(
                UserError(
                    tr("{name} is who you are.").format(name=row["name"]),
                    tr("Choose another name under Who I am first."),
                )
            )
            return
        owned = self.session.read(queries.owned_open, row["key"])
        count = sum(len(keys) for keys in owned.values())
        others = [
            (r["key"], r["name"]) for r in self.model.rows if r["key"] not in (None, row["key"])
        ]
        if not count:
            self._leave(row, None)
            return
        self.home.ask(
            tr("{name} has {n} open records. Who takes them over?").format(
                name=row["name"], n=count
            ),
            tr("Remove {name}").format(name=row["name"]),
            others,
            lambda heir: self._leave(row, heir),
        )

    def _leave(self, row: Row, heir_id: int | None) -> None:
        self._leaving[row["key"]] = heir_id
        self.model.take_row(self.model.rows.index(row))


class ChannelsPage(ListPage):
    """The media of campaigns and enquiries."""

    def __init__(self, session: Session) -> None:
        columns = (
            Column("name", tr("Channel")),
            Column("kind", tr("Kind"), 200, choices=channel_kinds()),
            Column("active", tr("In use"), 72, check=True),
        )
        super().__init__(session, columns, tr("Channels"))
        self.title = tr("Channels")
        self.add_button(tr("Add channel"), "Ins", self._add)
        self.add_order_buttons()
        self.buttons.addStretch()

    def fill(self) -> None:
        self.set_rows(
            [
                {"key": c.key, "kind": c.kind, "name": c.name, "active": c.active}
                for c in self.session.read(queries.channels, False)
            ]
        )

    def save(self) -> None:
        self.session.do(channels.save, self.model.rows)
        self.fill()

    def _add(self) -> None:
        row = {"key": None, "kind": "other", "name": "", "active": True}
        self.start_row(len(self.model.rows), row)


class StagesPage(ListPage):
    """The columns of the board."""

    def __init__(self, session: Session) -> None:
        columns = (
            Column("name", tr("Stage"), 168),
            Column(
                "probability",
                tr("Likelihood"),
                88,
                right=True,
                shown=lambda value: f"{value}%",
                read=whole,
                locked=lambda row: row["kind"] != "open",
            ),
            Column(
                "quiet_days",
                tr("Quiet after"),
                96,
                right=True,
                shown=lambda value: tr("{n} days").format(n=value) if value else "–",
                read=lambda text: whole(text.split()[0] if text.split() else ""),
                locked=lambda row: row["kind"] != "open",
            ),
            Column("exit_criteria", tr("Done here when"), read=lambda text: text.strip() or None),
        )
        super().__init__(session, columns, tr("Stages"))
        self.title = tr("Stages")
        self._homes: dict[int, int | None] = {}
        self._pipeline = 0
        self.add_button(tr("Add stage"), "Ins", self._add)
        self.add_order_buttons()
        self.add_button(tr("Remove stage"), "Ctrl+Del", self._remove)
        self.buttons.addStretch()
        self.home = HomeBar()
        self.box.addWidget(self.home)

    def fill(self) -> None:
        found = self.session.read(queries.stages)
        self._pipeline = found[0].pipeline_id if found else 0
        self._homes = {}
        fields = ("key", "name", "kind", "probability", "quiet_days", "exit_criteria")
        rows = [{n: getattr(s, n) for n in fields} for s in found]
        self.set_rows(
            [r for r, s in zip(rows, found, strict=True) if s.pipeline_id == self._pipeline]
        )

    def save(self) -> None:
        self.session.do(stages.save, self._pipeline, self.model.rows, self._homes)
        self.fill()

    def _add(self) -> None:
        ends = [n for n, row in enumerate(self.model.rows) if row["kind"] != "open"]
        row: dict[str, Any] = {"key": None, "name": "", "kind": "open", "probability": 50}
        at = min(ends, default=len(self.model.rows))
        self.start_row(at, {**row, "quiet_days": 14, "exit_criteria": None})

    def shift(self, by: int) -> None:
        rows, at = self.model.rows, self.current
        if 0 <= at + by < len(rows) and (rows[at]["kind"] == "open") == (
            rows[at + by]["kind"] == "open"
        ):
            super().shift(by)

    def _remove(self) -> None:
        if self.current < 0:
            return
        row = self.model.rows[self.current]
        if row["kind"] != "open":
            self.tell(
                UserError(
                    tr("{name} is where deals end and cannot be removed.").format(name=row["name"]),
                    tr("You can rename it."),
                )
            )
            return
        deals = self.session.read(queries.stage_deals, row["key"]) if row["key"] else []
        if not deals:
            self._leave(row, None)
            return
        others = [
            (r["key"], r["name"])
            for r in self.model.rows
            if r["kind"] == "open" and r["key"] not in (None, row["key"])
        ]
        self.home.ask(
            tr("{n} deals stand in {name}. Where do they go?").format(
                n=len(deals), name=row["name"]
            ),
            tr("Remove {name}").format(name=row["name"]),
            others,
            lambda home: self._leave(row, home),
        )

    def _leave(self, row: Row, home_id: int | None) -> None:
        if row["key"] is not None:
            self._homes[row["key"]] = home_id
        self.model.take_row(self.model.rows.index(row))


class ReasonsPage(ListPage):
    """Why leads and deals end, and what people object."""

    def __init__(self, session: Session) -> None:
        columns = (
            Column("label", tr("Reason")),
            Column(
                "kind", tr("For"), 200, choices=reason_kinds(), locked=lambda row: bool(row["key"])
            ),
            Column("active", tr("In use"), 72, check=True),
        )
        super().__init__(session, columns, tr("Reasons"))
        self.title = tr("Reasons")
        self.add_button(tr("Add reason"), "Ins", self._add)
        self.add_order_buttons()
        self.buttons.addStretch()

    def fill(self) -> None:
        rows: list[Row] = []
        for kind, _ in reason_kinds():
            for r in self.session.read(queries.reasons, kind, False):
                rows.append({"key": r.key, "kind": kind, "label": r.label, "active": r.active})
        self.set_rows(rows)

    def save(self) -> None:
        self.session.do(reasons.save, self.model.rows)
        self.fill()

    def _add(self) -> None:
        at = self.current
        kind = self.model.rows[at]["kind"] if at >= 0 else "return"
        row = {"key": None, "kind": kind, "label": "", "active": True}
        last = max((n for n, r in enumerate(self.model.rows) if r["kind"] == kind), default=-1)
        self.start_row(last + 1, row)

    def shift(self, by: int) -> None:
        rows, at = self.model.rows, self.current
        if 0 <= at + by < len(rows) and rows[at]["kind"] == rows[at + by]["kind"]:
            super().shift(by)


def channel_kinds() -> tuple[tuple[str, str], ...]:
    """(code, words) of every kind of channel."""
    return (
        ("advertising", tr("Advertising")),
        ("direct_mail", tr("Leaflet and post")),
        ("telemarketing", tr("Telephone")),
        ("email", tr("Email")),
        ("social", tr("Social media")),
        ("web", tr("Web site")),
        ("event", tr("Event")),
        ("referral", tr("Referral")),
        ("partner", tr("Partner")),
        ("pr", tr("Press")),
        ("walk_in", tr("Walk-in")),
        ("other", tr("Other")),
    )


def reason_kinds() -> tuple[tuple[str, str], ...]:
    """(code, words) of every kind of reason."""
    return (
        ("return", tr("Returning a lead")),
        ("disqualify", tr("Disqualifying a lead")),
        ("lost", tr("A lost deal")),
        ("won", tr("A won deal")),
        ("objection", tr("An objection")),
    )
