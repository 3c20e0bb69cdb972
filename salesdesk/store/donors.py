"""The files beside a rescue: good backups that fill it, an empty file, and the new one's name."""

import io
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import cipher_pages, drivers, encryption, files, vetting
from salesdesk.store.locks import Lock
from salesdesk.store.schema import SCHEMA_VERSION

Fields = dict[str, Any]


class Donor:
    """A good backup of the same file."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self.label = path, label
        self.connection = drivers.connect(path, "ro")
        self.lock = drivers.lock_of(self.connection)
        self.connection.execute("pragma trusted_schema = off")

    def opened(self) -> BinaryIO:
        """Its bytes, without its lock if it has one."""
        if self.lock is None:
            return self.path.open("rb")
        return io.BytesIO(cipher_pages.plain(self.path, self.lock.key))

    def identity(self) -> tuple[str, str, str]:
        """The identity of the file that it is a backup of."""
        sql = "select uuid, made_at, made_with from file_identity"
        uuid, made_at, made_with = self.connection.execute(sql).fetchone()
        return str(uuid), str(made_at), str(made_with)

    def keys(self, table: str) -> set[int]:
        """The keys of all rows that it has."""
        return {int(key) for (key,) in self.connection.execute(f"select id from {table}")}

    def rows(self, table: str, keys: Iterable[int]) -> Iterator[Fields]:
        """Those of these rows that it has."""
        for key in keys:
            cursor = self.connection.execute(f"select * from {table} where id = ?", (key,))
            if (row := cursor.fetchone()) is not None:
                yield dict(zip((d[0] for d in cursor.description), row, strict=True))


def asked(path: Path, label: str, folder: Path) -> Donor | None:
    """A backup as a donor, if it passes the check; an older one by a copy brought up to date."""
    try:
        donor = Donor(path, label)
    except (sqlite3.Error, UserError):
        return None  # it has another passphrase
    try:
        version = donor.connection.execute("pragma user_version").fetchone()[0]
        verdict = donor.connection.execute("pragma quick_check(1)").fetchone()[0]
        if verdict == "ok" and version == SCHEMA_VERSION:
            return donor
        if verdict == "ok" and version < SCHEMA_VERSION:
            donor.connection.close()
            return Donor(_updated(path, version, folder), label)
    except (sqlite3.Error, OSError, UserError):
        pass  # it cannot help
    donor.connection.close()
    return None


def _updated(path: Path, version: int, folder: Path) -> Path:
    from salesdesk.store import migrations

    copy = folder / f"{path.stem}.updated"
    shutil.copyfile(path, copy)
    connection = drivers.connect(copy)
    try:
        vetting.check_parts(connection, path, version)
        migrations.migrate(connection, version)
    finally:
        connection.close()
    return copy


def blank(path: Path, clock: Clock, lock: Lock | None) -> BinaryIO:
    """An empty file as this program makes it: it has its tables where such files have them.

    A locked one has them where locking puts them.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    files.lay_out(connection, clock)
    connection.close()
    if lock is None:
        return path.open("rb")
    encryption.relock(path, lock)
    return io.BytesIO(cipher_pages.plain(path, lock.key))


def settle(draft: Path, out: Path) -> None:
    """Give the new file its name, once it is on the disk."""
    with draft.open("rb+") as written:
        os.fsync(written.fileno())
    draft.replace(out)


def new_identity() -> tuple[str, str, str]:
    """For a file of which nobody knows any more which one it was."""
    import uuid

    from salesdesk import __version__

    return str(uuid.uuid4()), "1970-01-01T00:00:00Z", __version__
