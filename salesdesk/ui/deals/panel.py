"""The Deals section: views, filters, forecast, board or table, and one deal beside it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.model.calendar import month_of
from salesdesk.queries import deals, figures, settings
from salesdesk.queries.deal_detail import Detail
from salesdesk.queries.deals import Card
from salesdesk.session import Session
from salesdesk.ui.deals import words
from salesdesk.ui.deals.board import Board
from salesdesk.ui.deals.deeds import Deeds
from salesdesk.ui.deals.filters import FilterRow
from salesdesk.ui.deals.forecast import Forecast, ForecastBar
from salesdesk.ui.deals.pane import DealPane
from salesdesk.ui.deals.table import DealsTable
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.heads import PageHead
from salesdesk.ui.kit.panels import Command, Panel, Shell, View
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule

PANE = 528
NARROW = 1200


class DealsPanel(Panel):
    """Everything about deals in one window."""

    reads = frozenset(
        ("deal", "stage", "stage_event", "person", "organisation", "contact", "contact_point",
         "campaign", "objection", "activity", "quote", "quote_line", "reason", "competitor",
         "target", "setting", "handover", "lead")
    )  # fmt: skip

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        currency = session.read(settings.settings).currency
        self.money = words.Money(currency)
        self.deeds = Deeds(session, shell, self.money, self)
        self.deeds.forecast_without = self._forecast_without
        self._as_table = False
        self._narrow = False
        self.board = Board(session, self.money)
        self.table = DealsTable(session, self.money)
        self.pane = DealPane(session, shell, self.money, self.deeds)
        self.filters = FilterRow()
        self.forecast = ForecastBar(self.money)
        self.empty = EmptyState("", tr("New deal"), "Ctrl N", self._empty_button)
        self._build()
        self._wire()

    # -- building ---------------------------------------------------------------------------

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
        self._margins = QWidget()
        around = QVBoxLayout(self._margins)
        around.setContentsMargins(24, 12, 24, 12)
        around.addWidget(self.board)
        self._sheet = QWidget()
        sides = QVBoxLayout(self._sheet)
        sides.setContentsMargins(12, 0, 12, 0)
        sides.addWidget(self.table)
        for page in (self._margins, self._sheet, self.empty):
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.pane.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _wire(self) -> None:
        self.new_button.clicked.connect(self.new_record)
        self.filters.changed.connect(self.reload)
        self.filters.table_asked.connect(self.show_table)
        self.board.move_asked.connect(self.deeds.move)
        self.board.win_asked.connect(self.deeds.win)
        self.board.lose_asked.connect(self.deeds.lose)
        self.board.opened.connect(self.open_record)
        self.board.picked.connect(self._follow)
        self.board.carrying.connect(self._carrying)
        self.table.activated_key.connect(self.open_record)
        self.table.current_changed.connect(self._follow)
        self.pane.closed.connect(self.close_pane)
        self.pane.stepped.connect(self._step)

    # -- the section, as the window knows it ------------------------------------------------

    def views(self) -> list[View]:
        """The lists of this section."""
        counts = self.session.read(deals.counts)
        month = words.month_word(self.session.db.today().month)
        told = {
            "open": (tr("All open"), "columns-3"),
            "mine": (tr("Mine"), "user"),
            "quiet": (tr("Gone quiet"), "hourglass"),
            "closing": (tr("Closing in {month}").format(month=month), "calendar-check"),
            "won": (tr("Won in {month}").format(month=month), "trophy"),
            "lost": (tr("Lost in {month}").format(month=month), "circle-x"),
        }
        return [View(view, *told[view], count=counts[view]) for view in deals.VIEWS]

    def view(self) -> str:
        """The list that is shown."""
        return self.filters.filters.view

    def show_view(self, view_id: str) -> None:
        """Show another list; closed deals are a table."""
        if view_id in deals.VIEWS:
            self.filters.set_view(view_id)
            self.reload()

    def new_record(self) -> None:
        """Ask for a new deal."""
        self.deeds.new(self._opened_new)

    def open_record(self, key: int) -> None:
        """Show one deal beside the list, or over it in a narrow window."""
        if not self.pane.show_deal(key):
            return
        self.pane.show()
        self.left.setVisible(not self._narrow)
        total = self.splitter.width()
        if not self._narrow and total > PANE:
            self.splitter.setSizes([total - PANE, PANE])
        if not self.board.pick_key(key):
            self.table.select_key(key)
        self._fit()
        if self._narrow:
            self.pane.area.setFocus()

    def close_pane(self) -> None:
        """Back to the list."""
        self.pane.hide()
        self.pane.key = None
        self.left.show()
        self._fit()
        self.take_focus()

    def current_key(self) -> int | None:
        """The deal that the keys mean: the opened one, else the picked one."""
        if self.pane.key is not None:
            return self.pane.key
        if self.stack.currentWidget() is self._sheet:
            return self.table.current_key()
        if self.stack.currentWidget() is self._margins:
            return self.board.current_key()
        return None

    def commands(self) -> list[Command]:
        """What can be done here now."""
        key = self.current_key()
        some = key is not None
        deal = self.deeds.detail(key) if key is not None else None
        is_open = deal is not None and deal.status == "open"
        board = self.stack.currentWidget() is self._margins and some

        def on(deed: Any) -> Any:
            return lambda: self._with_current(deed)

        return [
            Command(tr("New deal"), "Ctrl+N", self.new_record, "plus"),
            Command(tr("Won"), "W", on(self.deeds.win), "circle-check", is_open),
            Command(tr("Lost"), "L", on(self.deeds.lose), "circle-x", is_open),
            Command(tr("Next stage"), "Shift+Right", lambda: self._shift(1), "", board),
            Command(tr("Previous stage"), "Shift+Left", lambda: self._shift(-1), "", board),
            Command(tr("Log a call"), "C", on(self.deeds.log), "phone", some),
            Command(tr("Next step done"), "E", on(self.deeds.step_done), "check", some),
            Command(tr("Move next step"), "T", on(self.deeds.plan), "calendar", some),
            Command(tr("Edit deal"), "F2", on(self.deeds.edit), "pencil", some),
            Command(tr("Add objection"), "", on(self.deeds.object), "circle-alert", some),
            Command(tr("Add note"), "", on(self.deeds.note), "pencil", some),
            Command(tr("Give up without a decision"), "", on(self.deeds.abandon), "", is_open),
            Command(tr("Reopen deal"), "", on(self.deeds.reopen), "undo-2", some and not is_open),
            Command(tr("Delete deal"), "", on(self.deeds.trash), "trash-2", some),
            Command(tr("Board or table"), "V", lambda: self.show_table(not self._as_table)),
            Command(tr("Clear filters"), "", self.filters.clear),
        ]

    def hints(self) -> list[tuple[str, str]]:
        """The keys of the status line."""
        if self.pane.key is not None:
            return [
                ("J K", tr("Next, previous")),
                ("W", tr("Won")),
                ("L", tr("Lost")),
                ("C", tr("Log a call")),
                ("Shift →", tr("Next stage")),
                ("Esc", tr("Close panel")),
            ]
        if self.stack.currentWidget() is self._sheet:
            return [("J K", tr("Deal")), ("W", tr("Won")), ("L", tr("Lost")), ("Enter", tr("Open"))]
        return [
            ("← →", tr("Column")),
            ("J K", tr("Card")),
            ("Shift →", tr("Move to next stage")),
            ("W", tr("Won")),
            ("L", tr("Lost")),
            ("Enter", tr("Open")),
        ]

    def layout_for(self, width: int) -> None:
        """Under 1200 a deal opens over the full width."""
        self._narrow = width < NARROW
        if self.pane.key is not None:
            self.left.setVisible(not self._narrow)

    def state(self) -> dict[str, Any]:
        """What to remember."""
        return {"view": self.view(), "table": self._as_table}

    # -- reading ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything again."""
        read, today = self.session.read, self.session.db.today()
        people = [(person.name, person.key) for person in read(settings.people)]
        campaigns = [(name, key) for key, name in read(deals.campaigns_of_open)]
        self.filters.offer(people, read(deals.months_expected), campaigns, today)
        asked = self.filters.filters
        closed = asked.view in deals.CLOSED_VIEWS
        table = closed or self._as_table
        self.filters.set_table(table, only=closed)
        total = read(deals.summary, asked)
        self._say_total(total, closed)
        if table:
            self.table.reload(asked)
        else:
            self.board.reload(asked)
        self._show_page(total.count, table)
        self._read_forecast()
        if self.pane.key is not None and not self.pane.show_deal(self.pane.key):
            self.close_pane()

    def _say_total(self, total: deals.Sum, closed: bool) -> None:
        amount, weighted = self.money.whole(total.amount), self.money.whole(total.weighted)
        if closed:
            form = tr("1 deal, {sum}") if total.count == 1 else tr("{n} deals, {sum}")
        elif total.count == 1:
            form = tr("1 open deal, {sum}, weighted {weighted}")
        else:
            form = tr("{n} open deals, {sum}, weighted {weighted}")
        said = form.format(n=f"{total.count:,}", sum=amount, weighted=weighted)
        self.head.subtitle.setText(said)

    def _show_page(self, count: int, table: bool) -> None:
        if count:
            self.stack.setCurrentWidget(self._sheet if table else self._margins)
            return
        self.stack.setCurrentWidget(self.empty)
        if self.filters.filters.narrowed:
            self.empty.set_words(tr("The filters hide every deal of this list."))
            self.empty.button.setText(tr("Clear filters"))
            self.empty.button.show()
            return
        self.empty.set_words(
            {
                "open": tr("No deals yet. Leads that sales accepts become deals by themselves."),
                "mine": tr("No open deal is yours."),
                "quiet": tr("No deal has gone quiet."),
                "closing": tr("No open deal is likely to close this month."),
                "won": tr("Nothing won this month yet. W wins the picked deal."),
                "lost": tr("Nothing lost this month."),
            }[self.view()]
        )
        self.empty.button.setText(tr("New deal"))
        self.empty.button.setVisible(self.view() in ("open", "mine", "closing"))

    def _empty_button(self) -> None:
        if self.filters.filters.narrowed:
            self.filters.clear()
        else:
            self.new_record()

    def _read_forecast(self) -> None:
        """The month's figures, read on another thread: they may count a great many leads."""
        period = month_of(self.session.db.today())
        asked = self.filters.filters
        owner, campaign = asked.owner_id, asked.campaign_id

        def work(session: Session) -> figures.Figures:
            return session.read(figures.figures, period, person_id=owner, campaign_id=campaign)

        def done(found: figures.Figures) -> None:
            now = self.filters.filters
            if (now.owner_id, now.campaign_id) == (owner, campaign):
                month = words.month_word(period.first.month)
                likely = found.forecast - found.revenue_won
                self.forecast.set_forecast(Forecast(month, found.revenue_won, likely, found.target))

        self.shell.background(work, done)

    def _forecast_without(self, deal: Detail) -> int | None:
        found, today = self.forecast.forecast, self.session.db.today()
        last = month_of(today).last.isoformat()
        counted = deal.expected_on is not None and today.isoformat() <= deal.expected_on <= last
        if found is None or not counted or deal.forecast_class == "omitted":
            return None
        return found.total - (deal.amount * deal.probability + 50) // 100

    # -- keys and small things --------------------------------------------------------------

    def take_focus(self) -> None:
        """Let the keys work in the list."""
        if self.stack.currentWidget() is self._sheet:
            self.table.setFocus()
        else:
            self.board.take_focus()

    def show_table(self, on: bool) -> None:
        """Board or table."""
        key = self.current_key()
        self._as_table = on
        self.reload()
        if key is not None:
            self.table.select_key(key) if on else self.board.pick_key(key)
        self.take_focus()

    def _with_current(self, deed: Any) -> None:
        key = self.current_key()
        if key is not None:
            deed(key)

    def _shift(self, by: int) -> None:
        self.board.ask_beside(by)

    def _step(self, by: int) -> None:
        if self.stack.currentWidget() is self._sheet:
            self.table.step(by)
        else:
            self.board.step(by)

    def _follow(self, key: int | None) -> None:
        """While a deal is open, it follows the picked card."""
        if self.pane.isVisible() and key is not None and key != self.pane.key:
            self.pane.show_deal(key)

    def _opened_new(self, key: int) -> None:
        if not self.board.pick_key(key):
            self.table.select_key(key)
        self.take_focus()

    def _carrying(self, card: Card | None) -> None:
        found = self.forecast.forecast
        if card is not None and found is not None:
            self.board.zones.won.say(
                tr("Drop to win {amount}. Takes {month} to {total}").format(
                    amount=self.money.whole(card.amount),
                    month=found.month,
                    total=self.money.whole(found.won + card.amount),
                )
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the deal; J and K walk the list while a deal is open over it."""
        if event.key() == Qt.Key.Key_Escape and self.pane.key is not None:
            self.close_pane()
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            self._step(1 if event.key() == Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words give way where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() - (self.pane.width() if self.pane.isVisible() else 0)
        self.filters.set_width(wide)
        self.table.set_narrow(wide)
        self.head.search.setVisible(wide >= 760)
