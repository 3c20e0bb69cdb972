"""Complete files on the share: the shared file itself, snapshots, and what is in them."""

import contextlib
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.exchange import troubles, writing
from salesdesk.exchange.desks import Desk, State
from salesdesk.exchange.folders import Folder, read_json, vector
from salesdesk.model.calendar import Clock
from salesdesk.store import files, locks, merging, seats, shipments, standing
from salesdesk.store.database import Database
from salesdesk.store.faults import Damaged, damaged
from salesdesk.store.locations import TEAM
from salesdesk.store.reading import Progress, pieces
from salesdesk.store.seals import Seal

SNAPSHOT_AFTER = 2000
KEPT = 2


@dataclass
class Facts:
    """What is known of a complete file without reading it."""

    known: dict[int, int] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    sha256: str = ""
    print: str = ""

    @property
    def total(self) -> int:
        """How much is in it: of two files the one with more is the newer."""
        return sum(newest & shipments.LAST_COUNTER for newest in self.known.values())

    def is_in(self, has: Mapping[int, int]) -> bool:
        """Whether a copy that knows `has` lacks nothing of it."""
        return all(newest <= has.get(seat, 0) for seat, newest in self.known.items())


def facts(path: Path, seal: Seal) -> Facts:
    """The facts in a small file; empty where it is missing."""
    found = read_json(path, seal)
    return Facts(
        *(vector(found.get("known")), vector(found.get("read"))),
        *(str(found.get("sha256") or ""), str(found.get("print") or "")),
    )


def facts_of_shared(folder: Folder) -> Facts:
    """What is known of the shared file; empty where nobody has said it yet."""
    return facts(folder.path / "shared.json", folder.seal)


def fingerprint(path: Path) -> str:
    """Size and header of a file: SQLite counts each write in the header."""
    with path.open("rb") as file:
        return f"{path.stat().st_size}-{file.read(100).hex()}"


# -- joining ------------------------------------------------------------------------------------


def refuse_renamed(folder: Folder) -> None:
    """UserError for a file whose team folder lies beside it under another name.

    The file was renamed alone, or a sync tool made a copy: a second folder would part the team.
    """
    shared = folder.shared
    if folder.path.exists() or not shared.is_file():
        return
    others = [path for path in shared.parent.glob(f"*{TEAM}") if path.is_dir()]
    uuid = standing.uuid_at(shared) if others else None
    for path in others:
        if uuid is not None and read_json(path / "identity.json").get("uuid") == uuid:
            raise troubles.renamed(shared, path)


def join(folder: Folder, clock: Clock, go_on: Progress | None = None) -> Desk:
    """Make the complete copy on this computer, from the best that the share holds."""
    room = seats.home() / "team" / f".joining-{os.getpid()}-{threading.get_ident()}"
    room.mkdir(parents=True, exist_ok=True)
    draft = room / folder.shared.name
    try:
        for source, told in _candidates(folder):
            fetched = _fetched(source, draft, told.sha256, go_on)
            if fetched and is_of_team(draft, folder.seal):
                with _of_the_shared(folder):
                    files.get_to_know(draft, go_on)
                    return _settled(folder, draft, told, clock)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    if folder.shared.exists() and is_of_another_lock(folder):
        raise troubles.other_lock(folder.shared, folder.seal)
    raise troubles.not_whole(folder.shared)


@contextlib.contextmanager
def _of_the_shared(folder: Folder) -> Iterator[None]:
    """Damage in what came is damage of the shared file; a team writes that anew by itself."""
    try:
        yield
    except Damaged as error:
        known = folder.uuid() is not None
        raise troubles.not_whole(folder.shared) if known else damaged(folder.shared) from error


def _candidates(folder: Folder) -> list[tuple[Path, Facts]]:
    """Complete files from the newest to the oldest; last, the shared file as it may be."""
    found = []
    shared = folder.shared
    if folder.snapshots.is_dir():
        for note in folder.snapshots.glob("*.json"):
            copy = note.with_suffix(".salesdesk")
            told = facts(note, folder.seal)
            if told.sha256 and copy.name.endswith(f"{told.sha256}.salesdesk") and copy.is_file():
                found.append((copy, told))
    if shared.is_file():
        told = facts_of_shared(folder)
        if told.sha256 and told.print == fingerprint(shared):
            found.append((shared, told))
    found.sort(key=lambda pair: pair[1].total, reverse=True)
    return [*found, (shared, Facts())] if shared.exists() else found


def _fetched(source: Path, draft: Path, sha256: str, go_on: Progress | None = None) -> bool:
    with draft.open("wb") as copy:
        for piece in pieces(source, go_on):
            copy.write(piece)
    journal = _journal_of(source)
    if not sha256 and journal.exists():
        shutil.copyfile(journal, _journal_of(draft))
    return not sha256 or sha256_of(draft) == sha256


def _settled(folder: Folder, draft: Path, told: Facts, clock: Clock) -> Desk:
    with contextlib.closing(files.open_file(draft, clock).connection) as connection:
        uuid, known = seats.uuid_of(connection), shipments.known(connection)
    desk = Desk(uuid, folder.seal)
    desk.path.mkdir(parents=True, exist_ok=True)
    if desk.file() is None:
        desk.note(State(team=known, read=told.read))
        draft.replace(desk.path / folder.shared.with_suffix(".salesdesk").name)
    return desk


