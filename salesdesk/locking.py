"""Whole jobs: lock the file that is open with a passphrase, and take the lock away again."""

from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk import safekeeping
from salesdesk.errors import UserError
from salesdesk.store import encryption, locks
from salesdesk.store.locks import Lock as Lock
from salesdesk.store.locks import Locked as Locked

if TYPE_CHECKING:
    from salesdesk.session import Session

is_recovery_key = locks.is_recovery_key
recovery_key = locks.recovery_key
unlock = locks.unlock


def is_locked(path: Path) -> bool:
    """True for a file that is locked with a passphrase."""
    return locks.lock_of(path) is not None


def may_lock(session: "Session") -> None:
    """UserError for a file that cannot be locked as it is."""
    if getattr(session, "team", None) is not None:
        raise UserError(
            "A file that a team shares cannot be locked yet: the folder beside it is not.",
            "Use Stop sharing first, and lock the file of your own that you get.",
        )
    if session.db.read_only:
        raise UserError(
            f"{session.path.name} is open for reading only.", "Lock a copy that you can write to."
        )


def prepare(passphrase: str, again: str) -> Lock:
    """The lock that a file is to get; UserError for a passphrase that is short or mistyped."""
    from salesdesk.store import drivers

    drivers.library()
    if passphrase != again:
        raise UserError("The two passphrases differ.", "Type the same one twice.")
    return locks.new_lock(passphrase)


def lock(path: Path, made: Lock, *, keyring: bool = False) -> str:
    """Lock a file that nobody has open; what to say about it."""
    safekeeping.wait()  # a backup of the closed file would hold it, and be a plain one
    encryption.encrypt(path, "", made)
    words = f"{path.name} is locked. Backups from now on are locked alike; older ones are not."
    if keyring and not locks.keep_in_keyring(made):
        words += " This computer has no keyring: the passphrase is asked for each time."
    return words


def unlock_for_good(path: Path) -> str:
    """Make a locked file a plain one; what to say about it."""
    safekeeping.wait()
    encryption.decrypt(path)
    return f"{path.name} is no longer locked. Backups that were made meanwhile still are."


def keep_in_keyring(path: Path) -> bool:
    """Keep the key of an open locked file in the system's keyring; False where there is none."""
    return locks.keep_in_keyring(locks.key_for(path))
