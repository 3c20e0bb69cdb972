"""Locking a file with a passphrase, unlocking it again, and giving it another passphrase.

The file is written anew, checked, and only then takes the place of the old one. Nothing of a
plain file is deleted from the disk's free space by that, which is said.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store import drivers, faults, files, locks, seats, triggers, vetting
from salesdesk.store.locks import Lock
from salesdesk.store.schema import APPLICATION_ID, PAGE_SIZE, RECORDS


def encrypt(path: Path, passphrase: str, lock: Lock | None = None) -> Lock:
    """Lock a plain file with a passphrase; its lock, for the recovery key. UserError if not."""
    drivers.library()
    if locks.lock_of(path):
        raise UserError(f"{path.name} is locked already.", "Decrypt it first.")
    files.look(path)
    lock = lock or locks.new_lock(passphrase)
    relock(path, lock)
    return lock


def decrypt(path: Path) -> None:
    """Make a locked file a plain one; its key must be known. UserError if it cannot be."""
    locks.key_for(path)
    relock(path, None)


def relock(path: Path, lock: Lock | None) -> None:
    """Write a file anew with this lock, or with none; UserError, and nothing changed, if not.

    From one lock to another nothing of it is plain on the disk at any time.
    """
    old = locks.key_for(path) if locks.lock_of(path) else None
    inode = path.stat().st_ino
    with _in_place(path, old) as (connection, draft):
        key = "" if lock is None else f"x'{lock.key.hex()}{lock.salt.hex()}'"
        connection.execute(f'attach ? as made key "{key}"', (str(draft),))
        if lock is None:
            connection.execute(f"pragma made.page_size = {PAGE_SIZE}")
        _export(connection)
        _compare(path, _opened(draft, lock))
    if lock is not None:
        locks.adopt(lock)
    if old is not None:
        locks.drop_from_keyring(old)
    written = drivers.connect(path, "ro")
    try:
        vetting.passed(written, path)
        seats.keep(written, path, inode)
    finally:
        written.close()


@contextmanager
def _in_place(path: Path, lock: Lock | None) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """Around the writing of a draft that takes the file's place; nobody writes meanwhile."""
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        connection = _by_cipher(path, lock)
        try:
            connection.execute("pragma journal_mode = truncate")
            # held until the draft has taken the place: what others wrote would be lost
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("begin immediate")
            connection.execute("commit")
            yield connection, draft
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            mode = path.stat().st_mode
            draft.chmod(mode)
            if os.name != "nt":
                draft.replace(path)
        finally:
            connection.close()
        if os.name == "nt":  # an open file cannot be replaced there
            draft.replace(path)
    except sqlite3.Error as error:
        raise faults.words_for(error) or error from error
    except OSError as error:
        raise UserError(
            f"Could not write beside {path.name} ({error.strerror or error}).",
            "Nothing was changed. Check that its folder can be written to and is not full.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _by_cipher(path: Path, lock: Lock | None) -> sqlite3.Connection:
    if lock is not None:
        return drivers.connect_locked(_uri(path), lock)
    return drivers.connect_plain_by_cipher(_uri(path))


def _opened(draft: Path, lock: Lock | None) -> sqlite3.Connection:
    if lock is not None:
        return drivers.connect_locked(_uri(draft), lock)
    return sqlite3.connect(_uri(draft), uri=True)


def _uri(path: Path) -> str:
    return path.resolve().as_uri() + "?mode=rw" if path.exists() else path.resolve().as_uri()


def _export(connection: sqlite3.Connection) -> None:
    version = connection.execute("pragma main.user_version").fetchone()[0]
    connection.execute("select sqlcipher_export('made')")
    connection.execute(f"pragma made.user_version = {version}")
    connection.execute(f"pragma made.application_id = {APPLICATION_ID}")
    for table in RECORDS:
        here, there = (
            connection.execute(f"select count(*) from {name}.{table}").fetchone()[0]
            for name in ("main", "made")
        )
        if here != there:
            raise UserError(
                f"The new file holds {there} of {here} rows of {table} and was not kept.",
                "Nothing was changed. Run a check on the file.",
            )
    connection.execute("detach made")


def _compare(path: Path, made: sqlite3.Connection) -> None:
    try:
        verdict = made.execute("pragma quick_check").fetchone()[0]
        triggers_there = len(triggers.strangers(made))
    finally:
        made.close()
    if verdict != "ok" or triggers_there:
        raise UserError(
            f"The new file for {path.name} did not pass its check and was not kept.",
            "Nothing was changed. Run a check on the file.",
        )
