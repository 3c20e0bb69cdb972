"""A lead in the list: two lines painted, no widget, and the whole of it told to those who hear."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from salesdesk.model import formats
from salesdesk.queries.leads import LeadRow
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.lists import RowDelegate
from salesdesk.ui.kit.models import ROW
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.leads import words

ROW_HEIGHT = 64
HEADING = 28
LEFT = 26
RIGHT = 16
Index = QModelIndex | QPersistentModelIndex


def row_height(headed: bool = False) -> int:
    """How high a row is at the user's text size."""
    return fonts.scaled(ROW_HEIGHT) + (fonts.scaled(HEADING) if headed else 0)


class LeadDelegate(RowDelegate):
    """Paints a `LeadRow`, under a heading where `headings` has one for its place."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: dict[int, str] = {}
        self.now = ""
        self.promise_hours = 24
        self.read_here: set[int] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, and a heading where a group begins."""
        return QSize(200, row_height(bool(self.headings.get(index.row()))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint heading, edge, dot and the two lines."""
        painter.save()
        self._row(painter, option, index)
        painter.restore()

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        heading = self.headings.get(index.row())
        if heading:
            top = QRect(rect.left(), rect.top(), rect.width(), fonts.scaled(HEADING))
            painter.fillRect(top, color("surface-2"))
            paint.hairline(painter, top)
            paint.text(painter, top.adjusted(LEFT, 0, -RIGHT, 0), heading, "tiny", "text-2")
            rect.setTop(rect.top() + fonts.scaled(HEADING))
        row = index.data(ROW)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, color("selection"))
            if self._has_focus():
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color("hover"))
        paint.hairline(painter, rect)
        if isinstance(row, LeadRow):
            self._lines(painter, rect, row, selected)

    def _has_focus(self) -> bool:
        view = self.parent()
        return isinstance(view, QWidget) and (view.hasFocus() or not view.isActiveWindow())

    def _lines(self, painter: QPainter, rect: QRect, row: LeadRow, selected: bool) -> None:
        left, right = rect.left() + LEFT, rect.right() - RIGHT
        unread = not row.read and row.key not in self.read_here
        line = fonts.scaled(20)
        first = QRect(left, rect.top() + fonts.scaled(9), right - left, line)
        if unread:
            paint.dot(painter, rect.left() + 14, first.center().y() + 1)
        aged = formats.age(row.received_at, self.now, short=True)
        token = words.urgency(row, self.now, self.promise_hours)
        style = "small strong" if token != "text-3" else "small"
        if token == "text-3" and selected:
            token = "text-2"
        paint.text(painter, first, aged, style, token, Qt.AlignmentFlag.AlignRight, figures=True)
        first.setRight(right - width_of(aged, fonts.font(style, figures=True)) - 8)
        name = paint.text(
            painter, first, row.name, "body strong" if unread else "body medium", "text"
        )
        first.setLeft(first.left() + name + 8)
        if first.width() > 24:
            paint.text(painter, first, row.place, "body", "text-2")
        self._second(
            painter, QRect(left, rect.top() + fonts.scaled(34), right - left, line), row, selected
        )

    def _second(self, painter: QPainter, rect: QRect, row: LeadRow, selected: bool) -> None:
        wide = fonts.scaled(26)
        badge = QRect(rect.right() - wide + 1, rect.top(), wide, rect.height())
        paint.score(painter, badge, row.score)
        rect.setRight(badge.left() - 8)
        if row.campaign:
            limit = min(rect.width(), max(96, rect.width() * 58 // 100))
            chip = paint.chip(
                painter,
                rect.left(),
                rect.top() + (rect.height() - paint.CHIP_HEIGHT) // 2,
                row.campaign,
                "mkt",
                limit=limit,
                selected=selected,
            )
            rect.setLeft(rect.left() + chip + 8)
        if rect.width() < 24:
            return
        if row.next_step:
            paint.text(painter, rect, row.next_step, "small", "text-2")
        elif row.status in ("new", "working", "qualified", "returned"):
            paint.text(painter, rect, tr("No next step"), "small", "warn")
        else:
            paint.text(painter, rect, row.asked_for or "", "small", "text-2")
