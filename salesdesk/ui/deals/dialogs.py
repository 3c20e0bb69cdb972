"""Small questions about a deal: why lost, what happened, what is next, what they object to."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions import objections
from salesdesk.errors import UserError
from salesdesk.model.calendar import months_later
from salesdesk.queries.deal_detail import Objection
from salesdesk.queries.edits import row
from salesdesk.queries.settings import Reason
from salesdesk.session import Session
from salesdesk.ui.kit.asks import Options, PickDialog
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Editing, Record
from salesdesk.ui.kit.fields import (
    Field,
    area,
    check,
    choice,
    chosen,
    line,
    suggesting,
)
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr


class LostDialog(PickDialog):
    """Why a deal was lost; nothing is written before a reason is chosen."""

    def __init__(
        self,
        parent: QWidget | None,
        who: str,
        reasons: Sequence[Reason],
        competitors: Sequence[str],
        today: date,
        lose: Callable[[int, str, str, str | None], object],
    ) -> None:
        super().__init__(
            tr("Mark as lost: {deal}").format(deal=who),
            parent,
            tr("Mark as lost"),
            self._lose,
            icon="circle-x",
        )
        self._today, self._done = today, lose
        self.options = Options([(r.key, r.label, "") for r in reasons])
        self.body.addWidget(Field(tr("Main reason"), self.options))
        self.competitor = suggesting("", competitors)
        self.body.addWidget(Field(tr("Who won it (optional)"), self.competitor))
        self.words = line()
        self.body.addWidget(
            Field(tr("What would you do differently? (shown to marketing)"), self.words)
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        self.again = check(tr("Ask again in"))
        options = [(tr("3 months"), 3), (tr("6 months"), 6), (tr("a year"), 12)]
        self.months = choice(options, 6)
        self.months.setAccessibleName(tr("Ask again in"))
        row.addWidget(self.again)
        row.addWidget(self.months)
        row.addStretch()
        self.body.addLayout(row)
        self.options.focus_first()

    def _lose(self) -> None:
        reason = self.options.value()
        if reason is None:
            raise UserError(tr("A lost deal needs a reason."), tr("Choose why it was lost."))
        again = None
        if self.again.isChecked():
            again = months_later(self._today, chosen(self.months)).isoformat()
        self._done(reason, self.words.text(), self.competitor.text(), again)


class ObjectionDialog(Dialog):
    """What the customer holds against it, and the answer given."""

    def __init__(
        self,
        parent: QWidget | None,
        reasons: Sequence[Reason],
        done: Callable[[str, int | None, str], object],
    ) -> None:
        super().__init__(tr("Add an objection"), parent, tr("Add"), self._add)
        self._done = done
        self.words = line()
        self.body.addWidget(Field(tr("What they said, in their words"), self.words))
        options: list[tuple[str, int | None]] = [(tr("Not sorted"), None)]
        self.kind = choice(options + [(r.label, r.key) for r in reasons])
        self.body.addWidget(Field(tr("Kind"), self.kind))
        self.answer = line()
        self.body.addWidget(Field(tr("The answer given (optional)"), self.answer))
        self.words.setFocus()

    def _add(self) -> None:
        self._done(self.words.text(), chosen(self.kind), self.answer.text())


class AnswerDialog(Dialog):
    """The answer to one objection, or that the sale fails on it."""

    def __init__(self, parent: QWidget | None, session: Session, objection: Objection) -> None:
        super().__init__(tr("Answer an objection"), parent, tr("Save"), lambda: self.editing.save())
        key, words = objection.key, objection.words
        self.body.addWidget(Label(words, "body strong", wrap=True))
        self.answer = area(objection.answer or "", 3)
        self.body.addWidget(Field(tr("The answer given"), self.answer))
        self.editing = Editing(
            self,
            session,
            Record("objection", key, tr("objection"), words, lambda db: row(db, "objection", key)),
            {"answer": held(tr("The answer given"), self.answer, both=True)},
            lambda: {"answer": self.answer.toPlainText()},
            lambda do, wanted: do(objections.answer, key, wanted["answer"]),
            whole=True,
        )
        self.answer.setFocus()
