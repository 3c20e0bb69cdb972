"""Settings, Lead score: which signs count, and how many points each is worth."""

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from salesdesk.actions import score_rules
from salesdesk.queries import score_rules as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.kit.edits import Do
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.lists import ListPage
from salesdesk.ui.settings.staged import EDIT, ChoiceDelegate, Column, Index, Row

AXES = (("fit", "Fits us"), ("interest", "Interest"))
SIGN, POINTS = 1, 3


def signs() -> tuple[tuple[str, str], ...]:
    """(condition, words) of what a rule usually counts."""
    return (
        ("need_ok", tr("Real need is ticked")),
        ("budget_ok", tr("Budget is ticked")),
        ("authority_ok", tr("Who decides is ticked")),
        ("timing_ok", tr("Timing is ticked")),
        ("in_area_ok", tr("In our area is ticked")),
        ("asked_for", tr("Said what they want")),
        ("phone", tr("There is a phone number")),
        ("email", tr("There is an email address")),
        ("organisation_name", tr("It is a firm")),
        ("estimated_value>=1000000", tr("Worth 10,000 or more")),
        ("replies", tr("They wrote or called")),
        ("calls", tr("There was a call")),
        ("meetings", tr("There was a meeting")),
        ("visits", tr("There was a visit")),
        ("each weeks_quiet", tr("For each week with no reply")),
    )


def sign_words(condition: object) -> str:
    """A condition in words; one that somebody wrote by hand as it is."""
    return dict(signs()).get(str(condition), str(condition))


def sign_read(text: str) -> str:
    """The condition of typed or chosen words."""
    typed = text.strip()
    return next((code for code, words in signs() if words.casefold() == typed.casefold()), typed)


class SignDelegate(ChoiceDelegate):
    """Chooses a sign from the list; another condition can be typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = super().createEditor(parent, option, index)
        if isinstance(box, QComboBox):
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(EDIT)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), EDIT)


class ScorePage(ListPage):
    """The rules whose points add up to a lead's score."""

    listens = "score_rule"

    def __init__(self, session: Session) -> None:
        columns = (
            Column("label", tr("Sign"), 200),
            Column("condition", tr("Counts when"), shown=sign_words, read=sign_read),
            Column("axis", tr("Says"), 112, choices=tuple((c, tr(w)) for c, w in AXES)),
            Column("points", tr("Points"), 72, right=True, shown=_signed, read=_points),
            Column("active", tr("In use"), 72, check=True),
        )
        super().__init__(session, columns, tr("Lead score"))
        self.title = tr("Lead score")
        self.table.setItemDelegateForColumn(SIGN, SignDelegate(signs(), self.table))
        words = tr(
            "A lead’s score is the sum of the signs that are true of it. Saving scores anew."
        )
        self.box.insertWidget(0, Label(words, "small", "text-2", wrap=True))
        self.add_button(tr("Add sign"), "Ins", self._add)
        self.add_order_buttons()
        self.add_button(tr("Remove sign"), "Ctrl+Del", self._remove)
        self.buttons.addStretch()

    def stored(self, db: Database) -> list[Row]:
        fields = ("axis", "label", "condition", "points")
        return [
            {"key": rule["id"], "active": bool(rule["active"]), **{n: rule[n] for n in fields}}
            for rule in queries.all_rules(db)
        ]

    def write(self, do: Do) -> None:
        do(score_rules.save, self.model.wanted())

    def _add(self) -> None:
        row = {"key": None, "label": "", "condition": "phone", "axis": "interest"}
        self.start_row(len(self.model.rows), {**row, "points": 5, "active": True})

    def _remove(self) -> None:
        if self.current >= 0:
            self.model.take_row(self.current)


def _signed(value: object) -> str:
    number = int(str(value))
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def _points(text: str) -> int:
    return int(text.strip().replace("−", "-").removeprefix("+"))
