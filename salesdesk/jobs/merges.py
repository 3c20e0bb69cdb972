"""Merging another copy of the open file into it: the preview, the merge, and its one Undo.

The other copy is only read. Both are backed up first; all of it is one transaction and one step
of Undo. `store/merging.py` has what a record is afterwards, `store/unmerging.py` the way back.
"""

import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from salesdesk.actions import copies, leads
from salesdesk.errors import UserError
from salesdesk.model.formats import plural
from salesdesk.queries import apart
from salesdesk.queries.apart import Share
from salesdesk.session import Session
from salesdesk.store import backups, merging, other_copies, record_merges, shipments, unmerging
from salesdesk.store import copies_beside as copies_beside_file
from salesdesk.store.database import Database
from salesdesk.store.entering import TakenIn
from salesdesk.store.shipments import Shipment
from salesdesk.store.unmerging import Ranges

#: Called with what is being done now; False ends the merge before anything is written.
Progress = Callable[[str], bool]
Field = tuple[str, int, str]
IN_COPY = " in the copy"


class Cancelled(Exception):
    """The person has thought better of it; nothing was changed."""


@dataclass(frozen=True)
class Preview:
    """What a merge would bring: who changed how many of what since the two went apart."""

    path: Path
    name: str
    theirs: tuple[Share, ...] = ()
    mine: tuple[Share, ...] = ()
    changes: int = 0
    records: int = 0
    #: (table, key, field) of what was set differently on both sides
    clashes: tuple[Field, ...] = ()
    #: How many merges of it were taken back and can be done again.
    undone: int = 0
    me: int | None = None

    @property
    def nothing_new(self) -> bool:
        """Whether everything in the other copy is here already."""
        return not self.changes and not self.undone

    def lines(self) -> list[str]:
        """Who changed what, each a sentence."""
        return [f"{who} changed {told(share)}{where}." for who, share, where in self._shares()]

    def words(self) -> str:
        """All of it in one or two sentences."""
        if self.nothing_new:
            return f"Nothing new: everything in {self.path.name} is in this file already."
        if not self.changes:
            return "This copy was merged before and the merge was undone. It can be done again."
        shares = list(self._shares())
        in_both = any(where == IN_COPY for _, _, where in shares)
        said = [] if shares else ["It holds small changes"]
        for who, share, where in shares:
            what = f"changed {told(share)}" if not said else _shortly(share, shares[0][1])
            who = who.replace("You", "you", 1) if said else who
            said.append(f"{who} {what}{where if in_both else ''}")
        return f"{', '.join(said)}, {differing(len(self.clashes))}."

    def _shares(self) -> Iterator[tuple[str, Share, str]]:
        """Who, what, and where it was done: one person may have worked in both."""
        for share in self.theirs:
            me = share.person_id is not None and share.person_id == self.me
            if me and share.computer in ("", platform.node()):
                yield "You", share, IN_COPY
            else:
                yield f"You on {share.computer}" if me else share.who, share, ""
        for share in self.mine:
            me = share.person_id is not None and share.person_id == self.me
            yield "You" if me else share.who, share, " here"


def _shortly(share: Share, first: Share) -> str:
    """What somebody changed, after the first: "9" where it is of the same kind."""
    alike = len(share.counts) == 1 and [*share.counts] == [*first.counts]
    return f"{next(iter(share.counts.values())):,}" if alike else told(share)


def told(share: Share) -> str:
    """What somebody changed, such as "14 deals and 3 leads"."""
    order = [*apart.KINDS.values(), apart.OTHER]
    parts = [plural(share.counts[kind], kind) for kind in order if share.counts.get(kind)]
    if not parts:
        return "small things"
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def differing(count: int) -> str:
    """How many fields differ, in words."""
    if count == 1:
        return "1 field differs"
    return f"{count:,} fields differ" if count else "no field differs"


@dataclass(frozen=True)
class Outcome:
    """What a merge did."""

    name: str
    changes: int = 0
    records: int = 0
    clashes: tuple[Field, ...] = ()
    backups: tuple[Path, ...] = field(default=())
    again: bool = False

    @property
    def nothing_new(self) -> bool:
        """Whether there was nothing to merge."""
        return not self.changes and not self.again

    def words(self) -> str:
        """What was done, in a sentence or two."""
        if self.nothing_new:
            return "Nothing new: everything in that copy is in this file already."
        if not self.changes:
            return f"Merged {self.name} again: {plural(self.records, 'record')}."
        came = f"{plural(self.changes, 'change')} to {plural(self.records, 'record')}"
        return f"Merged {self.name}: {came}, {differing(len(self.clashes))}."


def preview(session: Session, other: Path) -> Preview:
    """What merging `other` would bring; neither file is changed. UserError if it cannot be."""
    mine = session.db
    _not_itself(session, other)
    _writable(mine)
    with other_copies.opened(other, mine.clock, mine) as theirs:
        mine.adopt()
        has = shipments.known(mine.connection)
        sent = list(shipments.after(theirs.connection, has))
        if not sent:
            undone = _undone(mine, shipments.known(theirs.connection))
            return Preview(other, other.stem, undone=len(undone), me=session.person_id)
        their_shares = apart.changed_since(theirs, has)
        my_shares = apart.changed_since(mine, shipments.known(theirs.connection))
        taken = _foreseen(mine, sent, other)
    return Preview(
        *(other, _named(other, their_shares), tuple(their_shares), tuple(my_shares)),
        *(len(sent), len(taken.rows), tuple(sorted(taken.clashes))),
        me=session.person_id,
    )


