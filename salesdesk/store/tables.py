"""Writing rows of one table: keys, moments, people and versions are filled in here."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from salesdesk.errors import UserError
from salesdesk.model import tidy
from salesdesk.store import bulk, faults, journal

if TYPE_CHECKING:
    from salesdesk.store.database import Database

Values = Mapping[str, Any]
CHUNK = 2000


class Table:
    """One record table, as actions write it. Use it inside an action only."""

    def __init__(self, db: "Database", name: str) -> None:
        self._db = db
        self._connection: sqlite3.Connection = db.connection
        self.name = name

    def insert(self, values: Values) -> int:
        """Add one row; its new key."""
        row = self._filled(self._tidied(values))
        self._put(tuple(row), [tuple(row.values())])
        return int(row["id"])

    def insert_many(self, rows: Iterable[Values]) -> list[int]:
        """Add many rows at once; their keys, in order.

        Leads go into the search index in one go after each chunk. Rows may name different
        columns; a column that a row leaves out takes its default.
        """
        keys: list[int] = []
        chunk: list[dict[str, Any]] = []
        for values in rows:
            # an import says itself which of its cells are too long, and takes the other rows
            chunk.append(self._filled(self._tidied(values, limited=False)))
            if len(chunk) == CHUNK:
                keys += self._put_chunk(chunk)
                chunk = []
        return keys + self._put_chunk(chunk)

    def load(
        self, columns: Sequence[str], rows: list[tuple[Any, ...]], *, journaled: bool = True
    ) -> None:
        """Add rows that are tuples under fixed columns, the first of them the key.

        The caller owes leads `index_leads` before anything else touches them. What is not
        journaled must be rolled back.
        """
        stamp = self._db.stamp()
        made = {"created_at": stamp["updated_at"], "created_by": stamp["updated_by"], **stamp}
        made = {name: value for name, value in made.items() if name not in columns}
        self._db.announce()
        try:
            bulk.load(self._connection, self.name, columns, rows, made, journaled=journaled)
        except sqlite3.Error as error:
            raise faults.words_for(error) or error from error

    def index_leads(self, first: int, last: int) -> None:
        """Put loaded leads with these keys and all between into the search index at once."""
        bulk.index(self._connection, first, last)

    def update(self, key: int, values: Values) -> None:
        """Change some fields of one row; UserError if it no longer exists.

        Where every field has its value already nothing is written: each version of a row has
        its entry in the journal.
        """
        values = self._tidied(values, key)
        stamp = {**values, **self._db.stamp()}
        sets = ", ".join(f"{column} = ?" for column in stamp)
        differs = " or ".join(f"{column} is not ?" for column in values) or "0"
        cursor = self._db.execute(
            f"update {self.name} set {sets}, version = version + 1 where id = ? and ({differs})",
            [*stamp.values(), key, *values.values()],
        )
        if cursor.rowcount == 0 and not self._db.value(
            f"select 1 from {self.name} where id = ?", (key,)
        ):
            raise self._missing()

    def confirm(self, key: int, columns: Iterable[str]) -> None:
        """Write down that these fields are meant as they stand: it ends a clash over them.

        No trigger sees it, because nothing differs; so the entry is written here.
        """
        row = self.get(key)
        stamp = self._db.stamp()
        sets = ", ".join(f"{column} = ?" for column in stamp)
        self._db.execute(
            f"update {self.name} set {sets}, version = version + 1 where id = ?",
            [*stamp.values(), key],
        )
        journal.confirm(self._connection, self.name, key, {name: row[name] for name in columns})

    def trash(self, key: int) -> None:
        """Mark a row as deleted; it can be restored."""
        self.update(key, {"trashed_at": self._db.now()})

    def restore(self, key: int) -> None:
        """Take the deletion mark away."""
        self.update(key, {"trashed_at": None})

    def delete(self, key: int) -> None:
        """Remove a row for good; for pure links only (undo still brings it back)."""
        if self._db.execute(f"delete from {self.name} where id = ?", (key,)).rowcount == 0:
            raise self._missing()

    def get(self, key: int) -> dict[str, Any]:
        """All fields of one row; UserError if it no longer exists."""
        found = self._db.dicts(f"select * from {self.name} where id = ?", (key,))
        if not found:
            raise self._missing()
        return found[0]

    def _tidied(self, values: Values, key: int | None = None, *, limited: bool = True) -> Values:
        """The values as they are kept; UserError for text that there is no room for.

        What a row holds already, from an import or an older version, may stay as long as it is.
        """
        found = dict(values)
        for column, value in values.items():
            if isinstance(value, str):
                found[column] = kept = tidy.of_column(column, value, self.name)
                fault = tidy.too_long(column, kept, self.name) if limited else None
                if fault and (key is None or self.get(key).get(column) != kept):
                    raise fault
        return found

    def _filled(self, values: Values) -> dict[str, Any]:
        stamp = self._db.stamp()
        row: dict[str, Any] = {"id": values.get("id") or self._db.new_key()}
        row["created_at"] = stamp["updated_at"]
        row["created_by"] = stamp["updated_by"]
        row.update(stamp)
        row.update((k, v) for k, v in values.items() if k != "id" and v is not None)
        return row

    def _put(self, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._db.execute_many(
            f"insert into {self.name} ({', '.join(columns)}) values ({marks})", rows
        )

    def _put_chunk(self, chunk: list[dict[str, Any]]) -> list[int]:
        keys = [int(row["id"]) for row in chunk]
        if len(chunk) > bulk.FEW:
            names = list(dict.fromkeys(name for row in chunk for name in row))
            self.load(names, [tuple(map(row.get, names)) for row in chunk])
            if self.name == "lead":
                for first, last in _runs(keys):
                    self.index_leads(first, last)
            return keys
        for row in chunk:
            self._put(tuple(row), [tuple(row.values())])
        return keys

    def _missing(self) -> UserError:
        thing = self.name.replace("_", " ")
        return UserError(
            f"This {thing} is no longer in the file.", "Someone deleted it or undid it; look again."
        )


def _runs(keys: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for key in sorted(keys):
        if runs and runs[-1][1] == key - 1:
            runs[-1] = (runs[-1][0], key)
        else:
            runs.append((key, key))
    return runs
