"""The list of every panel: one painted column, fixed row heights, keys to move and to open."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from salesdesk.ui.kit.models import KEY, ROW, RowsModel
from salesdesk.ui.kit.tokens import color

Index = QModelIndex | QPersistentModelIndex
Range = tuple[int, int]
#: So long a row stays marked that a colleague has changed.
MARKED_MS = 8000


def ranges_of(selection: QItemSelection) -> list[Range]:
    """First and last row of each stretch, from the top."""
    each = (selection.at(number) for number in range(selection.size()))
    return sorted((one.top(), one.bottom()) for one in each)


def size_of(ranges: Sequence[Range]) -> int:
    """How many rows these stretches have."""
    return sum(last - first + 1 for first, last in ranges)


class RowDelegate(QStyledItemDelegate):
    """Paints rows; a panel's delegate overrides `paint_row`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_row(painter, option, index.data(ROW))
        painter.restore()
        view = option.widget
        if isinstance(view, RowList) and view.marked and index.data(KEY) in view.marked:
            edge: QRect = option.rect
            painter.fillRect(edge.right() - 2, edge.top(), 3, edge.height(), color("good-fill"))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        """Paint one row into `option.rect`."""
        raise NotImplementedError


class Marked(QTableView):
    """A list whose rows can be marked for a moment: a colleague has changed them."""

    marked: frozenset[int] = frozenset()

    def mark(self, keys: Collection[int]) -> None:
        """Mark these rows at their right edge."""
        self.marked = frozenset(keys)
        self.viewport().update()
        if keys:
            QTimer.singleShot(MARKED_MS, self, lambda: self.mark(()))


class RowList(Marked):
    """A list of painted rows, independent of how many there are.

    `current_changed(key)` when the selection moves, `activated_key(key)` for Enter or a double
    click. J, K and the arrows move. Heights are fixed, so that a million rows cost nothing.
    """

    current_changed = Signal(object)
    activated_key = Signal(object)

    def __init__(
        self,
        model: RowsModel,
        delegate: RowDelegate,
        row_height: int,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(1)
        vertical.setDefaultSectionSize(row_height)
        self.activated.connect(self._activate)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def allow_many(self) -> None:
        """Let several rows be selected: Ctrl or Shift and a click, Shift and arrows, Ctrl A."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def ranges(self) -> list[Range]:
        """The rows that are selected, as stretches: never one by one, they may be a million."""
        return ranges_of(self.selectionModel().selection())

    def rows_model(self) -> RowsModel:
        """The model with its keys."""
        return self._rows

    def current_key(self) -> int | None:
        """The key of the selected row."""
        return self._rows.key_at(self.currentIndex().row())

    def select_key(self, key: int) -> bool:
        """Select the row with `key`; False if it is not in the list."""
        position = self._rows.position_of(key)
        if position is None:
            return False
        self.select_row(position)
        return True

    def select_row(self, position: int) -> None:
        """Select the row at a position, or the last one before it."""
        position = min(position, self._rows.rowCount() - 1)
        if position < 0:
            return
        index = self._rows.index(position, 0)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    def step(self, count: int) -> None:
        """Move the selection by `count` rows."""
        self.select_row(max(0, self.currentIndex().row() + count))

    def extend(self, count: int) -> None:
        """Select the row after or before, too; going back gives the row up that one was on."""
        here, chosen = self.currentIndex(), self.selectionModel()
        there = self._rows.index(here.row() + count, 0)
        if not there.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag
        if chosen.isSelected(there):
            chosen.select(here, flags.Deselect | flags.Rows)
        chosen.setCurrentIndex(there, flags.Select | flags.Rows)
        self.scrollTo(there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        elif self.selectionMode() != self.SelectionMode.SingleSelection and self._many(event):
            return
        elif event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()  # letters are the panel's keys, not a search in the list
        else:
            super().keyPressEvent(event)

    def _many(self, event: QKeyEvent) -> bool:
        """What keys do where several rows may be selected; whether this one did anything."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and size_of(self.ranges()) > 1:
            self.select_row(self.currentIndex().row())
        else:
            return False
        return True

    def _activate(self, index: QModelIndex) -> None:
        key = self._rows.key_at(index.row())
        if key is not None:
            self.activated_key.emit(key)

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.current_changed.emit(self._rows.key_at(current.row()))
