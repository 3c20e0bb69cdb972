"""What a person can do to a campaign from its panel: each opens a dialog or acts at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from salesdesk.actions import campaigns as actions
from salesdesk.actions import feedback
from salesdesk.queries import campaigns as queries
from salesdesk.queries.feedback import Said
from salesdesk.ui.campaigns.dialogs import (
    DeleteDialog,
    LineDialog,
    ReplyDialog,
    ResultDialog,
    SayDialog,
    SpendDialog,
    TouchDialog,
)
from salesdesk.ui.campaigns.ledger import LedgerDialog
from salesdesk.ui.campaigns.model import Row
from salesdesk.ui.campaigns.plan_dialog import PlanDialog
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.campaigns.panel import CampaignsPanel


def _nothing(_values: dict[str, Any]) -> None:
    """A form over a known record writes by its own way."""


class Deeds:
    """The commands of the campaigns section."""

    def __init__(self, panel: "CampaignsPanel") -> None:
        self._panel = panel
        self._session = panel.session
        self._shell = panel.shell

    # -- lists of commands ------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Everything that can be done here now."""
        panel = self._panel
        there = panel.row() is not None
        shown = tr("Show as table") if panel.table.timeline else tr("Show as timeline")
        return [
            Command(tr("New campaign"), "Ctrl+N", self.new, "plus"),
            Command(tr("Edit plan"), "F2", self.edit, "pencil", there),
            Command(tr("Log activity"), "C", self.log, "list-checks", there),
            Command(tr("Record spend"), "P", self.spend, "wallet", there),
            *self.more(),
            Command(shown, "V", panel.toggle_timeline, "calendar-days"),
            Command(tr("Next campaign"), "J", lambda: panel.step(1)),
            Command(tr("Previous campaign"), "K", lambda: panel.step(-1)),
            Command(tr("Search campaigns"), "/", panel.search, "search"),
        ]

    def more(self) -> list[Command]:
        """What stands behind the three dots."""
        row = self._panel.row()
        there = row is not None
        found = [
            Command(tr("Record result"), "Shift+P", self.result, "target", there),
            Command(tr("Spend and results"), "Shift+L", self.ledger, "wallet", there),
            Command(tr("Plan activity"), "Shift+C", self.plan_line, "calendar-days", there),
            Command(tr("Tell marketing"), "Shift+S", self.say, "quote", there),
        ]
        if row is not None:
            found += self._statuses(row)
        found.append(Command(tr("Delete campaign"), "Ctrl+Del", self.delete, "trash-2", there))
        return found

    def _statuses(self, row: Row) -> list[Command]:
        words = {
            "active": tr("Start campaign"),
            "paused": tr("Pause campaign"),
            "complete": tr("Finish campaign"),
            "cancelled": tr("Cancel campaign"),
        }
        return [
            Command(label, "", self._status(code), "play")
            for code, label in words.items()
            if code != row.campaign.status
        ]

    def _status(self, code: str) -> Callable[[], None]:
        def change() -> None:
            row = self._panel.row()
            if row is not None:
                c = row.campaign
                self._shell.run(upon(actions.set_status, c), c.key, code)

        return change

    # -- deeds ------------------------------------------------------------------------------

    def new(self) -> None:
        """Plan a new campaign."""

        def save(values: dict[str, Any]) -> None:
            name = values.pop("name")
            key = self._session.do(actions.create, name, values)
            self._said(tr("{name} created.").format(name=name))
            self._panel.open_record(key)

        self._shell.dialog(PlanDialog(self._session, self._panel, None, save))

    def edit(self) -> None:
        """Change the chosen campaign."""
        row = self._panel.row()
        if row is None:
            return
        form = PlanDialog(self._session, self._panel, row.campaign.key, _nothing)
        words = tr("{name} changed.").format(name=row.campaign.name)
        form.accepted.connect(
            lambda: self._said(form.editing.said(words) if form.editing else words)
        )
        self._shell.dialog(form)

    def spend(self) -> None:
        """Record what was spent on the chosen campaign."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(*values: Any) -> None:
            self._session.do(actions.record_spend, c.key, *values)
            self._said(tr("Spend recorded for {name}.").format(name=c.name))

        self._shell.dialog(SpendDialog(self._session, self._panel, c.name, save))

    def result(self) -> None:
        """Record how many were reached, came or replied."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(*values: Any) -> None:
            self._session.do(actions.record_result, c.key, *values)
            self._said(tr("Result recorded for {name}.").format(name=c.name))

        self._shell.dialog(ResultDialog(self._session, self._panel, c.name, save))

    def ledger(self) -> None:
        """Look through costs and results, and take wrong lines out."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(costs: list[int], results: list[int]) -> None:
            gone = len(costs) + len(results) - self._session.do(actions.take_out, costs, results)
            words = tr("Spend and results of {name} corrected.")
            if gone:
                words += " " + tr("{n} of the lines had been taken out by a colleague meanwhile.")
            self._said(words.format(name=c.name, n=gone))

        self._shell.dialog(LedgerDialog(self._session, self._panel, c.key, c.name, save))

    def log(self) -> None:
        """Log what was done for the chosen campaign."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(*values: Any) -> None:
            self._session.do(actions.log_touch, c.key, *values)
            self._said(tr("Activity logged for {name}.").format(name=c.name))

        self._shell.dialog(TouchDialog(self._session, self._panel, c.name, save))

    def plan_line(self) -> None:
        """Put a line on the chosen campaign's timeline."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(values: dict[str, Any]) -> None:
            values.pop("done")
            self._session.do(actions.add_activity, c.key, **values)
            self._said(tr("{name} planned.").format(name=values["name"]))

        self._shell.dialog(LineDialog(self._session, self._panel, c.name, None, save))

    def open_line(self, key: int) -> None:
        """Change a line of the timeline."""
        row = self._panel.row()
        if row is None:
            return
        found = self._session.read(queries.schedule, row.campaign.key)
        line = next((n for n in found if n.key == key), None)
        if line is None:
            return

        form = LineDialog(self._session, self._panel, row.campaign.name, line, _nothing)
        words = tr("{name} changed.").format(name=line.name)
        form.accepted.connect(
            lambda: self._said(form.editing.said(words) if form.editing else words)
        )
        self._shell.dialog(form)

    def tick_line(self, key: int) -> None:
        """Tick a line of the timeline off, or on again."""
        line = self._panel.detail.time.chart.current
        if line is not None:
            self._shell.run(upon(actions.finish_activity, line), key, not line.done)

    def say(self) -> None:
        """Tell marketing something about the chosen campaign."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign

        def save(kind: str, words: str) -> None:
            self._session.do(feedback.say, kind, words, campaign_id=c.key)
            self._said(tr("Marketing will read it on {name}.").format(name=c.name))

        self._shell.dialog(SayDialog(self._panel, c.name, save))

    def answer(self, said: Said, status: str) -> None:
        """Reply to what sales said; `status` is what is offered to become of it."""
        form = ReplyDialog(self._session, self._panel, said, status)
        words = tr("Reply kept for {name}.").format(name=said.person or tr("sales"))
        form.editing.tell(self._shell, words)
        self._shell.dialog(form)

    def delete(self) -> None:
        """Delete the chosen campaign; what belongs to it asks for a new home first."""
        row = self._panel.row()
        if row is None:
            return
        c = row.campaign
        trash = upon(actions.trash, c)
        held = self._session.read(queries.held_by, c.key)
        count = sum(len(keys) for keys in held.values())
        if not count:
            self._shell.run(trash, c.key)
            return
        others = [
            (r.campaign.name, r.campaign.key)
            for r in self._panel.model.rows
            if r.campaign.key != c.key
        ]

        def save(home_id: int | None) -> None:
            self._session.do(trash, c.key, home_id)
            self._said(tr("{name} deleted.").format(name=c.name))

        self._shell.dialog(DeleteDialog(self._panel, c.name, count, others, save))

    def _said(self, words: str) -> None:
        self._shell.toast(words, undo=True)
