"""Steps three and four: what the rows will do, and what they did."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.jobs.imports import ImportResult
from salesdesk.model import formats
from salesdesk.ui.imports import kinds
from salesdesk.ui.imports.work import Outcome
from salesdesk.ui.kit import fields, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.tables import Column, DataTable
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Card, Meter

POLICIES = (
    (tr("Leave the one in the file as it is"), "skip"),
    (tr("Fill what is empty in the one in the file"), "fill"),
    (tr("Overwrite the one in the file"), "overwrite"),
    (tr("Add it as another one"), "add"),
)


class Figures(QWidget):
    """New, changed, left out, errors: a number over a word, and a shape beside the colour."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.numbers: dict[str, Label] = {}
        names = (
            ("new", tr("new"), "good"),
            ("updated", tr("changed"), "sales"),
            ("skipped", tr("left out"), "warn"),
            ("errors", tr("with errors"), "bad"),
        )
        for name, words, token in names:
            card = Card()
            number = Label("–", "big figure", token, figures=True)
            card.body.addWidget(number)
            card.body.addWidget(Label(words, "small", "text-2"))
            self.numbers[name] = number
            row.addWidget(card, 1)

    def show_counts(self, counts: Mapping[str, Any] | None) -> None:
        """Show the counts of an outcome; dashes while they are not known."""
        shown: dict[str, int] = {}
        if counts is not None:
            shown = {name: int(counts[name]) for name in ("updated", "skipped", "errors")}
            shown["new"] = int(counts["rows"]) - sum(shown.values())
        for name, label in self.numbers.items():
            label.setText(f"{shown[name]:,}" if shown else "–")


class OutcomePage(QWidget):
    """The counts, what is made along with the rows, and the refused rows with their reasons."""

    policy_chosen = Signal()
    save_wanted = Signal()

    def __init__(self, title: str, *, choice: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label(title, "section")
        head.addWidget(self.title)
        head.addStretch()
        self.policy = fields.choice(POLICIES, "skip")
        self.policy.setAccessibleName(tr("A row that is in the file already"))
        if choice:
            head.addWidget(Label(tr("A row that is in the file already"), "small", "text-2"))
            head.addWidget(self.policy)
        self.policy.activated.connect(lambda _: self.policy_chosen.emit())
        column.addLayout(head)
        self.meter = Meter()
        column.addWidget(self.meter)
        self.figures = Figures()
        column.addWidget(self.figures)
        self.words = Label("", "body", "text-2", wrap=True)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.words, 1)
        self.save = Button(tr("Save errors…"), icon="download", small=True)
        self.save.setAutoDefault(False)
        self.save.setToolTip(tr("The refused rows as a table, to be mended and imported again"))
        self.save.clicked.connect(self.save_wanted)
        self.save.hide()
        below.addWidget(self.save)
        column.addLayout(below)
        self.lists = QStackedWidget()
        self.none = EmptyState("")
        self.lists.addWidget(self.none)
        self.table: DataTable | None = None
        column.addWidget(self.lists, 1)

    def chosen_policy(self) -> str:
        """What becomes of a row that is in the file already."""
        return str(fields.chosen(self.policy))

    def busy(self, words: str) -> None:
        """The rows are being looked at."""
        self.title.setText(words)
        self.meter.show()
        self.meter.set_share(0.0, words=words)
        self.figures.show_counts(None)
        self.words.setText("")
        self.save.hide()
        self.none.set_words("")
        self.lists.setCurrentWidget(self.none)

    def progress(self, done: int, total: int) -> None:
        """So many of the rows are done."""
        words = tr("{done} of {total} rows").format(done=f"{done:,}", total=f"{total:,}")
        self.meter.set_share(done / max(1, total), words=words)
        self.words.setText(words)

    def show_outcome(self, outcome: Outcome, kind: str, title: str) -> None:
        """Show what came out."""
        self.title.setText(title)
        self.meter.hide()
        self.save.setVisible(bool(outcome.errors))
        self.figures.show_counts(outcome.counts)
        told = [_along(outcome.counts, kind)]
        if outcome.result is not None:
            told.append(_about_days(outcome.result))
        self.words.setText(" ".join(filter(None, told)))
        if not outcome.errors:
            self.none.set_words(tr("No row has an error."))
            self.lists.setCurrentWidget(self.none)
            return
        if self.table is not None:
            self.lists.removeWidget(self.table)
            self.table.deleteLater()
        heads = outcome.heads
        self.table = DataTable(
            _error_columns(heads), tr("Rows with errors"), lambda row: int(row[0]), compact=True
        )
        self.table.set_rows(outcome.errors)
        self.lists.addWidget(self.table)
        self.lists.setCurrentWidget(self.table)


def _along(counts: Mapping[str, Any], kind: str) -> str:
    """What is made along with the rows: owners, campaigns, organisations."""
    made = [
        f"{number:,} {name}"
        for name, number in dict(counts.get("created", {})).items()
        if name != kind and number
    ]
    parts = []
    if made:
        parts.append(tr("Made along with them: {what}.").format(what=", ".join(made)))
    if counts.get("duplicates"):
        words = tr("{n} of the {kind} are in the file already.")
        parts.append(words.format(n=f"{counts['duplicates']:,}", kind=kinds.words_of(kind)))
    return " ".join(parts)


def _about_days(result: ImportResult) -> str:
    """Rows without the day that they needed are not dated in silence."""
    if not result.tally.dayless:
        return ""
    words = tr("{n} rows name no day: they stand on today, {day}.")
    return words.format(n=f"{result.tally.dayless:,}", day=formats.day(result.today))


def _error_columns(heads: Sequence[str]) -> list[Column]:
    def cell(number: int, title: str, width: int = 0) -> Column:
        def words(row: list[str]) -> str:
            return " ".join(row[number].split())[:120] if number < len(row) else ""

        return Column(title, words, width, paint=_why if number == 2 else None)

    fixed = [cell(0, tr("Line"), 64), cell(1, tr("Column"), 180), cell(2, tr("Why"))]
    return [*fixed, *(cell(n + 3, title, 150) for n, title in enumerate(heads[:3]))]


def _why(painter: Any, rect: Any, row: Any) -> None:
    paint.icon(painter, rect.left(), rect.center().y() - 7, "circle-x", "bad", 14)
    paint.text(painter, rect.adjusted(22, 0, 0, 0), row[2], "body", "bad")
