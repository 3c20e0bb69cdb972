"""The campaigns table: cells with meter and status, or bars on a timeline."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from salesdesk.ui.campaigns import bars
from salesdesk.ui.campaigns.model import COLUMNS, RIGHT, ROW_ROLE, CampaignsModel, Row
from salesdesk.ui.campaigns.words import column_names, column_tips, tight
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import elide, tr, width_of
from salesdesk.ui.kit.tokens import color

Index = QModelIndex | QPersistentModelIndex
PAD = 8
HEAD = 32
NAME = 160
DOT = 14
WIDTHS = {
    "channel": 92,
    "status": 84,
    "dates": 144,
    "spent": 138,
    "leads": 54,
    "qualified": 74,
    "won": 46,
    "revenue": 84,
    "cost_per_lead": 94,
    "cac": 64,
    "roi": 54,
}
#: How a status looks beside its word: token and whether the dot is filled.
DOTS = {
    "active": ("good-fill", True),
    "paused": ("warn-fill", True),
    "planned": ("text-2", False),
    "complete": ("text-2", True),
    "cancelled": ("field", False),
}


def hidden_columns(
    width: int, timeline: bool, room: int = 9999, needs: Mapping[str, int] | None = None
) -> frozenset[str]:
    """The columns that a window of this width has no room for; `room` is the table's own."""
    needs = needs or {}
    if timeline:
        return frozenset(COLUMNS) - {"name", "status", "timeline"}
    hidden = {"timeline"}
    if width < 1440:
        hidden.add("cac")
    if width < 1200:
        hidden |= {"dates", "channel"}
    for column in ("channel", "dates"):
        used = sum(
            max(fonts.scaled(w), needs.get(name, 0))
            for name, w in WIDTHS.items()
            if name not in hidden
        )
        if room - used < fonts.scaled(NAME):
            hidden.add(column)  # a name that can be read comes first
    return frozenset(hidden)


