"""How the deals section is laid out: head, filters, forecast, list, and the deal beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.ui.deals import words
from salesdesk.ui.deals.board import Board
from salesdesk.ui.deals.deeds import Deeds
from salesdesk.ui.deals.filters import ROOMY, FilterRow
from salesdesk.ui.deals.forecast import ForecastBar
from salesdesk.ui.deals.pane import DealPane
from salesdesk.ui.deals.table import DealsTable
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.heads import PageHead
from salesdesk.ui.kit.panels import Panel, Shell
from salesdesk.ui.kit.splitter import Splitter
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule

PANE = 528


class DealsFrame(Panel):
    """The parts and their places; what they do together is the panel's."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.money = words.Money(session.read(settings.settings).currency)
        self.deeds = Deeds(session, shell, self.money, self)
        self.board = Board(session, self.money)
        self.table = DealsTable(session, self.money)
        self.pane = DealPane(session, shell, self.money, self.deeds)
        self.filters = FilterRow()
        self.forecast = ForecastBar(self.money)
        self.empty = EmptyState("", tr("New deal"), "Ctrl N")
        self._build()

    def _build(self) -> None:
        self.new_button = Button(tr("New deal"), "plus", "Ctrl N", primary=True)
        self.head = PageHead(tr("Deals"), self.shell.open_palette, self.new_button)
        self.left = Pane("surface")
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        bars = QVBoxLayout()
        bars.setContentsMargins(24, 4, 24, 12)
        bars.setSpacing(10)
        bars.addWidget(self.filters)
        bars.addWidget(self.forecast)
        column.addLayout(bars)
        column.addWidget(Rule())
        self.stack = QStackedWidget()
        self.margins = QWidget()
        around = QVBoxLayout(self.margins)
        around.setContentsMargins(24, 12, 24, 12)
        around.addWidget(self.board)
        self.sheet = QWidget()
        sides = QVBoxLayout(self.sheet)
        sides.setContentsMargins(12, 0, 12, 0)
        sides.addWidget(self.table)
        for page in (self.margins, self.sheet, self.empty):
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        self.splitter = Splitter(Qt.Orientation.Horizontal, kept=1)
        self.splitter.forgotten.connect(lambda: self.splitter.place(PANE))
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.left.setMinimumWidth(320)  # its words give way, so that the pane gets its width
        self.splitter.splitterMoved.connect(self._fit)
        self.pane.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def shows_table(self) -> bool:
        """Whether the list is a table now."""
        return self.stack.currentWidget() is self.sheet

    def shows_board(self) -> bool:
        """Whether the list is the board now."""
        return self.stack.currentWidget() is self.margins

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words give way where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self, *_: int) -> None:
        wide = self.splitter.sizes()[0] if self.pane.isVisible() else self.width()
        self.filters.set_width(wide)
        self.table.set_narrow(wide)
        self.head.search.setVisible(wide >= ROOMY)
