"""How one person or firm is painted in the list, and the list's model."""

from array import array

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from salesdesk.queries import contacts
from salesdesk.queries.contacts import FIRM, PERSON, Row
from salesdesk.session import Session
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.lists import RowDelegate
from salesdesk.ui.kit.models import WindowedModel
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color

HEIGHT = 64
RIGHT = Qt.AlignmentFlag.AlignRight


class PeopleModel(WindowedModel):
    """The keys of a view; the rows around what is in sight are read."""

    def __init__(self, session: Session, money: Money) -> None:
        super().__init__(lambda row: int(row.key), lambda row: spoken(row, money))
        self._session = session
        self.keys: array[int] = array("q")
        self.table = PERSON

    def show_view(self, view: str, search: str) -> None:
        """Read a view, narrowed by what was typed."""
        self.table = FIRM if view == "organisations" else PERSON
        keys = self._session.read(contacts.keys, view, search)
        self.keys = keys

        def fetch(offset: int, limit: int) -> list[Row]:
            wanted = keys[offset : offset + limit]
            found = self._session.read(contacts.rows, view, wanted)
            return [found.get(key) or _gone(self.table, key) for key in wanted]

        self.set_source(len(keys), fetch)

    def key_at(self, index: int) -> int | None:
        """The key of a row."""
        return self.keys[index] if 0 <= index < len(self.keys) else None

    def position_of(self, key: int) -> int | None:
        """Where a key stands."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None


def _gone(table: str, key: int) -> Row:
    return Row(table, key, "–", "", "", 0, 0, 0, 0, None, None, None, None)


def standing(row: Row, money: Money) -> tuple[str, str]:
    """What binds us: open deals, or what was bought; and the kind of its chip."""
    if row.open_deals:
        one = tr("1 open deal") if row.open_deals == 1 else tr("{n} open deals")
        return one.format(n=row.open_deals), "sales"
    if row.won:
        return tr("Bought {amount}").format(amount=money.whole(row.won_value)), "good"
    return "", "plain"


def spoken(row: Row, money: Money) -> str:
    """A row for who listens instead of looking."""
    people = tr("{n} people").format(n=row.people) if row.people else ""
    parts = (row.name, row.second, row.town, people, standing(row, money)[0])
    return ", ".join(part for part in parts if part)


class PeopleDelegate(RowDelegate):
    """Name and standing; below, firm and job, town."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        """One row of two lines."""
        if not isinstance(row, Row):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        picked = bool(state & QStyle.StateFlag.State_Selected)
        if picked:
            painter.fillRect(rect, color("selection"))
            widget = option.widget
            if widget is not None and widget.hasFocus():
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color("hover"))
        paint.hairline(painter, rect)
        inner = rect.adjusted(16, 10, -16, -10)
        top = QRect(inner.left(), inner.top(), inner.width(), fonts.scaled(22))
        words, kind = standing(row, self._money)
        room = top.width()
        if words:
            wide = paint.chip_width(words)
            paint.chip(painter, top.right() - wide + 1, top.top() + 1, words, kind, selected=picked)
            room -= wide + 8
        icon = 0
        if row.table == FIRM:
            paint.icon(painter, top.left(), top.top() + 4, "building-2", "text-3", 14)
            icon = 20
        name = QRect(top.left() + icon, top.top(), room - icon, top.height())
        paint.text(painter, name, row.name, "body medium")
        below = QRect(inner.left(), top.bottom() + 1, inner.width(), fonts.scaled(20))
        token = "text-2" if picked else "text-3"
        second = row.second
        if row.table == FIRM and row.people:
            count = tr("1 person") if row.people == 1 else tr("{n} people").format(n=row.people)
            second = ", ".join(part for part in (second, count) if part)
        if not second:  # a private person: the place stands where a firm would
            paint.text(painter, below, row.town, "small", "text-2")
        elif row.town:
            wide = min(width_of(row.town, fonts.font("small")) + 1, below.width() // 2)
            place = QRect(below.right() - wide, below.top(), wide + 1, below.height())
            paint.text(painter, place, row.town, "small", token, RIGHT)
            below = below.adjusted(0, 0, -wide - 10, 0)
        paint.text(painter, below, second, "small", "text-2")