class CampaignDelegate(QStyledItemDelegate):
    """Paints a cell of the table."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTHS.get(COLUMNS[index.column()], 120), fonts.table_row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        column = COLUMNS[index.column()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, color("hover"))
        paint.hairline(painter, option.rect)
        left = 12 if column == "name" else PAD
        rect = option.rect.adjusted(left, 0, -PAD, 0)
        if column == "spent":
            _spent(painter, rect, index.data(), row.figures.spend, row.campaign.budget)
        elif column == "status":
            _status(painter, rect, row.campaign.status, index.data(), selected)
        elif column == "timeline":
            model = index.model()
            assert isinstance(model, CampaignsModel)
            bars.campaign_bar(painter, option.rect, row.campaign, model.axis, model.today)
        else:
            right = column in RIGHT
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            token = "text-2" if column in ("channel", "dates") else "text"
            style = "body strong" if column == "name" else "body"
            paint.text(painter, rect, index.data(), style, token, side, figures=right)


def spent_of(words: str, room: int, budget: int) -> tuple[str, str]:
    """Spent, and of what; in millions where the whole amounts have no room."""
    spent, planned = words.split("\t")
    face = fonts.font("small", figures=True)
    of = tr("of {amount}").format(amount=planned) if budget else tr("no budget")
    if budget and width_of(f"{spent} {of}", face) > room:
        return tight(spent), tr("of {amount}").format(amount=tight(planned))
    return spent, of


def _spent(painter: QPainter, rect: QRect, words: str, spend: int, budget: int) -> None:
    spent, of = spent_of(words, rect.width() - (20 if 0 < budget < spend else 4), budget)
    over = 0 < budget < spend
    top = QRect(rect)
    if budget:  # the meter stands below; without one the line stands in the middle
        top.adjust(0, 4, 0, 0)
        top.setHeight(fonts.scaled(16))
    used = paint.text(painter, top, spent, "small", "bad" if over else "text", figures=True)
    rest = top.adjusted(used + 4, 0, -16 if over else 0, 0)
    paint.text(painter, rest, of, "small", "text-2", figures=True)
    if over:
        paint.icon(painter, rect.right() - 13, top.top() + 1, "triangle-alert", "bad", 14)
    if budget:
        bar = QRect(rect.left(), rect.bottom() - 9, rect.width(), 4)
        paint.meter(painter, bar, spend / budget, "bad-fill" if over else "text-2")


def _status(painter: QPainter, rect: QRect, status: str, words: str, selected: bool) -> None:
    token, filled = DOTS[status]
    middle = rect.center().y() + 1
    paint.dot(painter, rect.left() + 4, middle, token)
    if not filled:
        paint.dot(painter, rect.left() + 4, middle, "selection" if selected else "surface", 4)
    paint.text(painter, rect.adjusted(DOT, 0, 0, 0), words, "body", "text-2")


class Header(QHeaderView):
    """Headings in quiet words, the sort arrow after the name, or the days of the timeline."""

    def __init__(self, table: QTableView, model: CampaignsModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._model = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        self.setMinimumSectionSize(24)
        self.setStretchLastSection(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), fonts.scaled(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.fillRect(rect, color("surface"))
        paint.hairline(painter, rect)
        column = COLUMNS[section]
        if column == "timeline":
            bars.ticks(painter, rect, self._model.axis, self._model.today)
            return
        right = column in RIGHT
        words = column_names()[column]
        face = fonts.font("small medium")
        inner = rect.adjusted(12 if column == "name" else PAD, 0, -PAD, 0)
        if column == self._model.sort_column:
            arrow = " ↓" if self._model.descending else " ↑"
            words = elide(words, face, inner.width() - width_of(arrow, face)) + arrow
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint.text(painter, inner, words, "small medium", "text-3", side)


class CampaignTable(QTableView):
    """The table; the same rows and the same selection as bars on a timeline with V."""

    def __init__(self, model: CampaignsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.campaigns = model
        self.timeline = False
        self._window = 1440
        self._margin: int | None = None
        self._needs: dict[str, int] = {}
        self.setModel(model)
        self.setHorizontalHeader(Header(self, model))
        self.setItemDelegate(CampaignDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(fonts.table_row())
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.setAccessibleName(tr("Campaigns"))

    def sort_by(self, section: int) -> None:
        """Order by a column; a second time the other way round."""
        column = COLUMNS[section]
        if column == "timeline":
            return
        if column == self.campaigns.sort_column:
            down = not self.campaigns.descending
        else:
            down = column in RIGHT
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.campaigns.sort(section, order)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out(self._window, self._margin)

    def make_room(self, words: Mapping[str, str]) -> None:
        """Widen the columns so that these figures, the largest ones, and each status are whole."""
        face = fonts.font("body strong", figures=True)
        needs = {c: width_of(w, face) + 2 * PAD + 2 for c, w in words.items() if c in RIGHT}
        for column in needs:  # a rate of one campaign may be longer than that of all
            wide = width_of(self._longest(column), fonts.font("body", figures=True)) + 2 * PAD + 2
            needs[column] = max(needs[column], wide)
        needs["status"] = DOT + width_of(self._longest("status"), fonts.font("body")) + 2 * PAD + 2
        if needs != self._needs:
            self._needs = needs
            self.lay_out(self._window, self._margin)

    def _longest(self, column: str) -> str:
        at = COLUMNS.index(column)
        cells = (self.campaigns.index(row, at) for row in range(self.campaigns.rowCount()))
        return max((str(cell.data()) for cell in cells), key=len, default="")

    def lay_out(self, width: int, margin: int | None) -> None:
        """Show the columns that a window of this width has room for."""
        self._window, self._margin = width, margin
        hidden = hidden_columns(width, self.timeline, self.width(), self._needs)
        header = self.horizontalHeader()
        wide = "timeline" if self.timeline else "name"
        self.campaigns.set_tips(column_tips(margin))
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column in hidden)
            if column == wide:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                usual = fonts.scaled(WIDTHS.get(column, 240))
                header.resizeSection(number, max(usual, self._needs.get(column, 0)))
        self.viewport().update()
