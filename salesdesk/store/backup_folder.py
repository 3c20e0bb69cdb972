"""The folder of a file's backups: where it is, what lies in it, and the note beside each one."""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model.calendar import parse_moment, zone_of
from salesdesk.store import drivers, locations, seats

ENDING = ".salesdesk"
NOTE = ".check"
LONGEST_STEM = 150  # bytes
CHOSEN = "backups"


@dataclass(frozen=True)
class Note:
    """What was found when a backup was made; kept beside it as JSON."""

    uuid: str
    place: str
    at: str
    why: str
    size: int
    sha256: str
    state: str
    rows: dict[str, int]
    version: int


_ANY = Note("", "", "", "", 0, "", "", {}, 0)


@dataclass(frozen=True)
class Backup:
    """One backup as it lies in a folder."""

    path: Path
    made: datetime
    why: str
    size: int
    note: Note | None
    #: When the disk says that it was written: tells apart those of one minute.
    written: int = 0

    @property
    def whole(self) -> bool:
        """True if it was checked when it was made and has its size still; `verify` reads it all."""
        return self.note is not None and self.note.size == self.size


def chosen() -> Path | None:
    """The folder that was chosen on this computer for the backups of all files."""
    kept = seats.recall().get(CHOSEN)
    return Path(kept) if isinstance(kept, str) and kept else None


def choose(folder: Path | None) -> None:
    """From now on backups go there; None: beside the file. UserError if it cannot be written."""
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise UserError(
                f"Backups cannot go to {folder} ({error.strerror}).",
                "Choose a folder that you can write to.",
            ) from error
    seats.remember(CHOSEN, "" if folder is None else str(folder.absolute()))


def of_file(path: Path) -> Path:
    """Where the backups of a file go: a chosen folder, else beside it.

    Those of a shared file stay on this computer: the share holds the shared file itself.
    """
    name = f"{stem_of(path)} backups"
    base = chosen()
    if base is not None:
        return base / name
    if locations.is_team(path) or locations.is_shared(path):
        return _at_home(path)
    return path.with_name(name)


def stem_of(path: Path) -> str:
    """What the names of its backups begin with: a name that fills the room leaves them none."""
    stem = path.stem
    while len(os.fsencode(stem)) > LONGEST_STEM:
        stem = stem[:-1]
    return stem


def _at_home(path: Path) -> Path:
    return seats.home() / "backups" / f"{stem_of(path)} backups"


def ways_out(path: Path, why: str) -> list[Path]:
    """The folders to try, in order: what makes itself falls back to this computer's own."""
    first = of_file(path)
    if why == "by-hand":
        return [first]
    return list(dict.fromkeys([first, path.with_name(f"{stem_of(path)} backups"), _at_home(path)]))


def listing(path: Path, zone: str, uuid: str | None = None) -> list[Backup]:
    """All backups of a file that can be found, the newest first.

    Looked for wherever they may have gone: a folder that was chosen later hides none. `uuid`
    leaves out those of another file with the same name.
    """
    folders = ways_out(path, "")
    found = [b for folder in folders for b in _in_folder(folder, zone)]
    if uuid is not None:
        found = [b for b in found if (b.note.uuid if b.note else uuid_in(b.path)) == uuid]
    return sorted(found, key=lambda b: (b.made, b.written), reverse=True)


def _in_folder(folder: Path, zone: str) -> Iterator[Backup]:
    try:
        entries = [p for p in folder.iterdir() if p.suffix == ENDING]
    except OSError:
        return
    for path in entries:
        try:
            yield _as_found(path, zone)
        except OSError:
            continue  # taken away meanwhile


def one(path: Path, zone: str) -> Backup:
    """A file that a person names as a backup, wherever it lies; UserError if it is none."""
    try:
        found = _as_found(path, zone)
    except OSError as error:
        raise UserError(
            f"The backup {path.name} cannot be read ({error.strerror}).",
            "Check its name, or whether its drive is connected.",
        ) from error
    if not path.is_file() or uuid_in(path) is None:
        raise UserError(f"{path.name} is not a backup of a SalesDesk file.", "Choose another.")
    return found


def _as_found(path: Path, zone: str) -> Backup:
    found, note = path.stat(), read_note(path)
    moment = parse_moment(note.at) if note else datetime.fromtimestamp(found.st_mtime, UTC)
    why = note.why if note else "by-hand"  # whatever a person put there is the person's
    made = moment.astimezone(zone_of(zone))
    return Backup(path, made, why, found.st_size, note, found.st_mtime_ns)


def uuid_in(path: Path) -> str | None:
    """The identity of the file that a backup is of; None if it is none."""
    try:
        connection = drivers.connect(path, "ro", immutable=True)
        try:
            return seats.uuid_of(connection)
        finally:
            connection.close()
    except (sqlite3.Error, TypeError, UserError):
        return None


def note_of(path: Path) -> Path:
    """Where the note about a backup lies."""
    return path.with_suffix(NOTE)


def read_note(path: Path) -> Note | None:
    """The note beside a backup; None where there is none that can be read."""
    try:
        kept = json.loads(note_of(path).read_text("utf-8"))
        fields = {name: kept[name] for name in Note.__dataclass_fields__}
        parse_moment(fields["at"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    alike = all(type(value) is type(getattr(_ANY, name)) for name, value in fields.items())
    return Note(**fields) if alike else None


def write_note(path: Path, note: Note) -> None:
    """Put the note beside a backup."""
    draft = note_of(path).with_suffix(NOTE + ".part")
    draft.write_text(json.dumps(asdict(note), indent=1), "utf-8")
    draft.replace(note_of(path))


def sha256(path: Path) -> str:
    """The checksum of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(path: Path) -> None:
    """Take a backup away, and then its note."""
    path.unlink(missing_ok=True)
    note_of(path).unlink(missing_ok=True)
