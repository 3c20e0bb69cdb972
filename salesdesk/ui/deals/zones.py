"""Won and Lost: where a carried card can be dropped, under the board."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.ui.deals.column import deal_in
from salesdesk.ui.kit import paint
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

HEIGHT = 72


class Zone(QWidget):
    """One place to drop a card on."""

    dropped = Signal(object)

    def __init__(self, kind: str, title: str, icon: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._token, self._title, self._icon, self._key = kind, title, icon, key
        self.words = ""
        self._over = False
        self.setAcceptDrops(True)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(title)

    def say(self, words: str) -> None:
        """What dropping here does."""
        self.words = words
        self.setAccessibleDescription(words)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only deals."""
        if deal_in(event.mimeData()) is not None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self._light(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The card went on."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which deal was dropped."""
        self._light(False)
        key = deal_in(event.mimeData())
        if key is not None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped.emit(key)

    def _light(self, on: bool) -> None:
        self._over = on
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, title, what happens, and the key that does the same."""
        painter = QPainter(self)
        if self._over:
            edge = color(f"{self._token}-fill")
            paint.box(painter, self.rect(), 8, color(f"{self._token}-soft"), edge, 2)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("border-strong"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(color("surface-2"))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        paint.icon(painter, 22, self.height() // 2 - 10, self._icon, self._token, 20)
        room = self.width() - 54 - 56
        title = QRect(54, self.height() // 2 - 22, room, 22)
        paint.text(painter, title, self._title, "dialog title", self._token)
        below = QRect(54, self.height() // 2 + 1, room, 18)
        paint.text(painter, below, self.words, "small", self._token if self._over else "text-3")
        x = self.width() - 22 - paint.keycap_width(self._key)
        paint.keycap(painter, x, self.height() // 2 - 9, self._key)
        painter.end()


class Zones(QWidget):
    """Won and Lost side by side; hidden while nothing is carried."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.won = Zone("good", tr("Won"), "circle-check", "W", self)
        self.lost = Zone("bad", tr("Lost"), "circle-x", "L", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.won, 1)
        layout.addWidget(self.lost, 1)
        self.hide()
