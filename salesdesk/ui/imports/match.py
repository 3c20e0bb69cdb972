"""Step two: each column with its first values, the field it goes to, and how well it fits."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from salesdesk.importing import mapping
from salesdesk.ui.imports import columns, kinds
from salesdesk.ui.imports.names import Names
from salesdesk.ui.imports.preview import Preview
from salesdesk.ui.imports.work import Look
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.widgets import IconLabel, Pane, Rule, scrolled

ICONS = {
    columns.GOOD: ("circle-check", "good"),
    columns.WARNING: ("circle-alert", "warn"),
    columns.BAD: ("circle-x", "bad"),
}


class MatchPage(QWidget):
    """The table of choices; `changed` when a person chose another field."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[columns.Column] = []
        self._look: Look | None = None
        self._choices: dict[str, QComboBox] = {}
        self._checks: dict[str, tuple[QHBoxLayout, Label]] = {}
        self._new: dict[str, Button] = {}
        self._names: Names | None = None
        #: field -> their word, folded -> our name: what was chosen for names that are new here
        self.values: dict[str, dict[str, str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        self._area = scrolled(by_keys=True)
        self._area.setAccessibleName(tr("Columns and their fields"))
        column.addWidget(self._area, 1)
        self.preview = Preview()
        column.addWidget(self.preview)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(tr("Match your columns to SalesDesk fields"), "section"))
        self.count = Label("", "small", "text-2")
        row.addWidget(self.count)
        row.addStretch()
        orders = [
            (tr("Found by itself"), None),
            (tr("Day/month/year"), "dmy"),
            (tr("Month/day/year"), "mdy"),
            (tr("Year/month/day"), "ymd"),
        ]
        row.addWidget(Label(tr("Days are written"), "small", "text-2"))
        self.order = fields.choice(orders)
        self.order.setAccessibleName(tr("Days are written"))
        self.order.activated.connect(lambda _: self._chose())
        row.addWidget(self.order)
        return row

    def show_look(
        self,
        look: Look,
        kind: str,
        currency: str,
        remembered: Mapping[str, str] | None,
        names: Names,
    ) -> None:
        """Offer a field for every column: as last time, else as its heading says."""
        self._look, self._names = look, names
        self.values = {}
        guessed = mapping.guess(look.source.headers, kind)
        start = {h: guessed.get(h, mapping.NOTE) for h in look.source.headers}
        for n, header in enumerate(look.source.headers):
            cells = [row[n] for _, row in look.sample if n < len(row)]
            if mapping.misled(kind, start[header], cells):
                start[header] = mapping.NOTE
        words = tr("{n} of {all} columns matched for you")
        if remembered is not None:
            known = {name for _, name in kinds.options(kind)}
            start |= {h: f for h, f in remembered.items() if h in start and f in known}
            words = tr("{n} of {all} columns matched as last time")
        matched = sum(f not in (mapping.NOTE, mapping.IGNORE) for f in start.values())
        self.count.setText(words.format(n=matched, all=len(start)))
        self._columns = [
            columns.Column(
                header,
                [cells[n] if n < len(cells) else "" for _, cells in look.sample],
                kind,
                currency,
            )
            for n, header in enumerate(look.source.headers)
        ]
        self._area.setWidget(self._table(start, kind))
        self._judge()

    def _table(self, start: Mapping[str, str], kind: str) -> QWidget:
        table = Pane("surface")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        for place, share in enumerate((3, 6, 0, 4, 5)):
            grid.setColumnStretch(place, share)
        heads = (tr("Your column"), tr("First values"), "", tr("SalesDesk field"), tr("Check"))
        for place, words in enumerate(heads):
            grid.addWidget(Label(words, "small medium", "text-2"), 0, place)
        self._choices.clear()
        self._checks.clear()
        self._new.clear()
        options = kinds.options(kind)
        for number, column in enumerate(self._columns):
            self._row(grid, 2 * number + 1, column, options, start[column.header])
        grid.setRowStretch(2 * len(self._columns) + 1, 1)
        return table

    def _row(
        self,
        grid: QGridLayout,
        place: int,
        column: columns.Column,
        options: list[tuple[str, str]],
        field: str,
    ) -> None:
        grid.addWidget(Rule(), place, 0, 1, 5)
        name = Label(column.header[:60], "body strong")
        name.setToolTip(tip(column.header))
        grid.addWidget(name, place + 1, 0)
        seen = Label(column.first_values()[:64], "body", "text-2")
        seen.setMinimumWidth(40)
        grid.addWidget(seen, place + 1, 1)
        grid.addWidget(IconLabel("arrow-right", "text-3"), place + 1, 2)
        choice = fields.choice(options, field)
        choice.setAccessibleName(tr("Field for {column}").format(column=column.header))
        choice.activated.connect(lambda _: self._chose())
        grid.addWidget(choice, place + 1, 3)
        self._choices[column.header] = choice
        check = QHBoxLayout()
        check.setSpacing(8)
        words = Label("", "body")
        check.addWidget(words, 1)
        self._checks[column.header] = (check, words)
        button = Button(tr("New names"), small=True, menu_arrow=True)
        button.clicked.connect(lambda: self._choose_names(column, button))
        check.addWidget(button)
        self._new[column.header] = button
        grid.addLayout(check, place + 1, 4)

    def _new_names(self, column: columns.Column, field: str) -> list[str]:
        """Words of a column that name nothing in the file, and are not matched by hand."""
        if self._names is None:
            return []
        return self._names.new(field, column.cells, self.values.get(field, {}))

    def _told(self, new: list[str], field: str) -> str:
        matched = len(self.values.get(field, {}))
        words = tr("“{name}” is new: made") if len(new) == 1 else tr("{n} are new: made")
        told = words.format(name=new[0][:24], n=len(new))
        return tr("{told}, {n} matched").format(told=told, n=matched) if matched else told

    def _choose_names(self, column: columns.Column, button: Button) -> None:
        """A menu: each new name is made, or is one that is in the file."""
        if self._names is not None:
            field = self.chosen()[column.header]
            table = self.values.setdefault(field, {})
            words = self._names.new(field, column.cells, {})
            menu = self._names.menu(self, field, words, table, self._chose)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _chose(self) -> None:
        self._judge()
        self.changed.emit()

    def chosen(self) -> dict[str, str]:
        """The field of every column."""
        return {header: str(fields.chosen(box)) for header, box in self._choices.items()}

    def date_order(self) -> str | None:
        """The order of day and month that was asked for, if any."""
        found = fields.chosen(self.order)
        return None if found is None else str(found)

    def _judge(self) -> None:
        wished, chosen = self.date_order(), self.chosen()
        for column in self._columns:
            field = chosen[column.header]
            verdict = column.verdict(field, wished)
            new = self._new_names(column, field)
            if new and verdict.state == columns.GOOD:
                verdict = columns.Verdict(columns.WARNING, self._told(new, field))
            row, words = self._checks[column.header]
            self._new[column.header].setVisible(bool(new or self.values.get(field)))
            if row.count() > 2:
                taken = row.takeAt(0)
                old = taken.widget() if taken is not None else None
                if old is not None:
                    old.deleteLater()
            icon, token = ICONS.get(verdict.state, ("", "text-2"))
            if icon:
                row.insertWidget(0, IconLabel(icon, token))
            words.setText(verdict.words)
            words.set_token("text-2" if verdict.state in (columns.GOOD, columns.QUIET) else token)
        if self._look is not None:
            self.preview.show_rows(self._columns, chosen, wished, self._look.sample)
