"""What delegates and small widgets paint: chips, scores, avatars, keys, meters and text."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QStaticText

from salesdesk.ui.kit import fonts, icons
from salesdesk.ui.kit.text import elide, width_of
from salesdesk.ui.kit.tokens import avatar_colors, color

CHIP_HEIGHT = 20
#: kind of chip -> background and text tokens
CHIPS = {
    "mkt": ("mkt-soft", "mkt"),
    "sales": ("sales-soft", "sales"),
    "good": ("good-soft", "good"),
    "warn": ("warn-soft", "warn"),
    "bad": ("bad-soft", "bad"),
    "plain": ("neutral-soft", "text-2"),
}


def text(
    painter: QPainter,
    rect: QRect,
    words: str,
    style: str = "body",
    token: str = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    figures: bool = False,
) -> int:
    """Paint one line, cut to the rectangle; how wide it came out."""
    scale = fonts.scaled(1000)
    line, wide, size = _line(words, style, figures, scale)
    if wide > rect.width():
        line, wide, size = _cut(words, style, figures, scale, rect.width())
    left = float(rect.left())
    if align & Qt.AlignmentFlag.AlignRight:
        left += rect.width() - size.width()
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left += (rect.width() - size.width()) / 2
    painter.setFont(fonts.font(style, figures=figures))
    painter.setPen(color(token))
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - size.height()) / 2), line)
    return wide


@lru_cache(maxsize=1024)
def _line(words: str, style: str, figures: bool, scale: int) -> tuple[QStaticText, int, QSizeF]:
    """A line laid out, its width and size. Lists show the same words again and again, and
    laying them out costs three times what painting them does; `scale` makes them anew."""
    face = fonts.font(style, figures=figures)
    line = QStaticText(words)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.prepare(font=face)
    return line, width_of(words, face), line.size()


@lru_cache(maxsize=1024)
def _cut(
    words: str, style: str, figures: bool, scale: int, room: int
) -> tuple[QStaticText, int, QSizeF]:
    face = fonts.font(style, figures=figures)
    return _line(elide(words, face, room), style, figures, scale)


def box(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1,
) -> None:
    """Paint a rounded rectangle, filled, edged or both."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge is not None else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def chip_width(words: str, limit: int = 400) -> int:
    """How wide a chip with these words is, at most `limit`."""
    return min(limit, width_of(words, fonts.font("tiny")) + 16)


def chip(
    painter: QPainter,
    x: int,
    y: int,
    words: str,
    kind: str = "plain",
    *,
    limit: int = 400,
    selected: bool = False,
) -> int:
    """Paint a chip with its left edge at `x`; its width. On a selected row it turns white."""
    back, ink = CHIPS[kind]
    width = chip_width(words, limit)
    rect = QRect(x, y, width, CHIP_HEIGHT)
    box(painter, rect, 5, color("surface" if selected else back))
    text(painter, rect.adjusted(8, 0, -6, 0), words, "tiny", ink)
    return width


def score(painter: QPainter, rect: QRect, points: int) -> None:
    """Paint a score: filled from 70, teal outline from 50, grey outline below."""
    if points >= 70:
        box(painter, rect, 5, color("mkt"))
        ink = "surface"
    else:
        edge = "mkt-fill" if points >= 50 else "border-strong"
        box(painter, rect, 5, color("surface"), color(edge), 1.2)
        ink = "mkt" if points >= 50 else "text-2"
    text(painter, rect, str(points), "tiny strong", ink, Qt.AlignmentFlag.AlignHCenter)


def avatar(painter: QPainter, rect: QRect, initials: str, number: int) -> None:
    """Paint a person's initials in their colour."""
    back, ink = avatar_colors(number)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawEllipse(rect)
    painter.setFont(_initials(max(8, round(rect.height() * 0.4))))
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials[:2])
    painter.restore()


@lru_cache(maxsize=8)
def _initials(pixels: int) -> QFont:
    """Kept: a font that is made anew looks for its file at each painting."""
    face = QFont(fonts.font("initials"))
    face.setPixelSize(pixels)
    return face


def keycap_width(key: str) -> int:
    """How wide the cap of a key is."""
    return max(18, width_of(key, fonts.font("tiny")) + 10)


def keycap(painter: QPainter, x: int, y: int, key: str, *, on_primary: bool = False) -> int:
    """Paint the cap of a key, 18 high; its width."""
    width = keycap_width(key)
    rect = QRect(x, y, width, 18)
    edge = color("on-accent" if on_primary else "border-strong")
    if on_primary:
        edge.setAlphaF(0.5)
    box(painter, rect, 4, None if on_primary else color("surface"), edge)
    ink = "on-accent" if on_primary else "text-2"
    text(painter, rect, key, "tiny", ink, Qt.AlignmentFlag.AlignHCenter)
    return width


def meter(
    painter: QPainter,
    rect: QRect,
    share: float,
    token: str = "sales-fill",
    pace: float | None = None,
) -> None:
    """Paint a meter filled to `share` (0 to 1), with a mark where an even pace would be."""
    box(painter, rect, min(3, rect.height() / 2), color("track"))
    filled = QRectF(rect)
    filled.setWidth(rect.width() * min(1.0, max(0.0, share)))
    if filled.width() > 0:
        box(painter, filled, min(3, rect.height() / 2), color(token))
    if pace is not None:
        x = rect.left() + round(rect.width() * min(1.0, max(0.0, pace)))
        painter.fillRect(QRect(x - 1, rect.top() - 3, 2, rect.height() + 6), color("text"))


def dot(painter: QPainter, x: int, y: int, token: str = "accent", size: int = 8) -> None:
    """Paint a dot with its centre at `x`, `y`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    painter.drawEllipse(QPointF(x, y), size / 2, size / 2)
    painter.restore()


def icon(
    painter: QPainter, x: int, y: int, name: str, token: str = "text-2", size: int = 16
) -> None:
    """Paint an icon with its top left corner at `x`, `y`."""
    painter.drawPixmap(x, y, icons.pixmap(name, token, size))


def hairline(painter: QPainter, rect: QRect, token: str = "border") -> None:
    """Paint the line under a row."""
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color(token))
