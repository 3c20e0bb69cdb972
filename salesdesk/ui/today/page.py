"""The page of the day: its lists, cards and funnel, how they are filled and moved through."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.queries import today as queries
from salesdesk.queries.settings import Person
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import scrolled
from salesdesk.ui.today.cards import Opens, Shows, SupplyCard, TargetCard
from salesdesk.ui.today.funnel import FunnelCard
from salesdesk.ui.today.rows import DayRow, follow_up_row, quiet_row, waiting_row
from salesdesk.ui.today.section import DaySection

SHOWN = {"waiting": 4, "follow_ups": 5, "quiet": 3}
#: What gives way where the window is low, one line after the other, so that no line is cut.
GIVES_WAY = ("follow_ups", "waiting", "follow_ups", "quiet", "waiting", "follow_ups")
WIDTHS = ((1200, 304), (1440, 360))


class Page(QWidget):
    """Lists at the left, target and supply at the right, the funnel at the foot."""

    #: Enter or a double click on the selected line.
    activated = Signal()
    #: All follow-ups are wanted, or the first ones again.
    every_wanted = Signal()

    def __init__(self, open_list: Opens, shows: Shows, targets: Callable[[], object]) -> None:
        super().__init__()
        self._open_list, self._shows, self._targets = open_list, shows, targets
        self._narrow = False
        self._day: tuple[queries.Work, dict[int, Person], str, bool] | None = None
        self._limits = dict(SHOWN)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.timeout.connect(self.fit)
        self._build()

    # -- building ------------------------------------------------------------------------------
    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 0, 20)
        outer.setSpacing(16)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 24, 0)
        self._inside.setSpacing(16)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(self._lists(), 1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        self.target = TargetCard(self._shows, self._targets)
        self.supply = SupplyCard(self._shows)
        right.addWidget(self.target)
        right.addWidget(self.supply)
        right.addStretch()
        columns.addWidget(self._right)
        self._inside.addLayout(columns)
        self._inside.addStretch()
        self._scroll = scrolled(inside)
        outer.addWidget(self._scroll, 1)
        self.funnel = FunnelCard(self._open_list, self._shows)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.addWidget(self.funnel)
        self._outer = outer
        outer.addWidget(self._foot)
        foot.setContentsMargins(8, 0, 24, 0)
        self._right.setFixedWidth(392)

    def _lists(self) -> QVBoxLayout:
        self.waiting = DaySection(
            tr("Leads waiting"),
            tr("No leads are waiting. New ones come here by themselves."),
            self._opens("leads", queries.WAITING_VIEW),
            tr("leads that wait"),
        )
        self.follow_ups = DaySection(
            tr("Follow-ups"),
            tr("Nothing is due today."),
            self.every_wanted.emit,
            tr("everything that is due"),
        )
        self.quiet = DaySection(
            tr("Deals gone quiet"),
            tr("No deal has gone quiet."),
            self._opens("deals", "quiet"),
            tr("deals gone quiet"),
        )
        self.sections = (self.waiting, self.follow_ups, self.quiet)
        self.waiting.note_opens(lambda: self._shows("late"), tr("leads past the promise"))
        self.follow_ups.note_opens(lambda: self._shows("overdue"), tr("what is overdue"))
        column = QVBoxLayout()
        column.setSpacing(4)
        for section in self.sections:
            column.addWidget(section)
            section.list.passed_end.connect(lambda step, s=section: self._cross(s, step))
            section.list.entered.connect(lambda s=section: self.enter(s))
            section.list.activated_key.connect(lambda _: self.activated.emit())
        column.addStretch()
        return column

    def _opens(self, section: str, view: str) -> Callable[[], object]:
        return lambda: self._open_list(section, view)

    # -- filling -------------------------------------------------------------------------------
    def show_day(
        self,
        work: queries.Work,
        people: dict[int, Person],
        currency: str,
        *,
        every: bool,
    ) -> None:
        """Show the lists; `every`: all follow-ups, not the first ones alone."""
        self._day = work, people, currency, every
        self.fit()

    def show_outlook(self, outlook: queries.Outlook, currency: str) -> None:
        """Show target, supply and funnel."""
        self.target.set_outlook(outlook, currency)
        month = formats.LONG_MONTHS[outlook.day.month - 1]
        self.supply.set_supply(outlook.supply, month, currency)
        self.funnel.set_outlook(outlook)
        self.fit()

    def fit(self) -> None:
        """Show as many lines as there is room for; only whole ones stand over the funnel."""
        if self._day is None:
            return
        work, people, currency, every = self._day
        at, chosen = self.place()
        self._limits = dict(SHOWN)
        self._fill(work, people, currency, every)
        for name in GIVES_WAY:
            if not self._too_high(every):
                break
            self._limits[name] -= 1
            self._fill(work, people, currency, every)
        self.restore(at, chosen)

    def _too_high(self, every: bool) -> bool:
        """Whether the lists reach under the fold, where the funnel stands below them."""
        if self._narrow or every or not self.isVisible():
            return False
        need = sum(section.height_needed() for section in self.sections)
        return need + 4 * len(self.sections) > self._scroll.viewport().height()

    def _fill(
        self, work: queries.Work, people: dict[int, Person], currency: str, every: bool
    ) -> None:
        self._show_waiting(work)
        limit = self._limits["follow_ups"]
        due = work.follow_ups if every else work.follow_ups[:limit]
        rows = [follow_up_row(n, step, currency, people) for n, step in enumerate(due)]
        overdue = tr("{count} overdue").format(count=work.overdue_count)
        self.follow_ups.set_rows(
            rows,
            work.follow_up_count,
            overdue if work.overdue_count else "",
            _due_words(work, every, limit),
        )
        still = [
            quiet_row(n, deal, currency, people)
            for n, deal in enumerate(work.quiet[: self._limits["quiet"]])
        ]
        note = tr("{money}, no contact and nothing planned")
        note = note.format(money=formats.money(work.quiet_amount, currency))
        self.quiet.note.set_words("", "text-2")
        self.quiet.set_rows(
            still, work.quiet_count, note if still else "", _all(work.quiet_count, len(still))
        )

    def _show_waiting(self, work: queries.Work) -> None:
        first = work.waiting[: self._limits["waiting"]]
        rows = [waiting_row(n, lead) for n, lead in enumerate(first)]
        late = tr("{count} past your {hours}-hour promise")
        late = late.format(count=f"{work.late_count:,}", hours=work.promise_hours)
        self.waiting.set_rows(
            rows,
            work.waiting_count,
            late if work.late_count else "",
            _all(work.waiting_count, len(rows)),
        )

    # -- moving --------------------------------------------------------------------------------
    def place(self) -> tuple[int, DayRow | None]:
        """The number of the list with the selected line, and that line."""
        for number, section in enumerate(self.sections):
            row = section.row()
            if row is not None:
                return number, row
        return 0, None

    def restore(self, at: int, chosen: DayRow | None) -> None:
        """Select the same line; where it is gone, the one that took its place."""
        if chosen is not None:
            found = self.sections[at].position_of(chosen)
            if found is None and self.sections[at].lines():
                found = min(chosen.ident, self.sections[at].lines() - 1)
            if found is not None:
                self.sections[at].list.select_row(found)
                return
        for section in self.sections:
            if section.lines():
                section.list.select_row(0)
                return

    def _cross(self, section: DaySection, step: int) -> None:
        order = list(self.sections)
        order = (
            order[order.index(section) + 1 :] if step > 0 else order[: order.index(section)][::-1]
        )
        for other in order:
            if other.lines():
                other.list.select_row(0 if step > 0 else other.lines() - 1)
                self.enter(other)
                other.list.setFocus()
                self._scroll.ensureWidgetVisible(other)
                return

    def enter(self, section: DaySection) -> None:
        """One line is selected in all: where the cursor is."""
        for other in self.sections:
            if other is not section:
                other.list.clearSelection()
                other.list.setCurrentIndex(other.list.rows_model().index(-1, 0))
        if section.row() is None:
            section.list.select_row(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher window has room for more lines."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._refit.start(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is shown has a height."""
        super().showEvent(event)
        self._refit.start(0)

    def layout_for(self, width: int) -> None:
        """Narrow: the page scrolls with the funnel below; wide: the funnel stands at the foot."""
        narrow = width < 1200
        right = next((wide for upto, wide in WIDTHS if width < upto), 392)
        self._right.setFixedWidth(right)
        # the scroll bar takes its 10 pixels from the margin
        self._inside.setContentsMargins(0, 0, 14 if narrow else 24, 0)
        if narrow != self._narrow:
            self._narrow = narrow
            self._refit.start(0)
            self.target.set_narrow(narrow)
            self.supply.set_narrow(narrow)
            if narrow:
                self._inside.insertWidget(1, self._foot)
            else:
                self._outer.addWidget(self._foot)
            layout = self._foot.layout()
            if layout is not None:
                layout.setContentsMargins(8, 0, 0 if narrow else 24, 0)


def _due_words(work: queries.Work, every: bool, limit: int) -> str:
    if work.follow_up_count <= limit:
        return ""
    return tr("Show fewer") if every else _all(work.follow_up_count, 0)


def _all(count: int, shown: int) -> str:
    return tr("Show all {count}").format(count=f"{count:,}") if count > shown else ""
