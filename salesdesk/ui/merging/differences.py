"""The fields that two people set differently, one record after the other, until all are decided."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from salesdesk.actions import clashes as actions
from salesdesk.actions.clashes import Choice
from salesdesk.model import formats
from salesdesk.queries import clashes
from salesdesk.queries.clashes import Difference
from salesdesk.queries.clashes import Side as Value
from salesdesk.ui.kit.conflicts import Clash, ConflictDialog, Pick, Side
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def open_differences(window: "MainWindow", skip: int = 0) -> ConflictDialog | None:
    """Show the first record with fields that differ; after it the next one, if it was saved."""
    batches = _batches(window.session.read(clashes.differences))
    if skip >= len(batches):
        if not skip:
            window.toast(tr("No fields differ."))
        return None
    dialog = _dialog(window, batches[skip], len(batches) - skip, skip)
    window.dialog(dialog)
    return dialog


def _batches(found: list[Difference]) -> list[list[Difference]]:
    """By record: what three people set differently is decided at once."""

    def by(d: Difference) -> tuple[str, int]:
        return d.table, d.key

    return [list(group) for _, group in groupby(sorted(found, key=by), key=by)]


@dataclass(frozen=True)
class _Row:
    """One field as it is shown: what is at the left and at the right, and which of them stands."""

    found: Difference
    left: Value
    right: Value
    left_stands: bool = True


def _rows(batch: list[Difference]) -> list[_Row]:
    """Mine is at the left; with more than two people, what stands is."""
    people = {_whose(value) for found in batch for value in (found.stands, found.other)}
    return [
        _Row(found, found.other, found.stands, left_stands=False)
        if len(people) <= 2 and found.other.mine and not found.stands.mine
        else _Row(found, found.stands, found.other)
        for found in batch
    ]


def _whose(value: Value) -> str:
    return f"{value.who} {value.computer}" if not value.mine else ""


def _dialog(
    window: "MainWindow", batch: list[Difference], left_over: int, skip: int
) -> ConflictDialog:
    first, db = batch[0], window.session.db
    shown = _rows(batch)
    lefts, rights = [row.left for row in shown], [row.right for row in shown]
    rows, picks = [], dict[str, Pick]()
    for number, row in enumerate(shown):
        rows.append(
            Clash(
                *(str(number), _label(row, lefts, rights), row.found.before),
                *(row.left.words, row.right.words, row.found.may_keep_both),
            )
        )
        picks[str(number)] = "both" if row.found.may_keep_both else _stands(row.left_stands)
    count = formats.plural(len({found.field for found in batch}), "field")
    title = tr("{who} changed this {thing}").format(
        who=_named([*lefts, *rights]), thing=tr(first.thing)
    )
    intro = tr(
        "{record}. You did not know of each other, so {count} of it differ. What stands now is "
        "picked; pick what to keep. Both versions stay in the history."
    ).format(record=first.record, count=count)
    if count == formats.plural(1, "field"):
        intro = intro.replace(tr(" differ."), tr(" differs."))
    more = tr(" {n} more records follow.").format(n=left_over - 1) if left_over > 2 else ""
    more = tr(" One more record follows.") if left_over == 2 else more
    return ConflictDialog(
        window,
        title,
        intro + more,
        rows,
        _side(lefts, tr("What stands"), db.now(), db.clock.zone),
        _side(rights, tr("The others’"), db.now(), db.clock.zone),
        (),
        partial(_save, window, batch, skip, left_over),
        picks=picks,
        back=tr("Later"),
    )


def _named(values: list[Value]) -> str:
    """Everybody who set one of these fields, such as "You, Ann and Carl"."""
    whose = dict.fromkeys(tr("you") if value.mine else value.who for value in values)
    names = sorted(whose, key=lambda name: (name != tr("you"), name))
    listed = tr("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
    words = listed if len(names) > 1 else tr("{who} on two computers").format(who=names[0])
    return words[:1].upper() + words[1:]


def _label(row: _Row, lefts: list[Value], rights: list[Value]) -> str:
    """The field; where several people stand under one heading, with whose values they are."""
    pairs = ((row.left, lefts), (row.right, rights))
    several = [value for value, column in pairs if len(_people(column)) > 1]
    names = [tr("you") if value.mine else value.who.split()[0] for value in several]
    return f"{row.found.label} ({', '.join(names)})" if names else row.found.label


def _people(values: list[Value]) -> set[str]:
    return {_whose(value) for value in values}


def _stands(left: bool) -> Pick:
    return "yours" if left else "theirs"


def _side(values: list[Value], several: str, now: str, zone: str) -> Side:
    """The heading of one column; `several` where it is that of more than one person."""
    value = max(values, key=lambda one: one.at)
    heading = tr("Yours") if value.mine else tr("{who}’s").format(who=value.who.split()[0])
    when = formats.when(value.at, now, zone)
    if len(_people(values)) > 1:
        return Side(several, "+", 0, tr("the last {when}").format(when=when))
    if value.computer:
        when = tr("{when} on {computer}").format(when=when, computer=value.computer)
    return Side(heading, value.initials, value.person_id or 0, when)


def _save(
    window: "MainWindow",
    batch: list[Difference],
    skip: int,
    left_over: int,
    picks: dict[str, Pick],
) -> None:
    choices: list[tuple[Difference, Choice]] = []
    for number, row in enumerate(_rows(batch)):
        pick = picks[str(number)]
        choice: Choice = "stands" if pick == _stands(row.left_stands) else "other"
        choices.append((row.found, "both" if pick == "both" else choice))
    window.session.do(actions.settle, choices)
    words = formats.plural(len({found.field for found in batch}), "field")
    window.toast(tr("Decided: {what}.").format(what=words), undo=True)
    if left_over > 1:
        # once this dialog is gone: keys go to the one that was opened last
        QTimer.singleShot(0, window, partial(_next, window, skip))


def _next(window: "MainWindow", skip: int) -> None:
    open_differences(window, skip)
