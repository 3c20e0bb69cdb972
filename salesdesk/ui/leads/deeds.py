"""What a key or button in the lead inbox does: asks what must be asked, then does it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog

from salesdesk.actions import activities, handovers, leads
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import settings as set_up
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.ui.kit.asks import (
    DayDialog,
    ReasonDialog,
    WordsDialog,
)
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import amounts
from salesdesk.ui.leads.duplicate import DuplicateDialog
from salesdesk.ui.leads.hand_over import HandOverDialog
from salesdesk.ui.leads.upkeep import Upkeep


class Deeds(Upkeep):
    """The verbs of the inbox, for the lead that is being read."""

    # -- triage ---------------------------------------------------------------------------------

    def _at_once(self, words: str, verb: Callable[..., object], found: LeadDetail) -> None:
        """A verb that asks nothing, for the lead as it is seen."""
        step = partial(self._session.do, upon(verb, found.lead), found.lead["id"])
        self._try(self._triage, words, step)

    def _qualify(self, found: LeadDetail) -> None:
        words = tr("{name} is qualified").format(name=found.lead["name"])
        self._at_once(words, leads.qualify, found)

    def _hand_over(self, found: LeadDetail) -> None:
        if not self._with_marketing(found):
            return
        if found.lead["status"] != "qualified":
            try:
                self._session.read(leads.require_checklist, found.lead)
            except UserError as error:
                self._shell.failed(error)
                return
        dialog = HandOverDialog(self._panel, self._session, found)
        words = tr("{name} is handed over").format(name=found.lead["name"])
        self._after(dialog, words)

    def _after(self, dialog: QDialog, words: str) -> None:
        """When a dialog that writes by itself is done, go on to the next lead."""
        self._panel.leaving = None
        key = self._panel.current()

        def done() -> None:
            self._panel.leaving = key
            self._panel.reload()
            self._panel.list.rows.setFocus()
            self._shell.toast(words, undo=True)

        dialog.accepted.connect(done)
        self._open(dialog)

    def _snooze(self, found: LeadDetail) -> None:
        if not self._with_marketing(found):
            return
        key, name = found.lead["id"], found.lead["name"]
        snooze = upon(leads.snooze, found.lead)

        def until(day: date) -> None:
            shown = formats.within(formats.near_day(day, found.today))
            words = tr("{name} snoozed until {day}").format(name=name, day=shown)
            self._triage(words, lambda: self._session.do(snooze, key, day))

        title = tr("Snooze {name} until").format(name=name)
        self._open(DayDialog(self._panel, title, tr("Snooze"), "alarm-clock", found.today, until))

    def _nurture(self, found: LeadDetail) -> None:
        if not self._with_marketing(found):
            return
        key, name = found.lead["id"], found.lead["name"]
        nurture = upon(leads.nurture, found.lead)

        def until(day: date) -> None:
            words = tr("{name} is in nurture").format(name=name)
            self._triage(words, lambda: self._session.do(nurture, key, day))

        title = tr("Nurture {name}: wake on").format(name=name)
        self._open(
            DayDialog(self._panel, title, tr("Nurture"), "leaf", found.today, until, start=5)
        )

    def _disqualify(self, found: LeadDetail) -> None:
        if not self._with_marketing(found):
            return
        key, name = found.lead["id"], found.lead["name"]
        disqualify = upon(leads.disqualify, found.lead)

        def why(reason: int, note: str) -> None:
            words = tr("{name} is disqualified").format(name=name)
            self._triage(words, lambda: self._session.do(disqualify, key, reason, note))

        reasons = [(r.key, r.label) for r in self._session.read(set_up.reasons, "disqualify")]
        title = tr("Disqualify {name}").format(name=name)
        self._open(ReasonDialog(self._panel, title, tr("Disqualify"), "circle-x", reasons, why))

    def _duplicate(self, found: LeadDetail) -> None:
        if not self._with_marketing(found):
            return
        name = found.lead["name"]
        dialog = DuplicateDialog(self._panel, self._session, found.lead)
        self._after(dialog, tr("{name} is merged").format(name=name))

    def _reopen(self, found: LeadDetail) -> None:
        words = tr("{name} is open again").format(name=found.lead["name"])
        self._at_once(words, leads.reopen, found)

    def _open_deal(self, found: LeadDetail) -> None:
        self._shell.open_record("deal", found.lead["deal_id"])

    def _open_(self, found: LeadDetail) -> None:
        status = found.lead["status"]
        if status == "accepted":
            self._open_deal(found)
        elif status in ("disqualified", "duplicate", "nurture", "returned"):
            self._reopen(found)
        else:
            self._say(tr("{name} is open: there is nothing to reopen."), found)

    def _say(self, words: str, found: LeadDetail | None) -> None:
        """Why a key does nothing for the lead that is read."""
        if found is not None:
            self._shell.toast(words.format(name=found.lead["name"]))

    def _unanswered(self, found: LeadDetail | None) -> None:
        self._say(tr("{name} is not handed to you: there is nothing to answer."), found)

    def _wake(self, found: LeadDetail) -> None:
        words = tr("{name} is awake").format(name=found.lead["name"])
        self._at_once(words, leads.wake, found)

    def _trash(self, found: LeadDetail) -> None:
        words = tr("{name} is deleted").format(name=found.lead["name"])
        self._at_once(words, leads.trash, found)

    def _erase(self, found: LeadDetail) -> None:
        from salesdesk.ui.contacts.erase import EraseDialog

        who = ("lead", found.lead["id"], found.lead["name"])
        self._open(EraseDialog(self._panel, self._session, self._shell, *who))

    def _take_back(self, found: LeadDetail) -> None:
        slip = found.pending
        if slip is None:
            self._say(tr("{name} is with no one to be taken back from."), found)
            return
        late = slip.due_at < found.now
        step = handovers.expire if late else handovers.withdraw
        words = tr("{name} is back with marketing").format(name=found.lead["name"])
        self._try(self._triage, words, lambda: self._session.do(upon(step, slip), slip.key))

    # -- the answer of sales --------------------------------------------------------------------

    def pick(self, number: int) -> None:
        """A figure key chooses a reason to return."""
        if self._panel.reading.cards is not None:
            self._panel.reading.cards.pick(number)
        else:
            self._unanswered(self._found())

    def _accept(self, found: LeadDetail) -> None:
        if self._panel.reading.cards is not None:
            self._panel.reading.cards.accept()
        else:
            self._unanswered(found)

    def _return(self, found: LeadDetail) -> None:
        if self._panel.reading.cards is not None:
            self._panel.reading.cards.send_back()
        else:
            self._unanswered(found)

    def accept(self, held: dict[str, Any]) -> None:
        """Sales takes the lead that is read."""
        found = self._found()
        if found is None or found.pending is None:
            return
        slip = found.pending

        def step() -> None:
            self._session.do(
                upon(handovers.accept, slip),
                slip.key,
                title=held["title"],
                amount=amounts.read(held["amount_text"], found.settings.currency),
                expected_on=held["expected_on"],
                next_step=held["next_step"],
                next_step_on=held["next_step_on"],
            )

        words = tr("{name} is accepted: a deal is made").format(name=found.lead["name"])
        self._try(self._triage, words, step)

    def send_back(self, reason: int | None, comment: str) -> None:
        """Sales returns the lead that is read."""
        found = self._found()
        if found is None or found.pending is None:
            return
        slip = found.pending
        words = tr("{name} is returned to marketing").format(name=found.lead["name"])
        self._try(
            self._triage,
            words,
            lambda: self._session.do(upon(handovers.return_lead, slip), slip.key, reason, comment),
        )

    def _ask(self, found: LeadDetail) -> None:
        slip = found.pending
        if slip is None:
            self._say(tr("{name} is not handed over: there is no sender to ask."), found)
            return
        first = (slip.from_name or tr("marketing")).split(" ")[0]
        key = found.lead["id"]

        def write(text: str) -> None:
            words = tr("Your question stands in the timeline")
            note = f"{tr('Question for {name}').format(name=first)}\n{text}" if text.strip() else ""
            self._quietly(
                words,
                lambda: self._session.do(activities.note, note, lead_id=key),
            )

        title = tr("Ask {name} about {lead}").format(name=first, lead=found.lead["name"])
        self._open(
            WordsDialog(self._panel, title, tr("Ask"), "message-square", tr("Your question"), write)
        )

    def _convert(self, found: LeadDetail) -> None:
        words = tr("{name} is a deal now").format(name=found.lead["name"])
        self._at_once(words, handovers.convert, found)

    def _with_marketing(self, found: LeadDetail) -> bool:
        """Whether marketing still works on it; says so if not."""
        if found.lead["status"] in leads.OPEN:
            return True
        name = found.lead["name"]
        if found.lead["status"] in leads.CLOSED:
            told = UserError(tr("{name} is closed.").format(name=name), tr("Reopen it with O."))
        else:
            told = UserError(
                tr("{name} is with sales.").format(name=name), tr("B takes a handover back.")
            )
        self._shell.failed(told)
        return False
