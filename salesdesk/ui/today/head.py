"""The head of the page: the day, the way to search and commands, and a new lead."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label, page_title
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color


class SearchButton(QPushButton):
    """Looks like a field and opens the palette, which is one."""

    def __init__(self, slot: Callable[[], object]) -> None:
        super().__init__(tr("Search or run a command"))
        self.setAccessibleName(self.text())
        self.clicked.connect(lambda: slot())

    def sizeHint(self) -> QSize:
        return QSize(296, fonts.scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        over = self.underMouse()
        paint.box(painter, self.rect(), 6, color("hover" if over else "surface"), color("field"))
        if self.hasFocus():
            paint.box(painter, self.rect(), 6, None, color("accent"), 2)
        middle = self.height() // 2
        paint.icon(painter, 12, middle - 8, "search", "text-2")
        right = self.width() - 8 - paint.keycap_width("Ctrl K")
        paint.keycap(painter, right, middle - 9, "Ctrl K")
        rect = QRect(36, 0, right - 44, self.height())
        paint.text(painter, rect, self.text(), "body", "text-3", Qt.AlignmentFlag.AlignLeft)


class Head(QWidget):
    """Title and day at the left, search and the new lead at the right."""

    def __init__(self, search: Callable[[], object] | None, new_lead: Callable[[], object]) -> None:
        super().__init__()
        self.setFixedHeight(fonts.scaled(60))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 6)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(page_title(tr("Today")))
        self.day = Label("", "small", "text-2")
        words.addWidget(self.day)
        row.addLayout(words)
        row.addStretch()
        self.search = SearchButton(search or (lambda: None))
        self.search.setVisible(search is not None)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self.new = Button(tr("New lead"), "plus", "Ctrl N", primary=True)
        self.new.clicked.connect(lambda: new_lead())
        row.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_day(self, today: date) -> None:
        """Say which day it is."""
        self.day.setText(formats.long_day(today))
