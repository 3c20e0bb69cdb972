"""Models of lists: one takes rows, one fetches a window of a list as long as it may be."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
KEY = Qt.ItemDataRole.UserRole + 1
CHUNK = 128
CHUNKS_KEPT = 64


class RowsModel(QAbstractTableModel):
    """A short list: rows of any kind, each with a key. `set_rows` is its only way in.

    `words(row)` says a row to a screen reader.
    """

    def __init__(
        self,
        key: Callable[[Any], int] = lambda row: int(row[0]),
        words: Callable[[Any], str] = str,
    ) -> None:
        super().__init__()
        self._rows: Sequence[Any] = ()
        self._key, self._words = key, words

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1

    def row_at(self, index: int) -> Any:
        """The row at a position; None beyond the end."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def position_of(self, key: int) -> int | None:
        """Where the row with `key` stands, if it does."""
        for index, row in enumerate(self._rows):
            if self._key(row) == key:
                return index
        return None

    def key_at(self, index: int) -> int | None:
        """The key of the row at a position."""
        row = self.row_at(index)
        return None if row is None else self._key(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role == KEY:
            return self._key(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row)
        return None


class WindowedModel(RowsModel):
    """A list of any length: `fetch(offset, limit)` is asked for the rows that are looked at."""

    def __init__(
        self,
        key: Callable[[Any], int] = lambda row: int(row[0]),
        words: Callable[[Any], str] = str,
    ) -> None:
        super().__init__(key, words)
        self._count = 0
        self._fetch: Callable[[int, int], Sequence[Any]] = lambda offset, limit: ()
        self._chunks: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def set_source(self, count: int, fetch: Callable[[int, int], Sequence[Any]]) -> None:
        """Show a list of `count` rows that `fetch(offset, limit)` reads."""
        self.beginResetModel()
        self._count, self._fetch = count, fetch
        self._chunks.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._count

    def row_at(self, index: int) -> Any:
        if not 0 <= index < self._count:
            return None
        number = index // CHUNK
        chunk = self._chunks.get(number)
        if chunk is None:
            chunk = self._fetch(number * CHUNK, CHUNK)
            self._chunks[number] = chunk
            if len(self._chunks) > CHUNKS_KEPT:
                self._chunks.popitem(last=False)
        else:
            self._chunks.move_to_end(number)
        inside = index - number * CHUNK
        return chunk[inside] if inside < len(chunk) else None

    def position_of(self, key: int) -> int | None:
        for number, chunk in self._chunks.items():
            for inside, row in enumerate(chunk):
                if self._key(row) == key:
                    return number * CHUNK + inside
        return None
