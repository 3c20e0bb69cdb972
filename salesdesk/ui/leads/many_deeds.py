"""What a key or button does while several leads are selected: one change for all of them."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from salesdesk.actions import many_leads
from salesdesk.actions.many_leads import Outcome
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import settings as set_up
from salesdesk.ui.kit.asks import DayDialog, ReasonDialog
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.leads.panel import LeadsPanel

#: Why a verb was not done to some: said of one, and of several.
LEFT = {
    "sales": ("1 is with sales", "{n} are with sales"),
    "closed": ("1 is closed", "{n} are closed"),
    "points": ("1 has too few points ticked", "{n} have too few points ticked"),
    "same": ("1 was so already", "{n} were so already"),
    "gone": ("1 was deleted meanwhile", "{n} were deleted meanwhile"),
}


class ManyDeeds:
    """The verbs for many leads; any other says that it wants one."""

    def __init__(self, panel: "LeadsPanel") -> None:
        self._panel = panel
        self._session, self._shell = panel.session, panel.shell

    def do(self, name: str) -> None:
        """Do what a command says to every lead that is selected."""
        picked = self._panel.list.picked
        if name in ("one", "focus_list"):
            picked.let_go()
            self._panel.list.rows.setFocus()
            return
        verb: Callable[[list[int]], object] | None = getattr(self, f"_{name}", None)
        keys = picked.keys()
        if verb is None:
            self._shell.toast(tr("This is done with one lead at a time: Esc goes back to one."))
        elif keys is None:
            words = tr("Select up to {n} leads at once.")
            self._shell.toast(words.format(n=f"{picked.most:,}"))
        else:
            verb(keys)

    def _done(self, done: str, step: Callable[[], Outcome]) -> None:
        """Do a step, say how many it was done to and why not to others; then the next lead."""
        found = step()
        told = [
            said[found.left[code] > 1].format(n=f"{found.left[code]:,}")
            for code, said in LEFT.items()
            if code in found.left
        ]
        why, left = listed_plainly(told), sum(found.left.values())
        words = tr("Nothing was done: {why}.").format(why=why)
        if found.done:
            words = done.format(n=formats.counted(found.done, "leads"))
        if found.done and left:
            more = (
                tr("1 left as it was: {why}.") if left == 1 else tr("{n} left as they were: {why}.")
            )
            words = f"{words} {more.format(n=f'{left:,}', why=why)}"
        if found.done:
            panel = self._panel
            panel.list.picked.let_go()
            panel.reload()
            panel.list.rows.setFocus()
        self._shell.toast(words, undo=bool(found.done))

    def _at_once(self, done: str, step: Callable[[], Outcome]) -> None:
        try:
            self._done(done, step)
        except UserError as error:
            self._shell.failed(error)

    def _open(self, dialog: QDialog) -> None:
        self._shell.dialog(dialog)

    def _qualify(self, keys: list[int]) -> None:
        do = self._session.do
        self._at_once(tr("{n} qualified."), lambda: do(many_leads.qualify, keys))

    def _trash(self, keys: list[int]) -> None:
        do = self._session.do
        self._at_once(tr("{n} deleted."), lambda: do(many_leads.trash, keys))

    def _snooze(self, keys: list[int]) -> None:
        today = self._session.today

        def until(day: date) -> None:
            words = tr("{n} snoozed until {day}.")
            words = words.replace("{day}", formats.within(formats.near_day(day, today)))
            self._done(words, lambda: self._session.do(many_leads.snooze, keys, day))

        title = tr("Snooze {n} leads until").format(n=f"{len(keys):,}")
        self._open(DayDialog(self._panel, title, tr("Snooze"), "alarm-clock", today, until))

    def _nurture(self, keys: list[int]) -> None:
        today = self._session.today

        def until(day: date) -> None:
            do = self._session.do
            self._done(tr("{n} put in nurture."), lambda: do(many_leads.nurture, keys, day))

        title = tr("Nurture {n} leads: wake on").format(n=f"{len(keys):,}")
        self._open(DayDialog(self._panel, title, tr("Nurture"), "leaf", today, until, start=5))

    def _disqualify(self, keys: list[int]) -> None:
        def why(reason: int, note: str) -> None:
            do = self._session.do
            step = many_leads.disqualify
            self._done(tr("{n} disqualified."), lambda: do(step, keys, reason, note))

        reasons = [(r.key, r.label) for r in self._session.read(set_up.reasons, "disqualify")]
        title = tr("Disqualify {n} leads").format(n=f"{len(keys):,}")
        self._open(ReasonDialog(self._panel, title, tr("Disqualify"), "circle-x", reasons, why))

    def _assign(self, keys: list[int]) -> None:
        people = {p.key: p.name for p in self._session.read(set_up.people)}

        def give(person: int, _: str) -> None:
            words = tr("{n} given to {who}.").replace("{who}", people.get(person, tr("nobody")))
            do = self._session.do
            self._done(words, lambda: do(many_leads.assign, keys, person or None))

        title = tr("Give {n} leads to").format(n=f"{len(keys):,}")
        choices = list(people.items())
        self._open(ReasonDialog(self._panel, title, tr("Give"), "user-check", choices, give))


def listed_plainly(parts: list[str]) -> str:
    """`2 are closed, 1 is with sales and 3 were so already`."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
