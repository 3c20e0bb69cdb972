"""What stands round the campaigns table: whole rows only, and their total right under them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.queries.figures import Figures
from salesdesk.ui.campaigns.model import COLUMNS, RIGHT, Row, figure
from salesdesk.ui.campaigns.table import PAD, CampaignTable, spent_of
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane


class TablePane(Pane):
    """The table with its total right under it, high enough for whole rows: none is ever cut."""

    def __init__(self, table: CampaignTable, total: "TotalRow") -> None:
        super().__init__("surface")
        self._table, self._total = table, total
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 0)
        column.setSpacing(0)
        column.addWidget(table)
        column.addWidget(total)
        column.addStretch()
        table.campaigns.modelReset.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row = self._table.verticalHeader().defaultSectionSize()
        head = self._table.horizontalHeader().sizeHint().height()
        room = (self.height() - self._total.height() - head) // row
        rows = max(1, min(room, self._table.campaigns.rowCount()))
        self._table.setFixedHeight(head + rows * row)


class TotalRow(QWidget):
    """The sum of the campaigns shown, under the table and in its columns."""

    def __init__(self, table: CampaignTable) -> None:
        super().__init__(table.parentWidget())
        self._table = table
        self._figures: Figures | None = None
        self._budget = 0
        self._count = 0
        self.setFixedHeight(fonts.table_row())
        table.horizontalHeader().sectionResized.connect(lambda *_: self.update())

    def set_rows(self, rows: Sequence[Row], total: Figures | None) -> None:
        """Show the total of these campaigns."""
        self._figures, self._count = total, len(rows)
        self._budget = sum(row.campaign.budget for row in rows)
        words = self.words()
        self._table.make_room(words)
        self.setAccessibleName(", ".join(words.values()).replace("\t", " / "))
        self.update()

    def words(self) -> dict[str, str]:
        """column -> what stands under it."""
        count = tr("1 campaign") if self._count == 1 else tr("{n} campaigns")
        found = {"name": count.format(n=self._count)}
        if self._figures is not None:
            for column in ("spent", *COLUMNS[5:-1]):
                found[column] = figure(
                    self._figures,
                    column,
                    self._table.campaigns.currency,
                    quiet=False,
                    budget=self._budget,
                )
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        header = self._table.horizontalHeader()
        for column, words in self.words().items():
            number = COLUMNS.index(column)
            if self._table.isColumnHidden(number):
                continue
            left, width = header.sectionViewportPosition(number), header.sectionSize(number)
            rect = QRect(left, 0, width, self.height())
            rect = rect.adjusted(12 if column == "name" else PAD, 0, -PAD, 0)
            if column == "spent":
                spent, of = spent_of(words, rect.width() - 4, self._budget)
                used = paint.text(painter, rect, spent, "small strong", figures=True)
                of = of if self._budget else ""
                rest = rect.adjusted(used + 4, 0, 0, 0)
                paint.text(painter, rest, of, "small", "text-2", figures=True)
                continue
            side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
            paint.text(painter, rect, words, "body strong", "text", side, figures=column in RIGHT)
        painter.end()
