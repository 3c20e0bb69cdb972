"""What a person does with a lead that stays where it is: notes, calls, steps, its own facts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from salesdesk.actions import activities, leads
from salesdesk.errors import UserError
from salesdesk.queries import settings as set_up
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.ui.activities.log import LogDialog, Logged
from salesdesk.ui.kit.asks import ReasonDialog
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import points
from salesdesk.ui.leads.form import LeadDialog

if TYPE_CHECKING:
    from salesdesk.ui.leads.panel import LeadsPanel

#: Commands whose method has another name.
VERBS = {"open": "open_"}


class Upkeep:
    """Finds the lead that is read, does a step and says it; and the verbs that keep it there."""

    def __init__(self, panel: "LeadsPanel") -> None:
        self._panel = panel
        self._session, self._shell = panel.session, panel.shell

    def do(self, name: str) -> None:
        """Do what a command says, if it fits the lead that is read."""
        if name == "focus_list":
            self._panel.list.rows.setFocus()
            return
        found = self._found()
        deed: Callable[[LeadDetail], object] | None = getattr(
            self, f"_{VERBS.get(name, name)}", None
        )
        if found is not None and deed is not None:
            deed(found)

    def _found(self) -> LeadDetail | None:
        return self._panel.reading.found if self._panel.current() is not None else None

    def _triage(self, words: str, step: Callable[[], object]) -> None:
        """Do a step that takes the lead out of the way, say it, and go on to the next lead."""
        loads = self._panel.loads
        self._panel.leaving = self._panel.current()
        try:
            step()
        except UserError:
            self._panel.leaving = None
            raise
        if self._panel.loads == loads:
            self._panel.reload()
        self._panel.leaving = None
        self._panel.list.rows.setFocus()
        self._shell.toast(words, undo=True)

    def _quietly(self, words: str, step: Callable[[], object]) -> None:
        """Do a step that leaves the lead where it is, and say it."""
        loads = self._panel.loads
        step()
        if self._panel.loads == loads:
            self._panel.reload()
        self._shell.toast(words, undo=True)

    def _try(self, what: Callable[[str, Callable[[], object]], None], words: str,
             step: Callable[[], object]) -> None:  # fmt: skip
        try:
            what(words, step)
        except UserError as error:
            self._shell.failed(error)

    def _open(self, dialog: QDialog) -> None:
        self._shell.dialog(dialog)

    # -- what stays where it is -----------------------------------------------------------------

    def tick(self, point: str, ok: bool, words: str) -> None:
        """A point of the checklist was ticked, cleared or described."""
        found = self._found()
        if found is None:
            return
        loads = self._panel.loads
        try:
            points.write(self._panel, found.lead["id"], point, ok, words)
        except UserError as error:
            self._shell.failed(error)
        if self._panel.loads == loads:
            self._panel.reload()

    def note(self, words: str) -> None:
        """A note was written."""
        found = self._found()
        if found is not None:
            key = found.lead["id"]
            self._try(
                self._quietly,
                tr("Note added"),
                lambda: self._session.do(activities.note, words, lead_id=key),
            )

    def _note(self, found: LeadDetail) -> None:
        self._panel.reading.note.setFocus()

    def _checklist(self, found: LeadDetail) -> None:
        self._panel.reading.checklist.first_box().setFocus()

    def _details(self, found: LeadDetail) -> None:
        self._panel.reading.toggle_details()

    def _log(self, found: LeadDetail) -> None:
        key, name = found.lead["id"], found.lead["name"]

        def write(held: Logged) -> None:
            words = tr("{what} with {name} logged").format(what=held.subject, name=name)
            self._quietly(
                words,
                lambda: self._session.do(
                    activities.log, held.kind, held.subject, lead_id=key, **held.details
                ),
            )

        self._open(LogDialog(self._panel, name, write, self._session.db.clock))

    def _done(self, found: LeadDetail) -> None:
        key = found.lead["id"]
        words = tr("Next step done")
        self._try(
            self._quietly,
            words,
            lambda: self._session.do(upon(activities.finish_step, found.lead), "lead", key),
        )

    def _step(self, found: LeadDetail) -> None:
        from salesdesk.ui.activities.plan import StepDialog

        place = "lead", found.lead["id"], str(found.lead["name"])
        self._open(StepDialog(self._panel, self._session, self._shell, place))

    def _edit(self, found: LeadDetail) -> None:
        dialog = LeadDialog(self._panel, self._session, found.lead)
        words = tr("{name} is changed").format(name=found.lead["name"])
        if dialog.editing is not None:
            dialog.editing.tell(self._shell, words)
        self._open(dialog)

    def _unread(self, found: LeadDetail) -> None:
        key = found.lead["id"]
        self._panel.list.delegate.read_here.discard(key)
        self._try(
            self._quietly,
            tr("Marked as not read"),
            lambda: self._session.do(leads.mark_read, key, False),
        )
        self._panel.list.delegate.read_here.discard(key)

    def _assign(self, found: LeadDetail) -> None:
        key, name = found.lead["id"], found.lead["name"]
        assign = upon(leads.assign, found.lead)

        def give(person: int, _: str) -> None:
            to = self._session.read(set_up.person, person)
            words = tr("{name} now belongs to {who}").format(
                name=name, who=to.name if to else tr("nobody")
            )
            self._quietly(words, lambda: self._session.do(assign, key, person or None))

        people = [(p.key, p.name) for p in self._session.read(set_up.people)]
        title = tr("Give {name} to").format(name=name)
        self._open(ReasonDialog(self._panel, title, tr("Give"), "user-check", people, give))

    def new(self) -> None:
        """Ask for a new lead, and read it when it is there."""
        dialog = LeadDialog(self._panel, self._session)

        def added() -> None:
            self._panel.reload()
            if dialog.key is not None:
                self._panel.open_record(dialog.key)
            self._panel.list.rows.setFocus()
            self._shell.toast(tr("Lead added"), undo=True)

        dialog.accepted.connect(added)
        self._open(dialog)
