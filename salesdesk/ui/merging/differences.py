"""The fields that two people set differently, one record after the other, until all are decided."""

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
    """By record and by the two people of it: one dialog has one heading for each side."""

    def by(d: Difference) -> tuple[str, int, str, str]:
        left, right, _ = _sides(d)
        return d.table, d.key, _whose(left), _whose(right)

    return [list(group) for _, group in groupby(sorted(found, key=by), key=by)]


def _sides(found: Difference) -> tuple[Value, Value, bool]:
    """Left and right, and whether the left one is the value that stands: mine is at the left."""
    swap = found.other.mine and not found.stands.mine
    return (found.other, found.stands, False) if swap else (found.stands, found.other, True)


def _whose(value: Value) -> str:
    return f"{value.who} {value.computer}" if not value.mine else ""


def _dialog(
    window: "MainWindow", batch: list[Difference], left_over: int, skip: int
) -> ConflictDialog:
    first = batch[0]
    mine, theirs, _ = _sides(first)
    db = window.session.db
    rows, picks = [], dict[str, Pick]()
    for number, found in enumerate(batch):
        left, right, left_stands = _sides(found)
        rows.append(
            Clash(
                str(number), found.label, found.before, left.words, right.words, found.may_keep_both
            )
        )
        picks[str(number)] = "both" if found.may_keep_both else _stands(left_stands)
    count = formats.plural(len(batch), "field")
    who = [tr("You") if mine.mine else mine.who, theirs.who if not theirs.mine else tr("you")]
    title = tr("{one} and {other} changed this {thing}").format(
        one=who[0], other=who[1], thing=tr(first.thing)
    )
    intro = tr(
        "{record}. You did not know of each other, so {count} of it differ. What stands now is "
        "picked; pick what to keep. Both versions stay in the history."
    ).format(record=first.record, count=count)
    if len(batch) == 1:
        intro = intro.replace(tr(" differ."), tr(" differs."))
    more = tr(" {n} more records follow.").format(n=left_over - 1) if left_over > 2 else ""
    more = tr(" One more record follows.") if left_over == 2 else more
    return ConflictDialog(
        window,
        title,
        intro + more,
        rows,
        _side(mine, db.now(), db.clock.zone),
        _side(theirs, db.now(), db.clock.zone),
        (),
        partial(_save, window, batch, skip, left_over),
        picks=picks,
        back=tr("Later"),
    )


def _stands(left: bool) -> Pick:
    return "yours" if left else "theirs"


def _side(value: Value, now: str, zone: str) -> Side:
    heading = tr("Yours") if value.mine else tr("{who}’s").format(who=value.who.split()[0])
    when = formats.when(value.at, now, zone)
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
    for number, found in enumerate(batch):
        pick, left_stands = picks[str(number)], _sides(found)[2]
        choice: Choice = "stands" if pick == _stands(left_stands) else "other"
        choices.append((found, "both" if pick == "both" else choice))
    window.session.do(actions.settle, choices)
    words = formats.plural(len(batch), "field")
    window.toast(tr("Decided: {what}.").format(what=words), undo=True)
    if left_over > 1:
        # once this dialog is gone: keys go to the one that was opened last
        QTimer.singleShot(0, window, partial(_next, window, skip))


def _next(window: "MainWindow", skip: int) -> None:
    open_differences(window, skip)
