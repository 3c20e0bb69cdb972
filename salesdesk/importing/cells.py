"""One row under its mapping: values by field, what fits nowhere, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from salesdesk.importing import values
from salesdesk.model import money, tidy


class BadCell(Exception):
    """A value that cannot be read: in which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


class Plan(NamedTuple):
    """What becomes of the cells of one column."""

    header: str
    field: str | None
    first: bool  # notes that stand before what fits no field
    ours: Mapping[str, str]


#: Headings under which people write notes: their words need no heading before them.
PLAIN_NOTES = frozenset({"notes", "note", "comments", "description", "comment"})
#: Where several values may stand in one cell, each of which is short.
LONG = frozenset({"email", "phone", "website"})


@dataclass(frozen=True)
class Reading:
    """How cells are read: the mapping, the value table, the file's currency and zone."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    headers: Sequence[str]
    currency: str
    zone: str
    orders: Mapping[str, str]
    ignored: frozenset[str] = frozenset()

    @cached_property
    def plan(self) -> list[Plan | None]:
        """The columns in order; None for one that is left out."""
        return [
            None if header in self.ignored else self._plan_of(header) for header in self.headers
        ]

    def _plan_of(self, header: str) -> Plan:
        field = self.columns.get(header)
        first = field == "notes" and header.casefold() in PLAIN_NOTES
        return Plan(header, field, first, self.values.get(field or "", {}))


class Cells:
    """The cells of one row. Reading a field that is bad raises BadCell."""

    def __init__(self, reading: Reading, line: int, cells: Sequence[str]) -> None:
        self.line = line
        self._reading = reading
        self._by_field: dict[str, list[tuple[str, str]]] = {}
        self._notes: list[str] = []
        if len(cells) > len(reading.headers) and any(cells[len(reading.headers) :]):
            extra = len(cells) - len(reading.headers)
            raise BadCell("", f"has {extra} more cells than there are headings")
        for plan, cell in zip(reading.plan, cells, strict=False):
            bare = cell.strip()
            if bare and plan is not None:
                self._sort_in(plan, bare)

    def _sort_in(self, plan: Plan, cell: str) -> None:
        header, field, first, ours = plan
        if field is None:
            self._notes.append(f"{header}: {cell}")
        elif field == "notes":
            self._notes.insert(0, cell) if first else self._notes.append(f"{header}: {cell}")
        elif not values.empty(cell):
            if field not in tidy.SEVERAL:
                cell = tidy.line(cell)
                if len(cell) > tidy.LINE and field not in LONG:
                    raise BadCell(header, f"is longer than {tidy.LINE} characters")
            for part in values.parts(field, cell):
                word = ours.get(part.casefold(), part)
                self._by_field.setdefault(field, []).append((header, word))

    def has(self, *fields: str) -> bool:
        """True if any of the fields has a value."""
        return any(field in self._by_field for field in fields)

    def text(self, field: str) -> str | None:
        """The first value of a field."""
        found = self._by_field.get(field)
        return found[0][1] if found else None

    def texts(self, field: str) -> list[str]:
        """All values of a field that several columns fill, each once."""
        return list(dict.fromkeys(value for _, value in self._by_field.get(field, [])))

    def note(self, words: str) -> None:
        """Keep something that fits no field."""
        self._notes.append(words)

    def notes(self) -> str | None:
        """What fits no field, one line each, under the notes that there were."""
        return "\n".join(self._notes) or None

    def day(self, field: str) -> date | None:
        """A day."""
        found = self._by_field.get(field)
        if not found:
            return None
        header, text = found[0]
        try:
            return values.read_day(text, self._reading.orders.get(header, "dmy"))
        except ValueError as error:
            raise BadCell(header, f"“{text[:40]}” is not a day") from error

    def moment(self, field: str) -> str | None:
        """A moment in UTC."""
        found = self._by_field.get(field)
        if not found:
            return None
        header, text = found[0]
        try:
            order = self._reading.orders.get(header, "dmy")
            return values.read_moment(text, self._reading.zone, order)
        except (ValueError, OverflowError) as error:
            raise BadCell(header, f"“{text[:40]}” is not a day or time") from error

    def money(self, field: str) -> int | None:
        """An amount in minor units."""
        found = self._by_field.get(field)
        if not found:
            return None
        header, text = found[0]
        try:
            return money.read_money(text, self._reading.currency)
        except ValueError as error:
            raise BadCell(header, f"“{text[:40]}” is not an amount") from error

    def count(self, field: str) -> int | None:
        """A whole number."""
        found = self._by_field.get(field)
        if not found:
            return None
        header, text = found[0]
        try:
            return values.read_count(text.rstrip("%"))
        except (ValueError, OverflowError) as error:
            raise BadCell(header, f"“{text[:40]}” is not a number") from error

    def column(self, field: str) -> str:
        """The heading that a field came from."""
        found = self._by_field.get(field)
        return found[0][0] if found else field
