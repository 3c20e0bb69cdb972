"""The pages of a file as bytes: what lies where, and a list of tables lent to another file."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

HEADER = 100
MAGIC = b"SQLite format 3\x00"
INTERIOR, LEAF = 0x05, 0x0D  # of a table


def page_size(header: bytes) -> int:
    """The size of its pages; ValueError where the header is none."""
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    if not header.startswith(MAGIC) or size < 512 or size & (size - 1):
        raise ValueError("not a header")
    return size


def cut_short(path: Path) -> tuple[int, ...]:
    """How many pages a file has and how many it had, if its end is missing."""
    with path.open("rb") as file:
        header = file.read(HEADER)
    try:
        there = path.stat().st_size // page_size(header)
    except ValueError:
        return ()
    told = int.from_bytes(header[28:32], "big")
    sure = header[24:28] == header[92:96]  # else the number is not kept up to date
    return (there, told) if sure and there < told <= there * 20 else ()


def lend_schema(lender: Path, borrower: Path) -> None:
    """Write the lender's header and list of tables into the same pages of the borrower.

    ValueError where the lender itself cannot be understood. Both must have their tables at the
    same places, which the caller finds out by reading.
    """
    with lender.open("rb") as whole, borrower.open("r+b") as wreck:
        size = page_size(whole.read(HEADER))
        length = max(borrower.stat().st_size, size)
        for number, page in _schema_pages(whole, size):
            if number == 1:
                page = page[:28] + (length // size).to_bytes(4, "big") + bytes(8) + page[40:]
                # the size in the header counts only if these two agree
                page = page[:92] + page[24:28] + page[96:]
            wreck.seek((number - 1) * size)
            wreck.write(page)


def _schema_pages(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """The pages of the b-tree that begins at page 1, with their overflow."""
    waiting, done = [1], set[int]()
    while waiting:
        number = waiting.pop()
        if number in done:
            raise ValueError("a page in a loop")
        done.add(number)
        file.seek((number - 1) * size)
        page = file.read(size)
        yield number, page
        start = HEADER if number == 1 else 0
        if page[start] == INTERIOR:
            waiting.append(int.from_bytes(page[start + 8 : start + 12], "big"))
            for place in cells(page, start, 12):
                waiting.append(int.from_bytes(page[place : place + 4], "big"))
        elif page[start] == LEAF:
            for place in cells(page, start, 8):
                yield from _overflow(file, size, page, place)
        else:
            raise ValueError("not a page of a table")


def cells(page: bytes, start: int, head: int) -> Iterator[int]:
    """Where the cells of a page lie; those that its head says behind its end are left out."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for n in range(count):
        place = start + head + 2 * n
        if place + 2 <= len(page):
            yield int.from_bytes(page[place : place + 2], "big")


def _overflow(file: BinaryIO, size: int, page: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    length, place = varint(page, place)
    _, place = varint(page, place)
    local = local_part(length, size)
    if local == length:
        return
    number = int.from_bytes(page[place + local : place + local + 4], "big")
    while number:
        file.seek((number - 1) * size)
        content = file.read(size)
        yield number, content
        number = int.from_bytes(content[:4], "big")


def local_part(length: int, size: int) -> int:
    """How many bytes of a record of that length lie in its leaf itself."""
    if length <= size - 35:
        return length
    least = (size - 12) * 32 // 255 - 23
    most = least + (length - least) % (size - 4)
    return most if most <= size - 35 else least


def varint(page: bytes, place: int) -> tuple[int, int]:
    """A number of SQLite's own form, and the place behind it."""
    value = 0
    for n in range(9):
        byte = page[place + n]
        if n == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + n + 1
    raise ValueError("not a number")
