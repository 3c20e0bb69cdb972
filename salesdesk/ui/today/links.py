"""Words and numbers that open the list behind them, and small painted parts of the cards."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tip, width_of
from salesdesk.ui.kit.tokens import color


class Link(QPushButton):
    """Plain words that can be pressed; `opens` says to a screen reader and a tooltip what for."""

    def __init__(
        self,
        words: str = "",
        style: str = "small",
        token: str = "accent-text",
        slot: Callable[[], object] | None = None,
        opens: str = "",
    ) -> None:
        super().__init__()
        self._style, self._token = style, token
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip(opens))
        self.set_words(words)
        if slot is not None:
            self.clicked.connect(lambda: slot())

    def set_words(self, words: str, token: str | None = None) -> None:
        """Show other words; none hide it."""
        self._token = token or self._token
        self.setText(words)
        opens = self.toolTip()
        self.setAccessibleName(f"{words}: {opens}" if opens else words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        face = fonts.font(self._style)
        return QSize(
            width_of(self.text(), face) + 1, fonts.scaled(fonts.STYLES[self._style][0] + 8)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, like Space: in a window a button hears Space alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = "accent-text" if self.underMouse() else self._token
        paint.text(painter, self.rect(), self.text(), self._style, token)
        if self.hasFocus():
            paint.box(painter, self.rect(), 4, None, color("accent"), 2)


class Statement(QWidget):
    """A sentence over several lines with some of its words in another colour."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._strong, self._token = "", "", "mkt"
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str, strong: str = "", token: str = "mkt") -> None:
        """Say `words`, of which `strong` stands out."""
        self._words, self._strong, self._token = words, strong, token
        self.setAccessibleName(words)
        self._fit()
        self.update()

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self._words, fonts.font("statement"))
        start = self._words.find(self._strong) if self._strong else -1
        if start >= 0:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = start, len(self._strong)
            ink = QTextCharFormat()
            ink.setForeground(color(self._token))
            mark.format = ink
            layout.setFormats([mark])
        high = fonts.scaled(22)
        layout.beginLayout()
        top = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(80, width))
            line.setPosition(QPointF(0, top + (high - line.height()) / 2))
            top += high
        layout.endLayout()
        return layout, top

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self._laid_out(self.width())[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(color("text"))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))


class Segments(QWidget):
    """One box for each lead that is needed, filled for those that are there."""

    MOST = 44

    def __init__(self) -> None:
        super().__init__()
        self._have, self._need = 0, 0
        self.setFixedHeight(16)

    def set_counts(self, have: int, need: int, words: str) -> None:
        """Fill `have` of `need` boxes; `words` say it to a screen reader."""
        self._have, self._need = have, need
        self.setAccessibleName(words)
        self.setVisible(need > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._need > self.MOST:
            rect = QRect(0, 3, self.width(), 10)
            paint.meter(painter, rect, self._have / self._need, "mkt-fill")
            return
        gap = 3 if self._need > 12 else 4
        wide = (self.width() + gap) / max(1, self._need) - gap
        for number in range(self._need):
            box = QRectF(number * (wide + gap), 0, wide, 16)
            paint.box(painter, box, 3, color("mkt-fill" if number < self._have else "track"))
