"""Rows that lead to linked records: a deal, a lead, a colleague, a firm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.painted_rows import PaintedRows
from salesdesk.ui.kit.text import width_of
from salesdesk.ui.kit.tokens import color

RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Link:
    """One row: words, more words, a figure or day at the right; `go` opens what it is about."""

    icon: str
    words: str
    more: str = ""
    right: str = ""
    go: Callable[[], object] | None = None
    token: str = "text-2"


class Links(PaintedRows):
    """Painted rows: arrows walk, Enter or a click opens."""

    def __init__(self, name: str) -> None:
        super().__init__(30)
        self._links: Sequence[Link] = ()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_links(self, links: Sequence[Link]) -> None:
        """Show these rows; none hide it."""
        self._links = links
        opens = any(link.go is not None for link in links)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(
            "; ".join(", ".join(p for p in (k.words, k.more, k.right) if p) for k in links)
        )
        self.setVisible(bool(links))
        self._lay(len(links))

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(160, self._line * len(self._links))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        link = self._link(event.position().y())
        hand = link is not None and link.go is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        link = self._link(event.position().y())
        if link is not None and link.go is not None:
            link.go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._links:
            go = self._links[self._at].go
            if go is not None:
                go()
        else:
            super().keyPressEvent(event)

    def _link(self, y: float) -> Link | None:
        number = self._row_at(y)
        return None if number is None else self._links[number]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, words, more, right."""
        painter = QPainter(self)
        for number, link in enumerate(self._links):
            place = QRect(0, number * self._line, self.width(), self._line)
            if link.icon:  # a row without one goes on with what the row above tells
                paint.icon(painter, 0, place.center().y() - 7, link.icon, link.token, 14)
            room = place.adjusted(22, 0, 0, 0)
            if link.right:
                wide = width_of(link.right, fonts.font("body", figures=True)) + 2
                paint.text(painter, room, link.right, "body", "text-2", RIGHT, figures=True)
                room = room.adjusted(0, 0, -wide - 10, 0)
            token = "accent-text" if link.go is not None else "text"
            style = "body medium" if link.go is not None else "body"
            used = paint.text(painter, room, link.words, style, token)
            if link.more:
                rest = room.adjusted(used + 10, 0, 0, 0)
                paint.text(painter, rest, link.more, "small", "text-3")
            if number < len(self._links) - 1 and self._links[number + 1].icon:
                paint.hairline(painter, place)
            if self.hasFocus() and number == self._at:
                paint.box(painter, place, 4, None, color("accent"), 2)
        painter.end()
