"""Deals as a table, sorted by the file, read as far as it is looked at."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from salesdesk.queries import deals
from salesdesk.queries.deals import Card, Filters
from salesdesk.session import Session
from salesdesk.ui.deals import words
from salesdesk.ui.deals.model import Cards
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.lists import Index, RowList
from salesdesk.ui.kit.tables import CellDelegate, Column, TableModel, dress
from salesdesk.ui.kit.text import tr

RIGHT = Qt.AlignmentFlag.AlignRight


class DealsModel(TableModel):
    """The rows of a view; sorting is done by the file."""

    def __init__(self, session: Session, columns: Sequence[Column], sorts: Sequence[str]) -> None:
        super().__init__(columns, lambda card: int(card.key))
        self._session, self._sorts = session, list(sorts)
        self._cards = Cards(session)
        self._filters = Filters()
        self.sorted_by = (sorts.index("expected"), False)

    def reload(self, filters: Filters) -> None:
        """Read the keys of a view again."""
        number, descending = self.sorted_by or (0, False)
        self.beginResetModel()
        self._filters = filters
        self._cards.set_keys(
            self._session.read(deals.table_keys, filters, self._sorts[number], descending)
        )
        self.endResetModel()

    def sort_by(self, column: int, descending: bool) -> None:
        """Order by a column; what has no value stands last."""
        self.sorted_by = (column, descending)
        self.reload(self._filters)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All deals of the view."""
        return 0 if parent.isValid() else len(self._cards.keys)

    def row_at(self, index: int) -> Card | None:
        """The deal in a row."""
        return self._cards.at(index)

    def key_at(self, index: int) -> int | None:
        """Its key."""
        keys = self._cards.keys
        return keys[index] if 0 <= index < len(keys) else None

    def position_of(self, key: int) -> int | None:
        """Where a deal stands."""
        return self._cards.row_of(key)


class TallDelegate(CellDelegate):
    """Cells of the usual height."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The kit's row height."""
        return QSize(80, fonts.table_row())


class DealsTable(RowList):
    """The table of the section."""

    def __init__(self, session: Session, money: words.Money) -> None:
        self._session, self._money = session, money
        self._closed = False
        self._width = 1200
        described = self._columns()
        self.deals_model = DealsModel(
            session, [column for column, _ in described], [sort for _, sort in described]
        )
        super().__init__(
            self.deals_model, TallDelegate(self.deals_model), fonts.table_row(), tr("Deals")
        )
        header = self.horizontalHeader()
        dress(header, [column for column, _ in described])
        header.sectionClicked.connect(self._sort)
        self.set_closed(False)

    @property
    def _today(self) -> date:
        return self._session.db.today()

    def _columns(self) -> list[tuple[Column, str]]:
        whole, zone = self._money.whole, self._session.db.clock.zone

        def age(card: Card) -> str:
            if card.status != "open":
                return ""
            return words.age_words(words.days_since(card.stage_since, zone, self._today))

        def likely(card: Card) -> str:
            return words.day_words(card.expected_on, self._today)

        return [
            (Column(tr("Customer"), lambda c: c.name or c.title, 0, strong=True), "name"),
            (Column(tr("Deal"), lambda c: c.title), "title"),
            (Column(tr("Stage"), lambda c: c.stage, 116), "stage"),
            (Column(tr("Amount"), lambda c: whole(c.amount), 104, right=True), "amount"),
            (Column(tr("Likely close"), likely, 112), "expected"),
            (Column(tr("In stage"), age, 96, paint=self._paint_age), "age"),
            (Column(tr("Next step"), self._step_words, 0, paint=self._paint_step), "step"),
            (
                Column(tr("Closed"), lambda c: words.day_words(c.closed_on, self._today), 96),
                "closed",
            ),
            (Column(tr("Reason"), lambda c: c.reason or words.DASH, 190), "closed"),
            (Column(tr("Owner"), lambda c: c.owner or words.DASH, 136), "owner"),
        ]

    def _step_words(self, card: Card) -> str:
        step = words.step_of(card.next_step, card.next_step_on, card.next_step_at, self._today)
        return f"{step.words} {step.day}".strip()

    def _paint_step(self, painter: QPainter, rect: QRect, card: Card) -> None:
        step = words.step_of(card.next_step, card.next_step_on, card.next_step_at, self._today)
        paint.icon(painter, rect.left(), rect.center().y() - 6, step.icon, step.token, 14)
        room = rect.adjusted(20, 0, 0, 0)
        if step.day:
            used = paint.text(painter, room, step.day, "small medium", step.day_token, RIGHT)
            room = room.adjusted(0, 0, -used - 8, 0)
        token = "warn" if step.state == "none" else "text-2"
        paint.text(painter, room, step.words, "small", token)

    def _paint_age(self, painter: QPainter, rect: QRect, card: Card) -> None:
        column = next(c for c in self.deals_model.columns if c.title == tr("In stage"))
        left = rect
        if card.quiet:
            paint.icon(painter, rect.left(), rect.center().y() - 6, "hourglass", "warn", 14)
            left = rect.adjusted(18, 0, 0, 0)
        paint.text(painter, left, column.text(card), "body", "warn" if card.quiet else "text-2")

    def set_closed(self, closed: bool) -> None:
        """Show the columns of closed deals, or those of open ones."""
        if closed != self._closed:
            self._closed = closed
            self.deals_model.sorted_by = (7, True) if closed else (4, False)
        self._hide_columns()

    def set_narrow(self, width: int) -> None:
        """Leave out what gives way first."""
        self._width = width
        self._hide_columns()

    def _hide_columns(self) -> None:
        """Stage, likely close, age and next step are for open deals; day and reason for closed."""
        header, closed, width = self.horizontalHeader(), self._closed, self._width
        hidden = {
            2: closed,
            4: closed or width < 800,
            5: closed or width < 900,
            6: closed,
            7: not closed,
            8: not closed,
            9: width < 1000,
        }
        for number, hide in hidden.items():
            header.setSectionHidden(number, hide)

    def reload(self, filters: Filters) -> None:
        """Read again; the same deal stays selected, else the one in its place."""
        key, row = self.current_key(), self.currentIndex().row()
        self.set_closed(filters.view in deals.CLOSED_VIEWS)
        self.deals_model.reload(filters)
        if key is None or not self.select_key(key):
            self.select_row(max(0, row))

    def card(self, key: int) -> Card | None:
        """A deal as it stands here; None where it does not."""
        row = self.deals_model.position_of(key)
        return None if row is None else self.deals_model.row_at(row)

    def _sort(self, section: int) -> None:
        held = self.deals_model.sorted_by
        descending = self.deals_model.columns[section].right
        if held is not None and held[0] == section:
            descending = not held[1]
        key = self.current_key()
        self.deals_model.sort_by(section, descending)
        if key is not None:
            self.select_key(key)
        self.viewport().update()
