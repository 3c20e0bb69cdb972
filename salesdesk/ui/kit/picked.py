"""Several rows of a list selected at once: which keys they have, however long the list is."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from salesdesk.ui.kit.lists import Range, RowList, ranges_of, size_of

#: A list that is read again is searched so far around the selection for what moved.
AROUND = 256


class Held(NamedTuple):
    """What was selected before the list was read again, and between which rows."""

    keys: frozenset[int]
    first: int
    last: int


class Picked(QObject):
    """The selection of a list. Rows are counted by their stretches; keys are kept for few only.

    `keys_of(offset, limit)` reads the keys of a stretch of the list. Up to `most` keys are held;
    they follow what is added and taken away, so that the next row costs one row.
    """

    changed = Signal()

    def __init__(
        self, rows: RowList, keys_of: Callable[[int, int], Sequence[int]], most: int
    ) -> None:
        super().__init__(rows)
        self._rows, self._keys_of, self.most = rows, keys_of, most
        self._keys: set[int] | None = set()
        self._before = 0
        #: Another number whenever the selection was told to have changed.
        self.told = 0
        rows.allow_many()
        rows.selectionModel().selectionChanged.connect(self._moved)

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return size_of(self._rows.ranges())

    @property
    def many(self) -> bool:
        """Whether more than one is."""
        return self.count > 1

    def keys(self) -> list[int] | None:
        """The keys of the selected rows; None for too many."""
        return None if self._keys is None else sorted(self._keys)

    def let_go(self) -> None:
        """One row again: the first of those that were selected."""
        ranges = self._rows.ranges()
        if ranges:
            self._rows.select_row(ranges[0][0])

    def hold(self) -> Held | None:
        """What to select again after the list was read; None if one row or too many are."""
        ranges = self._rows.ranges()
        if self._keys is None or size_of(ranges) < 2:
            return None
        return Held(frozenset(self._keys), ranges[0][0], ranges[-1][1])

    def take_up(self, held: Held | None) -> None:
        """Select again what was held and is still here; call it after each reading."""
        if held is not None and held.last - held.first < 4 * self.most:
            first = max(0, held.first - AROUND)
            near = self._keys_of(first, held.last - first + AROUND)
            places = [place for place, key in enumerate(near, first) if key in held.keys]
            if len(places) > 1:
                flags = QItemSelectionModel.SelectionFlag
                chosen = self._together(places)
                self._rows.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        self._anew()

    def _together(self, places: Sequence[int]) -> QItemSelection:
        """A selection of these rows; rows that follow each other are one stretch of it."""
        model, chosen = self._rows.rows_model(), QItemSelection()
        first = last = places[0]
        for place in [*places[1:], -1]:
            if place != last + 1:
                chosen.select(model.index(first, 0), model.index(last, 0))
                first = place
            last = place
        return chosen

    def _anew(self) -> None:
        ranges = self._rows.ranges()
        self._keys = set(self._read(ranges)) if size_of(ranges) <= self.most else None
        self._tell()

    def _moved(self, added: QItemSelection, gone: QItemSelection) -> None:
        if self.count > self.most:
            self._keys = None
        elif self._keys is None:
            self._anew()
            return
        else:
            self._keys.difference_update(self._read(ranges_of(gone)))
            self._keys.update(self._read(ranges_of(added)))
        self._tell()

    def _tell(self) -> None:
        """Say what changed, unless one row was selected and one row is."""
        before, self._before = self._before, self.count
        if before > 1 or self._before > 1:
            self.told += 1
            self.changed.emit()

    def _read(self, ranges: Sequence[Range]) -> list[int]:
        found: list[int] = []
        for first, last in ranges:
            found += self._keys_of(first, last - first + 1)
        return found
