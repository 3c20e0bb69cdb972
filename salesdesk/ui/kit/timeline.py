"""The timeline of a record: ring and icon, title, time, and one or two lines of text."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.tokens import color


@dataclass(frozen=True)
class TimelineEntry:
    """What happened: an icon, a title, when it was in words, and some text."""

    icon: str
    title: str
    when: str
    text: str = ""


class Timeline(QWidget):
    """Entries under each other, newest first; as high as they need."""

    def __init__(self, name: str = "Timeline") -> None:
        super().__init__()
        self._entries: Sequence[TimelineEntry] = ()
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these entries."""
        self._entries = entries
        said = "; ".join(f"{e.when}: {e.title}. {e.text}" for e in entries)
        self.setAccessibleDescription(said)
        self.setFixedHeight(self._layout_height())
        self.update()

    def _text_rect(self, y: int, entry: TimelineEntry) -> QRect:
        metrics = self.fontMetrics()
        flags = int(Qt.TextFlag.TextWordWrap)
        wide = max(60, self.width() - 36)
        return metrics.boundingRect(QRect(36, y, wide, 1000), flags, entry.text)

    def _layout_height(self) -> int:
        self.setFont(fonts.font("body"))
        line = fonts.scaled(20)
        return 1 + sum(
            line + 14 + (self._text_rect(0, e).height() if e.text else 0) for e in self._entries
        )

    def resizeEvent(self, event: object) -> None:
        self.setFixedHeight(self._layout_height())

    def sizeHint(self) -> QSize:
        return QSize(200, self._layout_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = fonts.scaled(20)
        y = 1  # the first ring begins a pixel above its line
        for number, entry in enumerate(self._entries):
            text = self._text_rect(y + line, entry) if entry.text else QRect()
            high = line + 14 + text.height()
            if number < len(self._entries) - 1:
                painter.fillRect(QRect(11, y + 24, 1, high - 24), color("border-strong"))
            paint.box(
                painter, QRect(0, y - 1, 24, 24), 12, color("surface"), color("border-strong")
            )
            paint.icon(painter, 5, y + 4, entry.icon, "text-2", 14)
            when = paint.text(
                painter,
                QRect(36, y, self.width() - 36, line),
                entry.when,
                "small",
                "text-3",
                Qt.AlignmentFlag.AlignRight,
            )
            title = QRect(36, y, self.width() - 48 - when, line)
            paint.text(painter, title, entry.title, "body strong")
            if entry.text:
                painter.setFont(fonts.font("body"))
                painter.setPen(color("text-2"))
                wide = text.adjusted(0, 0, 2, 2)
                painter.drawText(wide, int(Qt.TextFlag.TextWordWrap), entry.text)
            y += high
