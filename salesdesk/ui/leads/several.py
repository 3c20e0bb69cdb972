"""Several leads selected at once: what stands at the right then, and where keys go."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from salesdesk.queries import leads
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.leads.many import Many
    from salesdesk.ui.leads.many_deeds import ManyDeeds
    from salesdesk.ui.leads.panel import LeadsPanel


class Several:
    """Takes the place of the reading pane and of its verbs; made when it is first needed."""

    def __init__(self, panel: "LeadsPanel") -> None:
        self._panel = panel
        self._shown, self._told = False, 0

    @cached_property
    def pane(self) -> "Many":
        """How many are selected, and the verbs."""
        from salesdesk.ui.leads.many import Many

        made = Many()
        made.wanted.connect(self.do)
        return made

    @cached_property
    def _deeds(self) -> "ManyDeeds":
        from salesdesk.ui.leads.many_deeds import ManyDeeds

        return ManyDeeds(self._panel)

    def do(self, name: str) -> None:
        """Do what a command says to all of them."""
        self._deeds.do(name)

    def show(self, right: QStackedWidget) -> None:
        """Say at the right how many they are, and in which states; once for each selection."""
        picked, session = self._panel.list.picked, self._panel.session
        if self._shown and self._told == picked.told:
            return
        self._told = picked.told
        keys = picked.keys()
        states = None if keys is None else session.read(leads.states_of, keys)
        self.pane.fill(picked.count, states, picked.most)
        right.addWidget(self.pane)
        right.setCurrentWidget(self.pane)
        self._shown = True
        self._panel.tell_frame()

    def over(self) -> bool:
        """Whether they were shown until now; from now on one lead is."""
        was, self._shown = self._shown, False
        return was

    def commands(self) -> list[Command]:
        """How to select more; Ctrl A is the list's own key, as it is a text field's."""
        rows = self._panel.list.rows
        return [
            Command(tr("Select the next lead too"), "Shift+J", lambda: rows.extend(1)),
            Command(tr("Select the lead before too"), "Shift+K", lambda: rows.extend(-1)),
            Command(tr("Select the whole list"), "", rows.selectAll),
        ]

    def hints(self) -> list[tuple[str, str]]:
        """The keys that work, and how many are selected."""
        back = tr("{n} leads selected, back to one")
        return [
            ("Esc", back.format(n=f"{self._panel.list.picked.count:,}")),
            ("Q", tr("Qualify")),
            ("S", tr("Snooze")),
            ("X", tr("Disqualify")),
            ("Z", tr("Undo")),
        ]
