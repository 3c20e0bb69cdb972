"""The toast: what happened, and the way back, for eight seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color, hexa

SHOWN_MS = 8000
EDGE, GAP = 14, 12


class Toast(QWidget):
    """At the bottom left of the content, in as many lines as fit; stays under the pointer."""

    def __init__(self, parent: QWidget, undo: Callable[[], object]) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 8, EDGE, 8)
        row.setSpacing(GAP)
        self.words = Label("", "body", "on-tip", wrap=True)
        row.addWidget(self.words)
        self.undo = QPushButton(tr("Undo") + "  Z")
        self.undo.setFont(fonts.font("body strong"))
        self.undo.setFlat(True)
        self.undo.clicked.connect(lambda: undo())
        row.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, *, undo: bool, x: int, bottom: int) -> None:
        """Show `words` with its lower left corner at `x`, `bottom`."""
        self.words.setText(words)
        self.words.set_token("on-tip")
        self.undo.setStyleSheet(f"color: {hexa('on-tip')}; text-decoration: underline;")
        self.undo.setVisible(undo)
        self._wrap(x)
        self.setAccessibleName(words)
        self.adjustSize()
        self.move(x, bottom - self.height())
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
        announce(self, words)

    def _wrap(self, x: int) -> None:
        """One line where the window is wide enough for it."""
        room = self.window().width() - x - GAP - 2 * EDGE
        if not self.undo.isHidden():
            room -= self.undo.sizeHint().width() + GAP
        wide = min(self.words.fontMetrics().horizontalAdvance(self.words.text()) + 2, room)
        self.words.setFixedSize(wide, self.words.heightForWidth(wide))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SHOWN_MS // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), self.rect(), 8, color("tip"))
