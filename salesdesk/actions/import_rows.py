"""What every kind of import shares: buffers, twins, and what to do with a duplicate."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from salesdesk.actions import erasing
from salesdesk.actions.import_lookups import Lookups
from salesdesk.importing.cells import BadCell, Cells, Reading
from salesdesk.importing.sources import Row
from salesdesk.model import points
from salesdesk.queries import imports as known
from salesdesk.queries import persons
from salesdesk.store.database import Database

FULL = 2000
_IDENTITY = frozenset(
    "name first_name last_name organisation email phone external_ref title".split()
)


class Outcome(Enum):
    """What became of a row."""

    CREATED = 1
    UPDATED = 2
    DUPLICATE = 3


@dataclass(frozen=True)
class RowError:
    """A row that was not taken: its line, the column, why, and its cells."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...]


@dataclass
class Tally:
    """What became of the rows; rows = created of the main kind + updated + skipped + errors."""

    rows: int = 0
    created_rows: int = 0
    updated: int = 0
    skipped: int = 0
    duplicates: int = 0
    dayless: int = 0  # rows without the day that they needed: they stand on today's
    created: Counter[str] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)

    def count(self, outcome: "Outcome") -> None:
        """Count a row that was taken."""
        if outcome is Outcome.CREATED:
            self.created_rows += 1
            return
        self.updated += outcome is Outcome.UPDATED
        self.skipped += outcome is Outcome.DUPLICATE
        self.duplicates += 1


def has_identity(kind: str, reading: Reading) -> bool:
    """True if any column says who or what a row is."""
    named = set(reading.columns.values())
    return bool(_IDENTITY & named) or (kind == "results" and "campaign" in named)


