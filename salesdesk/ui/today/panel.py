"""The Today panel: lists at the left, target and supply at the right, the funnel at the foot."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.actions import activities, planned
from salesdesk.model import formats
from salesdesk.queries import settings as set_up
from salesdesk.queries import today as queries
from salesdesk.session import Session
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.panels import Command, Panel, Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.today.cards import SupplyCard, TargetCard
from salesdesk.ui.today.dialogs import LaterDialog, LogDialog, StepDialog
from salesdesk.ui.today.funnel import FunnelCard
from salesdesk.ui.today.head import Head
from salesdesk.ui.today.rows import DayRow, follow_up_row, quiet_row, waiting_row
from salesdesk.ui.today.section import DaySection

SHOWN = {"waiting": 4, "follow_ups": 5, "quiet": 3}
WIDTHS = ((1200, 304), (1440, 360))


class TodayPanel(Panel):
    """What waits, what is due, what went quiet, and how the month stands."""

    reads = frozenset()

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self._asked = 0
        self._all_due = False
        self._narrow = False
        self._work: queries.Work | None = None
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # the window around a panel may have more than every Shell promises
        palette = getattr(shell, "open_palette", None)
        self.head = Head(palette, self.new_record)
        self.head.set_day(session.db.today())
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self._pages.addWidget(self._page())
        self.empty = EmptyState(
            tr("Nothing here yet. Add the first lead, or drop a file of leads or deals here."),
            tr("New lead"),
            "Ctrl N",
            self.new_record,
        )
        self._pages.addWidget(self.empty)

    # -- building ------------------------------------------------------------------------------
    def _page(self) -> QWidget:
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(16, 4, 0, 20)
        outer.setSpacing(16)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self.target = TargetCard(self.shell.open_list)
        self.supply = SupplyCard(self.shell.open_list)
        right.addWidget(self.target)
        right.addWidget(self.supply)
        right.addStretch()
        columns.addWidget(self._right)
        self._inside.addLayout(columns)
        self._inside.addStretch()
        self._scroll.setWidget(inside)
        outer.addWidget(self._scroll, 1)
        self.funnel = FunnelCard(self.shell.open_list)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.addWidget(self.funnel)
        self._outer = outer
        outer.addWidget(self._foot)
        foot.setContentsMargins(8, 0, 24, 0)
        self._right.setFixedWidth(392)
        return page

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
            self._toggle_due,
            tr("everything that is due"),
        )
        self.quiet = DaySection(
            tr("Deals gone quiet"),
            tr("No deal has gone quiet."),
            self._opens("deals", "quiet"),
            tr("deals gone quiet"),
        )
        self.sections = (self.waiting, self.follow_ups, self.quiet)
        column = QVBoxLayout()
        column.setSpacing(4)
        for section in self.sections:
            column.addWidget(section)
            section.list.passed_end.connect(lambda step, s=section: self._cross(s, step))
            section.list.entered.connect(lambda s=section: self._entered(s))
            section.list.activated_key.connect(lambda _: self.open_current())
        column.addStretch()
        return column

    def _opens(self, section: str, view: str) -> Callable[[], object]:
        return lambda: self.shell.open_list(section, view)

    # -- reading -------------------------------------------------------------------------------
    def reload(self) -> None:
        """Read the day again on a worker; an answer that comes late is dropped."""
        self._asked += 1
        asked, every = self._asked, self._all_due

        def read(session: Session) -> tuple[queries.Work, queries.Outlook]:
            work = session.read(queries.work, max(SHOWN.values()), every)
            return work, session.read(queries.outlook)

        def show(found: tuple[queries.Work, queries.Outlook]) -> None:
            if asked == self._asked:
                self._show(*found)

        self.shell.background(read, show)

    def _show(self, work: queries.Work, outlook: queries.Outlook) -> None:
        self._work = work
        self.head.set_day(work.day)
        self._pages.setCurrentIndex(1 if work.is_new else 0)
        kept = set_up.settings(self.session.db)
        people = {who.key: who for who in set_up.people(self.session.db, active=False)}
        currency = kept.currency
        at, chosen = self._place()
        self._show_waiting(work)
        due = work.follow_ups if self._all_due else work.follow_ups[: SHOWN["follow_ups"]]
        rows = [follow_up_row(n, step, currency, people) for n, step in enumerate(due)]
        overdue = tr("{count} overdue").format(count=work.overdue_count)
        self.follow_ups.set_rows(
            rows,
            work.follow_up_count,
            overdue if work.overdue_count else "",
            self._due_words(work),
        )
        still = [
            quiet_row(n, deal, currency, people)
            for n, deal in enumerate(work.quiet[: SHOWN["quiet"]])
        ]
        note = tr("{money}, no contact and nothing planned")
        note = note.format(money=formats.money(work.quiet_amount, currency))
        self.quiet.note.set_words("", "text-2")
        self.quiet.set_rows(
            still, work.quiet_count, note if still else "", _all(work.quiet_count, len(still))
        )
        self.target.set_outlook(outlook, currency)
        month = formats.LONG_MONTHS[work.day.month - 1]
        self.supply.set_supply(outlook.supply, month, currency)
        self.funnel.set_outlook(outlook)
        self._restore(at, chosen)

    def _show_waiting(self, work: queries.Work) -> None:
        rows = [waiting_row(n, lead) for n, lead in enumerate(work.waiting[: SHOWN["waiting"]])]
        late = tr("{count} past your {hours}-hour promise")
        late = late.format(count=work.late_count, hours=work.promise_hours)
        self.waiting.set_rows(
            rows,
            work.waiting_count,
            late if work.late_count else "",
            _all(work.waiting_count, len(rows)),
        )

    def _due_words(self, work: queries.Work) -> str:
        if work.follow_up_count <= SHOWN["follow_ups"]:
            return ""
        return tr("Show fewer") if self._all_due else _all(work.follow_up_count, 0)

    def _toggle_due(self) -> None:
        """Show every follow-up here, or the first ones again: leads and deals share no list."""
        self._all_due = not self._all_due
        self.reload()

    # -- moving --------------------------------------------------------------------------------
    def _place(self) -> tuple[int, DayRow | None]:
        for number, section in enumerate(self.sections):
            row = section.row()
            if row is not None:
                return number, row
        return 0, None

    def _restore(self, at: int, chosen: DayRow | None) -> None:
        """Select the same line; where it is gone, the one that took its place."""
        self._select(at, chosen)
        for section in self.sections:
            if section.row() is not None:
                self.setFocusProxy(section.list)
                if self.hasFocus() or self.focusWidget() is None:
                    section.list.setFocus()

    def _select(self, at: int, chosen: DayRow | None) -> None:
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
                self._entered(other)
                other.list.setFocus()
                self._scroll.ensureWidgetVisible(other)
                return

    def _entered(self, section: DaySection) -> None:
        """One line is selected in all: where the cursor is."""
        for other in self.sections:
            if other is not section:
                other.list.clearSelection()
                other.list.setCurrentIndex(other.list.rows_model().index(-1, 0))
        if section.row() is None:
            section.list.select_row(0)

    def step(self, count: int) -> None:
        """Move to the next or previous line of the day."""
        at, row = self._place()
        section = self.sections[at]
        if row is None:
            self._restore(0, None)
            return
        if not section.list.hasFocus():
            section.list.setFocus()
        section.list.step(count)

    def current(self) -> DayRow | None:
        """The selected line."""
        return self._place()[1]

    # -- doing ---------------------------------------------------------------------------------
    def open_current(self) -> None:
        """Go to the record of the selected line."""
        row = self.current()
        if row is not None:
            self.shell.open_record(row.table, row.key)

    def log_call(self) -> None:
        """Write down a call with the customer of the selected line."""
        row = self.current()
        if row is not None:
            self.shell.dialog(LogDialog(row, self.shell, self))

    def snooze(self) -> None:
        """Put the selected line off; a quiet deal gets a next step instead."""
        row = self.current()
        if row is None:
            return
        today = self.session.db.today()
        if row.table == "deal" and not row.has_step:
            self.shell.dialog(StepDialog(row, today, self.shell, self))
        else:
            self.shell.dialog(LaterDialog(row, today, self.shell, self))

    def finish(self) -> None:
        """The step of the selected line is done."""
        row = self.current()
        if row is None:
            return
        if row.activity_id is not None:
            self.shell.run(planned.finish, row.activity_id)
        elif row.has_step:
            self.shell.run(activities.finish_step, row.table, row.key)
        else:
            self.log_call()

    def new_record(self) -> None:
        """Begin a new lead, in the list of leads."""
        self.shell.open_list("leads", queries.WAITING_VIEW)
        leads = getattr(self.shell, "panel", None)
        if leads is not None and leads() is not self:
            leads().new_record()

    # -- what the window asks ------------------------------------------------------------------
    def commands(self) -> list[Command]:
        """What can be done with the selected line."""
        return [
            Command(tr("Next line"), "J", lambda: self.step(1), "arrow-down"),
            Command(tr("Previous line"), "K", lambda: self.step(-1), "arrow-up"),
            Command(tr("Log a call"), "C", self.log_call, "phone"),
            Command(tr("Snooze"), "S", self.snooze, "alarm-clock"),
            Command(tr("Next step done"), "E", self.finish, "circle-check"),
        ]

    def hints(self) -> list[tuple[str, str]]:
        """Keys for the status line."""
        return [
            ("J K", tr("Move")),
            ("Enter", tr("Open")),
            ("C", tr("Log a call")),
            ("S", tr("Snooze")),
            ("E", tr("Done")),
        ]

    def layout_for(self, width: int) -> None:
        """Narrow: the page scrolls with the funnel below; wide: the funnel stands at the foot."""
        narrow = width < 1200
        right = next((wide for upto, wide in WIDTHS if width < upto), 392)
        self._right.setFixedWidth(right)
        # the scroll bar takes its 10 pixels from the margin
        self._inside.setContentsMargins(0, 0, 14 if narrow else 24, 0)
        if narrow != self._narrow:
            self._narrow = narrow
            self.target.set_narrow(narrow)
            self.supply.set_narrow(narrow)
            if narrow:
                self._inside.insertWidget(1, self._foot)
            else:
                self._outer.addWidget(self._foot)
            layout = self._foot.layout()
            if layout is not None:
                layout.setContentsMargins(8, 0, 0 if narrow else 24, 0)


def _all(count: int, shown: int) -> str:
    return tr("Show all {count}").format(count=f"{count:,}") if count > shown else ""
