"""The forms of contacts: a person, a firm, a consent, two that are one."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.fields import Field, area, choice, chosen, line, suggesting
from salesdesk.ui.kit.held import held as field_of
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr

Options = Sequence[tuple[str, Any]]
Save = Callable[[dict[str, Any]], object]


class RecordForm(Dialog):
    """Fields in two columns; `save` gets what they hold."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        held: dict[str, Any],
        save: Save,
    ) -> None:
        super().__init__(title, parent, verb, self._finish, width=620)
        self._held, self._save = held, save
        self.editors: dict[str, Any] = {}
        self.editing: Editing | None = None
        self._titles: dict[str, str] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._place = 0

    def put(
        self, name: str, title: str, editor: QWidget | None = None, *, wide: bool = False
    ) -> None:
        """Add a field in the next free place."""
        editor = editor if editor is not None else line(str(self._held.get(name) or ""))
        self.editors[name], self._titles[name] = editor, title
        if wide and self._place % 2:
            self._place += 1
        row, column = divmod(self._place, 2)
        self._grid.addWidget(Field(title, editor), row, column, 1, 2 if wide else 1)
        self._place += 2 if wide else 1

    def values(self) -> dict[str, Any]:
        """What the fields hold; an empty text is nothing."""
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            if hasattr(editor, "currentData"):
                found[name] = chosen(editor)
            elif hasattr(editor, "toPlainText"):
                found[name] = editor.toPlainText().strip() or None
            else:
                found[name] = editor.text().strip() or None
        return found

    def over(
        self, session: Session, record: Record, write: Callable[[Do, dict[str, Any]], object]
    ) -> None:
        """It changes a record that is known: follow it, and `write` only what was touched."""
        fields = {
            name: field_of(self._titles[name], editor, both=name in ("notes", "preferences"))
            for name, editor in self.editors.items()
        }
        self.editing = Editing(self, session, record, fields, self.values, write)

    def _finish(self) -> bool:
        if self.editing is not None:
            return self.editing.save()
        found = self.values().items()
        self._save(
            {name: value for name, value in found if value != (self._held.get(name) or None)}
        )
        return True


def person_form(
    parent: QWidget | None,
    title: str,
    verb: str,
    held: dict[str, Any],
    firms: Sequence[str],
    owners: Options,
    save: Save,
) -> RecordForm:
    """A person; `firm` is the name of their firm."""
    form = RecordForm(parent, title, verb, held, save)
    if held.get("name") and not (held.get("first_name") or held.get("last_name")):
        form.put("name", tr("Name"), wide=True)  # it came in one piece and stays so
    else:
        form.put("first_name", tr("First name"))
        form.put("last_name", tr("Last name"))
    form.put("job_title", tr("Job"))
    form.put("firm", tr("Firm or household"), suggesting(str(held.get("firm") or ""), firms))
    form.put("email", tr("Email"))
    form.put("phone", tr("Phone"))
    form.put("address", tr("Address"), wide=True)
    form.put("town", tr("Town"))
    form.put("postcode", tr("Postcode"))
    channels: Options = [
        (tr("Not said"), None),
        (tr("Phone"), "phone"),
        (tr("Email"), "email"),
        (tr("Post"), "post"),
        (tr("Message"), "message"),
    ]
    form.put(
        "preferred_channel", tr("Likes to hear by"), choice(channels, held.get("preferred_channel"))
    )
    form.put("owner_id", tr("Looked after by"), choice(owners, held.get("owner_id")))
    form.put("preferences", tr("Wishes, in words"), wide=True)
    form.put("notes", tr("Notes"), area(str(held.get("notes") or ""), 2), wide=True)
    next(iter(form.editors.values())).setFocus()
    return form


def firm_form(
    parent: QWidget | None, title: str, verb: str, held: dict[str, Any], owners: Options, save: Save
) -> RecordForm:
    """A firm or a household."""
    form = RecordForm(parent, title, verb, held, save)
    form.put("name", tr("Name"), wide=True)
    kinds: Options = [(tr("Firm"), "firm"), (tr("Household"), "household")]
    form.put("kind", tr("Kind"), choice(kinds, held.get("kind") or "firm"))
    form.put("industry", tr("Industry"))
    form.put("phone", tr("Phone"))
    form.put("email", tr("Email"))
    form.put("website", tr("Web site"))
    form.put("owner_id", tr("Looked after by"), choice(owners, held.get("owner_id")))
    form.put("address", tr("Address"), wide=True)
    form.put("town", tr("Town"))
    form.put("postcode", tr("Postcode"))
    form.put("notes", tr("Notes"), area(str(held.get("notes") or ""), 2), wide=True)
    form.editors["name"].setFocus()
    return form


class ConsentDialog(Dialog):
    """What somebody allows, on one channel, and how we know."""

    def __init__(
        self,
        parent: QWidget | None,
        who: str,
        channels: Options,
        states: Options,
        done: Callable[[str, str, str], object],
    ) -> None:
        title = tr("Note a consent of {who}").format(who=who)
        super().__init__(title, parent, tr("Note it"), self._note)
        self._done = done
        self.channel, self.state = choice(channels, "email"), choice(states)
        self.source = line()
        self.body.addWidget(Field(tr("Channel"), self.channel))
        self.body.addWidget(Field(tr("What they said"), self.state))
        self.body.addWidget(Field(tr("How we know (optional)"), self.source))
        self.state.setFocus()

    def _note(self) -> None:
        self._done(chosen(self.channel), chosen(self.state), self.source.text())


class MergeDialog(Dialog):
    """Which other record is the same person or firm."""

    def __init__(
        self,
        parent: QWidget | None,
        who: str,
        find: Callable[[str], list[tuple[str, int]]],
        merge: Callable[[int], object],
    ) -> None:
        super().__init__(tr("Merge into {who}").format(who=who), parent, tr("Merge"), self._merge)
        self._find, self._done = find, merge
        words = tr("Everything of the other one moves here. The strictest consent counts.")
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.typed = line()
        self.other = choice([])
        self.body.addWidget(Field(tr("Find the other one by name"), self.typed))
        self.body.addWidget(Field(tr("The other one"), self.other))
        self.typed.textEdited.connect(self._offer)
        self.typed.setFocus()

    def _offer(self, text: str) -> None:
        self.other.clear()
        if len(text.strip()) > 1:
            for words, key in self._find(text):
                self.other.addItem(words, key)

    def _merge(self) -> None:
        key = chosen(self.other)
        if key is None:
            raise UserError(tr("No other one is chosen."), tr("Type a part of its name."))
        self._done(key)
