"""The head of a page: its name, a line under it, the search box and one primary button."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color


class SearchBox(QPushButton):
    """Looks like a field, opens the palette."""

    def __init__(self, slot: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(tr("Search or run a command"))
        self.clicked.connect(lambda: slot())
        self.setMinimumWidth(160)
        self.setMaximumWidth(296)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        return QSize(296, fonts.scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = color("accent" if self.hasFocus() else "field")
        paint.box(painter, self.rect(), 6, color("surface"), edge, 2 if self.hasFocus() else 1)
        paint.icon(painter, 11, self.height() // 2 - 8, "search", "text-3")
        cap = paint.keycap_width("Ctrl K")
        words = QRect(36, 0, self.width() - 52 - cap, self.height())
        paint.text(painter, words, tr("Search or run a command"), "body", "text-3")
        paint.keycap(painter, self.width() - cap - 7, self.height() // 2 - 9, "Ctrl K")


class PageHead(QWidget):
    """Title and second line at the left; search and the primary button at the right."""

    def __init__(
        self,
        title: str,
        open_palette: Callable[[], object],
        button: Button | None = None,
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(title, "page title")
        self.subtitle = Label("", "small", "text-2")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        row.addLayout(words, 1)
        self.search = SearchBox(open_palette)
        row.addWidget(self.search)
        self.button = button
        if button is not None:
            row.addWidget(button)
