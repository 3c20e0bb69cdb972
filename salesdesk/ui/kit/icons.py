"""Lucide icons in the colours of the theme, drawn once for each size and colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from salesdesk.resources import resource_path
from salesdesk.ui.kit import tokens

RATIO = 2.0  # sharp on dense screens; scaled down on others


def pixmap(name: str, token: str = "text-2", size: int = 16) -> QPixmap:
    """An icon of `size` pixels in a token's colour."""
    return _drawn(name, tokens.hexa(token), size)


def icon(name: str, token: str = "text-2", size: int = 16) -> QIcon:
    """An icon for buttons and menus; paler when its control is off."""
    made = QIcon(pixmap(name, token, size))
    made.addPixmap(pixmap(name, "field", size), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(_rendered(resource_path("salesdesk.svg").read_bytes(), 64))


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int) -> QPixmap:
    svg = resource_path("icons", f"{name}.svg").read_text("utf-8")
    # QtSvg draws a raw currentColor black
    svg = svg.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    return _rendered(svg.encode(), size)


def _rendered(svg: bytes, size: int) -> QPixmap:
    drawn = QPixmap(round(size * RATIO), round(size * RATIO))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size * RATIO, size * RATIO))
    painter.end()
    drawn.setDevicePixelRatio(RATIO)
    return drawn
