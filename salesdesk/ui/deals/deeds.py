"""Everything that can be done to a deal from the window, in one place for board, table and pane."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from salesdesk.actions import activities, deal_forms, deals, objections
from salesdesk.queries import campaigns, contacts, deal_detail, deal_places, settings
from salesdesk.queries import edits as kept
from salesdesk.queries.deal_detail import Detail, Objection
from salesdesk.session import Session
from salesdesk.ui.activities.log import LogDialog, Logged
from salesdesk.ui.activities.plan import StepDialog
from salesdesk.ui.deals.dialogs import (
    AnswerDialog,
    LostDialog,
    ObjectionDialog,
)
from salesdesk.ui.deals.form import Choices, DealForm, Filled
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.asks import note_dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr

T = TypeVar("T")


def _nothing(_values: dict[str, Any], _person: str, _firm: str) -> None:
    """A form over a known deal writes by its own way."""


class Deeds:
    """Asks what must be asked, then lets the shell do it."""

    def __init__(self, session: Session, shell: Shell, money: Money, owner: QWidget) -> None:
        self._session, self._shell, self._money, self._owner = session, shell, money, owner
        #: A deal as it stands on the screen, which the person decides by; None if it does not.
        self.shown: Callable[[int], object | None] = lambda key: None
        #: What the month's forecast comes to without this deal, if it is known.
        self.forecast_without: Callable[[Detail], int | None] = lambda deal: None

    def detail(self, key: int) -> Detail | None:
        """One deal as the file holds it now."""
        return self._session.read(deal_detail.detail, key)

    def _today(self) -> date:
        return self._session.db.today()

    def _seen(self, verb: Callable[..., T], key: int) -> Callable[..., T]:
        """A verb, for the deal as it is seen."""
        shown = self.shown(key)
        return verb if shown is None else upon(verb, shown)

    # -- along the pipeline -----------------------------------------------------------------

    def move(self, key: int, stage_id: int, before_key: int | None) -> None:
        """Put a card where it was dropped."""
        self._shell.run(self._seen(deals.move, key), key, stage_id, before_key)

    def win(self, key: int) -> None:
        """Won: at once, with a way back."""
        self._shell.run(self._seen(deals.win, key), key)

    def lose(self, key: int) -> None:
        """Lost: asks for the reason first."""
        deal = self.detail(key)
        if deal is None:
            return
        reasons = self._session.read(settings.reasons, "lost")
        rivals = self._session.read(deal_places.competitors)
        lose = self._seen(deals.lose, key)

        def done(reason: int, note: str, competitor: str, again: str | None) -> None:
            self._session.do(lose, key, reason, note, competitor=competitor, ask_again_on=again)
            words = tr("Marked as lost: {deal}").format(deal=deal.name)
            self._shell.toast(words, undo=True)

        who = f"{deal.name}, {self._money.whole(deal.amount)}"
        dialog = LostDialog(self._owner, who, reasons, rivals, self._today(), done)
        left = self.forecast_without(deal)
        if left is not None:
            words = tr("Forecast drops to {amount}").format(amount=self._money.whole(left))
            dialog.note.setText(words)
        self._shell.dialog(dialog)

    def abandon(self, key: int) -> None:
        """Given up without a decision."""
        self._shell.run(self._seen(deals.abandon, key), key)

    def reopen(self, key: int) -> None:
        """Open again."""
        self._shell.run(self._seen(deals.reopen, key), key)

    def trash(self, key: int) -> None:
        """Into the trash, with a way back."""
        self._shell.run(self._seen(deals.trash, key), key)

    # -- the form ---------------------------------------------------------------------------

    def new(self, opened: Callable[[int], object]) -> None:
        """Ask for a new deal; `opened` hears its key."""
        filled = Filled({"owner_id": self._session.person_id})

        def save(values: dict[str, Any], person: str, firm: str) -> None:
            key = self._session.do(deal_forms.open_deal, values, person, firm)
            self._shell.toast(tr("New deal: {title}").format(title=values["title"]), undo=True)
            opened(key)

        title, verb = tr("New deal"), tr("Add deal")
        self._shell.dialog(self._form(title, verb, filled, save, is_new=True))

    def edit(self, key: int) -> None:
        """Change a deal's fields."""
        deal = self.detail(key)
        if deal is None:
            return
        first = self._session.read(kept.deal, key) or {}
        filled = Filled(first, first.get("person") or "", first.get("firm") or "")
        title = tr("Edit {deal}").format(deal=deal.title)
        form = self._form(title, tr("Save"), filled, _nothing, is_new=False)

        def write(do: Do, wanted: dict[str, Any]) -> None:
            who = {name: wanted.pop(name, None) for name in ("person", "firm")}
            if "next_step" in wanted and not wanted["next_step"]:
                wanted["next_step_on"] = None
            do(deal_forms.save, key, wanted, who["person"], who["firm"])

        record = Record("deal", key, tr("deal"), deal.title, lambda db: kept.deal(db, key))
        fields = form.fields()
        form.editing = Editing(form, self._session, record, fields, form.all_values, write)
        words = tr("{title} is changed").format(title=deal.title)
        form.editing.tell(self._shell, words)
        self._shell.dialog(form)

    def _form(
        self,
        title: str,
        verb: str,
        filled: Filled,
        save: Callable[[dict[str, Any], str, str], object],
        *,
        is_new: bool,
    ) -> DealForm:
        read = self._session.read
        people = read(settings.people)
        choices = Choices(
            stages=[(s.name, s.key) for s in read(settings.stages) if s.kind == "open"],
            owners=[(tr("Nobody"), None), *((p.name, p.key) for p in people)],
            campaigns=[(tr("None"), None), *((c.name, c.key) for c in read(campaigns.campaigns))],
            today=self._today(),
            money=self._money,
            find=self._find,
        )
        return DealForm(self._owner, title, verb, choices, filled, save, is_new=is_new)

    def _find(self, table: str, typed: str) -> list[str]:
        found = self._session.read(contacts.named, typed, 24)
        return [name for held, _, name, _ in found if held == table]

    # -- what happens -----------------------------------------------------------------------

    def log(self, key: int, kind: str = "call") -> None:
        """Log a call, a meeting or a visit."""
        deal = self.detail(key)
        if deal is None:
            return

        def done(held: Logged) -> None:
            self._session.do(activities.log, held.kind, held.subject, deal_id=key, **held.details)
            self._shell.toast(tr("Logged: {what}").format(what=held.subject), undo=True)

        self._shell.dialog(LogDialog(self._owner, deal.name, done, self._session.db.clock, kind))

    def note(self, key: int) -> None:
        """Write a note into the timeline."""
        deal = self.detail(key)
        if deal is not None:
            title = tr("Note on {deal}").format(deal=deal.title)
            self._shell.dialog(
                note_dialog(
                    self._owner,
                    title,
                    lambda words: self._session.do(activities.note, words, deal_id=key),
                )
            )

    def step_done(self, key: int) -> None:
        """The next step is done; ask for the one after it."""
        if self._shell.run(self._seen(activities.finish_step, key), "deal", key) is not None:
            self.plan(key)

    def plan(self, key: int) -> None:
        """Plan the next step, or put it on another day."""
        deal = self.detail(key)
        if deal is not None:
            place = "deal", key, deal.name
            self._shell.dialog(StepDialog(self._owner, self._session, self._shell, place))

    # -- objections -------------------------------------------------------------------------

    def object(self, key: int) -> None:
        """Add an objection."""
        reasons = self._session.read(settings.reasons, "objection")

        def done(words: str, reason: int | None, answer: str) -> None:
            self._session.do(
                objections.raise_objection, words, deal_id=key, reason_id=reason, answer=answer
            )

        self._shell.dialog(ObjectionDialog(self._owner, reasons, done))

    def answer(self, objection: Objection) -> None:
        """Note the answer to an objection."""
        self._shell.dialog(AnswerDialog(self._owner, self._session, objection))

    def set_objection(self, objection: Objection, state: str) -> None:
        """Overcome, fatal or open again."""
        deed = {
            "overcome": objections.overcome,
            "fatal": objections.fatal,
            "open": objections.reopen,
        }[state]
        self._shell.run(upon(deed, objection), objection.key)

    def drop_objection(self, objection: Objection) -> None:
        """Take an objection off the deal."""
        self._shell.run(upon(objections.trash, objection), objection.key)
