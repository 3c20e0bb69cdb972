"""The Contacts section: people and firms in a list, one of them with everything linked."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from salesdesk.queries import contacts, settings
from salesdesk.queries.contacts import FIRM, PERSON
from salesdesk.session import Session
from salesdesk.ui.contacts.deeds import Deeds
from salesdesk.ui.contacts.detail import ContactDetail
from salesdesk.ui.contacts.row import HEIGHT, PeopleDelegate, PeopleModel
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.fields import line
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.kit.panels import Command, Panel, Shell, View
from salesdesk.ui.kit.splitter import Splitter
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule

SEARCH_MS = 40


def view_words() -> dict[str, tuple[str, str]]:
    """Name and icon of each view."""
    return {
        "people": (tr("People"), "users"),
        "organisations": (tr("Organisations"), "building-2"),
        "customers": (tr("Customers"), "badge-check"),
        "mine": (tr("Mine"), "user"),
        "duplicates": (tr("Possible duplicates"), "copy"),
    }


class ContactsPanel(Panel):
    """List and detail."""

    reads = frozenset(
        ("contact", "organisation", "contact_point", "consent", "deal", "lead", "sale",
         "activity", "person", "tag", "tagging", "stage", "campaign")
    )  # fmt: skip

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.money = Money(session.read(settings.settings).currency)
        self.deeds = Deeds(session, shell, self.money, self)
        self._view = "people"
        self._read_view = ""
        self._wanted = 0
        self.model = PeopleModel(session, self.money)
        self.list = RowList(
            self.model, PeopleDelegate(self.money), fonts.scaled(HEIGHT), tr("Contacts")
        )
        self.detail = ContactDetail(session, shell, self.money, self.deeds)
        self.field = line("", tr("Name, firm, phone, email or town"))
        self.field.setAccessibleName(tr("Search contacts"))
        self.field.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_MS)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.left = Pane("surface")
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(10)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(tr("Contacts"), "page title")
        self.subtitle = Label("", "small", "text-2")
        self.subtitle.setMinimumWidth(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        top.addLayout(words, 1)
        self.new_button = Button(tr("New person"), "plus", "Ctrl N", primary=True)
        top.addWidget(self.new_button)
        head.addLayout(top)
        head.addWidget(self.field)
        column.addLayout(head)
        column.addWidget(Rule())
        self.empty = EmptyState("", tr("New person"), "Ctrl N", self._empty_button)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.empty)
        column.addWidget(self.lists, 1)
        self.blank = EmptyState(
            tr("Who you choose in the list is shown here, with all that is known.")
        )
        self.right = QStackedWidget()
        self.right.addWidget(self.detail)
        self.right.addWidget(self.blank)
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.forgotten.connect(lambda: self.layout_for(self.window().width()))
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _wire(self) -> None:
        self.new_button.clicked.connect(self.new_record)
        self.field.textEdited.connect(lambda _: self._timer.start())
        self.field.textChanged.connect(lambda text: None if text else self._timer.start())
        self._timer.timeout.connect(self._read_list)
        self.list.current_changed.connect(self._show)
        self.list.activated_key.connect(lambda _: self.detail.area.setFocus())

    # -- the section, as the window knows it ------------------------------------------------

    def views(self) -> list[View]:
        """The lists of this section."""
        counts = self.session.read(contacts.counts)
        told = view_words()
        return [View(view, *told[view], count=counts.get(view)) for view in contacts.VIEWS]

    def view(self) -> str:
        """The list that is shown."""
        return self._view

    def show_view(self, view_id: str) -> None:
        """Show another list."""
        if view_id in contacts.VIEWS:
            self._view = view_id
            self.reload()

    def new_record(self) -> None:
        """Ask for a new person, or a new firm in their list."""
        if self._view == "organisations":
            self.deeds.new_firm(self.open_one)
        else:
            self.deeds.new_person(self.open_one)

    def open_record(self, key: int) -> None:
        """Show a person, or a firm if the key is a firm's."""
        found = self.detail.show_card(PERSON, key)
        self.open_one(PERSON if found else FIRM, key)

    def open_one(self, table: str, key: int) -> None:
        """Show one person or firm, in a list that holds it."""
        wanted = "organisations" if table == FIRM else "people"
        if self.model.table != table or self.model.position_of(key) is None:
            self._view = wanted
            self.field.clear()
            self.reload()
        self.list.select_key(key)
        self._show(key)

    def commands(self) -> list[Command]:
        """What can be done here now."""
        card = self.detail.card
        some = card is not None and self.right.currentWidget() is self.detail
        person = some and card is not None and card.table == PERSON

        def on(deed: Any) -> Any:
            return lambda: deed(self.detail.card) if self.detail.card is not None else None

        return [
            Command(tr("New person"), "Ctrl+N", self.new_record, "plus"),
            Command(tr("New firm"), "", lambda: self.deeds.new_firm(self.open_one), "building-2"),
            Command(tr("Log a call"), "C", on(self.deeds.log), "phone", some),
            Command(tr("Edit"), "F2", on(self.deeds.edit), "pencil", some),
            Command(tr("New deal"), "", on(self.deeds.new_deal), "columns-3", some),
            Command(tr("Add note"), "", on(self.deeds.note), "pencil", some),
            Command(tr("Note a consent"), "", on(self.deeds.consent), "shield-check", person),
            Command(tr("Merge"), "D", on(self.deeds.merge), "copy", some),
            Command(tr("Delete contact"), "", on(self.deeds.trash), "trash-2", some),
            Command(tr("Erase this person…"), "", on(self.deeds.erase), "trash-2", person),
        ]

    def hints(self) -> list[tuple[str, str]]:
        """The keys of the status line."""
        return [
            ("J K", tr("Next, previous")),
            ("/", tr("Search")),
            ("C", tr("Log a call")),
            ("F2", tr("Edit")),
            ("D", tr("Merge")),
        ]

    def search(self) -> None:
        """Into the search field."""
        self.field.setFocus()
        self.field.selectAll()

    def layout_for(self, width: int) -> None:
        """The side column goes under the rest in a narrow window."""
        self.detail.set_narrow(width < 1200)
        wanted = 304 if width < 1200 else 336 if width < 1440 else 384
        self._wanted = wanted
        self.left.setMinimumWidth(wanted)
        self._spread()

    def _spread(self) -> None:
        """Give the list its width, as soon as there is a width to share out."""
        if self._wanted and self.isVisible():
            self.splitter.place(self._wanted, self.width())
            self._wanted = 0

    def showEvent(self, event: QShowEvent) -> None:
        """A layout that was asked for while hidden is done now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._spread)

    def state(self) -> dict[str, Any]:
        """What to remember."""
        return {"view": self._view, "list": self.splitter.chosen}

    def restore(self, state: dict[str, Any]) -> None:
        """Begin with the same list, as wide as it was."""
        self.splitter.restore(state.get("list"))
        if state.get("view") in view_words():
            self._view = state["view"]

    # -- reading ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything again."""
        firms = self._view == "organisations"
        self.new_button.setText(tr("New firm") if firms else tr("New person"))
        self.new_button.updateGeometry()
        self._label = view_words()[self._view][0]
        self._read_list()

    def _read_list(self) -> None:
        same = self._read_view == self._view
        held = self.list.current_key() if same else None
        row = self.list.currentIndex().row() if same else 0
        self._read_view = self._view
        typed = self.field.text()
        self.model.show_view(self._view, typed)
        count = self.model.rowCount()
        self.subtitle.setText(f"{self._label}, {count:,}")
        self.lists.setCurrentWidget(self.list if count else self.empty)
        if not count:
            self._say_empty(bool(typed.strip()))
            self.right.setCurrentWidget(self.blank)
            return
        if held is None or not self.list.select_key(held):
            self.list.select_row(max(0, row))
        self._show(self.list.current_key())

    def _say_empty(self, searched: bool) -> None:
        words = {
            "people": tr("No people yet. Accepted leads bring them here by themselves."),
            "organisations": tr("No firms or households yet."),
            "customers": tr("Nobody has bought yet. Won deals bring customers here."),
            "mine": tr("No contact is yours."),
            "duplicates": tr("No two people share an email address or a phone number."),
        }[self._view]
        self.empty.set_words(tr("Nobody here matches what you typed.") if searched else words)
        firms = self._view == "organisations"
        add = tr("New firm") if firms else tr("New person")
        self.empty.button.setText(tr("Clear search") if searched else add)

    def _empty_button(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.new_record()

    def _show(self, key: int | None) -> None:
        shown = key is not None and self.detail.show_card(self.model.table, key)
        self.right.setCurrentWidget(self.detail if shown else self.blank)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window gives the section the focus; the list takes it."""
        super().focusInEvent(event)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the search and clears it; arrows in it walk the list."""
        if event.key() == Qt.Key.Key_Escape and self.field.hasFocus():
            self.field.clear()
            self.list.setFocus()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.field.hasFocus():
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
