"""The keys of locked files: from a passphrase, from a printed recovery key, from the keyring.

A locked file is plain SQLCipher: its first 16 bytes are the salt, and the key follows from the
passphrase by SQLCipher's own derivation. The recovery key is that key, printed: so the file
stays one file, without a slot that could be lost, and any SQLCipher tool opens it.
"""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from salesdesk.errors import UserError

SALT, KEY, ROUNDS = 16, 32, 256_000
PAGE = 4096
SHORTEST = 8
ENV_PASSPHRASE, ENV_KEYS = "SALESDESK_PASSPHRASE", "SALESDESK_KEYS"
ENV_NEW_PASSPHRASE = "SALESDESK_NEW_PASSPHRASE"
ENV_OTHER_PASSPHRASE = "SALESDESK_OTHER_PASSPHRASE"
_MAGIC = b"SQLite format 3\x00"
_SERVICE = "SalesDesk"


@dataclass(frozen=True)
class Lock:
    """What a locked file is opened with."""

    key: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "Lock(…)"  # never in a log


class Locked(UserError):
    """A locked file whose passphrase is not known here yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} is locked with a passphrase.",
            f"Type the passphrase; commands read it from {ENV_PASSPHRASE} or ask for it.",
        )
        self.path = path


_unlocked: dict[bytes, Lock] = {}


def lock_of(path: Path) -> bytes | None:
    """The salt of a locked file; None for a plain file, another program's file, or none."""
    try:
        if path.stat().st_size == 0 or path.stat().st_size % PAGE:
            return None
        with path.open("rb") as file:
            page = file.read(PAGE)
    except OSError:
        return None
    if page.startswith(_MAGIC):
        return None
    return page[:SALT] if is_noise(page) else None


def is_noise(page: bytes) -> bool:
    """Whether a page can be a locked one: 256 values about 16 times each, and none much oftener."""
    values = set(page)
    return len(values) > 240 and max(page.count(value) for value in values) < 64


def key_for(path: Path) -> Lock:
    """The key of a locked file: used before, of this run's environment, or in the keyring."""
    salt = lock_of(path)
    if salt is None:
        raise UserError(f"{path.name} is not locked.", "Open it as it is.")
    _take_from_environment()
    if salt in _unlocked:
        return _unlocked[salt]
    if passphrase := os.environ.get(ENV_PASSPHRASE):
        return unlock(path, passphrase)
    if kept := _from_keyring(salt):
        with contextlib.suppress(UserError):
            return _try(path, Lock(kept, salt))
    raise Locked(path)


def unlock(path: Path, secret: str, salt: bytes | None = None) -> Lock:
    """Try a passphrase or a recovery key; UserError if neither opens the file.

    `salt`: as a backup has it, for a file that has lost its own.
    """
    salt = salt or lock_of(path) or _salt_of_damaged(path)
    if salt is None:
        raise UserError(f"{path.name} is not locked.", "Open it as it is.")
    printed = _printed(secret)
    if printed is not None:
        return _try(path, Lock(printed, salt))
    return _try(path, Lock(derive(secret, salt), salt))


def _salt_of_damaged(path: Path) -> bytes | None:
    from salesdesk.store import cipher_pages

    if not cipher_pages.seems_locked(path):
        return None
    with path.open("rb") as file:
        return file.read(SALT)


def key_for_damaged(path: Path, salts: Iterable[bytes]) -> Lock | None:
    """The key of a locked file with damage in it; None for a file that is not locked.

    `salts`: of its backups. Raises `Locked` where no key is known that opens it.
    """
    from salesdesk.store import cipher_pages

    own = _salt_of_damaged(path)
    if own is None:
        return None
    _take_from_environment()
    for lock in _unlocked.values():
        if cipher_pages.fits(path, lock.key):
            return lock
    passphrase = os.environ.get(ENV_PASSPHRASE)
    for salt in (own, *salts):
        with contextlib.suppress(UserError):
            if passphrase:
                return unlock(path, passphrase, salt)
            if kept := _from_keyring(salt):
                return _try(path, Lock(kept, salt))
    raise Locked(path)