class Bringer(ABC):
    """Turns rows into records of one table, in chunks.

    Rows wait in `_waiting` until a chunk is full; what refers to them waits too, so that keys
    stay together and the search index is filled a chunk at a time.
    """

    table = ""

    def __init__(self, db: Database, lookups: Lookups, on_duplicate: str) -> None:
        self.db = db
        self.lookups = lookups
        self.on_duplicate = on_duplicate
        self.import_id = 0
        #: For a table in which nothing says who a row is: the words behind its number.
        self.nameless = ""
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        #: How many rows took today's day because they named none.
        self.dayless = 0
        #: True for a trial whose writes only this import itself looks at.
        self.only_tried = False
        self._seen: dict[str, int] = {}

    @cached_property
    def _refs(self) -> dict[str, int]:
        return known.by_reference(self.db, self.table)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return known.by_name(self.db, self.table)

    @cached_property
    def suppressed(self) -> frozenset[str]:
        """Digests of those who were erased at their wish; nearly always empty."""
        return persons.suppressed(self.db)

    def refuse_erased(self, cells: Cells, email: str | None, phone: str | None) -> None:
        """A bad cell where somebody who was erased would come back."""
        if self.suppressed and erasing.is_erased(self.db, self.suppressed, email, phone):
            field = "email" if email else "phone"
            raise BadCell(cells.column(field), "left out: this person was erased at their wish")

    def begin(self, reading: Reading) -> None:
        """Hear how the cells are to be read, before the first row."""
        self._reading = reading

    def take_all(self, rows: Sequence[Row], tally: Tally) -> None:
        """Bring in some rows; the bad ones go into `tally.errors`."""
        for line, cells in rows:
            tally.rows += 1
            try:
                tally.count(self.take(Cells(self._reading, line, cells)))
            except BadCell as bad:
                tally.errors.append(RowError(line, bad.column, bad.reason, tuple(cells)))

    def finish(self) -> None:
        """Write what is left after the last row."""
        self.flush()

    @abstractmethod
    def values(self, cells: Cells) -> dict[str, Any]:
        """The fields of the record; BadCell where something cannot be read."""

    def marks(self, row: dict[str, Any]) -> list[str]:
        """What makes a row the same as another one of the table: its number, else its likeness."""
        ref = row["external_ref"]
        return [f"ref:{ref}"] if ref else self.likeness(row)

    def twin(self, row: dict[str, Any]) -> int | None:
        """The record in the file that is the same one."""
        ref = row["external_ref"]
        return self._refs.get(ref) if ref else self.alike(row)

    def likeness(self, row: dict[str, Any]) -> list[str]:
        """How a row without a number is known again in the table, strongest first."""
        return [f"name:{row['name_key']}"]

    def alike(self, row: dict[str, Any]) -> int | None:
        """The record in the file that is like a row without a number."""
        return self._by_name.get(row["name_key"])

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        """Add what belongs to a record that was just made."""
        return

    def must(self, cells: Cells, key: int) -> bool:
        """Write what holds for a record that is in the file, whatever was chosen for twins."""
        return False

    def also(self, cells: Cells, key: int) -> bool:
        """Add what belongs to a record that is in the file and is to be filled."""
        return False

    def add_points(self, cells: Cells, column: str, key: int, names: dict[str, str]) -> bool:
        """Add the addresses and numbers that a contact or organisation does not have yet."""
        had = known.point_keys(self.db, column, key)
        new = False
        for kind, name in names.items():
            for value in cells.texts(name):
                value_key = points.key_of(kind, value)
                if (kind, value_key) not in had:
                    point = {column: key, "kind": kind, "value": value, "value_key": value_key}
                    self.wait("contact_point", point)
                    had.add((kind, value_key))
                    new = True
        return new

    def take(self, cells: Cells) -> Outcome:
        """Bring in one row."""
        row = self.values(cells)
        twin = None if self.on_duplicate == "add" else self._twin(row)
        if twin is None:
            return self._add(cells, row)
        if self.on_duplicate == "skip":
            return Outcome.UPDATED if self.must(cells, twin) else Outcome.DUPLICATE
        self.flush()
        # no short cut: each of the three has something of its own to write
        done = [self._update(twin, row) is Outcome.UPDATED, self.must(cells, twin)]
        done.append(self.also(cells, twin))
        return Outcome.UPDATED if any(done) else Outcome.DUPLICATE

    def _twin(self, row: dict[str, Any]) -> int | None:
        for mark in self.marks(row):
            if mark in self._seen:
                return self._seen[mark]
        return self.twin(row)

    def _add(self, cells: Cells, row: dict[str, Any]) -> Outcome:
        row["id"] = self.db.new_key()
        self.wait(self.table, row)
        for mark in self.marks(row):
            self._seen.setdefault(mark, row["id"])
        self.linked(cells, row)
        if self.full():
            self.flush()
        return Outcome.CREATED

    def full(self) -> bool:
        """True if enough rows wait to be written."""
        return len(self._waiting.get(self.table, ())) >= FULL

    def _update(self, key: int, row: dict[str, Any]) -> Outcome:
        before = known.fields(self.db, self.table, key)
        fill = self.on_duplicate == "fill"
        changed = {
            name: value
            for name, value in row.items()
            if value is not None
            and name != "import_id"
            and value != before.get(name)
            and not (fill and before.get(name) not in (None, ""))
        }
        if not changed:
            return Outcome.DUPLICATE
        self.db.table(self.table).update(key, changed)
        return Outcome.UPDATED

    def wait(self, table: str, row: dict[str, Any]) -> None:
        """Put a row into the chunk under way."""
        self._waiting.setdefault(table, []).append(row)

    def flush(self) -> None:
        """Write what waits."""
        for table, rows in self._waiting.items():
            if rows:
                self.db.table(table).insert_many(rows)
        self._waiting = {}

    def make(self, table: str, plural: str, row: dict[str, Any]) -> int:
        """A record that the row refers to and that is new."""
        row["id"] = self.db.new_key()
        self.wait(table, row)
        self.lookups.created[plural] += 1
        return int(row["id"])
