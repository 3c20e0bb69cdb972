"""The Deals section: views, filters, forecast, board or table, and one deal beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent

from salesdesk.queries import deal_board, deals
from salesdesk.queries.deal_detail import Detail
from salesdesk.queries.deals import Card
from salesdesk.session import Session
from salesdesk.store.feed import Changes
from salesdesk.ui.deals import patch
from salesdesk.ui.deals.commands import commands_of, empty_words, hints, total_words, view_words
from salesdesk.ui.deals.frame import PANE, DealsFrame
from salesdesk.ui.deals.outlook import Outlook
from salesdesk.ui.kit.panels import Command, Shell, View
from salesdesk.ui.kit.text import tr

NARROW = 1200


class DealsPanel(DealsFrame):
    """Everything about deals in one window."""

    reads = frozenset(
        ("deal", "stage", "stage_event", "person", "organisation", "contact", "contact_point",
         "campaign", "objection", "activity", "quote", "quote_line", "reason", "competitor",
         "target", "setting", "handover", "lead")
    )  # fmt: skip

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self._as_table = False
        self._narrow = False
        self.outlook = Outlook(self)
        self.deeds.forecast_without = self.outlook.without
        self.deeds.shown = self.shown
        self._wire()

    def _wire(self) -> None:
        self.new_button.clicked.connect(self.new_record)
        self.empty.button.clicked.connect(self._empty_button)
        self.filters.changed.connect(self.reload)
        self.filters.table_asked.connect(self.show_table)
        self.board.move_asked.connect(self.deeds.move)
        self.board.win_asked.connect(self.deeds.win)
        self.board.lose_asked.connect(self.deeds.lose)
        self.board.opened.connect(self.open_record)
        self.board.picked.connect(self._follow)
        self.board.carrying.connect(self.outlook.carrying)
        self.board.carrying.connect(self._carrying)
        self.table.activated_key.connect(self.open_record)
        self.table.current_changed.connect(self._follow)
        self.pane.closed.connect(self.close_pane)
        self.pane.stepped.connect(self._step)

    def views(self) -> list[View]:
        """The lists of this section."""
        counts = self.session.read(deals.counts)
        told = view_words(self.session.db.today())
        return [View(view, *told[view], count=counts[view]) for view in deals.VIEWS]

    def view(self) -> str:
        """The list that is shown."""
        return self.filters.filters.view

    def show_view(self, view_id: str) -> None:
        """Show another list; closed deals are a table."""
        if view_id in deals.VIEWS:
            self.filters.set_view(view_id)
            self.reload()

    def show_whole(self) -> None:
        """Take the filters off: who follows a number wants all that it counts."""
        if self.filters.filters.narrowed:
            self.filters.clear()

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
            self.splitter.place(PANE)
        if not self.board.pick_key(key):
            self.table.select_key(key)
        self._fit()
        if self._narrow:
            self.pane.area.setFocus()
        self._tell_frame()

    def close_pane(self) -> None:
        """Back to the list."""
        self.pane.hide()
        self.pane.key = None
        self.left.show()
        self._fit()
        self.take_focus()
        self._tell_frame()

    def current_key(self) -> int | None:
        """The deal that the keys mean: the opened one, else the picked one."""
        if self.pane.key is not None:
            return self.pane.key
        if self.shows_table():
            return self.table.current_key()
        if self.shows_board():
            return self.board.current_key()
        return None

    def shown(self, key: int) -> Card | Detail | None:
        """A deal as it is seen: carried, open beside the list, or standing in it."""
        carried = self.board.carried
        if carried is not None and carried.key == key:
            return carried
        if self.pane.key == key:
            return self.pane.deal
        return self.table.card(key) if self.shows_table() else self.board.card(key)

    def commands(self) -> list[Command]:
        """What can be done here now."""
        return commands_of(self)

    def hints(self) -> list[tuple[str, str]]:
        """The keys of the status line."""
        if self.board.delegate.carried is not None:
            return hints("carried")
        return hints("pane" if self.pane.key else "table" if self.shows_table() else "board")

    def search(self) -> None:
        """Into the field that finds a deal."""
        self.filters.search()

    def layout_for(self, width: int) -> None:
        """Under 1200 a deal opens over the full width."""
        self._narrow = width < NARROW
        if self.pane.key is not None:
            self.left.setVisible(not self._narrow)

    def state(self) -> dict[str, Any]:
        """What to remember."""
        return {"view": self.view(), "table": self._as_table, "pane": self.splitter.chosen}

    def restore(self, state: dict[str, Any]) -> None:
        """Begin with the same list, as board or table, and as wide a deal beside it."""
        self.splitter.restore(state.get("pane"))
        self._as_table = state.get("table") is True
        if state.get("view") in deals.VIEWS:
            self.filters.set_view(state["view"])

    def reload(self) -> None:
        """Read everything again: the list at once, what surrounds it after the next paint."""
        asked = self.filters.filters
        closed = asked.view in deals.CLOSED_VIEWS
        table = closed or self._as_table
        self.filters.set_table(table, only=closed)
        if table:
            self.table.reload(asked)
            total = self.session.read(deals.summary, asked)
        else:
            self.board.reload(asked)
            total = deal_board.total(self.board.columns)
        self._read_around(total, table)

    def changed(self, changes: Changes) -> None:
        """Read again what a change touched: of the board only those cards and columns."""
        rows = changes.rows("deal")
        few = rows is not None and len(rows) <= patch.FEW
        if not few or changes.tables & patch.SHOWN or not self.shows_board():
            self.reload()
            return
        if rows:
            self.board.follow(rows, self.filters.filters)
        self._read_around(deal_board.total(self.board.columns), table=False)

    def _read_around(self, total: deals.Sum, table: bool) -> None:
        closed = self.view() in deals.CLOSED_VIEWS
        self.head.subtitle.setText(total_words(total, self.money, closed=closed))
        self._show_page(total.count, table)
        if self.pane.key is not None and not self.pane.show_deal(self.pane.key):
            self.close_pane()
        self.outlook.read_soon()

    def _show_page(self, count: int, table: bool) -> None:
        if count:
            self.stack.setCurrentWidget(self.sheet if table else self.margins)
            return
        self.stack.setCurrentWidget(self.empty)
        if self.filters.filters.narrowed:
            self.empty.set_words(tr("The filters hide every deal of this list."))
            self.empty.button.setText(tr("Clear filters"))
            self.empty.button.show()
            return
        self.empty.set_words(empty_words()[self.view()])
        self.empty.button.setText(tr("New deal"))
        self.empty.button.setVisible(self.view() in ("open", "mine", "closing"))

    def _empty_button(self) -> None:
        if self.filters.filters.narrowed:
            self.filters.clear()
        else:
            self.new_record()

    def _carrying(self, card: Card | None) -> None:
        """Other keys work meanwhile, and no toast may cover the Won zone."""
        toaster = getattr(self.shell, "toaster", None)
        if card is not None and toaster is not None:
            toaster.hide()
        self._tell_frame()

    def _tell_frame(self) -> None:
        """Other keys work now: let the window say so."""
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None:
            refresh()

    def take_focus(self) -> None:
        """Let the keys work in the list."""
        if self.shows_table():
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
        self._tell_frame()

    def with_current(self, deed: Callable[[int], object]) -> None:
        """Do something with the deal that the keys mean."""
        key = self.current_key()
        if key is not None:
            deed(key)

    def _step(self, by: int) -> None:
        if self.shows_table():
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the deal; J and K walk the list while a deal is open over it."""
        if self.filters.text.hasFocus():
            self._typed_in_search(event)
        elif event.key() == Qt.Key.Key_Escape and self.pane.key is not None:
            self.close_pane()
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            self._step(1 if event.key() == Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    def _typed_in_search(self, event: QKeyEvent) -> None:
        """Esc clears the search; Enter and Down go on to what it found."""
        keys = Qt.Key
        if event.key() == keys.Key_Escape:
            self.filters.text.clear()
        if event.key() in (keys.Key_Escape, keys.Key_Return, keys.Key_Enter, keys.Key_Down):
            self.take_focus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window gives the section the focus; the list takes it."""
        super().focusInEvent(event)
        self.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is hidden reads nothing."""
        super().hideEvent(event)
        self.outlook.pause()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        self.outlook.go_on()
