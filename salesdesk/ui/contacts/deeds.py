"""Everything that can be done to a person or firm from the window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from salesdesk.actions import activities, contact_forms, contacts, deal_forms, organisations
from salesdesk.queries import campaigns, settings
from salesdesk.queries import contacts as lists
from salesdesk.queries import edits as kept
from salesdesk.queries.contact_detail import Card
from salesdesk.queries.contacts import FIRM, PERSON
from salesdesk.session import Session
from salesdesk.ui.activities.log import LogDialog, Logged
from salesdesk.ui.contacts.forms import ConsentDialog, MergeDialog, firm_form, person_form
from salesdesk.ui.deals.form import Choices, DealForm, Filled
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.asks import note_dialog
from salesdesk.ui.kit.edits import Do, Record
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads.words import CHANNELS, CONSENTS

Opened = Callable[[str, int], object]


def _nothing(_values: dict[str, Any]) -> None:
    """A form over a known record writes by its own way."""


class Deeds:
    """Asks what must be asked, then lets the session do it."""

    def __init__(self, session: Session, shell: Shell, money: Money, owner: QWidget) -> None:
        self._session, self._shell, self._money, self._owner = session, shell, money, owner

    def _owners(self) -> list[tuple[str, Any]]:
        people = self._session.read(settings.people)
        return [(tr("Nobody"), None), *((p.name, p.key) for p in people)]

    def _firms(self) -> list[str]:
        found = self._session.read(lists.keys, "organisations")[:2000]
        rows = self._session.read(lists.rows, "organisations", found[:500])
        return [row.name for row in rows.values()]

    # -- adding and changing ----------------------------------------------------------------

    def new_person(self, opened: Opened) -> None:
        """Ask for a new person."""

        def save(values: dict[str, Any]) -> None:
            values = {"owner_id": self._session.person_id, "firm": None, **values}
            key = self._session.do(contact_forms.add, values)
            self._shell.toast(tr("Added to Contacts"), undo=True)
            opened(PERSON, key)

        held = {"owner_id": self._session.person_id, "firm": ""}
        title, verb = tr("New person"), tr("Add person")
        form = person_form(self._owner, title, verb, held, self._firms(), self._owners(), save)
        self._shell.dialog(form)

    def new_firm(self, opened: Opened) -> None:
        """Ask for a new firm or household."""

        def save(values: dict[str, Any]) -> None:
            values = {"owner_id": self._session.person_id, **values}
            key = self._session.do(organisations.create, values)
            self._shell.toast(tr("Added to Contacts"), undo=True)
            opened(FIRM, key)

        held = {"owner_id": self._session.person_id}
        title, verb = tr("New firm or household"), tr("Add firm")
        self._shell.dialog(firm_form(self._owner, title, verb, held, self._owners(), save))

    def edit(self, card: Card) -> None:
        """Change a person or firm; both windows of two people who do it at once are heard."""
        read = self._session.read
        title, verb = tr("Edit {name}").format(name=card.name), tr("Save")
        is_firm = card.table == FIRM
        reader = kept.organisation if is_firm else kept.contact
        held = read(reader, card.key) or {}
        form = (
            firm_form(self._owner, title, verb, held, self._owners(), _nothing)
            if is_firm
            else person_form(
                self._owner, title, verb, held, self._firms(), self._owners(), _nothing
            )
        )

        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(organisations.edit if is_firm else contact_forms.save, card.key, wanted)

        thing = tr("firm") if is_firm else tr("person")
        record = Record(
            card.table,
            card.key,
            thing,
            card.name,
            lambda db: reader(db, card.key),
            frozenset({"contact_point", "organisation"}),
        )
        form.over(self._session, record, write)
        words = tr("{name} is changed").format(name=card.name)
        if form.editing is not None:
            form.editing.tell(self._shell, words)
        self._shell.dialog(form)

    def trash(self, card: Card) -> None:
        """Into the trash, with a way back."""
        trash = organisations.trash if card.table == FIRM else contacts.trash
        self._shell.run(upon(trash, card), card.key)

    def erase(self, card: Card) -> None:
        """Erase a person at their wish, after a question."""
        from salesdesk.ui.contacts.erase import EraseDialog

        who = (PERSON, card.key, card.name)
        self._shell.dialog(EraseDialog(self._owner, self._session, self._shell, *who))

    def merge(self, card: Card) -> None:
        """Make two one."""

        def find(text: str) -> list[tuple[str, int]]:
            return [
                (f"{name}, {second}" if second else name, key)
                for table, key, name, second in self._session.read(lists.named, text, 24)
                if table == card.table and key != card.key
            ]

        merge = upon(organisations.merge if card.table == FIRM else contacts.merge, card)

        def done(other: int) -> None:
            self._session.do(merge, card.key, other)
            self._shell.toast(tr("Merged into {name}").format(name=card.name), undo=True)

        self._shell.dialog(MergeDialog(self._owner, card.name, find, done))

    # -- what happens -----------------------------------------------------------------------

    @staticmethod
    def _link(card: Card) -> tuple[int | None, int | None]:
        """The contact and the organisation that an activity with this one belongs to."""
        return (None, card.key) if card.table == FIRM else (card.key, card.organisation_id)

    def log(self, card: Card) -> None:
        """Log a call, a meeting or a visit."""

        contact_id, organisation_id = self._link(card)

        def done(held: Logged) -> None:
            self._session.do(
                activities.log,
                held.kind,
                held.subject,
                contact_id=contact_id,
                organisation_id=organisation_id,
                **held.details,
            )
            self._shell.toast(tr("Logged: {what}").format(what=held.subject), undo=True)

        self._shell.dialog(LogDialog(self._owner, card.name, done, self._session.db.clock))

    def note(self, card: Card) -> None:
        """Write a note."""

        contact_id, organisation_id = self._link(card)

        def done(words: str) -> None:
            self._session.do(
                activities.note, words, contact_id=contact_id, organisation_id=organisation_id
            )

        title = tr("Note on {name}").format(name=card.name)
        self._shell.dialog(note_dialog(self._owner, title, done))

    def consent(self, card: Card) -> None:
        """Note what a person allows."""
        channels = [(tr(words).capitalize(), code) for code, words in CHANNELS.items()]
        states = [(tr(words), code) for code, words in CONSENTS.items()]

        def done(channel: str, state: str, source: str) -> None:
            self._session.do(
                contacts.set_consent, channel, state, contact_id=card.key, source=source
            )

        self._shell.dialog(ConsentDialog(self._owner, card.name, channels, states, done))

    def new_deal(self, card: Card) -> None:
        """Open a deal with this person or firm."""
        read = self._session.read
        stages = [(s.name, s.key) for s in read(settings.stages) if s.kind == "open"]
        known = [(c.name, c.key) for c in read(campaigns.campaigns)]

        def find(table: str, typed: str) -> list[str]:
            found = read(lists.named, typed, 24)
            return [name for held, _, name, _ in found if held == table]

        choices = Choices(
            stages,
            self._owners(),
            [(tr("None"), None), *known],
            self._session.db.today(),
            self._money,
            find,
        )
        person = card.name if card.table == PERSON else ""
        firm = card.name if card.table == FIRM else card.organisation or ""

        def save(values: dict[str, Any], person: str, firm: str) -> None:
            key = self._session.do(deal_forms.open_deal, values, person, firm)
            self._shell.open_record("deal", key)

        filled = Filled({"owner_id": self._session.person_id}, person, firm)
        title = tr("New deal with {name}").format(name=card.name)
        form = DealForm(self._owner, title, tr("Add deal"), choices, filled, save, is_new=True)
        self._shell.dialog(form)
