"""The copies that sync tools leave beside a file when two computers wrote at once."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store import backup_folder, drivers, files, seats, shipments
from salesdesk.store.database import Database

#: What each tool puts between the name of a file and its ending.
_LEFT = re.compile(
    r""" \s\(.*(conflict|konflikt|conflit|conflicto).*\)      # Dropbox, Nextcloud
       | \.sync-conflict-\d{8}-\d{6}(-\w+)?                   # Syncthing
       | [_-]conflict[_-].*                                   # ownCloud, Resilio
       | \s?\(\d{1,2}\)                                       # Google Drive, downloads
       | \s\d{1,2}                                            # iCloud
       | -[A-Za-z0-9][\w.-]{1,30}                             # OneDrive: the computer's name
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_named_like_one(name: str, of: str) -> bool:
    """Whether a sync tool would call a conflicted copy of the file `of` like that."""
    stem, ending = Path(of).stem, Path(of).suffix
    if not name.startswith(stem) or not name.endswith(ending) or name == of:
        return False
    return _LEFT.fullmatch(name[len(stem) : len(name) - len(ending)]) is not None


def found(db: Database, path: Path) -> list[Path]:
    """Copies of the file beside it that hold something it lacks; those passed over are left out."""
    has, uuid = shipments.known(db.connection), seats.uuid_of(db.connection)
    passed = _passed(uuid)
    return [p for p in _candidates(path) if _mark(p) not in passed and _has_more(p, uuid, has)]


def pass_over(db: Database, copies: list[Path]) -> None:
    """Do not offer these again, unless they change."""
    uuid = seats.uuid_of(db.connection)
    seats.remember(f"passed:{uuid}", sorted(_passed(uuid) | {_mark(p) for p in copies}))


def move_aside(copy: Path, path: Path) -> Path:
    """Put a copy that was merged into the folder of the backups; where it is now."""
    folder = backup_folder.of_file(path)
    target, number = folder / copy.name, 1
    while target.exists():
        number += 1
        target = folder / f"{copy.stem} {number}{copy.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(copy, target)
    except OSError as error:
        raise UserError(
            f"{copy.name} could not be moved to {folder} ({error.strerror}).",
            "It stays where it is; everything in it is merged. Move it away yourself.",
        ) from error
    return target


def _candidates(path: Path) -> Iterator[Path]:
    try:
        names = sorted(p.name for p in path.parent.iterdir())
    except OSError:
        return
    for name in names:
        if is_named_like_one(name, path.name):
            yield path.with_name(name)


def _has_more(copy: Path, uuid: str, has: dict[int, int]) -> bool:
    """Whether it is a copy of this business, and knows a change that is not here."""
    if not copy.is_file() or not files.is_ours(copy):
        return False
    try:
        with closing(drivers.connect(copy, "ro")) as connection:
            if seats.uuid_of(connection) != uuid:
                return False
            known = shipments.known(connection)
            if any(newest > has.get(seat, 0) for seat, newest in known.items()):
                return True
            stray = "select 1 from entry where change_id = 0 limit 1"
            return connection.execute(stray).fetchone() is not None
    except (sqlite3.Error, ValueError, TypeError, OSError, UserError):
        return False  # damaged, or in use by who writes it just now


def _mark(copy: Path) -> str:
    try:
        seen = copy.stat()
    except OSError:
        return copy.name
    return json.dumps([str(copy), seen.st_mtime_ns, seen.st_size])


def _passed(uuid: str) -> set[str]:
    known = seats.recall().get(f"passed:{uuid}")
    return {str(mark) for mark in known} if isinstance(known, list) else set()
