"""A splitter that keeps what a person chose: dragged sizes stay, a double click takes them back."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

LEAST, REST = 120, 300


class Handle(QSplitterHandle):
    """The line between two panes."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take back what was dragged."""
        splitter = self.splitter()
        if isinstance(splitter, Splitter):
            splitter.forget()


class Splitter(QSplitter):
    """Two panes; `kept` is the one whose size is chosen (0 or 1), the other takes the rest."""

    #: The chosen size was taken back: lay out as if nobody had dragged.
    forgotten = Signal()

    def __init__(self, orientation: Qt.Orientation, kept: int = 0) -> None:
        super().__init__(orientation)
        self._kept = kept
        #: The size that a person gave the kept pane; None as long as nobody has.
        self.chosen: int | None = None
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._moved)

    def createHandle(self) -> QSplitterHandle:
        return Handle(self.orientation(), self)

    def _moved(self, *_: int) -> None:
        self.chosen = self.sizes()[self._kept]

    def place(self, usual: int, room: int | None = None) -> None:
        """Give the kept pane its chosen size, else its usual one, as far as there is room."""
        across = self.orientation() == Qt.Orientation.Horizontal
        whole = room if room is not None else self.width() if across else self.height()
        size = usual
        if self.chosen is not None:
            size = max(LEAST, min(self.chosen, whole - REST))
        sizes = [size, max(REST, whole - size)]
        self.setSizes(sizes if self._kept == 0 else sizes[::-1])

    def forget(self) -> None:
        """As if nobody had dragged."""
        self.chosen = None
        self.forgotten.emit()

    def restore(self, state: Any) -> None:
        """Take a size that was kept since the last time; anything else is nothing."""
        if isinstance(state, int) and not isinstance(state, bool) and LEAST <= state <= 10_000:
            self.chosen = state
