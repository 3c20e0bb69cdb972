"""Whole jobs: lock a file with a passphrase, give it another one, take the lock away again."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk import teams
from salesdesk.errors import UserError
from salesdesk.exchange import folders, troubles
from salesdesk.jobs import rescue, safekeeping
from salesdesk.store import encryption, locations, locks
from salesdesk.store.locks import Lock as Lock
from salesdesk.store.locks import Locked as Locked

if TYPE_CHECKING:
    from salesdesk.session import Session

is_recovery_key = locks.is_recovery_key
recovery_key = locks.recovery_key


def unlock(path: Path, secret: str) -> Lock:
    """Open a lock with a passphrase or a recovery key; UserError if neither fits.

    A file that has lost what its lock is made with is tried with what its backups tell of it.
    """
    try:
        return locks.unlock(path, secret)
    except UserError:
        for salt in rescue.salts_of(path):
            with contextlib.suppress(UserError):
                return locks.unlock(path, secret, salt)
        raise


def is_locked(path: Path) -> bool:
    """True for a file that is locked with a passphrase."""
    return locks.lock_of(path) is not None


def may_lock(session: "Session") -> None:
    """UserError for a file whose lock cannot be changed as it is."""
    if session.team is not None:
        raise _shared(session.path)
    if session.db.read_only:
        raise UserError(
            f"{session.path.name} is open for reading only.", "Lock a copy that you can write to."
        )


def may_lock_at(path: Path) -> None:
    """The same for a file that is not open."""
    if folders.beside(path).is_dir() or locations.is_copy_of_team(path):
        raise _shared(path)


def _shared(path: Path) -> UserError:
    return UserError(
        f"The team shares {path.name}: its lock is that of the team folder, for all of you.",
        f"To change it, {troubles.ANEW}.",
    )


def prepare(passphrase: str, again: str) -> Lock:
    """The lock that a file is to get; UserError for a passphrase that is short or mistyped."""
    from salesdesk.store import drivers

    drivers.library()
    if passphrase != again:
        raise UserError("The two passphrases differ.", "Type the same one twice.")
    return locks.new_lock(passphrase)


def lock(path: Path, made: Lock, *, keyring: bool = False) -> str:
    """Lock a file that nobody has open, or give it another lock; what to say about it."""
    may_lock_at(path)
    safekeeping.wait()  # a backup of the closed file would hold it, and be locked as it was
    if is_locked(path):
        encryption.relock(path, made)
        words = (
            f"{path.name} has its new passphrase. Backups and copies that were made before open "
            "with the old one, or with the old recovery key."
        )
    else:
        encryption.encrypt(path, "", made)
        words = f"{path.name} is locked. Backups from now on are locked alike; older ones are not."
    if keyring and not locks.keep_in_keyring(made):
        words += " This computer has no keyring: the passphrase is asked for each time."
    return words


def unlock_for_good(path: Path) -> str:
    """Make a locked file a plain one; what to say about it."""
    safekeeping.wait()
    if teams.unlock_copy(path):
        return f"The copy of {path.name} on this computer is no longer locked, as the team's."
    may_lock_at(path)
    encryption.decrypt(path)
    return f"{path.name} is no longer locked. Backups that were made meanwhile still are."


def keep_in_keyring(path: Path) -> bool:
    """Keep the key of an open locked file in the system's keyring; False where there is none."""
    return locks.keep_in_keyring(locks.key_for(path))
