"""The lead inbox as a section of the window."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from salesdesk.queries import lead_pages, leads
from salesdesk.queries import settings as set_up
from salesdesk.session import Session
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.panels import Command, Panel, Shell, View
from salesdesk.ui.kit.splitter import Splitter
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import commands, words
from salesdesk.ui.leads.list_pane import ListPane
from salesdesk.ui.leads.nothing import Nothing
from salesdesk.ui.leads.saved import SavedViews
from salesdesk.ui.leads.several import Several

if TYPE_CHECKING:
    from salesdesk.ui.leads.deeds import Deeds
    from salesdesk.ui.leads.reading import ReadingPane

MARKETING = (
    "new", "waiting", "handed_to_me", "nurture", "qualified", "handed_over", "snoozed", "returned",
    "duplicates",
)  # fmt: skip
SALES = ("handed_to_me", "accepted_by_me", "returned_by_me", "waiting")
#: Typing goes before reading: the lead is read when the search pauses this long.
PAUSE_MS = 120


class LeadsPanel(Panel):
    """List at the left, one lead at the right; a letter, and the next lead is there."""

    reads = frozenset(
        {"lead", "handover", "activity", "campaign", "channel", "person", "reason", "setting",
         "score_rule", "consent", "contact_point", "deal", "objection", "saved_view"}
    )  # fmt: skip

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.leaving: int | None = None
        self._counts: dict[str, int] = {}
        self._loads = 0
        self._wide = 384
        self._rescored = ""
        self.list = ListPane(session, shell)
        self.saved = SavedViews(self)
        self.several = Several(self)
        self._nothing = Nothing(partial(shell.open_list, "leads"))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._awaited: int | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self._read(self._awaited))
        self._splitter = Splitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(1)
        self._splitter.forgotten.connect(self._size)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        self._connect()
        self.setFocusProxy(self.list.rows)
        self.layout_for(1440)

    @cached_property
    def deeds(self) -> "Deeds":
        """What keys and buttons do; loaded when the first of them is used."""
        from salesdesk.ui.leads.deeds import Deeds

        return Deeds(self)

    @cached_property
    def reading(self) -> "ReadingPane":
        """The lead at the right; made when the first one is read."""
        from salesdesk.ui.activities.entries import offer
        from salesdesk.ui.leads.reading import ReadingPane

        made = ReadingPane()
        offer(made.timeline, self, self.session, self.shell)
        made.lay_out_for(self._width)
        self._right.addWidget(made)
        made.wanted.connect(self._do)
        made.ticked.connect(lambda *tick: self.deeds.tick(*tick))
        made.noted.connect(lambda text: self.deeds.note(text))
        made.accept_wanted.connect(lambda values: self.deeds.accept(values))
        made.return_wanted.connect(lambda *answer: self.deeds.send_back(*answer))
        return made

    def _do(self, name: str | int) -> None:
        if self.list.picked.many:
            self.several.do(str(name))
            return
        self.deeds.do(name) if isinstance(name, str) else self.deeds.pick(name)

    def _read_now(self) -> "ReadingPane | None":
        """The reading pane where a lead stands in it."""
        found = "reading" in self.__dict__ and self._right.currentWidget() is self.reading
        return self.reading if found else None

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.picked.changed.connect(lambda: self._chosen(self.list.rows.current_key()))
        self.list.opened.connect(lambda _: self._do("checklist"))
        self.list.view_wanted.connect(lambda view: self.shell.open_list("leads", view))
        self.list.new_wanted.connect(self.new_record)

    # -- what the window asks -----------------------------------------------------------------

    def views(self) -> list[View]:
        """The views that fit what a person does, with their counts."""
        person = self.session.person_id
        me = self.session.read(set_up.person, person) if person is not None else None
        names = SALES if me is not None and me.role == "sales" else MARKETING
        found = [self._view(name) for name in names]
        found += [self._view(name, name == "disqualified") for name in ("disqualified", "all")]
        return found + self.saved.views()

    def _view(self, name: str, separate: bool = False) -> View:
        label, icon = words.VIEWS[name]
        return View(name, tr(label), icon, self._counts.get(name), separate)

    def view(self) -> str:
        """The view that is shown."""
        return self.list.view if self.saved.key is None else f"saved:{self.saved.key}"

    def show_view(self, view_id: str) -> None:
        """Show another view, from its first lead."""
        if self.saved.show(view_id):
            self.reload()
            self.list.rows.setFocus()

    def save_view(self, what: str, view_id: str) -> None:
        """Save, rename or remove a view of a person's own."""
        self.saved.do(what, view_id)

    def commands(self) -> list[Command]:
        """Every verb; one that does not fit the lead says so or does nothing."""
        return commands.verbs(self._do) + self.several.commands() + self.saved.commands()

    def hints(self) -> list[tuple[str, str]]:
        """The keys that work here."""
        if self.list.picked.many:
            return self.several.hints()
        reading = self._read_now()
        if reading is not None and reading.cards is not None:
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
        from salesdesk.queries import handovers

        slip = self.session.read(handovers.one, key)
        key = slip.lead_id if slip is not None else key
        if not self.list.select(key):
            self.saved.show("all")
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
        self._width = width = width * 100 // fonts.scaled(100)  # bigger text: a narrower window
        self._wide = fonts.scaled(384 if width >= 1440 else 336 if width >= 1200 else 304)
        self._size()
        self.list.setMinimumWidth(280)
        self.list.set_narrow(width < 1200)
        if "reading" in self.__dict__:
            self.reading.lay_out_for(width)

    def _size(self) -> None:
        self._splitter.place(self._wide, self.width())

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
        return {"view": self.list.view, "list": self._splitter.chosen}

    def restore(self, state: dict[str, Any]) -> None:
        """Begin with the same view and width of the list."""
        self._splitter.restore(state.get("list"))
        if state.get("view") in words.VIEWS:
            self.list.show_view(state["view"])

    # -- reading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read counts, list and lead again."""
        self._loads += 1
        if self._counts:
            self._count()
        else:
            self.later(self._count_first)
        self.later(self._fade)
        self.later(self.saved.count)
        self.list.name_view(self.saved.title() or tr(words.VIEWS[self.list.view][0]))
        leaving, self.leaving = self.leaving, None
        self.list.reload(leaving)

    @property
    def loads(self) -> int:
        """How often this panel has read."""
        return self._loads

    def current(self) -> int | None:
        """The key of the lead that is read."""
        reading = self._read_now()
        return None if reading is None or reading.found is None else reading.found.lead["id"]

    def _count(self) -> None:
        if not self.session.read(lead_pages.is_big):
            self._counts = self.session.read(leads.counts)
            return
        self.shell.background(lambda other: other.read(leads.counts), self._counted)

    def _count_first(self) -> None:
        self._count()
        if self._counts:
            self._counted(self._counts)

    def _counted(self, found: dict[str, int]) -> None:
        self._counts = found
        if self._right.currentIndex() == 0:
            self._say_nothing()
        self.tell_frame()

    def _fade(self) -> None:
        """Once a day scores that lose points with time are stored anew, where there are such."""
        today, team = self.session.db.today().isoformat(), self.session.team
        elsewhere = team is not None and not team.tends()  # one computer of a team is enough
        if self._rescored == today or self.session.db.read_only or elsewhere:
            return
        self._rescored = today
        if self.session.read(leads.has_decay) and not self.session.read(lead_pages.is_big):
            from salesdesk.actions.leads import refresh_scores

            refresh_scores(self.session.db)

    def _chosen(self, key: int | None) -> None:
        """Read a lead; while somebody types a search, only once they pause."""
        if key is not None and self.list.field.hasFocus():
            self._awaited = key
            self._pause.start()
            return
        self._pause.stop()
        self._awaited = key
        self.later(lambda: self._read(self._awaited))

    def _read(self, key: int | None) -> None:
        if self.list.picked.many:
            self.several.show(self._right)
            return
        self._read_one(key)
        if self.several.over():
            self.tell_frame()

    def _read_one(self, key: int | None) -> None:
        from salesdesk.queries import lead_detail

        found = self.session.read(lead_detail.detail, key) if key is not None else None
        if found is None:
            self._say_nothing()
            self._right.setCurrentIndex(0)
            return
        self.list.delegate.read_here.add(int(found.lead["id"]))
        reasons = self.session.read(set_up.reasons, "return")
        self.reading.fill(found, self.session.person_id, reasons)
        self._right.setCurrentWidget(self.reading)

    def tell_frame(self) -> None:
        """Other keys work now: let the window say so."""
        refresh = getattr(self.shell, "refresh_frame", None)
        if refresh is not None and self.isVisible():
            refresh()

    def _say_nothing(self) -> None:
        if self.list.model.rowCount():
            self._nothing.choose()
        else:
            shown = self.list
            narrowed = bool(shown.field.text().strip()) or shown.filter_button.isChecked()
            self._nothing.tell(shown.view, self.views(), narrowed=narrowed)
