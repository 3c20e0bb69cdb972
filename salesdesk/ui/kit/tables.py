"""Tables: words left, figures right, and a heading that sorts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.lists import Index, RowDelegate, RowList
from salesdesk.ui.kit.models import ROW, RowsModel
from salesdesk.ui.kit.text import tip
from salesdesk.ui.kit.tokens import color

RIGHT = Qt.AlignmentFlag.AlignRight
LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class Column:
    """One column: `text(row)` is shown, `sort(row)` orders; width 0 takes what is left.

    `paint(painter, rect, row)` replaces the text; `tip` explains the heading.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    right: bool = False
    sort: Callable[[Any], Any] | None = None
    paint: Callable[[QPainter, QRect, Any], None] | None = None
    strong: bool = False
    tip: str = ""


class TableModel(RowsModel):
    """Rows under named columns, sorted by the one that was clicked."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], int]) -> None:
        super().__init__(key, lambda row: ", ".join(c.text(row) for c in columns if c.text(row)))
        self.columns = list(columns)
        self.sorted_by: tuple[int, bool] | None = None

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def set_rows(self, rows: Sequence[Any]) -> None:
        super().set_rows(self._sorted(rows))

    def sort_by(self, column: int, descending: bool) -> None:
        """Order by a column; what has no value stands last."""
        self.sorted_by = (column, descending)
        self.set_rows(list(self._rows))

    def _sorted(self, rows: Sequence[Any]) -> Sequence[Any]:
        if self.sorted_by is None:
            return rows
        number, descending = self.sorted_by
        value = self.columns[number].sort or self.columns[number].text
        full = [r for r in rows if value(r) is not None]
        empty = [r for r in rows if value(r) is None]
        return sorted(full, key=value, reverse=descending) + empty

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ""
            if self.sorted_by is not None and self.sorted_by[0] == section:
                arrow = " ↓" if self.sorted_by[1] else " ↑"
            return column.title + arrow
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(column.tip) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (RIGHT if column.right else LEFT) | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole and row is not None:
            return self.columns[index.column()].text(row)
        return super().data(index, role)


class CellDelegate(RowDelegate):
    """Paints the cells of a table."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = index.data(ROW)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color("hover"))
        paint.hairline(painter, rect)
        column = self._model.columns[index.column()]
        inside = rect.adjusted(12, 0, -12, 0)
        if column.paint is not None and row is not None:
            painter.save()
            column.paint(painter, inside, row)
            painter.restore()
            return
        strong = "body strong" if column.strong else "body"
        align = RIGHT if column.right else LEFT
        words = index.data(Qt.ItemDataRole.DisplayRole) or ""
        paint.text(painter, inside, words, strong, "text", align, figures=column.right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, 36)


def dress(header: QHeaderView, columns: Sequence[Column]) -> None:
    """Headings that can be clicked; a column of width 0 shares what the others leave."""
    header.setVisible(True)
    header.setFixedHeight(fonts.scaled(32))
    header.setHighlightSections(False)
    header.setSectionsClickable(True)
    header.setFont(fonts.font("small medium"))
    header.setStyleSheet(
        f"QHeaderView::section {{ background: {color('surface').name()}; border: none;"
        f" border-bottom: 1px solid {color('border').name()}; padding: 0 12px;"
        f" color: {color('text-3').name()}; }}"
    )
    mode = QHeaderView.ResizeMode
    for number, column in enumerate(columns):
        header.setSectionResizeMode(number, mode.Fixed if column.width else mode.Stretch)
        if column.width:
            header.resizeSection(number, column.width)


class DataTable(RowList):
    """A table of records: `set_rows`, `current_changed`, `activated_key`."""

    sorted_by = Signal(int, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        key: Callable[[Any], int] = lambda row: int(row[0]),
        *,
        compact: bool = False,
    ) -> None:
        table = TableModel(columns, key)
        super().__init__(table, CellDelegate(table), fonts.scaled(28 if compact else 36), name)
        self._table = table
        header = self.horizontalHeader()
        dress(header, table.columns)
        header.sectionClicked.connect(self._heading_clicked)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, and keep the selection where its row is still there."""
        key = self.current_key()
        self._table.set_rows(list(rows))
        if key is not None:
            self.select_key(key)

    def _heading_clicked(self, section: int) -> None:
        previous = self._table.sorted_by
        descending = self._table.columns[section].right
        if previous is not None and previous[0] == section:
            descending = not previous[1]
        self.sort_by(section, descending)

    def sort_by(self, section: int, descending: bool) -> None:
        """Order by a column, as a click on its heading does."""
        key = self.current_key()
        self._table.sort_by(section, descending)
        if key is not None:
            self.select_key(key)
        self.sorted_by.emit(section, descending)
