"""Small dialogs of this section: spend, results, activities, words from sales, deletion."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from salesdesk.actions.campaigns import CATEGORIES, METRICS, TOUCHES, edit_activity
from salesdesk.actions.feedback import KINDS, act, decline, reply
from salesdesk.errors import UserError
from salesdesk.queries import edits as kept
from salesdesk.queries import settings as set_up
from salesdesk.queries.campaigns import Line
from salesdesk.queries.feedback import Said
from salesdesk.session import Session
from salesdesk.ui.campaigns.forms import MoneyField, NumberField, OpenDay, side_by_side, text_of
from salesdesk.ui.campaigns.words import category_word, feedback_word, metric_word, touch_word
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr

Save = Callable[..., object]


class SpendDialog(Dialog):
    """One line of cost: an amount, or somebody's own time."""

    def __init__(self, session: Session, parent: QWidget | None, name: str, save: Save) -> None:
        title = tr("Record spend for {name}").format(name=name)
        super().__init__(title, parent, tr("Record spend"), self._finish, icon="wallet")
        self._save = save
        kept = session.read(set_up.settings)
        self.category = fields.choice([(category_word(c), c) for c in CATEGORIES], "media")
        self.amount = MoneyField(
            tr("Amount"), kept.currency, None, tr("Before tax. A refund has a minus.")
        )
        self.day = fields.day(session.db.today())
        self.minutes = NumberField(tr("Minutes"), None, tr("Priced at the cost of an hour."))
        people = session.read(set_up.people)
        self.person = fields.choice([(p.name, p.key) for p in people], session.person_id)
        self.whose = fields.Field(tr("Whose time"), self.person)
        self.words = fields.line()
        self.body.addLayout(
            side_by_side(
                fields.Field(tr("What for"), self.category), fields.Field(tr("Day"), self.day)
            )
        )
        self.body.addWidget(self.amount)
        self.body.addLayout(side_by_side(self.minutes, self.whose))
        self.body.addWidget(fields.Field(tr("Note"), self.words))
        self.category.activated.connect(lambda _i: self._show())
        self._show()
        self.amount.edit.setFocus()

    def _show(self) -> None:
        own_time = fields.chosen(self.category) == "own_time"
        self.amount.setVisible(not own_time)
        self.minutes.setVisible(own_time)
        self.whose.setVisible(own_time)
        self.adjustSize()

    def _finish(self) -> None:
        category = fields.chosen(self.category)
        day, words = fields.day_of(self.day).isoformat(), text_of(self.words)
        if category == "own_time":
            minutes = self.minutes.number()
            if not minutes:
                self.minutes.edit.setFocus()
                raise UserError(tr("There is no time."), tr("Type the minutes it took."))
            self._save(None, day, category, words, minutes, fields.chosen(self.person))
            return
        amount = self.amount.minor()
        if not amount:
            self.amount.edit.setFocus()
            raise UserError(tr("There is no amount."), tr("Type what it cost."))
        self._save(amount, day, category, words)


class ResultDialog(Dialog):
    """How many were reached, came or replied."""

    def __init__(self, session: Session, parent: QWidget | None, name: str, save: Save) -> None:
        title = tr("Record a result of {name}").format(name=name)
        super().__init__(title, parent, tr("Record result"), self._finish, icon="target")
        self._save = save
        self.what = fields.choice([(metric_word(m), m) for m in METRICS], "responses")
        self.value = NumberField(tr("How many"), None)
        self.day = fields.day(session.db.today())
        self.words = fields.line()
        self.body.addLayout(side_by_side(fields.Field(tr("What"), self.what), self.value))
        self.body.addLayout(
            side_by_side(
                fields.Field(tr("Counted on"), self.day), fields.Field(tr("Note"), self.words)
            )
        )
        self.value.edit.setFocus()

    def _finish(self) -> None:
        value = self.value.number()
        if value is None:
            self.value.edit.setFocus()
            raise UserError(tr("There is no number."), tr("Type how many there were."))
        day = fields.day_of(self.day).isoformat()
        self._save(fields.chosen(self.what), value, day, text_of(self.words))


class TouchDialog(Dialog):
    """What was done for a campaign."""

    def __init__(self, session: Session, parent: QWidget | None, name: str, save: Save) -> None:
        title = tr("Log an activity of {name}").format(name=name)
        super().__init__(title, parent, tr("Log activity"), self._finish, icon="list-checks")
        self._save = save
        self.kind = fields.choice([(touch_word(t), t) for t in TOUCHES], "call")
        self.day = fields.day(session.db.today())
        self.words = fields.line()
        self.body.addLayout(
            side_by_side(fields.Field(tr("What"), self.kind), fields.Field(tr("Day"), self.day))
        )
        self.body.addWidget(
            fields.Field(tr("In a few words"), self.words, tr("Follow-up calls, 9 of 23 done"))
        )
        self.words.setFocus()

    def _finish(self) -> None:
        self._save(
            fields.chosen(self.kind), text_of(self.words) or "", fields.day_of(self.day).isoformat()
        )