def _try(path: Path, lock: Lock) -> Lock:
    import sqlite3

    from salesdesk.store import drivers

    connection = drivers.connect_locked(path.resolve().as_uri() + "?mode=ro", lock)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise
        from salesdesk.store import cipher_pages

        if not cipher_pages.fits(path, lock.key):
            raise UserError(
                f"This passphrase does not open {path.name}.",
                "Look for capital letters and the keyboard's language. If it is forgotten, type "
                "the recovery key that was printed; without either nobody can open the file.",
            ) from error
        # it is the key, but the first page is damaged: who opens the file is told that
        _unlocked[lock_of(path) or lock.salt] = lock
    finally:
        connection.close()
    _unlocked[lock.salt] = lock
    return lock


def derive(passphrase: str, salt: bytes) -> bytes:
    """The key of a passphrase, as SQLCipher derives it."""
    import hashlib
    import unicodedata

    words = unicodedata.normalize("NFC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha512", words, salt, ROUNDS, KEY)


def new_lock(passphrase: str) -> Lock:
    """A lock for a file that is to be locked; UserError for a passphrase that protects nothing."""
    if len(passphrase.strip()) < SHORTEST:
        raise UserError(
            f"A passphrase has at least {SHORTEST} characters.",
            "Four words that do not belong together are easy to keep and hard to guess.",
        )
    salt = os.urandom(SALT)
    return Lock(derive(passphrase, salt), salt)


def adopt(lock: Lock) -> None:
    """Use this lock for its file from now on."""
    _unlocked[lock.salt] = lock


def forget() -> None:
    """Forget every key that was used in this run."""
    _unlocked.clear()


# -- the recovery key -------------------------------------------------------------------------


def recovery_key(lock: Lock) -> str:
    """The key in groups of letters and figures that can be typed back, with a check at its end."""
    import base64

    text = base64.b32encode(lock.key + _check(lock.key)).decode().rstrip("=")
    return "-".join(text[at : at + 7] for at in range(0, len(text), 7))


def is_recovery_key(typed: str, lock: Lock) -> bool:
    """True when the recovery key was typed back as it was printed."""
    return _printed(typed) == lock.key


def _printed(typed: str) -> bytes | None:
    import base64

    bare = "".join(typed.upper().split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    try:
        found = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except ValueError:
        return None
    key, check = found[:KEY], found[KEY:]
    return key if len(key) == KEY and check == _check(key) else None


def _check(key: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(b"SalesDesk recovery" + key).digest()[:3]


# -- other processes, other runs --------------------------------------------------------------


def child_environment() -> dict[str, str]:
    """The environment of a process of ours that opens the same files."""
    keys = ",".join(f"{lock.salt.hex()}:{lock.key.hex()}" for lock in _unlocked.values())
    return {**os.environ, ENV_KEYS: keys} if keys else dict(os.environ)


def _take_from_environment() -> None:
    for pair in filter(None, os.environ.pop(ENV_KEYS, "").split(",")):
        salt, _, key = pair.partition(":")
        with contextlib.suppress(ValueError):
            adopt(Lock(bytes.fromhex(key), bytes.fromhex(salt)))


def keep_in_keyring(lock: Lock) -> bool:
    """Put the key into the system's keyring; False where there is none."""
    try:
        import keyring

        keyring.set_password(_SERVICE, lock.salt.hex(), lock.key.hex())
    except Exception:  # its backends raise whatever they like
        return False
    return True


def drop_from_keyring(lock: Lock) -> None:
    """Take the key out of the system's keyring."""
    with contextlib.suppress(Exception):
        import keyring

        keyring.delete_password(_SERVICE, lock.salt.hex())


def _from_keyring(salt: bytes) -> bytes | None:
    try:
        import keyring

        return bytes.fromhex(keyring.get_password(_SERVICE, salt.hex()) or "") or None
    except Exception:
        return None
