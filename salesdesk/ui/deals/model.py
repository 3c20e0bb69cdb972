"""Deals for views: only the keys are held, and the cards around what is in sight are read."""

from array import array
from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from salesdesk.queries import deals
from salesdesk.queries.deals import Card
from salesdesk.session import Session

CARD = int(Qt.ItemDataRole.UserRole) + 1
CHUNK = 16  # twice what a column shows
KEPT = 2048  # cards
Index = QModelIndex | QPersistentModelIndex


class Cards:
    """The cards of a list of keys, read in chunks as they come into sight."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: OrderedDict[int, Card | None] = OrderedDict()
        self.keys: array[int] = array("q")

    def set_keys(self, keys: "array[int]") -> None:
        """Show other deals, or the same ones afresh."""
        self.keys = keys
        self._known.clear()

    def forget(self, key: int) -> None:
        """A deal has changed: its card is read again when it is looked at."""
        self._known.pop(key, None)

    def at(self, row: int) -> Card | None:
        """The card in a row; None if it went since the keys were read."""
        if not 0 <= row < len(self.keys):
            return None
        key = self.keys[row]
        if key not in self._known:
            self._read_around(row)
        return self._known[key]

    def _read_around(self, row: int) -> None:
        first = row - row % CHUNK
        wanted = [k for k in self.keys[first : first + CHUNK] if k not in self._known]
        found = self._session.read(deals.cards, wanted)
        self._known.update((key, found.get(key)) for key in wanted)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def row_of(self, key: int) -> int | None:
        """Where a deal stands in the list."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None


class ColumnModel(QAbstractTableModel):
    """One column of the board."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards = Cards(session)
        self.describe = _plain

    def set_keys(self, keys: "array[int]") -> None:
        """Show these deals."""
        if keys == self.cards.keys:
            self.cards.set_keys(keys)
            if keys:
                self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, 0))
            return
        self.beginResetModel()
        self.cards.set_keys(keys)
        self.endResetModel()

    def take(self, row: int) -> None:
        """A card has left the column."""
        self.cards.forget(self.cards.keys[row])
        self.beginRemoveRows(QModelIndex(), row, row)
        self.cards.keys.pop(row)
        self.endRemoveRows()

    def put(self, key: int, row: int) -> None:
        """A card has come into the column."""
        self.beginInsertRows(QModelIndex(), row, row)
        self.cards.keys.insert(row, key)
        self.endInsertRows()

    def renew(self, row: int) -> None:
        """A card has changed where it stands."""
        self.cards.forget(self.cards.keys[row])
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many cards."""
        return 0 if parent.isValid() else len(self.cards.keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card, or its words for who listens instead of looking."""
        card = self.cards.at(index.row())
        if card is None:
            return None
        if role == CARD:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.describe(card)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be picked and dragged."""
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )


def _plain(card: Card) -> str:
    return f"{card.name}, {card.title}"
