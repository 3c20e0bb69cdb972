"""Rows that are edited in a table and written only when the dialog saves them."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
Row = dict[str, Any]
EDIT = Qt.ItemDataRole.EditRole
DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Column:
    """One column: the field it shows, its heading, and how its value is read and written.

    `choices` are (code, words); `shown` turns a value into words and `read` turns typed words
    into a value, or raises ValueError when they make no sense.
    """

    field: str
    title: str
    width: int = 0  # 0: takes what is left
    choices: tuple[tuple[str, str], ...] = ()
    check: bool = False
    right: bool = False
    shown: Callable[[Any], str] = lambda value: "" if value is None else str(value)
    read: Callable[[str], Any] = lambda text: text.strip()
    locked: Callable[[Row], bool] = lambda _row: False


class StagedModel(QAbstractTableModel):
    """Rows under work; `touched` once they differ from what the file holds."""

    #: What was typed and makes no sense there; the cell keeps what it held.
    refused = Signal(str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Row] = []
        self._held: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show what the file holds."""
        self.beginResetModel()
        self.rows = [dict(row) for row in rows]
        self._held = deepcopy(self.rows)
        self.endResetModel()

    def held(self) -> list[Row]:
        """What the file held when it was last looked at."""
        return deepcopy(self._held)

    def adopt(self, rows: Sequence[Row], held: Sequence[Row]) -> None:
        """Show `rows`, over what the file holds now."""
        self.beginResetModel()
        self.rows = [dict(row) for row in rows]
        self._held = [dict(row) for row in held]
        self.endResetModel()

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the file holds."""
        return self.rows != self._held

    def wanted(self) -> list[Row]:
        """The rows to be saved; those that nobody touched here say so with `same`."""
        held = {row.get("key"): row for row in self._held}
        return [{**row, "same": held.get(row.get("key")) == row} for row in self.rows]

    def insert_row(self, at: int, row: Row) -> None:
        """Put a new row in."""
        self.beginInsertRows(QModelIndex(), at, at)
        self.rows.insert(at, dict(row))
        self.endInsertRows()

    def take_row(self, at: int) -> Row:
        """Take a row out."""
        self.beginRemoveRows(QModelIndex(), at, at)
        row = self.rows.pop(at)
        self.endRemoveRows()
        return row

    def shift_row(self, at: int, by: int) -> int:
        """Put a row one place up (-1) or down (1); where it stands now."""
        to = at + by
        if not 0 <= to < len(self.rows):
            return at
        self.rows[at], self.rows[to] = self.rows[to], self.rows[at]
        self.dataChanged.emit(
            self.index(min(at, to), 0), self.index(max(at, to), len(self.columns) - 1)
        )
        return to

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == DISPLAY:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        if column.locked(self.rows[index.row()]):
            return flags
        if column.check:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        column = self.columns[index.column()]
        value = self.rows[index.row()].get(column.field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if column.check:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
            return None
        if role == EDIT and column.choices:
            return value
        if role in (DISPLAY, EDIT):
            words = dict(column.choices)
            return words.get(str(value), "") if column.choices else column.shown(value)
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            new: Any = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == EDIT:
            try:
                new = value if column.choices else column.read(str(value))
            except ValueError:
                self.refused.emit(str(value))
                return False
        else:
            return False
        self.rows[index.row()][column.field] = new
        self.dataChanged.emit(index, index)
        return True


class CellDelegate(QStyledItemDelegate):
    """Edits a cell as text; Enter takes it over and stays in the table."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in enter
            and event.modifiers() != Qt.KeyboardModifier.ControlModifier
            and isinstance(editor, QWidget)
        ):
            # without this the dialog would go on to its next field in the midst of it
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
            return True
        return super().eventFilter(editor, event)


class ChoiceDelegate(CellDelegate):
    """Edits a cell by choosing from a short list."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.choices = choices

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        for code, words in self.choices:
            box.addItem(words, code)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(editor.findData(index.data(EDIT)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData(), EDIT)


def _side(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