def merge(session: Session, other: Path, progress: Progress | None = None) -> Outcome:
    """Bring everything of another copy into this file; both are backed up before.

    All of it is one transaction, and one Undo takes it back. Raises Cancelled, or UserError, and
    then nothing was changed.
    """
    mine = session.db
    _not_itself(session, other)
    _writable(mine)
    _go_on(progress, "Reading the copy")
    with other_copies.opened(other, mine.clock, mine) as theirs:
        mine.adopt()
        has = shipments.known(mine.connection)
        sent = list(shipments.after(theirs.connection, has))
        if not sent:
            return _again(session, other, shipments.known(theirs.connection), progress)
        name = _named(other, apart.changed_since(theirs, has))
        computers = apart.seat_names(theirs)
        _go_on(progress, "Backing up both files")
        made = _backed_up(session, theirs, other)
    try:
        ready = merging.prepare(mine, sent)
    except ValueError as error:
        raise other_copies.damaged(other) from error
    before = _open_clashes(mine)
    with session.receiving(unmerging.WORDS):
        taken = _taken_in(mine, ready, other, name, progress)
        other_copies.name_seats(mine, computers)
        _go_on(progress, "Saving")
    leads.refresh_scores(mine)
    clashes = tuple(sorted(_open_clashes(mine) - before))
    return Outcome(name, taken.changes, len(taken.rows), clashes, made)


def _taken_in(
    db: Database, ready: merging.Arrived, other: Path, name: str, progress: Progress | None
) -> TakenIn:
    words = f"Merging {plural(len(ready.changes), 'change')}"
    has = shipments.known(db.connection)
    taken = merging.take_whole(db, ready, lambda: _go_on(progress, words))
    if not taken.changes:
        # a copy always holds what its own changes build on; if not, it is not whole
        raise UserError(
            f"{other.name} is not complete: what its changes build on is missing in it.",
            "Nothing was changed. Merge a fresh copy.",
        )
    came = _ranges(has, shipments.known(db.connection))
    with db.change(unmerging.WORDS):
        copies.note_merge(db, name, came, taken.changes, len(taken.rows))
    return taken


def _ranges(before: Mapping[int, int], after: Mapping[int, int]) -> Ranges:
    return {
        seat: (before.get(seat, seat << shipments.SEAT_BITS), newest)
        for seat, newest in after.items()
        if newest > before.get(seat, 0)
    }


def _again(
    session: Session, other: Path, theirs: Mapping[int, int], progress: Progress | None
) -> Outcome:
    if not _undone(session.db, theirs):
        return Outcome(other.stem)
    _go_on(progress, "Backing up this file")
    made = backups.backup_beside(
        session.db.connection, session.path, session.db.clock, "before-merge"
    )
    rows = session.do(copies.merge_again, other.stem)
    return Outcome(other.stem, 0, rows, (), (made,), again=True)


def _undone(db: Database, theirs: Mapping[int, int]) -> list[tuple[int, Ranges]]:
    """The merges that were taken back of which the other copy holds something."""
    return [
        (key, came)
        for key, came in unmerging.undone(db.connection)
        if any(low < theirs.get(seat, 0) for seat, (low, _) in came.items())
    ]


def _foreseen(db: Database, sent: list[Shipment], other: Path) -> TakenIn:
    try:
        taken = merging.foresee(db, sent)
    except ValueError as error:
        raise other_copies.damaged(other) from error
    taken.clashes -= _open_clashes(db)
    return taken


def _open_clashes(db: Database) -> set[Field]:
    found = record_merges.open_clashes(db.connection)
    return {(table, key, clash.field) for (table, key), clash in found}


def _not_itself(session: Session, other: Path) -> None:
    paths = {session.path, session.db.path}
    if other.exists() and any(path.exists() and path.samefile(other) for path in paths):
        raise UserError(f"{other.name} is this file itself.", "Choose another copy of it.")


def _writable(db: Database) -> None:
    if db.read_only:
        raise UserError(
            "Nothing can be merged into this file: it is open for reading only.",
            "Save a copy in a folder that you can write to, and merge into the copy.",
        )


def _named(other: Path, shares: list[Share]) -> str:
    """The copy as the history calls it, such as "Acme (Ann’s laptop)"."""
    who = ", ".join(dict.fromkeys(share.who for share in shares))
    where = ", ".join(dict.fromkeys(share.computer for share in shares if share.computer))
    inside = f"{who} on {where}" if who and where else who or where
    return f"{other.stem} ({inside})" if inside else other.stem


def _backed_up(session: Session, theirs: Database, other: Path) -> tuple[Path, ...]:
    """Backups of both; the other's lies with mine where its own folder cannot be written to."""
    clock, why = session.db.clock, "before-merge"
    mine = backups.backup_beside(session.db.connection, session.path, clock, why)
    try:
        copy = backups.backup_beside(theirs.connection, other, clock, why)
    except UserError:
        copy = backups.backup_beside(
            theirs.connection, session.path.with_name(other.name), clock, why
        )
    return mine, copy


def _go_on(progress: Progress | None, words: str) -> None:
    if progress is not None and not progress(words):
        raise Cancelled


def copies_beside(session: Session) -> list[Path]:
    """Conflicted copies that a sync tool left beside the file, with changes that it lacks."""
    return copies_beside_file.found(session.db, session.path)


def pass_over(session: Session, copies_found: list[Path]) -> None:
    """Do not offer these copies again, unless they change."""
    copies_beside_file.pass_over(session.db, copies_found)


def is_conflicted(session: Session, other: Path) -> bool:
    """Whether a copy lies beside the file under a name that a sync tool gave it."""
    beside = other.parent.resolve() == session.path.parent.resolve()
    return beside and copies_beside_file.is_named_like_one(other.name, session.path.name)


def move_aside(session: Session, other: Path) -> Path:
    """Put a copy that was merged into the backups folder; where it is now."""
    return copies_beside_file.move_aside(other, session.path)
