"""Putting an older state in the place of a file: whole, in one transaction, or not at all.

The pages are poured into the file that is there, so that every open window goes on with it.
The older state gets a mark first (`seats.restores_of`): whoever had the file open sees by it
that the ground has changed, and no seat goes on counting where it must not.
"""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store import (
    backup_folder,
    backups,
    drivers,
    erased_again,
    faults,
    patience,
    seats,
    vetting,
)
from salesdesk.store.backup_folder import Backup
from salesdesk.store.schema import SCHEMA_VERSION

#: Each is called with the file as it is and the older state about to replace it, to take out
#: again of the older state what was erased since: a person who was forgotten stays forgotten.
ERASED_AGAIN: list[Callable[[sqlite3.Connection, sqlite3.Connection], None]] = [
    erased_again.erase_again
]


class Moved(Exception):
    """Somebody wrote to the file between its safety copy and its replacement."""


def verify(backup: Backup) -> None:
    """Read a whole backup; UserError if it is not as it was when it was made.

    Every byte as it was means that the check it passed then still holds; SQLite looks through
    one that has no checksum.
    """
    verdict = "ok"
    try:
        if backup.note is not None and backup_folder.sha256(backup.path) != backup.note.sha256:
            raise _damaged(backup, "its checksum is not what it was when it was made")
        connection = backups.open_backup(backup.path)
        try:
            version = int(connection.execute("pragma user_version").fetchone()[0])
            if backup.note is None:
                verdict = str(connection.execute("pragma quick_check").fetchone()[0])
        finally:
            connection.close()
    except OSError as error:
        raise UserError(
            f"The backup {backup.path.name} cannot be read ({error.strerror}).",
            "Check that its drive is connected, or choose another.",
        ) from error
    except sqlite3.Error as error:
        raise _damaged(backup, str(error)) from error
    if verdict != "ok":
        raise _damaged(backup, verdict.splitlines()[-1])
    if version > SCHEMA_VERSION:
        raise UserError(
            f"The backup {backup.path.name} was made by a newer SalesDesk.",
            "Update SalesDesk on this computer, then restore it.",
        )


def _damaged(backup: Backup, why: str) -> UserError:
    return UserError(
        f"The backup {backup.path.name} is damaged: {why}.",
        "Nothing was changed. Choose another backup.",
    )


def prepare(backup: Path, draft: Path, live: sqlite3.Connection | None, now: str) -> None:
    """Write what is to replace the file: the backup, brought up to date and marked."""
    shutil.copyfile(backup, draft)
    connection = drivers.connect(draft)
    try:
        with faults.in_words():
            connection.execute("pragma synchronous = full")
            version = int(connection.execute("pragma user_version").fetchone()[0])
            vetting.check_parts(connection, backup, version)
            if version < SCHEMA_VERSION:
                from salesdesk.store import migrations

                migrations.migrate(connection, version)
            if live is not None:
                for erase in ERASED_AGAIN:
                    erase(live, connection)
            seats.mark_restored(connection, secrets.randbelow(2**31 - 1) + 1, now)
    finally:
        connection.close()


def pour(draft: Path, live: sqlite3.Connection, state: str) -> None:
    """Replace the content of the live file; Moved if it is not in `state` any more.

    Waits for writers and readers, a moment at a time, and looks anew after each.
    """
    source = drivers.connect(draft)

    def busy(status: int, _remaining: int, _total: int) -> None:
        if status not in (sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE):
            raise sqlite3.OperationalError("busy")

    def once() -> None:
        if backups.state_of(live) != state:
            raise Moved
        try:
            source.backup(live, pages=-1, progress=busy)
        except sqlite3.OperationalError as error:
            if str(error) == "busy":
                error.sqlite_errorname = "SQLITE_BUSY"
            raise

    try:
        with faults.in_words():
            patience.patiently(once)
    finally:
        source.close()