class LineDialog(Dialog):
    """One line of a campaign's timeline, new or changed."""

    def __init__(
        self, session: Session, parent: QWidget | None, name: str, line: Line | None, save: Save
    ) -> None:
        title = tr("Plan an activity of {name}").format(name=name)
        if line is not None:
            title = tr("Edit {name}").format(name=line.name)
        verb = tr("Plan activity") if line is None else tr("Save activity")
        super().__init__(title, parent, verb, self._finish, icon="calendar-days")
        self._save = save
        today = session.db.today()
        self.words = fields.line(line.name if line else "")
        self.start = fields.day(line.starts_on if line else today)
        self.end = OpenDay(tr("Ends"), line.ends_on if line else None, today)
        owners: list[tuple[str, Any]] = [(tr("Nobody"), None)]
        owners += [(p.name, p.key) for p in session.read(set_up.people)]
        self.owner = fields.choice(owners, line.owner_id if line else session.person_id)
        self.ticked = fields.check(tr("Done"), line.done if line else False)
        self.note_line = fields.line((line.note or "") if line else "")
        self.body.addWidget(fields.Field(tr("What happens"), self.words))
        self.body.addLayout(side_by_side(fields.Field(tr("Starts"), self.start), self.end))
        self.body.addLayout(
            side_by_side(
                fields.Field(tr("Who"), self.owner), fields.Field(tr("Note"), self.note_line)
            )
        )
        if line is not None:
            self.body.addWidget(self.ticked)
        #: How it follows a line that is known; a new one has nothing to follow.
        self.editing = self._edit(session, line) if line is not None else None
        self.words.setFocus()

    def _edit(self, session: Session, line: Line) -> Editing:
        key = line.key

        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(edit_activity, key, wanted)

        record = Record(
            "campaign_activity",
            key,
            tr("activity"),
            line.name,
            lambda db: kept.row(db, "campaign_activity", key),
        )
        fields_of = {
            "name": held(tr("What happens"), self.words),
            "starts_on": held(tr("Starts"), self.start),
            "ends_on": self.end.held(),
            "owner_id": held(tr("Who"), self.owner),
            "note": held(tr("Note"), self.note_line, both=True),
            "done": held(tr("Done"), self.ticked),
        }
        return Editing(self, session, record, fields_of, self.values, write)

    def values(self) -> dict[str, Any]:
        """What stands in the form."""
        return {
            "name": text_of(self.words),
            "starts_on": fields.day_of(self.start).isoformat(),
            "ends_on": self.end.day(),
            "owner_id": fields.chosen(self.owner),
            "note": text_of(self.note_line),
            "done": int(self.ticked.isChecked()),
        }

    def _finish(self) -> bool:
        if self.editing is not None:
            return self.editing.save()
        self._save(self.values())
        return True


class SayDialog(Dialog):
    """What sales wants marketing to hear about a campaign."""

    def __init__(self, parent: QWidget | None, name: str, save: Save) -> None:
        title = tr("Tell marketing about {name}").format(name=name)
        super().__init__(title, parent, tr("Tell marketing"), self._finish, icon="quote")
        self._save = save
        self.kind = fields.choice([(feedback_word(k), k) for k in KINDS], "lead_quality")
        self.words = fields.area("", 3)
        self.body.addWidget(fields.Field(tr("About"), self.kind))
        self.body.addWidget(fields.Field(tr("In the customer’s words or yours"), self.words))
        self.words.setFocus()

    def _finish(self) -> None:
        self._save(fields.chosen(self.kind), text_of(self.words) or "")


class ReplyDialog(Dialog):
    """An answer to what sales said: a reply, done, or declined with a reason."""

    def __init__(self, session: Session, parent: QWidget | None, said: Said, status: str) -> None:
        title = tr("Reply to {name}").format(name=said.person or tr("sales"))
        super().__init__(title, parent, tr("Send reply"), lambda: self.editing.save(), icon="reply")
        self.body.addWidget(Label(f"“{said.words}”", "body", "text-2", wrap=True))
        self.outcome = fields.choice(
            [
                (tr("Heard, nothing decided yet"), "seen"),
                (tr("Done about it"), "acted"),
                (tr("Declined, with the reason below"), "declined"),
            ],
            status,
        )
        self.words = fields.area(said.reply or "", 3)
        self.body.addWidget(fields.Field(tr("What becomes of it"), self.outcome))
        self.body.addWidget(fields.Field(tr("Reply"), self.words))
        self.words.setFocus()
        self.editing = self._edit(session, said)

    def _edit(self, session: Session, said: Said) -> Editing:
        key, answers = said.key, {"seen": reply, "acted": act, "declined": decline}

        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(answers[wanted["status"]], key, wanted["reply"])

        record = Record(
            "feedback", key, tr("feedback"), said.words, lambda db: kept.row(db, "feedback", key)
        )
        held_here = {
            "status": held(tr("What becomes of it"), self.outcome),
            "reply": held(tr("Reply"), self.words, both=True),
        }
        return Editing(self, session, record, held_here, self.values, write, whole=True)

    def values(self) -> dict[str, Any]:
        """What stands in the form."""
        return {"status": fields.chosen(self.outcome), "reply": text_of(self.words) or ""}


class DeleteDialog(Dialog):
    """Where leads, deals, costs and results go when their campaign is deleted."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        count: int,
        others: Sequence[tuple[str, int]],
        save: Save,
    ) -> None:
        title = tr("Delete {name}").format(name=name)
        super().__init__(title, parent, tr("Delete campaign"), self._finish, icon="trash-2")
        self._save = save
        words = tr("{n} leads, deals, costs and results belong to it. Choose where they go.")
        self.body.addWidget(Label(words.format(n=f"{count:,}"), wrap=True))
        self.home = fields.choice(list(others))
        self.body.addWidget(fields.Field(tr("New home"), self.home))
        self.home.setFocus()

    def _finish(self) -> None:
        self._save(fields.chosen(self.home))
