"""The campaigns table without a window: rows, words in its cells, views, order and total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from salesdesk.queries.campaigns import VIEWS, Campaign
from salesdesk.queries.figures import Figures
from salesdesk.ui.campaigns.axis import Axis
from salesdesk.ui.campaigns.words import (
    column_names,
    dates_words,
    money,
    pence,
    roi_words,
    status_word,
)
from salesdesk.ui.kit.text import tr

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    *("name", "channel", "status", "dates", "spent", "leads", "qualified", "won"),
    *("revenue", "cost_per_lead", "cac", "roi", "timeline"),
)
RIGHT = frozenset(COLUMNS[5:-1])
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
STATUS_ORDER = ("active", "paused", "planned", "complete", "cancelled")


@dataclass(frozen=True)
class Row:
    """One campaign and its figures since it started."""

    campaign: Campaign
    figures: Figures

    @property
    def over_budget(self) -> bool:
        """Whether more was spent than planned; no budget is no plan."""
        return 0 < self.campaign.budget < self.figures.spend

    @property
    def quiet(self) -> bool:
        """Whether nothing has happened yet, so that every figure is a dash."""
        f = self.figures
        return not (f.leads or f.qualified or f.deals_won or f.revenue_won or f.spend)


def in_view(row: Row, view: str) -> bool:
    """Whether a campaign belongs to a view of the sidebar."""
    if view in VIEWS:
        return row.campaign.status in VIEWS[view]
    return row.over_budget if view == "over_budget" else True


def sort_value(row: Row, column: str) -> Any:
    """What a column sorts by; None stands last either way."""
    c, f = row.campaign, row.figures
    values: dict[str, Callable[[], Any]] = {
        "name": lambda: c.name.casefold(),
        "channel": lambda: c.channel.casefold() if c.channel else None,
        "status": lambda: STATUS_ORDER.index(c.status),
        "dates": lambda: c.starts_on,
        "spent": lambda: f.spend,
        "leads": lambda: f.leads,
        "qualified": lambda: f.qualified,
        "won": lambda: f.deals_won,
        "revenue": lambda: f.revenue_won,
        "cost_per_lead": lambda: f.cost_per_lead,
        "cac": lambda: f.cac,
        "roi": lambda: f.roi,
    }
    return None if row.quiet and column in RIGHT else values[column]()


def sort_rows(rows: Sequence[Row], column: str, descending: bool) -> list[Row]:
    """Rows in order; those without a value last, equal ones by name."""
    by_name = sorted(rows, key=lambda r: (r.campaign.name.casefold(), r.campaign.key))
    has = [r for r in by_name if sort_value(r, column) is not None]
    rest = [r for r in by_name if sort_value(r, column) is None]
    return sorted(has, key=lambda r: sort_value(r, column), reverse=descending) + rest


def cell(row: Row, column: str, today: date, currency: str) -> str:
    """The words of one cell."""
    c, f = row.campaign, row.figures
    if column == "name":
        return c.name
    if column == "channel":
        return c.channel or "–"
    if column == "status":
        return status_word(c.status)
    if column in ("dates", "timeline"):
        return dates_words(c.starts_on, c.ends_on, today)
    return figure(f, column, currency, quiet=row.quiet, budget=c.budget)


def figure(f: Figures, column: str, currency: str, *, quiet: bool, budget: int) -> str:
    """The words of one figure of a campaign or of the total."""
    if column == "spent":
        return f"{money(f.spend, currency)}\t{money(budget, currency)}"
    if quiet:
        return "–"
    if column in ("leads", "qualified"):
        return f"{getattr(f, column):,}"
    if column == "won":
        return f"{f.deals_won:,}"
    if column == "revenue":
        return money(f.revenue_won, currency)
    if column == "cost_per_lead":
        return "–" if f.cost_per_lead is None else pence(f.cost_per_lead, currency)
    if column == "cac":
        return "–" if f.cac is None else money(f.cac, currency)
    ratio: Fraction | None = f.roi
    return roi_words(ratio)


class CampaignsModel(QAbstractTableModel):
    """Takes rows, shows those of the view in the chosen order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.shown: list[Row] = []
        self.view = "all"
        self.needle = ""
        self.sort_column = "revenue"
        self.descending = True
        self.today = date.min
        self.currency = "GBP"
        self.axis = Axis.around([], date(2000, 1, 1))
        self._tips: dict[int, str] = {}

    def set_rows(self, rows: Sequence[Row], today: date, currency: str) -> None:
        """Show these campaigns."""
        self.rows, self.today, self.currency = list(rows), today, currency
        self._arrange()

    def set_view(self, view: str) -> None:
        """Show only campaigns of a view."""
        self.view = view
        self._arrange()

    def set_needle(self, needle: str) -> None:
        """Show only campaigns whose name, code or channel contains these letters."""
        self.needle = needle.casefold().strip()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        self.sort_column = COLUMNS[column]
        self.descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def row_of(self, key: int | None) -> int:
        """Where a campaign stands, or -1."""
        return next((i for i, r in enumerate(self.shown) if r.campaign.key == key), -1)

    def _arrange(self) -> None:
        self.beginResetModel()
        found = [r for r in self.rows if in_view(r, self.view) and self._matches(r)]
        self.shown = sort_rows(found, self.sort_column, self.descending)
        self.axis = axis_of(self.shown, self.today)
        self.endResetModel()

    def _matches(self, row: Row) -> bool:
        c = row.campaign
        return not self.needle or any(
            self.needle in (text or "").casefold() for text in (c.name, c.code, c.channel, c.area)
        )

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.shown[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(row, column, self.today, self.currency)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and column == "spent" and row.over_budget:
            over = money(row.figures.spend - row.campaign.budget, self.currency)
            return tr("Over budget by {amount}").format(amount=over)
        return None

    def spoken(self, row: Row) -> str:
        """One sentence with everything in a row, for a screen reader."""
        names = column_names()
        parts = [
            f"{names[column]} {cell(row, column, self.today, self.currency)}"
            for column in COLUMNS[1:-1]
        ]
        return ", ".join([row.campaign.name, *parts]).replace("\t", " / ")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column_names()[column]
        return self._tips.get(section) if role == Qt.ItemDataRole.ToolTipRole else None

    def set_tips(self, tips: dict[str, str]) -> None:
        """What each heading says under the pointer."""
        self._tips = {COLUMNS.index(column): words for column, words in tips.items()}


def axis_of(rows: Sequence[Row], today: date) -> Axis:
    """The days from the first start to the last end of some campaigns."""
    found = [d for row in rows for d in (row.campaign.starts_on, row.campaign.ends_on) if d]
    return Axis.around([date.fromisoformat(d) for d in found], today)
