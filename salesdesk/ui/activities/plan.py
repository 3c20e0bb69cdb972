"""Plan the next step of a lead or deal: the same dialog wherever T is pressed."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions import activities
from salesdesk.queries import edits as queries
from salesdesk.session import Session
from salesdesk.ui.activities.log import KINDS, kind_words
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr


class StepDialog(Dialog):
    """The next step: what, how, and when; a colleague may be planning it too."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        shell: Shell,
        place: tuple[str, int, str],
    ) -> None:
        """`place`: table, key and name of the lead or deal."""
        self._place = table, key, name = place
        title = tr("Next step with {name}").format(name=name)
        super().__init__(title, parent, tr("Plan it"), self._plan, icon="calendar")
        now = session.read(queries.row, table, key) or {}
        self.words = fields.line(now.get("next_step") or "", tr("Call about the quote"))
        kinds = [(kind_words(kind), kind) for kind in (*KINDS, "task")]
        self.kind = fields.choice(kinds, now.get("next_step_kind") or "call")
        self.day = fields.day(_day(now.get("next_step_on"), session.today))
        self.at = fields.line(now.get("next_step_at") or "", "16:00")
        labels = tr("Next step"), tr("How"), tr("On"), tr("At (optional)")
        what, how, on, at = labels
        self.body.addWidget(fields.Field(what, self.words))
        row = QHBoxLayout()
        row.setSpacing(12)
        for label, editor in ((how, self.kind), (on, self.day), (at, self.at)):
            row.addWidget(fields.Field(label, editor), 1)
        self.body.addLayout(row)
        self.words.setFocus()
        self.words.selectAll()
        self.editing = Editing(
            self,
            session,
            Record(
                table,
                key,
                tr("lead") if table == "lead" else tr("deal"),
                name,
                lambda db: queries.row(db, table, key),
            ),
            {
                "next_step": held(what, self.words),
                "next_step_kind": held(how, self.kind),
                "next_step_on": held(on, self.day),
                "next_step_at": held(at, self.at),
            },
            self.values,
            self._write,
            whole=True,  # its fields belong together
        )
        self.editing.tell(shell, tr("Next step planned"))

    def values(self) -> dict[str, Any]:
        """The step as it stands here."""
        return {
            "next_step": self.words.text(),
            "next_step_on": fields.day_of(self.day).isoformat(),
            "next_step_at": self.at.text().strip() or None,
            "next_step_kind": fields.chosen(self.kind),
        }

    def _plan(self) -> bool:
        return self.editing.save()

    def _write(self, do: Do, step: dict[str, Any]) -> None:
        table, key, _ = self._place
        when = step["next_step_on"], step["next_step_at"]
        do(activities.plan_step, table, key, step["next_step"], *when, step["next_step_kind"])


def _day(planned: str | None, today: date) -> date:
    """The day that is offered: the planned one, unless it is over."""
    return max(date.fromisoformat(planned), today) if planned else today + timedelta(days=1)
