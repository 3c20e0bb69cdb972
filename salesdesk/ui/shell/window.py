"""The window of one open file: it holds the panels, runs their actions and hears the file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
)

from salesdesk.errors import UserError
from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.faults import Busy, Damaged
from salesdesk.ui.kit import icons
from salesdesk.ui.kit.panels import Panel, View
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.toast import Toast
from salesdesk.ui.kit.widgets import Pane, Rule
from salesdesk.ui.shell import counts, faults, files, keys, later, menus, pins, places
from salesdesk.ui.shell.hearing import Hearing, told
from salesdesk.ui.shell.jobs import Jobs
from salesdesk.ui.shell.sections import Section, sections
from salesdesk.ui.shell.sidebar import Sidebar
from salesdesk.ui.shell.status import StatusLine
from salesdesk.ui.team import commands as team

if TYPE_CHECKING:
    from salesdesk.ui.team.live import Live

P = ParamSpec("P")
T = TypeVar("T")
POLL_MS = 250


class MainWindow(QMainWindow):
    """Implements `kit.panels.Shell`. Panels are built at their first visit; one that is
    hidden when something changes is only marked stale, and reads again when it is shown."""

    #: Another file is wanted in place of this one: a path, or None for the first-run screen.
    file_wanted = Signal(object)

    def __init__(
        self, session: Session, section: str = "today", view: str = "", *, hasty: bool = False
    ) -> None:
        """`hasty`: what the first paint can do without is made right after it."""
        super().__init__()
        self._waits = later.Later(hasty)
        self.counts = counts.Counts(self)
        self.session = session
        self.let_go: Callable[[], object] = session.close
        self.sections = sections()
        self._panels: dict[str, Panel] = {}
        self._stale: set[str] = set()
        self._current = ""
        self.jobs = Jobs(self)
        self._poll = QTimer(self)
        self.live: Live | None = None
        self.hearing = Hearing(self)
        self._build()
        self._unsubscribe = session.subscribe(self.hearing.hear)
        self.later(self._complete)
        places.stand(self)
        self.go(section if section in self.sidebar.rows else "today", view)
        session.db.impatient = True  # from now on: see `Hearing`

    def _complete(self) -> None:
        from salesdesk.ui.merging.watch import Watch
        from salesdesk.ui.shell.vigil import Vigil

        self.key_filter.listen()
        self._poll.timeout.connect(self._look)
        self._poll.start(POLL_MS)
        self.vigil, self.merging = Vigil(self), Watch(self)
        self.live = team.begin(self)

    def later(self, work: Callable[[], object]) -> None:
        """Do what the first paint does not need: after it, or at once when it has been."""
        self._waits.do(work)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._waits.painted()

    def _build(self) -> None:
        self.later(lambda: self.setWindowIcon(icons.app_icon()))
        self.setWindowTitle(f"{self.session.path.name} — SalesDesk")
        self.setMinimumSize(1024, 700)
        self.setAcceptDrops(True)
        root = Pane("surface")
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.sidebar = Sidebar(self.sections)
        self.sidebar.section_wanted.connect(self.go)
        self.sidebar.view_wanted.connect(self._view_wanted)
        self.sidebar.pin_wanted.connect(self.pin)
        self.sidebar.saving_wanted.connect(lambda what, view: self.panel().save_view(what, view))
        self.sidebar.settings_wanted.connect(self.open_settings)
        row.addWidget(self.sidebar)
        row.addWidget(Rule(standing=True))
        self.stack = QStackedWidget()
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.status = StatusLine()
        self.status.team_wanted.connect(lambda: team.show_team(self))
        column.addWidget(self.status)
        self.setCentralWidget(root)
        self.toaster = Toast(root, self.undo)
        self.key_filter = keys.Keys(self)
        self.menus = menus.Menus(self)
        self.sidebar.set_person(self.me())
        self.status.show_file(self.session)

    def me(self) -> settings.Person | None:
        """The person who uses the file here."""
        everybody = self.session.read(settings.people, active=False)
        return next((p for p in everybody if p.key == self.session.person_id), None)

    # -- where we are -----------------------------------------------------------------------

    def section(self) -> Section:
        """The section that is open."""
        return next(s for s in self.sections if s.id == self._current)

    def panel(self) -> Panel:
        """The panel that is shown."""
        return self._panels[self._current]

    def panels(self) -> dict[str, Panel]:
        """The panels that were visited, by section."""
        return self._panels

    def go(self, section_id: str, view: str = "") -> Panel:
        """Show a section; `view` is the list that it begins with at its first visit."""
        panel = self._panels.get(section_id)
        if panel is None:
            section = next(s for s in self.sections if s.id == section_id)
            panel = section.build(self.session, self)
            self._panels[section_id] = panel
            panel.restore(places.of_panel(self.session, section_id))
            self.stack.addWidget(panel)
            panel.layout_for(self.width())
            self._stale.add(section_id)
        self._current = section_id
        self.stack.setCurrentWidget(panel)
        if section_id in self._stale:
            self._stale.discard(section_id)
            if view and view in {known.id for known in panel.views()}:
                panel.show_view(view)
            else:
                panel.reload()
        panel.setFocus()
        if keys.typing_in(QApplication.focusWidget()):
            # an empty list lets the focus fall into its search field, where no key would work
            self.sidebar.rows[section_id].setFocus()
        self.refresh_frame()
        return panel

    def refresh_frame(self) -> None:
        """Show the views, keys and commands of the panel that is open."""
        panel = self.panel()
        views = panel.views()
        shown = views
        if self._current == "today" and not views:
            shown = pins.shown(self.session.path, self.sections, self.counts.pinned)
        self.sidebar.show_section(self.section(), shown, panel.view(), whole=not views)
        self.status.set_hints([*panel.hints(), ("Ctrl K", tr("Commands")), ("?", tr("All keys"))])
        self.menus.show_commands(panel)
        self.later(self.counts.read)

    def _view_wanted(self, view: str) -> None:
        section = self._current
        if view.startswith(pins.PREFIX):
            section, view = pins.place(view)
        self.open_list(section, view)

    def pin(self, view_id: str = "") -> None:
        """Keep a list at hand in Today, or no longer; without an id, the one that is open."""
        self.toast(pins.turn_here(self.session.path, self._current, self.panel(), view_id))
        self.refresh_frame()

    def views_of(self, section_id: str) -> list[View]:
        """The lists of a section, once it was open."""
        return self._panels[section_id].views() if section_id in self._panels else []

    def open_list(self, section: str, view: str) -> None:
        """Go to a list of a section."""
        self.go(section).show_view(view)
        self.refresh_frame()

    def open_record(self, table: str, key: int) -> None:
        """Go to one record."""
        for section in self.sections:
            if table in section.tables:
                panel = self.go(section.id)
                if table == "organisation" and hasattr(panel, "open_organisation"):
                    panel.open_organisation(key)
                else:
                    panel.open_record(key)
                self.refresh_frame()
                return

    # -- doing ------------------------------------------------------------------------------

    def run(
        self, action: Callable[Concatenate[Database, P], T], *args: P.args, **kw: P.kwargs
    ) -> T | None:
        """Do an action and say so; a UserError is shown and None comes back."""
        words = str(getattr(action, "words", ""))
        before = self.session.position()
        try:
            result = self.session.do(action, *args, **kw)
        except UserError as error:
            self.failed(error)
            return None
        if self.session.position() != before:
            self.toast(told(self.session, words), undo=True)
        return result

    def undo(self) -> None:
        """Take back the last change made here."""
        self._turn(self.session.undo, tr("Undone: {what}."), tr("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone."""
        self._turn(self.session.redo, tr("Done again: {what}."), tr("There is nothing to redo."))

    def _turn(self, step: Callable[[], str | None], done: str, nothing: str) -> None:
        try:
            words = step()
        except UserError as error:
            self.failed(error)
            return
        self.toast(nothing if words is None else done.format(what=words[:1].lower() + words[1:]))

    def toast(self, words: str, undo: bool = False) -> None:
        """Say what happened, at the lower left of the content."""
        bottom = self.status.geometry().top() - 12
        self.toaster.say(words, undo=undo, x=self.sidebar.width() + 12, bottom=bottom)

    def failed(self, error: Exception) -> None:
        """Show what went wrong, in plain words; what is not for people goes to the log."""
        faults.show(self, error)

    def background(self, work: Callable[[Session], T], done: Callable[[T], object]) -> None:
        """Run `work` on another thread, then `done` on this one."""
        self.jobs.start(self.session, work, done, self.failed)

    def dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        # a dialog of Qt's own may have an `open` that wants more
        getattr(dialog, "open_over", lambda: QDialog.open(dialog))()

    def open_palette(self) -> None:
        """Search and commands."""
        from salesdesk.ui.shell.palette import Palette

        Palette(self).open_over()

    def open_settings(self) -> None:
        """Settings of the file and of this computer."""
        from salesdesk.ui.settings.dialog import SettingsDialog

        self.dialog(SettingsDialog(self.session, self))

    # -- hearing ----------------------------------------------------------------------------

    def _look(self) -> None:
        try:
            self.session.poll()
        except Busy:
            self.hearing.soon()
        except UserError as error:
            self.status.set_state(error.title, "circle-alert")
            if isinstance(error, Damaged):
                self.failed(error)
        else:
            self.hearing.look_at_the_day()

    def mark_stale(self, section_id: str) -> None:
        """The panel of a section reads again when it is shown."""
        self._stale.add(section_id)

    # -- the window itself ------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.layout_for(self.width())
        for panel in self._panels.values():
            panel.layout_for(self.width())
        self.toaster.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files.dropped(self, [Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waits.finish()
        self._poll.stop()
        self.hearing.stop()
        self.vigil.stop()
        self.merging.stop()
        self._unsubscribe()
        places.keep(self)
        self.jobs.wait()
        self.key_filter.stop()
        team.end(self)
        self.let_go()
        event.accept()

    def state(self) -> dict[str, Any]:
        """What the title bar and tests ask: the section and its view."""
        return {"section": self._current, "view": self.panel().view()}
