"""The list of leads: search, filter, order, and rows that cost nothing however many they are."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from salesdesk.queries import saved_views
from salesdesk.queries import settings as set_up
from salesdesk.queries.lead_pages import AT_ONCE, Filter, Pages
from salesdesk.queries.leads import LeadRow
from salesdesk.queries.search import Found, Place
from salesdesk.session import Session
from salesdesk.ui.kit import labels
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.kit.models import WindowedModel
from salesdesk.ui.kit.panels import Shell, later
from salesdesk.ui.kit.picked import Picked
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule
from salesdesk.ui.leads import menus, words
from salesdesk.ui.leads.delegate import LeadDelegate, row_height
from salesdesk.ui.leads.empty_list import EmptyList
from salesdesk.ui.leads.list_reader import ListReader
from salesdesk.ui.leads.search_field import search_field

#: Rows shown of a very long list before it has been counted.
FIRST = 64
#: No key: what was chosen last has to be said again, because it may have changed.
UNSAID = -1


class ListPane(Pane):
    """Shows one view of the leads; says which lead is chosen."""

    chosen = Signal(object)
    opened = Signal(object)
    view_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__("surface")
        self._session, self._shell = session, shell
        self.view, self.order = "waiting", "oldest"
        self._filter = Filter()
        self._pages: Pages | None = None
        self._fresh = True
        self._among: Sequence[int] | None = None
        self._said: int | None = UNSAID
        self.reader = ListReader(session, shell, self)
        self.delegate = LeadDelegate()
        self.model = WindowedModel(lambda row: row.key, self._told)
        self.rows = RowList(self.model, self.delegate, row_height(), tr("Leads"))
        self.rows.current_changed.connect(self.chosen)
        self.rows.activated_key.connect(self.opened)
        self.picked = Picked(self.rows, self._keys_of, AT_ONCE)
        self.picked.changed.connect(self._say_count)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._empty = EmptyList(self._empty_pressed)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._search_row())
        column.addLayout(self._head_row())
        column.addWidget(Rule())
        column.addWidget(self._stack, 1)

    # -- what is shown ------------------------------------------------------------------------

    def show_view(self, view: str, kept: saved_views.Rule | None = None) -> None:
        """Go to another view; a search goes with the view it was typed in, or was `kept` for."""
        self.view = view
        self.order = "newest" if view in ("all", "handed_to_me", "handed_over") else "oldest"
        self._filter = Filter()
        if kept is not None:
            self.order, self._filter = kept.order, kept.narrowed
        self.filter_button.setChecked(self._filter != Filter())
        self._fresh = True
        self.field.setText("" if kept is None else kept.text)

    def kept(self) -> saved_views.Rule:
        """What is shown now, to be kept under a name."""
        return saved_views.Rule(self.view, self.order, self.field.text().strip(), self._filter)

    def reload(self, leaving: int | None = None) -> None:
        """Read the list again and keep the place; a lead just dealt with gives way to the next."""
        self.delegate.now = self._session.db.now()
        self.delegate.promise_hours = self._session.read(set_up.settings).response_promise_hours
        self.reader.look()
        self._among, self._said = None, UNSAID
        if self.field.text().strip():
            self._search(leaving)
            return
        pages = Pages(self.view, self.order, self._filter)
        arrived = partial(self._arrived, leaving=leaving)
        prepare = partial(self.reader.prepare, pages, arrived, fresh=self._fresh)
        if not (self.reader.big and self._fresh and pages.served):
            prepare()
            return
        later(self._shell, prepare)  # asked first: the thread counts while the beginning is shown
        beginning = pages.first(self._session.db, FIRST)
        self._pages = None
        self._show(len(beginning), beginning, None)

    def _arrived(self, pages: Pages, leaving: int | None) -> None:
        self._pages, self._among = pages, pages.known
        self._show(pages.total or 0, None, leaving)
        self.reader.lay_ahead()

    def _typed(self) -> None:
        """Only the words of the search are new: nothing else is read again."""
        if self.field.text().strip():
            self._search(None)
        else:
            self.reload()

    def _search(self, leaving: int | None) -> None:
        place = Place(self.view, self._filter, self._among)
        self.reader.find(self.field.text(), place, lambda found: self._found(found, leaving))

    def _found(self, found: Found, leaving: int | None) -> None:
        self._pages = None
        self._show(len(found.rows), found.rows, leaving)
        if found.more:
            self._count.setText(tr("the newest {n}").format(n=len(found.rows)))

    def _show(self, count: int, found: Sequence[LeadRow] | None, leaving: int | None) -> None:
        key, place = self.rows.current_key(), max(0, self.rows.currentIndex().row())
        bar = self.rows.verticalScrollBar().value()
        if self._fresh:
            key, place, bar, self._fresh = None, 0, 0, False
        held = None if key is None else self.picked.hold()
        pages, db = self._pages, self._session.db
        self.rows.selectionModel().blockSignals(True)
        if found is not None:
            self.model.set_source(count, lambda offset, limit: found[offset : offset + limit])
        elif pages is not None:
            self.model.set_source(count, lambda offset, limit: pages.fetch(db, offset, limit))
        self.rows.selectionModel().blockSignals(False)
        self._group(count)
        self._say_empty(count)
        self.rows.verticalScrollBar().setValue(bar)
        self._select(key, place, leaving, count)
        self.picked.take_up(held)
        self._say_count()

    def _select(self, key: int | None, place: int, leaving: int | None, count: int) -> None:
        if count:
            at = self._place_of(key) if key is not None else None
            if at is None:
                at = place
            elif leaving is not None and key == leaving:
                at += 1
            self.rows.blockSignals(True)  # the lead is told once, below
            self.rows.select_row(at)
            self.rows.blockSignals(False)
        now = self.rows.current_key() if count else None
        if now != self._said:
            self._said = now
            self.chosen.emit(now)

    def _keys_of(self, offset: int, limit: int) -> Sequence[int]:
        """The keys of a stretch of the list, without its rows where there are many."""
        if self._pages is not None and limit > 1:
            return self._pages.keys(self._session.db, offset, limit)
        found = (
            self.model.key_at(n) for n in range(offset, min(offset + limit, self.model.rowCount()))
        )
        return [key for key in found if key is not None]

    def _say_count(self) -> None:
        """How many there are; and while several are selected, how many of them."""
        words, chosen = f"{self.model.rowCount():,}", self.picked.count
        if chosen > 1:
            words = tr("{n} of {all}").format(n=f"{chosen:,}", all=words)
        self._count.setText(words)

    def _place_of(self, key: int) -> int | None:
        at = self.model.position_of(key)
        if at is None and self._pages is not None:
            at = self._pages.place_of(self._session.db, key)
        return at

    def select(self, key: int) -> bool:
        """Choose a lead if it is in this list."""
        at = self._place_of(key)
        if at is not None:
            self.rows.select_row(at)
        return at is not None

    def _group(self, count: int) -> None:
        """Headings stand over the leads past the promise, and over those within it."""
        for place in self.delegate.headings:
            self.rows.setRowHeight(place, row_height())
        if self.rows.verticalHeader().defaultSectionSize() != row_height():
            self.rows.verticalHeader().setDefaultSectionSize(row_height())
        hours = self.delegate.promise_hours
        self.delegate.headings = self.reader.headings(self._pages, count, hours)
        for place in self.delegate.headings:
            self.rows.setRowHeight(place, row_height(True))

    def _told(self, row: LeadRow) -> str:
        return words.told(row, self.delegate.now)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read any more behind a closed door."""
        super().hideEvent(event)
        self.reader.thread.close()

    # -- nothing to show ----------------------------------------------------------------------

    def _say_empty(self, count: int) -> None:
        self._stack.setCurrentIndex(0 if count else 1)
        if not count:
            self._empty.tell(self.view, self.field.text().strip(), self._filter != Filter())

    def _empty_pressed(self) -> None:
        if self.field.text().strip():
            text = self.field.text()
            if self.view == "all":
                self.field.clear()
                self.reload()
            else:
                self.view_wanted.emit("all")
                self.field.setText(text)
                self.reload()
        elif self._filter != Filter():
            self.set_filter(Filter())
        else:
            self.new_wanted.emit()

    # -- search, filter, order ----------------------------------------------------------------

    def set_filter(self, narrowed: Filter) -> None:
        """Narrow the view; an empty filter shows all of it."""
        self._filter = narrowed
        self.filter_button.setChecked(narrowed != Filter())
        self.reload()

    def set_order(self, order: str) -> None:
        """Put the list in another order."""
        self.order = order
        self._order.setText(tr(words.ORDERS[order]))
        self._order.updateGeometry()
        self.reload()

    def set_narrow(self, narrow: bool) -> None:
        """With the sidebar a rail, the heading chooses the view."""
        self._views.setVisible(narrow)
        self._title.setVisible(not narrow)

    def name_view(self, label: str) -> None:
        """Write the name of the view over the list."""
        self._title.setText(label)
        self._views.setText(label)
        self._views.updateGeometry()
        self._order.setText(tr(words.ORDERS[self.order]))
        self._order.updateGeometry()
        narrowed = tr("Search hand-overs") if self.view == "handed_to_me" else tr("Search leads")
        self.field.setPlaceholderText(narrowed)

    def _search_row(self) -> QHBoxLayout:
        self.field = search_field()
        self.field.textEdited.connect(lambda _: self._typed())
        self.field.installEventFilter(self)
        self.filter_button = Button("", "list-filter")
        self.filter_button.setCheckable(True)
        self.filter_button.setAccessibleName(tr("Filter"))
        self.filter_button.setToolTip(tr("Filter"))
        self.filter_button.clicked.connect(self._ask_filter)
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.filter_button)
        return row

    def _head_row(self) -> QHBoxLayout:
        self._title = labels.section("")
        self._views = Button("", quiet=True, small=True, menu_arrow=True)
        self._views.clicked.connect(self._choose_view)
        self._views.hide()
        self._count = labels.label("", "body", "text-2")
        self._order = Button("", quiet=True, small=True, menu_arrow=True)
        self._order.setToolTip(tr("Order of the list"))
        self._order.clicked.connect(
            lambda: menus.orders(self, self.order, self.set_order).popup(menus.under(self._order))
        )
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 8, 6)
        row.setSpacing(6)
        for part in (self._title, self._views, self._count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._order)
        return row

    def _choose_view(self) -> None:
        menu = menus.views(self, self._session, self.view, self.view_wanted.emit)
        menu.popup(menus.under(self._views))

    def _ask_filter(self) -> None:
        self.filter_button.setChecked(self._filter != Filter())
        menu = menus.filters(self, self._session, self._filter, self.set_filter)
        menu.popup(menus.under(self.filter_button))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go from the search to what it found; Esc takes it back."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.rows.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.field.text():
                    self.field.clear()
                    self.reload()
                self.rows.setFocus()
                return True
        return False
