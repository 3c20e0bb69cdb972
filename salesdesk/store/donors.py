"""The files beside a rescue: good backups that fill it, an empty file, and the new one's name."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from salesdesk.model.calendar import Clock
from salesdesk.store import files
from salesdesk.store.schema import SCHEMA_VERSION

Fields = dict[str, Any]


class Donor:
    """A good backup of the same file."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self.label = path, label
        uri = path.resolve().as_uri() + "?mode=ro"
        self.connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        self.connection.execute("pragma trusted_schema = off")

    def is_good(self) -> bool:
        """Whether it passes the check and has the tables of this version."""
        try:
            version = self.connection.execute("pragma user_version").fetchone()[0]
            verdict = self.connection.execute("pragma quick_check(1)").fetchone()[0]
        except sqlite3.Error:
            return False
        return bool(version == SCHEMA_VERSION and verdict == "ok")

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


def blank(path: Path, clock: Clock) -> None:
    """An empty file as this program makes it: it has its tables where such files have them."""
    connection = sqlite3.connect(path, isolation_level=None)
    files.lay_out(connection, clock)
    connection.close()


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
