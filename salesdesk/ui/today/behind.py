"""The list behind a number of the day: what it counts in words, and each record of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.queries import behind as queries
from salesdesk.queries.behind import Behind
from salesdesk.queries.settings import Person
from salesdesk.session import Session
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.models import WindowedModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Rule
from salesdesk.ui.today.behind_rows import campaign_row, deal_row, lead_row, title_of, total_words
from salesdesk.ui.today.links import Link
from salesdesk.ui.today.rows import DayRow, follow_up_row
from salesdesk.ui.today.section import DayList

#: Where all records of the kind are to be seen.
WHOLE = {"lead": ("leads", "all"), "deal": ("deals", "open"), "campaign": ("campaigns", "running")}


class BehindPage(QWidget):
    """Says which filter is on, and shows the records one below the other."""

    closed = Signal()
    opened = Signal()

    def __init__(self, session: Session, opens: Callable[[str, str], object]) -> None:
        super().__init__()
        self._session, self._opens = session, opens
        self.found: Behind | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 24, 12)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(8)
        column.addWidget(Rule())
        self._model = WindowedModel(lambda row: int(row.ident), lambda row: str(row.said))
        self.list = BehindList(self._model, tr("Records behind a number"))
        self.list.activated_key.connect(lambda _: self.opened.emit())
        self.list.closed.connect(self.closed)
        self._empty = EmptyState("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        self.back = Button(tr("Back"), "chevron-left", "Esc", small=True)
        self.back.clicked.connect(self.closed)
        self.title = Label("", "section")
        self.count = Label("", "body", "text-2", figures=True)
        self.whole = Link("", "small", "accent-text", self._show_whole, tr("without this filter"))
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 0, 0)
        row.setSpacing(12)
        for part in (self.back, self.title, self.count):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.whole)
        return row

    def _show_whole(self) -> None:
        if self.found is not None and self.found.table in WHOLE:
            view = ("deals", "won") if self.found.code == "booked" else WHOLE[self.found.table]
            self._opens(*view)

    def show_found(self, found: Behind, people: dict[int, Person], currency: str) -> None:
        """Show the records behind a number, keeping the place when it is read again."""
        again = self.found is not None and self.found.code == found.code
        at = self.list.currentIndex().row() if again else 0
        self.found = found
        day = self._session.db.today()
        title = title_of(found.code, day)
        self.title.setText(title)
        self.count.setText(total_words(found, currency))
        self.list.setAccessibleName(f"{title}, {self.count.text()}")
        words = {"lead": tr("Show all leads"), "campaign": tr("Show all campaigns")}
        words["deal"] = tr("Show all won") if found.code == "booked" else tr("Show all deals")
        self.whole.set_words(words.get(found.table, ""))
        self._empty.set_words(tr("None: {title}.").format(title=title[:1].lower() + title[1:]))
        self._stack.setCurrentIndex(0 if found.count else 1)
        self._model.set_source(found.count, self._source(found, people, currency))
        self.list.select_row(max(0, at))

    def _source(
        self, found: Behind, people: dict[int, Person], currency: str
    ) -> Callable[[int, int], list[DayRow]]:
        db = self._session.db

        def read(offset: int, limit: int) -> list[DayRow]:
            if found.table == "lead":
                leads = queries.lead_lines(db, found, offset, limit)
                return [lead_row(offset + n, lead, db) for n, lead in enumerate(leads)]
            if found.table == "deal":
                deals = queries.deal_lines(db, found, offset, limit)
                return [deal_row(offset + n, line, currency, db) for n, line in enumerate(deals)]
            if found.table == "campaign":
                lines = queries.campaign_lines(db, found.code)[offset : offset + limit]
                return [campaign_row(offset + n, line) for n, line in enumerate(lines)]
            late = queries.overdue(db)[offset : offset + limit]
            return [follow_up_row(offset + n, x, currency, people) for n, x in enumerate(late)]

        return read

    def row(self) -> DayRow | None:
        """The selected record."""
        found = self._model.row_at(self.list.currentIndex().row())
        return found if isinstance(found, DayRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the day."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class BehindList(DayList):
    """A list of any length that scrolls by itself."""

    closed = Signal()

    def __init__(self, model: WindowedModel, title: str) -> None:
        super().__init__(model, title)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().setSingleStep(fonts.scaled(40))

    def wheelEvent(self, event: object) -> None:
        """This list scrolls, unlike those that stand on the page."""
        super(DayList, self).wheelEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
