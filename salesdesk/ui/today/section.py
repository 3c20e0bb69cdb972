"""One list of the day: its heading with the count, its lines, and a sentence when it is empty."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tip
from salesdesk.ui.kit.widgets import Rule
from salesdesk.ui.today.links import Link
from salesdesk.ui.today.rows import ROW_HEIGHT, DayDelegate, DayRow


class DayList(RowList):
    """The lines; moving past either end goes on in the next list."""

    passed_end = Signal(int)
    entered = Signal()

    def __init__(self, model: RowsModel, title: str) -> None:
        super().__init__(model, DayDelegate(), fonts.scaled(ROW_HEIGHT), title)
        # the delegate paints the selection with round corners; the view would paint a box
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the list, which is as high as its lines."""
        event.ignore()

    def step(self, count: int) -> None:
        """Move the selection; out of this list at its ends."""
        goal = self.currentIndex().row() + count
        if 0 <= goal < self.rows_model().rowCount():
            self.select_row(goal)
        else:
            self.passed_end.emit(count)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class DaySection(QWidget):
    """A heading, a list that is as high as its lines, and words for an empty one."""

    def __init__(self, title: str, empty: str, show_all: Callable[[], object], opens: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = self._head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 0)
        head.setSpacing(8)
        head.addWidget(Label(title, "section"))
        self.count = Link("", "body", "text-3", show_all, opens)
        self._note_opens = show_all
        self.note = Link("", "small", "bad", lambda: self._note_opens(), opens)
        self.all = Link("", "small", "accent-text", show_all, opens)
        head.addWidget(self.count)
        head.addWidget(self.note)
        head.addStretch()
        head.addWidget(self.all)
        column.addLayout(head)
        column.addSpacing(8)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(Rule())
        column.addLayout(line)
        self._model = RowsModel(key=lambda row: int(row.ident), words=lambda row: str(row.said))
        self.list = DayList(self._model, title)
        column.addWidget(self.list)
        self.empty = Label(empty, "body", "text-3")
        self.empty.setContentsMargins(8, 0, 8, 0)
        self.empty.setFixedHeight(fonts.scaled(ROW_HEIGHT))
        column.addWidget(self.empty)
        # until the day has been read nothing is said: neither lines nor that there are none
        self.list.setFixedHeight(3 * fonts.scaled(ROW_HEIGHT))
        self.empty.hide()

    def note_opens(self, slot: Callable[[], object], opens: str) -> None:
        """What the note counts is a part of the list: it opens that part."""
        self._note_opens = slot
        self.note.setToolTip(tip(opens))

    def set_rows(self, rows: list[DayRow], count: int, note: str, all_words: str) -> None:
        """Show the first lines of a list of `count`."""
        self._model.set_rows([*rows[:-1], *(replace(row, last=True) for row in rows[-1:])])
        self.list.setFixedHeight(fonts.scaled(ROW_HEIGHT) * len(rows))
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.count.set_words(f"{count:,}" if count else "")
        self.note.set_words(note)
        self.all.set_words(all_words)

    def height_needed(self) -> int:
        """How high this is with its heading and the lines that it holds now."""
        head = self._head.sizeHint().height()
        return head + 9 + fonts.scaled(ROW_HEIGHT) * max(1, self.lines())

    def row(self) -> DayRow | None:
        """The selected line."""
        found = self._model.row_at(self.list.currentIndex().row())
        return found if isinstance(found, DayRow) else None

    def position_of(self, wanted: DayRow) -> int | None:
        """Where the line of the same record stands now."""
        for number in range(self._model.rowCount()):
            row = self._model.row_at(number)
            same = (row.table, row.key, row.activity_id)
            if same == (wanted.table, wanted.key, wanted.activity_id):
                return number
        return None

    def lines(self) -> int:
        """How many lines are shown."""
        return self._model.rowCount()
