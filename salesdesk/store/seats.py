"""Seats: which copy of which file this is, remembered on this computer and not in the file.

A seat is drawn at random whenever the program meets a file at a place, or in a state, that it
does not remember: a copy, a restored backup, another device. So two copies never make the
same key.
"""

import errno
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from salesdesk.store import journal

_ONE_AT_A_TIME = threading.Lock()
#: Another program holds the memory for less than a millisecond; one that hangs is not waited for.
_PATIENCE_SECONDS = 2.0


def home() -> Path:
    """The folder for what this computer remembers; `SALESDESK_HOME` overrides it."""
    override = os.environ.get("SALESDESK_HOME")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir("SalesDesk", appauthor=False))


def recall() -> dict[str, Any]:
    """All that is remembered; empty when nothing is, or when it cannot be read."""
    try:
        found = json.loads((home() / "memory.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(key: str, value: Any) -> None:
    """Keep one thing; a folder that cannot be written to only means that it is forgotten."""
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # neither a job on its own thread nor another program may put back what it read earlier
        with _ONE_AT_A_TIME, _alone(folder / "memory.lock"):
            memory = recall() | {key: value}
            draft = folder / f"memory.{os.getpid()}.{threading.get_ident()}.new"
            draft.write_text(json.dumps(memory, indent=1), "utf-8")
            draft.replace(folder / "memory.json")
    except OSError:
        return


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock between programs, which the system takes back if this one dies."""
    with lock.open("ab") as file:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _locked(file.fileno()) and time.monotonic() < deadline:
            time.sleep(0.002)
        yield  # closing it lets go


def _locked(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            getattr(msvcrt, "locking")(handle, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
    return True


def take(connection: sqlite3.Connection, path: Path, now: str) -> int:
    """The seat of this file at this place: the remembered one, or a new one from 31 bits."""
    place = f"seat:{uuid_of(connection)}:{path.resolve()}"
    inode, restores = path.stat().st_ino, restores_of(connection)
    known = recall().get(place)
    same = isinstance(known, dict) and known.get("restores", "") == restores
    if isinstance(known, dict) and same and known.get("inode") == inode:
        seat = int(known["seat"])
        row = connection.execute("select 1 from seat where id = ?", (seat,)).fetchone()
        if row and journal.counter_of(connection, seat) >= known.get("counter", 0):
            return seat
    import platform  # a seat is drawn once; reading these two takes a tenth of a start
    import secrets

    seat = secrets.randbelow(2**31 - 1) + 1
    connection.execute(
        "insert into seat (id, name, first_seen) values (?, ?, ?)", (seat, platform.node(), now)
    )
    remember(place, {"seat": seat, "inode": inode, "counter": 0, "restores": restores})
    return seat


def renew(connection: sqlite3.Connection, path: Path, now: str) -> int:
    """A new seat for a file that is known to be older than what its seat has written."""
    remember(f"seat:{uuid_of(connection)}:{path.resolve()}", None)
    return take(connection, path, now)


def leave(connection: sqlite3.Connection, path: Path, seat: int) -> None:
    """Note how far the seat has counted, so that an older state of the file is recognised."""
    if not path.exists():
        return
    counter, restores = journal.counter_of(connection, seat), restores_of(connection)
    place = f"seat:{uuid_of(connection)}:{path.resolve()}"
    known = recall().get(place)
    if isinstance(known, dict) and known.get("restores", "") != restores:
        return  # an older state was put in its place meanwhile: this seat counts no further
    inode = path.stat().st_ino
    remember(place, {"seat": seat, "inode": inode, "counter": counter, "restores": restores})


def keep(connection: sqlite3.Connection, path: Path, inode: int) -> None:
    """The file at this place was written anew by ourselves, as it was: its seat stays its seat.

    `inode`: of the file that it has replaced.
    """
    place = f"seat:{uuid_of(connection)}:{path.resolve()}"
    known = recall().get(place)
    if isinstance(known, dict) and known.get("inode") == inode:
        remember(place, {**known, "inode": path.stat().st_ino})


def restores_of(connection: sqlite3.Connection) -> str:
    """What tells how often an older state was put in the place of this file, and which times."""
    found = connection.execute(
        "select group_concat(id) from (select id from seat where counter < 0 order by id)"
    )
    return str(found.fetchone()[0] or "")


def mark_restored(connection: sqlite3.Connection, mark: int, now: str) -> None:
    """Mark a state that is to take a file's place; the mark is a seat that nobody sits on."""
    connection.execute(
        "insert into seat (id, name, first_seen, counter) values (?, 'Restored', ?, -1)",
        (mark, now),
    )


def uuid_of(connection: sqlite3.Connection) -> str:
    """The file's own identity, the same in all its copies."""
    return str(connection.execute("select uuid from file_identity").fetchone()[0])


def who_am_i(connection: sqlite3.Connection, wanted: int | None = None) -> int | None:
    """The person who uses this file here: as chosen before, else the first one in it."""
    known = wanted or recall().get(f"person:{uuid_of(connection)}")
    row = connection.execute(
        "select id from person where trashed_at is null and active = 1 "
        "order by id = ? desc, id limit 1",
        (known or 0,),
    ).fetchone()
    return None if row is None else int(row[0])


def i_am(connection: sqlite3.Connection, person_id: int) -> None:
    """Remember who uses this file on this computer."""
    remember(f"person:{uuid_of(connection)}", person_id)
