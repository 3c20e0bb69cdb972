"""Bars and marks on a timeline, painted: for the campaigns and for one campaign's activities."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from salesdesk.queries.campaigns import Campaign, Line
from salesdesk.ui.campaigns.axis import Axis
from salesdesk.ui.campaigns.words import dates_words, plain_day
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color

DAY = timedelta(days=1)
TICK_WIDTH = 64


def ticks(painter: QPainter, rect: QRect, axis: Axis, today: date) -> None:
    """The names of some days above a timeline, and "Today" where it is."""
    mark = None
    if axis.holds(today):
        x = rect.left() + axis.x(today, rect.width())
        words, face = tr("Today"), fonts.font("small strong")
        width = width_of(words, face) + 2
        left = int(x + 4 if x + 4 + width <= rect.right() else x - width - 4)
        mark = QRect(left, rect.top(), width, rect.height())
        paint.text(painter, mark, words, "small strong", "accent-text")
    for day in axis.ticks(max(rect.width() // TICK_WIDTH, 1)):
        left = rect.left() + round(axis.x(day, rect.width()))
        words = plain_day(day)
        place = QRect(left, rect.top(), width_of(words, fonts.font("small")) + 2, rect.height())
        if place.right() > rect.right() or (
            mark is not None and place.adjusted(-6, 0, 6, 0).intersects(mark)
        ):
            continue
        paint.text(painter, place, words, "small", "text-3")


def today_line(painter: QPainter, rect: QRect, axis: Axis, today: date) -> None:
    """The line of today, from top to bottom."""
    if axis.holds(today):
        x = rect.left() + round(axis.x(today, rect.width()))
        painter.fillRect(QRect(x, rect.top(), 2, rect.height()), color("accent"))


def campaign_bar(
    painter: QPainter, rect: QRect, campaign: Campaign, axis: Axis, today: date
) -> None:
    """One campaign from its start to its end; without an end it fades out to the right."""
    if campaign.starts_on:
        first = date.fromisoformat(campaign.starts_on)
        last = date.fromisoformat(campaign.ends_on) if campaign.ends_on else axis.last
        token = {"active": "mkt-fill", "paused": "warn-fill"}.get(campaign.status, "field")
        span_bar(painter, rect, axis, first, last, token, hollow=campaign.status == "planned")
    today_line(painter, rect, axis, today)


def span_bar(
    painter: QPainter,
    rect: QRect,
    axis: Axis,
    first: date,
    last: date,
    token: str,
    *,
    hollow: bool = False,
) -> None:
    """A bar over some days; hollow for what is still to come."""
    left = rect.left() + axis.x(first, rect.width())
    right = rect.left() + axis.x(last + DAY, rect.width())
    bar = QRectF(left, rect.center().y() - 3.5, max(right - left, 4), 8)
    if hollow:
        paint.box(painter, bar, 3, color("surface"), color(token), 1.5)
    else:
        paint.box(painter, bar, 3, color(token))


def diamond(painter: QPainter, rect: QRect, axis: Axis, day: date, token: str) -> None:
    """A single day."""
    x = rect.left() + axis.x(day, rect.width()) + rect.width() / axis.days / 2
    y = rect.center().y() + 0.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    size = 6
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(x, y - size),
                QPointF(x + size, y),
                QPointF(x, y + size),
                QPointF(x - size, y),
            ]
        )
    )
    painter.restore()


def activity_mark(painter: QPainter, rect: QRect, line: Line, axis: Axis, today: date) -> None:
    """One line of a campaign's timeline: grey when over, teal when on, amber to come."""
    first, last = line_days(line)
    if last == first:
        token = "warn-fill" if first > today and not line.done else "mkt-fill"
        diamond(painter, rect, axis, first, "field" if line.done and first < today else token)
        return
    if line.done or last < today:
        span_bar(painter, rect, axis, first, last, "field")
    else:
        span_bar(painter, rect, axis, first, last, "mkt-fill", hollow=first > today)


def line_days(line: Line) -> tuple[date, date]:
    """First and last day of a line."""
    first = date.fromisoformat(line.starts_on)
    return first, date.fromisoformat(line.ends_on) if line.ends_on else first


def line_words(line: Line, today: date) -> str:
    """One line of a timeline as a sentence, for tooltips and screen readers."""
    first, last = line_days(line)
    days = dates_words(line.starts_on, line.ends_on or line.starts_on, today)
    if line.done:
        state = tr("done")
    elif last < today:
        state = tr("over, not ticked off")
    else:
        state = tr("to come") if first > today else tr("now")
    return f"{line.name}, {days}, {state}"


def hairline(painter: QPainter, y: int, left: int, right: int) -> None:
    """The line under a row of a timeline."""
    painter.setPen(QPen(color("border"), 1))
    painter.drawLine(left, y, right, y)
