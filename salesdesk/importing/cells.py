"""One row under its mapping: values by field, what fits nowhere, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from salesdesk.importing import values
from salesdesk.model import money


class BadCell(Exception):
    """A value that cannot be read: in which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


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


class Cells:
    """The cells of one row. Reading a field that is bad raises BadCell."""

    def __init__(self, reading: Reading, line: int, cells: Sequence[str]) -> None:
        self.line = line
        self._reading = reading
        self._by_field: dict[str, list[tuple[str, str]]] = {}
        self._notes: list[str] = []
        if any(cell for cell in cells[len(reading.headers) :]):
            extra = len(cells) - len(reading.headers)
            raise BadCell("", f"has {extra} more cells than there are headings")
        for header, cell in zip(reading.headers, cells, strict=False):
            self._sort_in(header, cell.strip())

    def _sort_in(self, header: str, cell: str) -> None:
        field = self._reading.columns.get(header)
        if not cell or header in self._reading.ignored:
            return
        if field is None:
            self._notes.append(f"{header}: {cell}")
        elif field == "notes":
            plain = header.casefold() in ("notes", "note", "comments", "description", "comment")
            self._notes.insert(0, cell) if plain else self._notes.append(f"{header}: {cell}")
        elif not values.empty(cell):
            ours = self._reading.values.get(field, {})
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
