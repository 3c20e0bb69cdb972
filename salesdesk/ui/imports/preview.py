"""The first rows as they will arrive."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.importing import mapping
from salesdesk.importing.sources import Row
from salesdesk.ui.imports import columns, kinds
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.tables import Column, DataTable
from salesdesk.ui.kit.text import tr

ROWS, COLUMNS = 5, 7
LOW, FEWER = 680, 3  # in a low window the choices need the room
Shown = tuple[int, list[str], int]


class Preview(QWidget):
    """Five rows under the fields that they go to, with what cannot be read counted."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(tr("First rows, as they will arrive"), "section"))
        self._place = column
        self.table: DataTable | None = None

    def show_rows(
        self,
        found: Sequence[columns.Column],
        chosen: Mapping[str, str],
        wished: str | None,
        sample: Sequence[Row],
    ) -> None:
        """Show the columns that go to a field, as many as there is room for."""
        fitting = [
            (n, c)
            for n, c in enumerate(found)
            if chosen[c.header] not in (mapping.NOTE, mapping.IGNORE)
        ]
        rows: list[Shown] = []
        for line, cells in sample[:ROWS]:
            shown = [
                c.shown(cells[n] if n < len(cells) else "", chosen[c.header], wished)
                for n, c in fitting
            ]
            rows.append((line, [words for words, _ in shown], sum(not ok for _, ok in shown)))
        heads = [kinds.field_words(chosen[c.header]) for _, c in fitting[:COLUMNS]]
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.deleteLater()
        self.table = DataTable(
            _columns(heads), tr("First rows, as they will arrive"), _line, compact=True
        )
        rows = rows if self.window().height() > LOW else rows[:FEWER]
        self.table.setFixedHeight(fonts.scaled(32 + 28 * len(rows)) + 2)
        self.table.set_rows(rows)
        self._place.addWidget(self.table)


def _line(row: Shown) -> int:
    return row[0]


def _columns(heads: Sequence[str]) -> list[Column]:
    def cell(number: int) -> Column:
        return Column(heads[number], lambda row: " ".join(row[1][number].split())[:80])

    return [
        Column(tr("Row"), lambda row: str(row[0]), 64, right=True),
        *(cell(number) for number in range(len(heads))),
        Column(tr("Result"), _result, 104, right=True),
    ]


def _result(row: Shown) -> str:
    if not row[2]:
        return tr("Fits")
    return tr("1 error") if row[2] == 1 else tr("{n} errors").format(n=row[2])