def is_of_team(path: Path, seal: Seal) -> bool:
    """Whether a complete file is locked as the team's files are."""
    salt = locks.lock_of(path)
    return (None if salt is None else salt.hex()) == seal.name


def is_of_another_lock(folder: Folder) -> bool:
    """True for a whole shared file that is not locked as the team's files are.

    Somebody has put it there in another way: nothing of it is taken in, and it is not replaced.
    """
    if is_of_team(folder.shared, folder.seal):
        return False
    return locks.lock_of(folder.shared) is not None or files.is_ours(folder.shared)


def stranger(folder: Folder, uuid: str) -> UserError | None:
    """Why the shared file is neither taken in nor replaced: somebody has put another one there."""
    try:
        if fingerprint(folder.shared) == facts_of_shared(folder).print:
            return None
    except FileNotFoundError:
        return None
    if is_of_another_lock(folder):
        return troubles.other_lock(folder.shared, folder.seal)
    if standing.uuid_at(folder.shared) not in (None, uuid):
        return troubles.replaced(folder.shared)
    return None


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def sha256_of(path: Path) -> str:
    """The checksum of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# -- what others left in the shared file ----------------------------------------------------------


def look_into_shared(db: Database, desk: Desk, folder: Folder, state: State) -> bool:
    """Take in what the shared file alone has; true if there was something.

    A program that does not know of teams, or a copy that was put in its place, leaves a file
    that nobody of the team has written. One that the team has written may know what its series
    do not hold: it was shared anew, or the series of a computer that is gone is not whole.
    """
    shared = folder.shared
    try:
        print_ = fingerprint(shared)
    except FileNotFoundError:
        return False
    if is_of_another_lock(folder):
        return False
    told = facts_of_shared(folder)
    ours = print_ == told.print
    has = shipments.known(db.connection)
    if told.is_in(has) if ours else print_ == state.shared:
        return False
    draft = desk.path / ".shared.part"
    try:
        _fetched(shared, draft, "")
        try:
            other = files.open_file(draft, db.clock)
        except UserError:
            return False  # half of it, or something else: it is looked at again when it changes
        with contextlib.closing(other.connection):
            if seats.uuid_of(other.connection) != desk.uuid:
                return False
            other.adopt()
            taken = merging.take_in(db, shipments.after(other.connection, has))
    finally:
        for left in (draft, _journal_of(draft)):
            left.unlink(missing_ok=True)
    state.shared = print_
    if ours and told.is_in(shipments.known(db.connection)):
        # who wrote it had read and sent all of that
        state.read = _larger(state.read, told.read)
        state.team = _larger(state.team, told.known)
    return taken.changes > 0


def _larger(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    return {seat: max(one.get(seat, 0), other.get(seat, 0)) for seat in {*one, *other}}


# -- writing complete files -----------------------------------------------------------------------


def refresh(db: Database, desk: Desk, folder: Folder, state: State) -> None:
    """Put a complete, checked copy in the shared file's place; a snapshot now and then.

    Only who has read and sent everything may do so. OSError where the share cannot be written.
    """
    draft = desk.path / ".refresh.part"
    draft.unlink(missing_ok=True)
    try:
        known = standing.copy_out(db.connection, draft)
        mine = {db.seat: max(desk.numbers(db.seat), default=0)}
        told = Facts(known, {**state.read, **mine}, sha256_of(draft), fingerprint(draft))
        look_into_shared(db, desk, folder, state)  # somebody may have written to it just now
        if stranger(folder, desk.uuid):
            return
        _place(draft, folder.shared, told.sha256)
        note_shared(folder, told)
        newest = max(
            (facts(p, folder.seal).total for p in folder.snapshots.glob("*.json")), default=0
        )
        if told.total - newest > SNAPSHOT_AFTER:
            _snapshot(draft, folder, told)
    finally:
        draft.unlink(missing_ok=True)


def note_shared(folder: Folder, told: Facts) -> None:
    """Write what is known of the shared file into its folder."""
    _note(folder.path / "shared.json", told, folder.seal)


def _note(path: Path, told: Facts, seal: Seal) -> None:
    text = {"known": told.known, "read": told.read, "sha256": told.sha256, "print": told.print}
    writing.put(path, seal.close(json.dumps(text).encode()))


def _place(source: Path, target: Path, sha256: str) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(source, draft)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        if sha256_of(draft) != sha256:
            raise OSError("what was written to the share is not what is there")
        draft.replace(target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    writing.settle(target.parent)


def _snapshot(source: Path, folder: Folder, told: Facts) -> None:
    name = f"{told.total:014}-{told.sha256}"
    _place(source, folder.snapshots / f"{name}.salesdesk", told.sha256)
    _note(folder.snapshots / f"{name}.json", told, folder.seal)
    for old in sorted(folder.snapshots.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".salesdesk").unlink(missing_ok=True)


def drop_snapshots(folder: Folder) -> None:
    """Take the snapshots away that still hold a person who was erased."""
    for old in folder.snapshots.glob("*.json"):
        old.unlink(missing_ok=True)
        old.with_suffix(".salesdesk").unlink(missing_ok=True)
