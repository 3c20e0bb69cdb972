"""An edit form that keeps what was typed while the record changes under it.

`Editing` is the one way to save a form over a record that others may change: fields that were
not touched follow the file, only touched ones are written, and what both changed is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from salesdesk.actions.edits import Clash as Raced
from salesdesk.actions.edits import Gone, guarded
from salesdesk.model import edits
from salesdesk.queries import edits as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.faults import Busy
from salesdesk.store.feed import Changes
from salesdesk.ui.kit import authors
from salesdesk.ui.kit.asides import Notice, aside, once
from salesdesk.ui.kit.authors import Who, listed
from salesdesk.ui.kit.conflicts import Clash, ConflictDialog, Kept, Pick
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.held import Held
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr

Values = dict[str, Any]
Do = Callable[..., Any]
AGAIN_MS = 150
TRIES = 5


@dataclass(frozen=True)
class Record:
    """The record behind a form: `thing` is the word for it, `read` what the file holds now."""

    table: str
    key: int
    thing: str
    name: str
    read: Callable[[Database], Mapping[str, Any] | None]
    listens: frozenset[str] = field(default_factory=frozenset)  # more tables than its own
    #: where a field stands, for the question who wrote it; else in the record and its points
    rows: Callable[[Database, str], list[queries.Where]] | None = None


class Editing(QObject):
    """One open form over one record.

    `values()` are the fields as they are to be written (UserError for what cannot be), and
    `write(do, wanted)` writes the touched ones with `do(action, *args)`. Give `save` to the
    dialog as its `on_done`; `tell(shell, words)` says it afterwards. With `whole` all fields are
    written together, touched or not.
    """

    def __init__(
        self,
        dialog: Dialog,
        session: Session,
        record: Record,
        fields: Mapping[str, Held],
        values: Callable[[], Values],
        write: Callable[[Do, Values], object],
        *,
        into: QVBoxLayout | None = None,
        whole: bool = False,
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._session, self.record = dialog, session, record
        self._fields, self._values, self._write = dict(fields), values, write
        self._whole = whole
        self._since = session.position()
        self._base: Values = self._now() or {}
        self._shown = {name: each.get() for name, each in self._fields.items()}
        self._followed: dict[str, Who] = {}
        self._gone = self._restore = False
        #: Whether saving wrote anything.
        self.wrote = False
        self.notice = Notice()
        (into if into is not None else dialog.body).insertWidget(0, self.notice)
        end = once(session.subscribe(self._hear))
        dialog.finished.connect(end)
        self.destroyed.connect(end)

    # -- following ---------------------------------------------------------------------------

    def touched(self) -> list[str]:
        """The fields in which something else stands than the form put there."""
        return [name for name, each in self._fields.items() if each.get() != self._shown[name]]

    def _hear(self, changes: Changes) -> None:
        mine = {self.record.table, *self.record.listens}
        if not changes.own and (not changes.tables or changes.tables & mine):
            self._follow()

    def _follow(self) -> None:
        """Bring what nobody touched here up to date, and say so."""
        try:
            now = self._now()
            if now is None:
                self._gone = True
                self._say()
                return
            self._gone = False
            touched = set(self.touched())
            for name, each in self._fields.items():
                if name in touched or edits.same(self._base.get(name), now.get(name)):
                    continue
                each.put(now.get(name))
                self._shown[name] = each.get()
                self._base[name] = now.get(name)
                self._followed[name] = self._who(name)
            self._say([n for n in self.touched() if not edits.same(self._base.get(n), now.get(n))])
        except Busy:
            QTimer.singleShot(AGAIN_MS, self, self._follow)

    def _say(self, also: Sequence[str] = ()) -> None:
        if self._gone:
            words = self._who("trashed_at").during(self.record.thing, True)
            self.notice.say(tr("{words}. Saving restores it.").format(words=words))
            return
        labels = self._labels()
        parts = [who.did(what) for who, what in authors.by_person(self._followed, labels)]
        if also:
            who = self._who(also[0])
            also_words = tr("{words} What you typed stays; saving asks.")
            parts.append(also_words.format(words=who.did(listed(labels[n] for n in also))))
        self.notice.say(" ".join(parts))

    def _now(self) -> Values | None:
        found = self._session.read(self.record.read)
        return None if found is None else {n: found.get(n) for n in self._fields}

    def _who(self, name: str) -> Who:
        return authors.who(self._session.db, authors.of_field(self._authors(name), name))

    def _authors(self, name: str) -> list[queries.Author]:
        record, read = self.record, self._session.read
        if record.rows is not None:
            rows = read(record.rows, name)
        else:
            rows = read(queries.rows_of, record.table, record.key)
        return read(queries.authors, rows, self._since)

    def _labels(self) -> dict[str, str]:
        return {name: each.label for name, each in self._fields.items()}

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> bool:
        """Write what was touched; False when something has to be asked first."""
        wanted_names = list(self._fields) if self._whole else self.touched()
        if not wanted_names:
            return True
        values = self._values()
        wanted = {name: values[name] for name in wanted_names if name in values}
        hasty, self._session.db.impatient = self._session.db.impatient, False
        try:
            return self._save(wanted)
        finally:
            self._session.db.impatient = hasty

    def _save(self, wanted: Values) -> bool:
        for _ in range(TRIES):
            now = self._now()
            if now is None and not self._restore:
                self._ask_to_restore()
                return False
            if now is not None:
                found = edits.compare(self._base, wanted, now)
                if found.clashes:
                    self._ask(wanted, now, found)
                    return False
                for name in found.theirs:
                    self._followed[name] = self._who(name)
            expected = now or self._base
            try:
                self._write(self._do({n: expected[n] for n in wanted}, now is None), wanted)
            except (Raced, Gone):
                continue  # somebody was quicker, once more
            self.wrote = True
            self._settle(wanted)
            return True
        raise Raced(tuple(wanted))

    def _settle(self, wanted: Values) -> None:
        """The form may stay open: what was written is what the file holds now."""
        now = self._now() or {}
        for name in wanted:
            self._base[name], self._shown[name] = now.get(name), self._fields[name].get()

    def _do(self, expected: Values, restore: bool) -> Do:
        place = (self.record.table, self.record.key) if restore else None

        def do(action: Callable[..., Any], *args: Any, **kw: Any) -> Any:
            careful = guarded(action, self.record.read, expected, place)
            return self._session.do(careful, *args, **kw)

        return do

    def tell(self, shell: Shell, words: str) -> None:
        """After a save that wrote anything: whose changes were kept, else `words`."""

        def say() -> None:
            if self.wrote:
                shell.toast(self.said(words), undo=True)

        self._dialog.accepted.connect(say)

    def said(self, words: str) -> str:
        """The words of the toast: whose changes were kept, else `words`."""
        for who, what in authors.by_person(self._followed, self._labels()):
            return who.kept(what)
        return words

    # -- asking ------------------------------------------------------------------------------

    def _ask(self, wanted: Values, now: Values, found: edits.Compared) -> None:
        people = {name: self._who(name) for name in found.clashes}
        newest = max(people.values(), key=lambda each: each.at)
        fields, labels = self._fields, self._labels()
        clashes = [
            Clash(
                name,
                labels[name],
                fields[name].say(self._base.get(name)),
                fields[name].say(wanted[name]),
                fields[name].say(now.get(name)),
                fields[name].both,
            )
            for name in found.clashes
        ]
        others = {**self._followed, **{name: self._who(name) for name in found.theirs}}
        kept = [Kept(labels[n], tr("you") if w.own else w.name) for n, w in others.items()]
        kept += [Kept(labels[n], tr("you")) for n in self.touched() if n in found.yours]
        aside(
            self._dialog,
            ConflictDialog(
                self._dialog.parentWidget(),
                newest.during(self.record.thing),
                _intro(self.record.name, len(clashes), newest),
                clashes,
                authors.me(self._session),
                newest.side(self._session),
                kept,
                lambda picks: self._rebase(picks, wanted, now),
            ),
        )

    def _rebase(self, picks: Mapping[str, Pick], wanted: Values, now: Values) -> None:
        for name, pick in picks.items():
            each, value = self._fields[name], now.get(name)
            if pick != "yours":
                each.put(value)
                self._shown[name] = each.get()
                self._followed[name] = self._who(name)
            if pick == "both":
                each.put(edits.joined(value, wanted[name]))
            self._base[name] = value

    def _ask_to_restore(self) -> None:
        who = self._who("trashed_at")
        dialog = Dialog(
            who.during(self.record.thing, True),
            self._dialog.parentWidget(),
            tr("Restore and save"),
            icon="trash-2",
        )
        dialog.cancel.setText(tr("Keep editing"))
        words = tr("{name} can come back with what you typed. Until then nothing is saved.")
        dialog.body.addWidget(Label(words.format(name=self.record.name), wrap=True))
        dialog.accepted.connect(self._agree)
        aside(self._dialog, dialog)

    def _agree(self) -> None:
        self._restore = True


def _intro(name: str, count: int, who: Who) -> str:
    both = tr("You both changed this field.") if count == 1 else ""
    if who.own:
        both = tr("You changed this field here and there.") if count == 1 else ""
        many = tr("You changed these {n} fields here and there.")
    else:
        many = tr("You both changed these {n} fields.")
    words = tr("{name}. {both} Pick what to keep for each one.")
    if count == 1:
        words = tr("{name}. {both} Pick what to keep.")
    said = words.format(name=name, both=both or many.format(n=count))
    rest = tr("Nothing is saved yet, and both versions stay in the history.")
    return f"{said} {rest}"
