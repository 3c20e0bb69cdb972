"""The Today panel: lists at the left, target and supply at the right, the funnel at the foot."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from salesdesk.actions import activities, leads, planned
from salesdesk.model import formats
from salesdesk.queries import settings as set_up
from salesdesk.queries import today as queries
from salesdesk.session import Session
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.panels import Command, Panel, Shell
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.today.head import Head
from salesdesk.ui.today.page import SHOWN, Page
from salesdesk.ui.today.rows import DayRow

if TYPE_CHECKING:
    from salesdesk.queries.behind import Behind
    from salesdesk.ui.activities.log import Logged
    from salesdesk.ui.today.behind import BehindPage


class TodayPanel(Panel):
    """What waits, what is due, what went quiet, and how the month stands."""

    reads = frozenset()

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self._asked = 0
        self._all_due = False
        self._behind = ""
        self._pressed: QWidget | None = None
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
        self.page = Page(self._open_whole, self.show_behind, self._open_targets)
        self.page.activated.connect(self.open_current)
        self.page.every_wanted.connect(self.toggle_due)
        self._pages.addWidget(self.page)
        self.empty = EmptyState(
            tr("Nothing here yet. Add the first lead, or drop a file of leads or deals here."),
            tr("New lead"),
            "Ctrl N",
            self.new_record,
        )
        self._pages.addWidget(self.empty)
        self._behind_page: BehindPage | None = None

    @property
    def behind(self) -> "BehindPage":
        """The list behind a number; made when the first number is pressed."""
        if self._behind_page is None:
            from salesdesk.ui.today.behind import BehindPage

            page = self._behind_page = BehindPage(self.session, self._open_whole)
            page.closed.connect(self.close_behind)
            page.opened.connect(self.open_current)
            self._pages.addWidget(page)
        return self._behind_page

    # -- reading -------------------------------------------------------------------------------
    def reload(self) -> None:
        """Read the day again on workers: the lists do not wait for the figures beside them.

        An answer that comes late is dropped.
        """
        self._asked += 1
        asked, every = self._asked, self._all_due

        def show_work(found: queries.Work) -> None:
            if asked == self._asked:
                self._show(found)

        def show_outlook(found: queries.Outlook) -> None:
            if asked == self._asked:
                currency = set_up.settings(self.session.db).currency
                self.page.show_outlook(found, currency)

        most = max(SHOWN.values())
        self.shell.background(lambda other: other.read(queries.work, most, every), show_work)
        self.shell.background(lambda other: other.read(queries.outlook), show_outlook)
        if self._behind:
            self._read_behind()

    def _read_behind(self) -> None:
        from salesdesk.queries import behind

        code = self._behind

        def show(found: "Behind") -> None:
            if code != self._behind:
                return
            currency = set_up.settings(self.session.db).currency
            people = {who.key: who for who in set_up.people(self.session.db, active=False)}
            self.behind.show_found(found, people, currency)
            if self._pages.currentWidget() is not self.behind:
                self._pages.setCurrentWidget(self.behind)
                self._tell_frame()
            self._take_focus()

        self.shell.background(lambda session: session.read(behind.behind, code), show)

    def show_behind(self, code: str) -> None:
        """Show exactly the records that a number of the day counts."""
        self._pressed = QApplication.focusWidget()
        self._behind = code
        self._read_behind()

    def close_behind(self) -> None:
        """Back to the day, and to the number that was pressed."""
        self._behind = ""
        self._pages.setCurrentWidget(self.page)
        self._tell_frame()
        self._take_focus()
        if self._pressed is not None and isValid(self._pressed) and self._pressed.isVisible():
            self._pressed.setFocus()

    def _tell_frame(self) -> None:
        """Other keys work now: let the window say so."""
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None:
            refresh()

    def _open_whole(self, section: str, view: str) -> None:
        """Go to a list of a section, with none of the filters that were on there."""
        self.shell.open_list(section, view)
        panel = getattr(self.shell, "panel", None)
        if panel is not None:
            panel().show_whole()

    def _open_targets(self) -> None:
        """The targets are set in Settings."""
        from salesdesk.ui.settings.dialog import SettingsDialog

        self.shell.dialog(SettingsDialog(self.session, self.shell, "targets"))

    def _show(self, work: queries.Work) -> None:
        self.head.set_day(work.day)
        if not self._behind:
            self._pages.setCurrentIndex(1 if work.is_new else 0)
        currency = set_up.settings(self.session.db).currency
        people = {who.key: who for who in set_up.people(self.session.db, active=False)}
        self.page.show_day(work, people, currency, every=self._all_due)
        self._take_focus()

    def _take_focus(self) -> None:
        """The selected line has the keyboard when the panel has."""
        if self._behind:
            self.setFocusProxy(self.behind.list)
            self.behind.list.setFocus()
            return
        for section in self.page.sections:
            if section.row() is not None:
                self.setFocusProxy(section.list)
                if self.hasFocus() or self.focusWidget() is None:
                    section.list.setFocus()

    def toggle_due(self) -> None:
        """Show every follow-up here, or the first ones again: leads and deals share no list."""
        self._all_due = not self._all_due
        self.reload()

    # -- moving --------------------------------------------------------------------------------
    def step(self, count: int) -> None:
        """Move to the next or previous line of the day."""
        if self._behind:
            self.behind.list.step(count)
            return
        at, row = self.page.place()
        section = self.page.sections[at]
        if row is None:
            self.page.restore(0, None)
            return
        if not section.list.hasFocus():
            section.list.setFocus()
        section.list.step(count)

    def current(self) -> DayRow | None:
        """The selected line."""
        return self.behind.row() if self._behind else self.page.place()[1]

    # -- doing ---------------------------------------------------------------------------------
    def open_current(self) -> None:
        """Go to the record of the selected line."""
        row = self.current()
        if row is not None:
            self.shell.open_record(row.table, row.key)

    def log_call(self) -> None:
        """Write down a call with the customer of the selected line."""
        row = self.current()
        if row is None:
            return
        from salesdesk.ui.activities.log import LogDialog

        link = {f"{row.table}_id": row.key}

        def write(held: "Logged") -> bool:
            values: dict[str, Any] = {**held.details, **link}
            return self.shell.run(activities.log, held.kind, held.subject, **values) is not None

        self.shell.dialog(LogDialog(self, row.name, write, self.session.db.clock))

    def snooze(self) -> None:
        """Put the selected line off; a quiet deal gets a next step instead."""
        row = self.current()
        if row is None:
            return
        from salesdesk.ui.activities.plan import StepDialog
        from salesdesk.ui.kit.asks import DayDialog

        if row.table == "deal" and not row.has_step:
            place = row.table, row.key, row.name
            self.shell.dialog(StepDialog(self, self.session, self.shell, place))
            return
        today = self.session.today

        def until(day: date) -> None:
            self._put_off(row, day.isoformat())
            words = tr("{name} snoozed until {day}")
            shown = formats.within(formats.near_day(day, today))
            self.shell.toast(words.format(name=row.name, day=shown), undo=True)

        title = tr("Snooze {name} until").format(name=row.name)
        self.shell.dialog(DayDialog(self, title, tr("Snooze"), "alarm-clock", today, until))

    def _put_off(self, row: DayRow, day: str) -> None:
        # not by the window's `run`: what stands in the way is said beside the day
        if row.activity_id is not None:
            self.session.do(upon(planned.put_off, row.shown), row.activity_id, day)
        elif row.has_step:
            self.session.do(upon(activities.move_step, row.shown), row.table, row.key, day)
        else:
            self.session.do(upon(leads.snooze, row.shown), row.key, day)

    def finish(self) -> None:
        """The step of the selected line is done."""
        row = self.current()
        if row is None:
            return
        if row.activity_id is not None:
            self.shell.run(upon(planned.finish, row.shown), row.activity_id)
        elif row.has_step:
            self.shell.run(upon(activities.finish_step, row.shown), row.table, row.key)
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
        if self._behind:
            return [("J K", tr("Move")), ("Enter", tr("Open")), ("Esc", tr("Back to the day"))]
        return [
            ("J K", tr("Move")),
            ("Enter", tr("Open")),
            ("C", tr("Log a call")),
            ("S", tr("Snooze")),
            ("E", tr("Done")),
        ]

    def layout_for(self, width: int) -> None:
        """Lay the page out for a window of this width."""
        self.page.layout_for(width)
