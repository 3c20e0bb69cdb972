"""How one deal card is painted: on the board, and while it is carried."""

from collections import OrderedDict
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from salesdesk.queries.deals import Card
from salesdesk.ui.deals import words
from salesdesk.ui.deals.model import CARD
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.tokens import color, theme

HEIGHT = 108
GAP = 8
PITCH = HEIGHT + GAP
SIDE = 8
#: Cards kept as pictures: those in sight on a large screen, twelve megabytes.
PICTURES = 128
RIGHT = Qt.AlignmentFlag.AlignRight


class CardDelegate(QStyledItemDelegate):
    """Paints the cards of every column; it knows no widget."""

    def __init__(self, money: words.Money, zone: str, today: date) -> None:
        super().__init__()
        self._money, self._zone, self.today = money, zone, today
        #: The deal that is being carried; a dashed place is kept for it.
        self.carried: int | None = None
        #: Whether the board has the focus: its picked card then has a ring.
        self.focused = True
        #: How a card looks -> its picture once it was painted twice: a drop paints one card.
        self._pictures: OrderedDict[tuple[Any, ...], QPixmap | None] = OrderedDict()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All cards are alike."""
        return QSize(200, PITCH)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One card in its column."""
        card: Card | None = index.data(CARD)
        if card is None:
            return
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        place = rect.adjusted(SIDE, 0, -SIDE, -GAP)
        if card.key == self.carried:
            _dashed(painter, place)
            return
        picked = bool(state & QStyle.StateFlag.State_Selected)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        ratio = painter.device().devicePixelRatio()
        looks = (theme(), fonts.scaled(100), self.focused, self.today)
        key = (card, place.width(), ratio, picked, hover, *looks)
        if key not in self._pictures:  # at first sight a picture would only cost time
            self._keep(key, None)
            self.paint_card(painter, place, card, picked=picked, hover=hover)
            return
        drawn = self._pictures[key]
        if drawn is None:
            drawn = QPixmap(place.size() * ratio)
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(color("sunken"))  # no holes: letters keep the screen's own smoothing
            inner = QPainter(drawn)
            around = QRect(QPoint(0, 0), place.size())
            self.paint_card(inner, around, card, picked=picked, hover=hover)
            inner.end()
        self._keep(key, drawn)
        painter.drawPixmap(place.topLeft(), drawn)

    def _keep(self, key: tuple[Any, ...], drawn: QPixmap | None) -> None:
        self._pictures[key] = drawn
        self._pictures.move_to_end(key)
        if len(self._pictures) > PICTURES:
            self._pictures.popitem(last=False)

    def paint_card(
        self,
        painter: QPainter,
        place: QRect,
        card: Card,
        *,
        picked: bool = False,
        hover: bool = False,
    ) -> None:
        """A card in a rectangle of 108 height."""
        paint.box(
            painter, place, 6, color("surface"), color("border-strong" if hover else "border")
        )
        if card.quiet:
            _edge(painter, place, color("warn-fill"))
        inner = place.adjusted(11, 8, -10, 0)
        self._head(painter, inner, card)
        self._figures(painter, inner, card)
        self._foot(painter, place, card)
        if picked:
            token = "accent" if self.focused else "border-strong"
            paint.box(painter, place, 6, None, color(token), 2)

    def _head(self, painter: QPainter, inner: QRect, card: Card) -> None:
        room = inner.width()
        if card.initials:
            disc = QRect(inner.right() - 19, inner.top() + 1, 20, 20)
            paint.avatar(painter, disc, card.initials, card.colour or 0)
            room -= 26
        name, title = (card.name, card.title) if card.name else (card.title, card.campaign or "")
        top = QRect(inner.left(), inner.top(), room, 20)
        paint.text(painter, top, name, "body strong")
        second = QRect(inner.left(), inner.top() + 20, inner.width(), 18)
        paint.text(painter, second, title, "small", "text-2")

    def _figures(self, painter: QPainter, inner: QRect, card: Card) -> None:
        line = QRect(inner.left(), inner.top() + 42, inner.width(), 20)
        age = words.age_words(words.days_since(card.stage_since, self._zone, self.today))
        if card.quiet:
            taken = paint.text(painter, line, age, "small medium", "warn", RIGHT) + 18
            paint.icon(painter, line.right() - taken + 1, line.top() + 3, "hourglass", "warn", 14)
        else:
            taken = paint.text(painter, line, age, "small", "text-3", RIGHT)
        left = line.adjusted(0, 0, -taken - 8, 0)
        paint.text(painter, left, self._money.whole(card.amount), "body strong", figures=True)

    def _foot(self, painter: QPainter, place: QRect, card: Card) -> None:
        line = place.top() + 76
        painter.fillRect(
            QRect(place.left() + (3 if card.quiet else 1), line, place.width() - 4, 1),
            color("border"),
        )
        step = words.step_of(card.next_step, card.next_step_on, card.next_step_at, self.today)
        foot = QRect(place.left() + 11, line + 1, place.width() - 21, HEIGHT - 78)
        paint.icon(painter, foot.left(), foot.center().y() - 6, step.icon, step.token, 14)
        taken = 0
        if step.day:
            taken = paint.text(painter, foot, step.day, "small medium", step.day_token, RIGHT)
        room = foot.adjusted(20, 0, -taken - 6, 0)
        token = "warn" if step.state == "none" else "text-2"
        style = "small medium" if step.state == "none" else "small"
        paint.text(painter, room, step.words, style, token)

    def paint_mark(self, painter: QPainter, y: int, width: int) -> None:
        """The right edge of a card that a colleague has just changed."""
        painter.fillRect(QRect(width - SIDE - 4, y + 1, 3, HEIGHT - 2), color("good-fill"))

    def paint_drop_line(self, painter: QPainter, y: int, width: int) -> None:
        """Where a dragged card would land."""
        rect = QRect(SIDE, max(0, y - GAP // 2 - 1), width - 2 * SIDE, 3)
        paint.box(painter, rect, 1.5, color("accent"))

    def picture(self, card: Card, width: int, ratio: float) -> QPixmap:
        """The card as it is carried, with an accent edge."""
        size = QSize(max(120, width - 2 * SIDE), HEIGHT)
        drawn = QPixmap(size * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint_card(painter, QRect(QPoint(0, 0), size), card)
        paint.box(painter, QRect(QPoint(0, 0), size), 6, None, color("accent"), 1.5)
        painter.end()
        return drawn


def _edge(painter: QPainter, place: QRect, colour: QColor) -> None:
    """The 3 px edge at the left of a card, inside its rounded corners."""
    painter.save()
    painter.setClipRect(QRect(place.left(), place.top(), 3, place.height()))
    paint.box(painter, place, 6, colour)
    painter.restore()


def _dashed(painter: QPainter, place: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("border-strong"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.restore()
