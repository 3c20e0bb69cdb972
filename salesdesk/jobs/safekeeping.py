"""Backups that make themselves: before big steps, every few hours, and when a file is closed.

None of them ever stands in the way: where no backup can be written, the work goes on and the
person hears of it once.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session, recall, remember
from salesdesk.store import backup_folder, backups, files
from salesdesk.store.database import Connection, Database

TROUBLE = "backup-trouble"
SAID = "backup-said"
SAME_DISK = "same-disk"

_closing: list[threading.Thread] = []


def before(session: Session, step: str) -> Path | None:
    """Back up before a big step (`import`, `erase` …); None where none can be written."""
    db = session.db
    return _kept(db, lambda now: backups.backup_beside(now, db.path, db.clock, f"before-{step}"))


def look_after(session: Session) -> Path | None:
    """Back up an open file that has changed since its last backup, some hours ago."""
    return _if_changed(session.db, "while-open", backups.HOURS)


def _if_changed(db: Database, why: str, hours: float = 0) -> Path | None:
    return _kept(db, lambda now: backups.if_changed(now, db.path, db.clock, why, hours))


def _kept(db: Database, make: Callable[[Connection], Path | None]) -> Path | None:
    """Make a backup; where its folder cannot be written, note that for the person."""
    wanted = backup_folder.of_file(db.path)
    try:
        with db.waiting() as connection:
            try:
                made = make(connection)
            except UserError:
                remember(TROUBLE, str(wanted))
                return None
    except UserError:
        return None  # held, moved or damaged just now: whoever works in it hears of that
    if made is not None:
        remember(TROUBLE, "" if made.parent == wanted else str(wanted))
    return made


def when_closed(path: Path, clock: Clock, hours: float = 0) -> None:
    """Back up a file that was just closed, on a thread of its own: no window waits for it.

    Where its last backup is younger than so many hours, that one is enough.
    """
    thread = mistakes.beside(lambda: _after_close(path, clock, hours), "backup", daemon=False)
    _closing[:] = [*(t for t in _closing if t.is_alive()), thread]


def wait() -> None:
    """Wait until the backups of closed files are written."""
    for thread in _closing:
        thread.join()


def _after_close(path: Path, clock: Clock, hours: float) -> None:
    try:
        db = files.open_file(path, clock, read_only=True)
    except UserError:
        return  # moved or taken away: there is nothing left to keep
    try:
        _if_changed(db, "on-close", hours)
    finally:
        db.connection.close()


def to_say(session: Session) -> str | None:
    """What a person has to hear about the backups, each of it once: `trouble`, `same-disk`."""
    said = recall().get(SAID)
    said = [str(one) for one in said] if isinstance(said, list) else []
    trouble = recall().get(TROUBLE)
    if isinstance(trouble, str) and trouble and f"{TROUBLE}:{trouble}" not in said:
        remember(SAID, [*said, f"{TROUBLE}:{trouble}"])
        return "trouble"
    if SAME_DISK not in said and on_same_disk(session):
        remember(SAID, [*said, SAME_DISK])
        return SAME_DISK
    return None


def on_same_disk(session: Session) -> bool:
    """True if there are backups, and they lie on the disk of the file."""
    path = session.db.path
    folder = backup_folder.of_file(path)
    try:
        return folder.is_dir() and folder.stat().st_dev == path.stat().st_dev
    except OSError:
        return False
