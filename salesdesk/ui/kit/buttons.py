"""Buttons that show their key: one letter, one action."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tip, width_of
from salesdesk.ui.kit.tokens import color


class Button(QPushButton):
    """A verb, with its icon at the left and its key at the right.

    `primary`: the one thing to do here. `danger`: red words, never a red fill. `quiet`: no
    edge until the pointer is over it. `checkable` ones look pressed while they are on.
    """

    def __init__(
        self,
        words: str = "",
        icon: str | None = None,
        key: str | None = None,
        *,
        primary: bool = False,
        danger: bool = False,
        small: bool = False,
        quiet: bool = False,
        menu_arrow: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._key = icon, key
        self._primary, self._danger, self._quiet = primary, danger, quiet
        self._arrow = menu_arrow
        self._small = small
        self._narrow = False
        self.setText(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if not words and key:
            self.setToolTip(tip(key))

    def set_narrow(self, narrow: bool) -> None:
        """Lose the icon, in a narrow window."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def _face(self) -> str:
        return "small medium" if self._small else "body medium"

    def sizeHint(self) -> QSize:
        # a pixel more than the advance: the last letter may reach over it
        words = width_of(self.text(), fonts.font(self._face())) + 2 if self.text() else 0
        width = 2 * self._side() + words
        if self._shows_icon():
            width += 16 + (8 if words else 0)
        if self._key and self.text():
            width += 8 + paint.keycap_width(self._key)
        if self._arrow:
            width += 20
        return QSize(max(width, 32), fonts.scaled(28 if self._small else 32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _side(self) -> int:
        """The room at the left and the right of the words."""
        return 9 if self._narrow else 10 if self._small else 12

    def _shows_icon(self) -> bool:
        return bool(self._icon) and not (self._narrow and self.text())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _colors(self) -> tuple[str | None, str | None, str]:
        """Fill, edge and ink tokens for the state it is in."""
        over = self.underMouse() and self.isEnabled()
        if not self.isEnabled():
            return (None if self._quiet else "surface-2"), "border", "text-3"
        if self._primary:
            return ("accent-hover" if over or self.isDown() else "accent"), None, "on-accent"
        if self.isChecked():
            return "accent-soft", "accent", "accent-text"
        ink = "bad" if self._danger else "text"
        if self._quiet:
            return ("hover" if over else None), None, ink
        return ("hover" if over or self.isDown() else "surface"), "border-strong", ink

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink = self._colors()
        paint.box(
            painter, self.rect(), 6, color(fill) if fill else None, color(edge) if edge else None
        )
        if self.hasFocus():
            ring = "text" if self._primary else "accent"
            paint.box(painter, self.rect(), 6, None, color(ring), 2)
        middle = self.height() // 2
        x = self._side()
        if not self.text():
            x = (self.width() - 16) // 2
        if self._shows_icon():
            token = ink if ink != "text" else "text-2"
            paint.icon(painter, x, middle - 8, str(self._icon), token)
            x += 24
        right = self.width() - min(10, self._side())
        if self._arrow:
            paint.icon(painter, right - 12, middle - 7, "chevron-down", "text-3", 14)
            right -= 20
        if self._key and self.text():
            right -= paint.keycap_width(self._key)
            filled = self._primary and self.isEnabled()
            paint.keycap(painter, right, middle - 9, self._key, on_primary=filled)
        rect = QRect(x, 0, max(0, right - x), self.height())
        paint.text(painter, rect, self.text(), self._face(), ink)
