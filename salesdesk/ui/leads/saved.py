"""Lead views that a person keeps under a name: saved with +, shown and changed in the sidebar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.queries import saved_views as queries
from salesdesk.queries.saved_views import PREFIX, Rule, Saved
from salesdesk.ui.kit.panels import Command, View
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import words

if TYPE_CHECKING:
    from salesdesk.ui.leads.panel import LeadsPanel

SECTION = "leads"


class SavedViews:
    """The saved views of the lead section."""

    def __init__(self, panel: "LeadsPanel") -> None:
        self._panel = panel
        self._counts: dict[int, int] = {}
        self._busy = self._again = False
        #: The key of the saved view that is shown; None for one of the usual ones.
        self.key: int | None = None

    def all(self) -> list[Saved]:
        """Those that there are."""
        return self._panel.session.read(queries.of_section, SECTION)

    def current(self) -> Saved | None:
        """The one that is shown."""
        return next((saved for saved in self.all() if saved.key == self.key), None)

    # -- what the window shows ----------------------------------------------------------------

    def views(self) -> list[View]:
        """For the sidebar, under a line."""
        return [
            View(s.view, s.name, "bookmark", self._counts.get(s.key), number == 0)
            for number, s in enumerate(self.all())
        ]

    def commands(self) -> list[Command]:
        """Save this list, and what can be done to the saved one that is shown."""
        here = self.key is not None
        return [
            Command(tr("Save this list as a view…"), "", self.ask, "bookmark"),
            Command(tr("Save the list as it is now"), "", self.update, "save", here),
            Command(tr("Rename this view…"), "", self.rename, "pencil", here),
            Command(tr("Remove this view"), "", self.remove, "trash-2", here),
        ]

    def show(self, view_id: str) -> bool:
        """Show a saved view or one of the usual ones; False if there is none of that name."""
        if view_id in words.VIEWS:
            self.key = None
            self._panel.list.show_view(view_id)
            return True
        found = next((s for s in self.all() if s.view == view_id), None)
        if found is not None:
            self.key = found.key
            self._panel.list.show_view(found.rule.view, found.rule)
        return found is not None

    def title(self) -> str | None:
        """The name over the list, where a saved view is shown."""
        found = self.current()
        if found is None:
            self.key = None  # it was removed, here or by a colleague
            return None
        return found.name

    def count(self) -> None:
        """Count all of them anew, on another thread."""
        if self._busy:
            self._again = True
            return
        if not self.all():
            return
        self._busy, self._again = True, False
        self._panel.shell.background(lambda other: other.read(queries.counts, SECTION), self._told)

    def _told(self, found: dict[int, int]) -> None:
        self._busy, self._counts = False, found
        if self._again:
            self.count()
        refresh = getattr(self._panel.shell, "refresh_frame", None)
        if refresh is not None and self._panel.isVisible():
            refresh()

    # -- what a person does -------------------------------------------------------------------

    def do(self, what: str, view_id: str) -> None:
        """What the sidebar asks for: save, rename or remove."""
        if what == "save":
            self.ask()
        elif what == "rename":
            self.rename(view_id)
        else:
            self.remove(view_id)

    def ask(self) -> None:
        """Ask for a name, and keep the list under it."""
        rule = self._panel.list.kept()
        self._open(
            tr("Save this list as a view"), tr("Save view"), "", self._said(rule), self._save
        )

    def _save(self, name: str) -> None:
        from salesdesk.actions import saved_views as actions

        session = self._panel.session
        key = session.do(actions.save, SECTION, name, self._panel.list.kept().stored())
        self._panel.shell.toast(tr("View {name} is saved.").format(name=name.strip()), undo=True)
        self._panel.shell.open_list(SECTION, f"{PREFIX}{key}")

    def update(self) -> None:
        """Let the view that is shown keep the search, filter and order of now."""
        from salesdesk.actions import saved_views as actions
        from salesdesk.ui.kit.seen import upon

        found = self._named("") if self.key is not None else None
        if found is not None:
            step = upon(actions.change, _shown(found))
            self._panel.shell.run(step, found.key, self._panel.list.kept().stored())

    def rename(self, view_id: str = "") -> None:
        """Call a view something else."""
        from salesdesk.actions import saved_views as actions
        from salesdesk.ui.kit.seen import upon

        found = self._named(view_id)
        if found is None:
            return

        step = upon(actions.rename, _shown(found))

        def done(name: str) -> None:
            self._panel.session.do(step, found.key, name)

        title = tr("Rename {name}").format(name=found.name)
        self._open(title, tr("Rename"), found.name, "", done)

    def remove(self, view_id: str = "") -> None:
        """Let a view go; Undo brings it back."""
        from salesdesk.actions import saved_views as actions
        from salesdesk.ui.kit.seen import upon

        found = self._named(view_id)
        if found is None:
            return
        shown = found.key == self.key
        self._panel.shell.run(upon(actions.remove, _shown(found)), found.key)
        if shown:
            self._panel.shell.open_list(SECTION, found.rule.view)

    def _named(self, view_id: str) -> Saved | None:
        key = int(view_id.removeprefix(PREFIX)) if view_id else self.key
        return next((saved for saved in self.all() if saved.key == key), None)

    def _said(self, rule: Rule) -> str:
        parts = [tr(words.VIEWS[rule.view][0])]
        if rule.text.strip():
            parts.append(tr("search “{text}”").format(text=rule.text.strip()))
        if rule.narrowed != Rule().narrowed:
            parts.append(tr("the filter that is set"))
        parts.append(tr(words.ORDERS[rule.order]).lower())
        return tr("It keeps: {parts}.").format(parts=", ".join(parts))

    def _open(
        self, title: str, verb: str, name: str, note: str, done: Callable[[str], object]
    ) -> None:
        from salesdesk.ui.leads.naming import NameDialog

        self._panel.shell.dialog(NameDialog(self._panel, title, verb, name, note, done))


def _shown(found: Saved) -> dict[str, str]:
    return {"name": found.name, "rule": found.rule.stored()}
