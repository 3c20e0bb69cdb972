"""The one door to SQLite: a plain file by the library of Python, a locked one by SQLCipher.

What SQLCipher raises comes out as the errors of `sqlite3`, so that nobody else needs to know
which of the two a file is read with.
"""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from salesdesk.errors import UserError
from salesdesk.store import locks

TIMEOUT = 5.0


def connect(
    path: Path,
    mode: str = "rwc",
    *,
    like: sqlite3.Connection | None = None,
    lock: locks.Lock | None = None,
    immutable: bool = False,
    timeout: float = TIMEOUT,
) -> sqlite3.Connection:
    """A connection to a file, locked or not; a new one is locked as `like` is, or with `lock`.

    `timeout`: so many seconds SQLite itself waits for a lock.
    Raises `locks.Locked` where the key of a locked file is not known here.
    """
    uri = f"{path.resolve().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
    known = lock or getattr(like, "lock", None)
    key = locks.key_for(path) if locks.lock_of(path) else known
    if key is None:
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=timeout, factory=PlainConnection
        )
    return connect_locked(uri, key, timeout)


class PlainConnection(sqlite3.Connection):
    """A connection that says of a schema with damage in its names what it says of other damage."""

    def execute(self, *args: Any) -> sqlite3.Cursor:
        try:
            return super().execute(*args)
        except UnicodeDecodeError as error:  # Python could not even read SQLite's own message
            raise sqlite3.OperationalError("malformed database schema") from error


def connect_locked(uri: str, lock: locks.Lock, timeout: float = TIMEOUT) -> sqlite3.Connection:
    """A connection by SQLCipher with a known key."""
    made = _classes()(uri, uri=True, isolation_level=None, timeout=timeout)
    made.lock = lock
    made.execute("pragma cipher_log_level = none")  # a wrong passphrase is said by us
    # a raw key: the passphrase went through the key derivation once, in `locks`
    made.execute(f"pragma key = \"x'{lock.key.hex()}{lock.salt.hex()}'\"")
    return cast(sqlite3.Connection, made)


def scratch(like: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database that goes when it is closed, locked as `like` is."""
    lock = getattr(like, "lock", None)
    if lock is None:
        return sqlite3.connect("", isolation_level=None)
    return connect_locked("", lock)


def connect_plain_by_cipher(uri: str) -> sqlite3.Connection:
    """A connection to a plain file by SQLCipher, to copy it into a locked one."""
    made = _classes()(uri, uri=True, isolation_level=None, timeout=TIMEOUT)
    return cast(sqlite3.Connection, made)


def lock_of(connection: sqlite3.Connection) -> locks.Lock | None:
    """What the file of a connection is locked with; None for a plain one."""
    return getattr(connection, "lock", None)


def library() -> Any:
    """SQLCipher; UserError, with what to install, where it is missing."""
    try:
        from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
    except ImportError as error:
        raise UserError(
            "Locked files need a part of SalesDesk that is not installed here.",
            'Install it with: pip install "salesdesk[encryption]".',
        ) from error
    return dbapi2


@cache
def _classes() -> Any:
    cipher = library()

    def told(call: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*args: Any, **kw: Any) -> Any:
            try:
                return call(*args, **kw)
            except cipher.Error as error:
                raise _as_ours(error) from error
            except UnicodeDecodeError as error:
                raise sqlite3.OperationalError("malformed database schema") from error

        return inner

    rows = ("execute", "executemany", "executescript", "fetchone", "fetchmany", "fetchall")
    ours = {name: told(getattr(cipher.Cursor, name)) for name in (*rows, "__next__")}
    cursor = type("Cursor", (cipher.Cursor,), ours)
    ends = ("__init__", "commit", "rollback", "close", "backup")
    runs: dict[str, Any] = {name: told(getattr(cipher.Connection, name)) for name in ends}
    # what a connection runs, it runs on a cursor of ours
    runs |= {
        "cursor": lambda self, factory=cursor: cipher.Connection.cursor(self, factory),
        "execute": lambda self, *args: self.cursor().execute(*args),
        "executemany": lambda self, *args: self.cursor().executemany(*args),
        "executescript": lambda self, *args: self.cursor().executescript(*args),
        "lock": None,
    }
    return type("Connection", (cipher.Connection,), runs)


def _as_ours(error: Exception) -> sqlite3.Error:
    kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
    made = kind(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(made, name, getattr(error, name))
    return cast(sqlite3.Error, made)
