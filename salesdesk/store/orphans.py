"""Rows on pages that no tree leads to any more, told apart by the shape of the rows."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from salesdesk.store import pages
from salesdesk.store.schema import RECORDS

Row = tuple[Any, ...]
SAMPLE = 4  # rows of a page that must look alike
#: So many columns were added to a table later: older rows are shorter.
GAINED = {"change": 5}
_CODES = re.compile(r"(\w+) text[^()]*?check \(\1 in\s*\(([^)]*)\)")
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8}


@dataclass(frozen=True)
class Column:
    """One column of a table, as far as its values show it."""

    name: str
    is_text: bool
    must: bool
    is_key: bool
    codes: frozenset[str] = frozenset()

    def fits(self, value: object) -> bool:
        """Whether a value may stand in it."""
        if value is None:
            return self.is_key or not self.must
        if self.is_key or type(value) is not (str if self.is_text else int):
            return False
        return not self.codes or value in self.codes


def column(table: str, name: str, kind: str, must: bool, is_key: bool) -> Column:
    """A column as SQLite describes it, with the codes that its table allows."""
    codes = dict(_CODES.findall(RECORDS.get(table, "")))
    known = frozenset(re.findall(r"'(\w+)'", codes.get(name, "")))
    if table == "entry":
        own = {"op": frozenset("iud"), "table_name": frozenset(RECORDS)}
        known = own.get(name, frozenset())
    return Column(name, kind.lower() == "text", must, is_key, known)


class Size(NamedTuple):
    """The size of a page, and how much of it is used."""

    page: int
    usable: int


class Orphans:
    """All leaves of tables in a file, by the table that they can only be of."""

    def __init__(
        self, opened: Callable[[], BinaryIO], shapes: Mapping[str, Sequence[Column]]
    ) -> None:
        self._opened, self._shapes = opened, shapes
        self._size = Size(0, 0)
        self._pages: dict[str, list[int]] | None = None

    def rows(self, table: str, seen: Container[int]) -> Iterator[Row]:
        """(key, its values in the order of the table's columns) of each row not yet seen."""
        with self._opened() as file:
            if self._pages is None:
                self._pages = self._sort(file)
            width = len(self._shapes[table])
            for number in self._pages.get(table, ()):
                for key, values in _rows_on(file, self._size, number, seen):
                    if len(values) <= width:
                        yield (key, key, *values[1:], *[None] * (width - len(values)))

    def _sort(self, file: BinaryIO) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        try:
            header = file.read(pages.HEADER)
            self._size = Size(pages.page_size(header), pages.usable_size(header))
        except ValueError:
            return found
        for number in range(2, pages.count(file, self._size.page) + 1):
            file.seek((number - 1) * self._size.page)
            if file.read(1) != bytes([pages.LEAF]):
                continue
            tables = self._tables_of(file, number)
            if len(tables) == 1:
                found.setdefault(tables[0], []).append(number)
        return found

    def _tables_of(self, file: BinaryIO, number: int) -> list[str]:
        sample = []
        for _, values in _rows_on(file, self._size, number):
            sample.append(values)
            if len(sample) == SAMPLE:
                break
        if not sample:
            return []
        return [
            table
            for table, columns in self._shapes.items()
            if all(_is_row_of(columns, values, GAINED.get(table, 0)) for values in sample)
        ]


def _is_row_of(columns: Sequence[Column], values: Sequence[Any], gained: int) -> bool:
    if not len(columns) - gained <= len(values) <= len(columns):
        return False
    return all(one.fits(value) for one, value in zip(columns, values, strict=False))


def _rows_on(
    file: BinaryIO, size: Size, number: int, seen: Container[int] = ()
) -> Iterator[tuple[int, list[Any]]]:
    file.seek((number - 1) * size.page)
    page = file.read(size.page)
    if len(page) < size.page:
        return
    for place in pages.cells(page, 0, 8):
        try:
            length, place = pages.varint(page, place)
            key, place = pages.varint(page, place)
            key = key - 2**64 if key >= 2**63 else key
            if key not in seen:
                yield key, _row_at(file, size, page, place, length)
        except (ValueError, IndexError, OverflowError):
            continue


def _row_at(file: BinaryIO, size: Size, page: bytes, place: int, length: int) -> list[Any]:
    if not 0 < length < 2**30:
        raise ValueError("not a row")
    local = pages.local_part(length, size.usable)
    record = page[place : place + local]
    if local < length:
        chain = int.from_bytes(page[place + local : place + local + 4], "big")
        record += _chained(file, size, chain, length - local)
    if len(record) != length:
        raise ValueError("a row that is cut off")
    return list(_values(record))


def _chained(file: BinaryIO, size: Size, number: int, length: int) -> bytes:
    there = pages.count(file, size.page)
    if length > there * size.page:
        raise ValueError("not a row")
    found = bytearray()
    while number and len(found) < length:
        if number > there:
            raise ValueError("a page that is not there")
        file.seek((number - 1) * size.page)
        page = file.read(size.page)
        found += page[4 : size.usable]
        number = int.from_bytes(page[:4], "big")
    return bytes(found[:length])


def _values(record: bytes) -> Iterator[Any]:
    end, place = pages.varint(record, 0)
    body = end
    while place < end:
        kind, place = pages.varint(record, place)
        if kind == 0:
            yield None
        elif kind in (8, 9):
            yield kind - 8
        elif kind in _WIDTHS:
            width = _WIDTHS[kind]
            raw = record[body : body + width]
            body += width
            yield raw if kind == 7 else int.from_bytes(raw, "big", signed=True)
        elif kind >= 12:
            width = (kind - 12) // 2
            raw = record[body : body + width]
            if len(raw) < width:
                raise ValueError("a value that is cut off")
            body += width
            yield raw.decode("utf-8", "replace") if kind % 2 else raw
        else:
            raise ValueError("not a value")
