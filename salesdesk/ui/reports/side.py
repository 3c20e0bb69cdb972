"""The left pane: which report, which of its parts, and how it is printed."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.fields import check
from salesdesk.ui.kit.labels import Label, section
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Pane, Rule, scrolled


class ReportName(QWidget):
    """The report that is shown: icon, name and how long it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._words = name, ""
        self.setFixedHeight(fonts.scaled(52))
        self.setAccessibleName(name)

    def set_words(self, words: str) -> None:
        """The second line."""
        self._words = words
        self.setAccessibleName(f"{self._name}, {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, self.rect(), 6, color("selection"))
        paint.icon(painter, 8, self.height() // 2 - 8, "file-text", "accent-text")
        width, half = self.width() - 42, self.height() // 2
        paint.text(painter, QRect(34, 5, width, half - 4), self._name, "section", "text")
        paint.text(painter, QRect(34, half, width, half - 5), self._words, "small", "text-2")


class SidePane(Pane):
    """The report and its switches; `changed` when a person turns one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("surface")
        self.hidden: frozenset[str] = frozenset()
        self.boxes: dict[str, QCheckBox] = {}
        inner = Pane("surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(section(tr("Reports")))
        self.report = ReportName(tr("Monthly report"))
        column.addWidget(self.report)
        column.addSpacing(8)
        column.addWidget(Rule())
        self.title = Label(tr("Sections in this report"), "small medium", "text-2")
        column.addSpacing(4)
        column.addWidget(self.title)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)  # each is 28 high: what can be pressed needs no more between
        column.addLayout(self._list)
        column.addSpacing(12)
        column.addWidget(Label(tr("Printing"), "small medium", "text-2"))
        self.plain = check(tr("Black and white"))
        self.plain.setToolTip(tr("Patterns instead of colours, for a printer without colour."))
        self.plain.clicked.connect(lambda _on: self.changed.emit())
        column.addWidget(self.plain)
        column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inner))

    def set_parts(self, parts: Sequence[str]) -> None:
        """The parts of this report, ticked unless a person has left them out."""
        self.title.setVisible(bool(parts))
        if list(self.boxes) == list(parts):
            return
        for box in self.boxes.values():
            self._list.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        for part in parts:
            box = check(part, part not in self.hidden)
            box.clicked.connect(lambda on, part=part: self._switch(part, on))
            self._list.addWidget(box)
            self.boxes[part] = box

    def _switch(self, part: str, on: bool) -> None:
        self.hidden = self.hidden - {part} if on else self.hidden | {part}
        self.changed.emit()
