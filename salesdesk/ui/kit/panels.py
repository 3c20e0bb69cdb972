"""What a section of the window is, and what it may ask of the window around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.feed import Changes
from salesdesk.ui.kit.text import tr

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """One list of a section, as the sidebar shows it; a rule stands above a `separate` one."""

    id: str
    label: str
    icon: str
    count: int | None = None
    separate: bool = False


@dataclass(frozen=True)
class Command:
    """Something to do in this section: it stands in the menu, in the palette and on its key.

    `key` is a Qt key sequence ("Q", "Ctrl+N", "Shift+Right"); single letters work only when
    no text field has the focus.
    """

    label: str
    key: str
    slot: Callable[[], object]
    icon: str = ""
    enabled: bool = True


class Shell(Protocol):
    """The window, as panels know it."""

    def open_list(self, section: str, view: str) -> None:
        """Go to a list of a section."""

    def open_record(self, table: str, key: int) -> None:
        """Go to one record (lead, deal, campaign, contact, organisation)."""

    def toast(self, words: str, undo: bool = False) -> None:
        """Say what happened, with Undo if wanted."""

    def run(
        self,
        action: Callable[Concatenate[Database, P], T],
        *args: P.args,
        **kw: P.kwargs,
    ) -> T | None:
        """Do an action and say so with an undo toast; a UserError is shown, and None comes back."""

    def background(self, work: Callable[[Session], T], done: Callable[[T], object]) -> None:
        """Run `work` on another thread with a connection of its own, then `done` on this one."""

    def dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""

    def open_palette(self) -> None:
        """Open the search and command palette."""

    def failed(self, error: Exception) -> None:
        """Show a UserError in plain words."""


def later(shell: Shell, work: Callable[[], object]) -> None:
    """Do what the window's first paint does not need: after it, or at once when it stands."""
    wait = getattr(shell, "later", None)
    if wait is None:
        work()
    else:
        wait(work)


class Panel(QWidget):
    """A section. Subclasses read in `reload` and never write but through `shell.run`."""

    #: The tables whose changes make this panel read again; empty: all of them.
    reads: frozenset[str] = frozenset()

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__()
        self.session = session
        self.shell = shell

    def later(self, work: Callable[[], object]) -> None:
        """Do what the window's first paint does not need: after it, or at once when it stands."""
        later(self.shell, work)

    def views(self) -> list[View]:
        """The lists of this section for the sidebar, with their counts."""
        return []

    def view(self) -> str:
        """The id of the list that is shown."""
        return ""

    def show_view(self, view_id: str) -> None:
        """Show another list."""

    def save_view(self, what: str, view_id: str) -> None:
        """Save, rename or remove a list that a person keeps under a name."""

    def show_whole(self) -> None:
        """Take off whatever narrows the list that is shown."""

    def commands(self) -> list[Command]:
        """What can be done here now."""
        return []

    def hints(self) -> list[tuple[str, str]]:
        """Keys and words for the status line: ("J K", "Move")."""
        return []

    def open_record(self, key: int) -> None:
        """Show one record."""

    def new_record(self) -> None:
        """Begin a new record of this section."""

    def reload(self) -> None:
        """Read everything again; called at first show and after every change."""

    def changed(self, changes: Changes) -> None:
        """Something changed while this panel is shown; one that can may read only that again."""
        self.reload()

    def search(self) -> None:
        """Put the cursor into the search field of this list, if there is one."""
        self.shell.toast(tr("There is no list to search here. Ctrl K searches everything."))

    def layout_for(self, width: int) -> None:
        """Lay out for a window of this width: under 1200 is narrow, from 1440 wide."""

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` said the last time; called before the panel first reads."""

    def state(self) -> dict[str, Any]:
        """What to remember of this panel for the next time."""
        return {}
