"""Channels, stages and reasons, each a list page of the settings dialog."""

from typing import Any

from salesdesk.actions import channels, reasons, stages
from salesdesk.errors import UserError
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.kit.edits import Do
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.lists import HomeBar, ListPage
from salesdesk.ui.settings.staged import Column, Row


def whole(text: str) -> int:
    """A whole number as typed, with or without a percent sign."""
    return int(text.strip().rstrip("%").strip() or 0)


class ChannelsPage(ListPage):
    """The media of campaigns and enquiries."""

    listens = "channel"

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

    def stored(self, db: Database) -> list[Row]:
        return [
            {"key": c.key, "kind": c.kind, "name": c.name, "active": c.active}
            for c in queries.channels(db, False)
        ]

    def write(self, do: Do) -> None:
        do(channels.save, self.model.wanted())

    def _add(self) -> None:
        row = {"key": None, "kind": "other", "name": "", "active": True}
        self.start_row(len(self.model.rows), row)


class StagesPage(ListPage):
    """The columns of the board."""

    listens = "stage"

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
        super().fill()

    def stored(self, db: Database) -> list[Row]:
        fields = ("key", "name", "kind", "probability", "quiet_days", "exit_criteria")
        return [
            {n: getattr(s, n) for n in fields}
            for s in queries.stages(db)
            if s.pipeline_id == self._pipeline
        ]

    def write(self, do: Do) -> None:
        do(stages.save, self._pipeline, self.model.wanted(), self._homes)

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
            (
                tr("1 deal stands in {name}. Where does it go?")
                if len(deals) == 1
                else tr("{n} deals stand in {name}. Where do they go?")
            ).format(n=len(deals), name=row["name"]),
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

    listens = "reason"

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

    def stored(self, db: Database) -> list[Row]:
        rows: list[Row] = []
        for kind, _ in reason_kinds():
            for r in queries.reasons(db, kind, False):
                rows.append({"key": r.key, "kind": kind, "label": r.label, "active": r.active})
        return rows

    def write(self, do: Do) -> None:
        do(reasons.save, self.model.wanted())

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
