"""The lead inbox as a section of the window."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from salesdesk.actions.leads import refresh_scores
from salesdesk.queries import handovers, lead_detail, lead_pages, leads
from salesdesk.queries import settings as set_up
from salesdesk.session import Session
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.panels import Command, Panel, Shell, View
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import words
from salesdesk.ui.leads.deeds import Deeds
from salesdesk.ui.leads.list_pane import ListPane
from salesdesk.ui.leads.reading import ReadingPane

MARKETING = (
    "new", "waiting", "handed_to_me", "nurture", "qualified", "handed_over", "snoozed", "returned",
    "duplicates",
)  # fmt: skip
SALES = ("handed_to_me", "accepted_by_me", "returned_by_me", "waiting")
#: command -> label, key, icon; in the order of the menu
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("qualify", "Qualify", "Q", "circle-check"),
    ("hand_over", "Hand over", "H", "send"),
    ("accept", "Accept", "A", "check"),
    ("return", "Return to marketing", "R", "undo-2"),
    ("ask", "Ask the sender", "M", "message-square"),
    ("snooze", "Snooze", "S", "alarm-clock"),
    ("nurture", "Nurture", "N", "leaf"),
    ("disqualify", "Disqualify", "X", "circle-x"),
    ("duplicate", "Duplicate, merge", "D", "copy"),
    ("log", "Log a call", "C", "phone"),
    ("done", "Next step done", "E", "check"),
    ("step", "Plan or move the next step", "T", "calendar"),
    ("edit", "Edit lead", "F2", "pencil"),
    ("open", "Reopen, or open the deal", "O", "rotate-ccw"),
    ("take_back", "Take the handover back", "B", "undo-2"),
    ("assign", "Give to someone else", "Shift+G", "user-check"),
    ("convert", "Make a deal of it now", "Shift+H", "columns-3"),
    ("unread", "Mark as not read", "U", "mail"),
    ("details", "Details", "I", "info"),
    ("note", "Add a note", "Shift+N", "pencil"),
    ("checklist", "Go to the checklist", "L", "list-checks"),
    ("trash", "Delete lead", "Del", "trash-2"),
)

#: Typing goes before reading: the lead is read when the search pauses this long.
PAUSE_MS = 120


class LeadsPanel(Panel):
    """List at the left, one lead at the right; a letter, and the next lead is there."""

    reads = frozenset(
        {"lead", "handover", "activity", "campaign", "channel", "person", "reason", "setting",
         "score_rule", "consent", "contact_point", "deal", "objection"}
    )  # fmt: skip

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.leaving: int | None = None
        self._counts: dict[str, int] = {}
        self._loads = 0
        self._wide, self._dragged = 384, False
        self._rescored = ""
        self.list = ListPane(session, shell)
        self.reading = ReadingPane()
        self.deeds = Deeds(self)
        self._nothing = EmptyState("")
        self._right = QStackedWidget()
        self._right.addWidget(self.reading)
        self._right.addWidget(self._nothing)
        self._right.setCurrentIndex(1)
        self._awaited: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self._read(self._awaited))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.splitterMoved.connect(self._dragged_to)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        self._connect()
        self.setFocusProxy(self.list.rows)
        self.layout_for(1440)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _: self.reading.checklist.first_box().setFocus())
        self.list.view_wanted.connect(lambda view: self.shell.open_list("leads", view))
        self.list.new_wanted.connect(self.new_record)
        self.reading.wanted.connect(self.deeds.do)
        self.reading.ticked.connect(self.deeds.tick)
        self.reading.noted.connect(self.deeds.note)
        self.reading.accept_wanted.connect(self.deeds.accept)
        self.reading.return_wanted.connect(self.deeds.send_back)

    # -- what the window asks -----------------------------------------------------------------

    def views(self) -> list[View]:
        """The views that fit what a person does, with their counts."""
        person = self.session.person_id
        me = self.session.read(set_up.person, person) if person is not None else None
        names = SALES if me is not None and me.role == "sales" else MARKETING
        found = [self._view(name) for name in names]
        return found + [
            self._view(name, name == "disqualified") for name in ("disqualified", "all")
        ]

    def _view(self, name: str, separate: bool = False) -> View:
        label, icon = words.VIEWS[name]
        return View(name, tr(label), icon, self._counts.get(name), separate)

    def view(self) -> str:
        """The view that is shown."""
        return self.list.view

    def show_view(self, view_id: str) -> None:
        """Show another view, from its first lead."""
        if view_id in words.VIEWS:
            self.list.show_view(view_id)
            self.reload()
            self.list.rows.setFocus()

    def commands(self) -> list[Command]:
        """Every verb; one that does not fit the lead says so or does nothing."""
        found = [
            Command(tr(label), key, partial(self.deeds.do, name), icon)
            for name, label, key, icon in COMMANDS
        ]
        for number in range(1, 7):
            label = tr("Return reason {n}").format(n=number)
            found.append(Command(label, str(number), partial(self.deeds.pick, number)))
        return found

    def hints(self) -> list[tuple[str, str]]:
        """The keys that work here."""
        if self.reading.cards is not None:
            return [
                ("J K", tr("Next, previous")),
                ("A", tr("Accept")),
                ("R", tr("Return")),
                ("M", tr("Ask the sender")),
            ]
        return [
            ("J K", tr("Next, previous")),
            ("Q", tr("Qualify")),
            ("H", tr("Hand over")),
            ("S", tr("Snooze")),
            ("Z", tr("Undo")),
        ]

    def open_record(self, key: int) -> None:
        """Show one lead: in this view if it is there, else in All."""
        slip = self.session.read(handovers.one, key)
        key = slip.lead_id if slip is not None else key
        if not self.list.select(key):
            self.list.show_view("all")
            self.reload()
            if not self.list.select(key):
                self._chosen(key)

    def new_record(self) -> None:
        """Ask for a new lead."""
        self.deeds.new()

    def search(self) -> None:
        """Put the cursor into the search field."""
        self.list.field.setFocus()
        self.list.field.selectAll()

    def layout_for(self, width: int) -> None:
        """Follow the width of the window, as the design lays out."""
        width = width * 100 // fonts.scaled(100)  # bigger text is a narrower window
        self._wide = fonts.scaled(384 if width >= 1440 else 336 if width >= 1200 else 304)
        self._size()
        self.list.setMinimumWidth(280)
        self.list.set_narrow(width < 1200)
        self.reading.lay_out_for(width)

    def _size(self) -> None:
        if not self._dragged:
            self._splitter.setSizes([self._wide, max(300, self.width() - self._wide)])

    def _dragged_to(self, *_: int) -> None:
        self._dragged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list as wide as it was."""
        super().resizeEvent(event)
        self._size()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read any more behind a closed door."""
        super().hideEvent(event)
        self._pause.stop()

    def state(self) -> dict[str, Any]:
        """What to remember."""
        return {"view": self.list.view, "sizes": self._splitter.sizes()}

    # -- reading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read counts, list and lead again."""
        self._loads += 1
        self._count()
        self._fade()
        self.list.name_view(tr(words.VIEWS[self.list.view][0]))
        leaving, self.leaving = self.leaving, None
        self.list.reload(leaving)

    @property
    def loads(self) -> int:
        """How often this panel has read."""
        return self._loads

    def current(self) -> int | None:
        """The key of the lead that is read."""
        found = self.reading.found
        return found.lead["id"] if found is not None and self._right.currentIndex() == 0 else None

    def _count(self) -> None:
        if not self.session.read(lead_pages.is_big):
            self._counts = self.session.read(leads.counts)
            return
        self.shell.background(lambda other: other.read(leads.counts), self._counted)

    def _counted(self, found: dict[str, int]) -> None:
        self._counts = found
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None and self.isVisible():
            refresh()

    def _fade(self) -> None:
        """Once a day scores that lose points with time are stored anew, where there are such."""
        today = self.session.db.today().isoformat()
        if self._rescored == today or self.session.db.read_only:
            return
        self._rescored = today
        if self.session.read(leads.has_decay) and not self.session.read(lead_pages.is_big):
            refresh_scores(self.session.db)

    def _chosen(self, key: int | None) -> None:
        """Read a lead; while somebody types a search, only once they pause."""
        if key is not None and self.list.field.hasFocus():
            self._awaited = key
            self._pause.start()
            return
        self._pause.stop()
        self._read(key)

    def _read(self, key: int | None) -> None:
        found = self.session.read(lead_detail.detail, key) if key is not None else None
        if found is None:
            empty = self.list.model.rowCount() == 0
            self._nothing.set_words("" if empty else tr("Choose a lead to read it here."))
            self._right.setCurrentIndex(1)
            return
        self.list.delegate.read_here.add(int(found.lead["id"]))
        reasons = self.session.read(set_up.reasons, "return")
        self.reading.fill(found, self.session.person_id, reasons)
        self._right.setCurrentIndex(0)
