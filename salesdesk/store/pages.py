"""The pages of a file as bytes: what lies where, and a list of tables lent to another file."""

import os
from collections.abc import Iterator
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


def usable_size(header: bytes) -> int:
    """How much of each page is used: a locked file keeps the end of each for its checksum."""
    return page_size(header) - header[20]


def count(file: BinaryIO, size: int) -> int:
    """How many whole pages a file has."""
    return file.seek(0, os.SEEK_END) // size


def cut_short(file: BinaryIO) -> tuple[int, ...]:
    """How many pages a file has and how many it had, if its end is missing."""
    file.seek(0)
    header = file.read(HEADER)
    try:
        there = count(file, page_size(header))
    except ValueError:
        return ()
    told = int.from_bytes(header[28:32], "big")
    sure = header[24:28] == header[92:96]  # else the number is not kept up to date
    return (there, told) if sure and there < told <= there * 20 else ()


def lend_schema(lender: BinaryIO, borrower: BinaryIO) -> None:
    """Give the borrower the lender's header and list of tables, behind all that it has itself.

    ValueError where the lender itself cannot be understood. Both must have their tables at the
    same places, which the caller finds out by reading.
    """
    lender.seek(0)
    size = page_size(lender.read(HEADER))
    found = list(_schema_pages(lender, size))
    # behind where its tables may be, too: none of them may begin on a page that is lent
    behind = max(-(-borrower.seek(0, os.SEEK_END) // size), count(lender, size))
    places = {number: behind + n for n, (number, *_) in enumerate(found)} | {1: 1}
    for number, page, pointers in found:
        for at in pointers:
            page[at : at + 4] = places[_number(page, at)].to_bytes(4, "big")
        if number == 1:
            page[28:40] = (behind + len(found) - 1).to_bytes(4, "big") + bytes(8)
            page[92:96] = page[24:28]  # the size in the header counts only if these two agree
        borrower.seek((places[number] - 1) * size)
        borrower.write(page)


def _schema_pages(file: BinaryIO, size: int) -> Iterator[tuple[int, bytearray, list[int]]]:
    """The pages of the b-tree that begins at page 1, and where they speak of each other."""
    file.seek(0)
    usable = usable_size(file.read(HEADER))
    waiting, done = [(1, True)], set[int]()
    while waiting:
        number, of_tree = waiting.pop()
        if number in done:
            raise ValueError("a page in a loop")
        done.add(number)
        file.seek((number - 1) * size)
        page = bytearray(file.read(size))
        start = HEADER if number == 1 else 0
        if not of_tree:
            pointers = [0] if _number(page, 0) else []
        elif page[start] == INTERIOR:
            pointers = [start + 8, *cells(page, start, 12)]
        elif page[start] == LEAF:
            pointers = [at for place in cells(page, start, 8) for at in _rest(page, place, usable)]
        else:
            raise ValueError("not a page of a table")
        waiting += [(_number(page, at), of_tree and page[start] == INTERIOR) for at in pointers]
        yield number, page, pointers


def _number(page: bytes | bytearray, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")


def cells(page: bytes | bytearray, start: int, head: int) -> Iterator[int]:
    """Where the cells of a page lie; those that its head says behind its end are left out."""
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for n in range(count):
        place = start + head + 2 * n
        if place + 2 <= len(page):
            yield int.from_bytes(page[place : place + 2], "big")


def _rest(page: bytes | bytearray, place: int, usable: int) -> Iterator[int]:
    """Where a row that is too long for its leaf says which page goes on with it."""
    length, place = varint(page, place)
    _, place = varint(page, place)
    local = local_part(length, usable)
    if local < length:
        yield place + local


def local_part(length: int, usable: int) -> int:
    """How many bytes of a record of that length lie in its leaf itself."""
    if length <= usable - 35:
        return length
    least = (usable - 12) * 32 // 255 - 23
    most = least + (length - least) % (usable - 4)
    return most if most <= usable - 35 else least


def varint(page: bytes | bytearray, place: int) -> tuple[int, int]:
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
