"""Changes on their way from one copy of a file to another: read out of a journal, and checked."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from salesdesk.errors import UserError
from salesdesk.store.schema import RECORDS
from salesdesk.store.triggers import BOOKKEEPING, columns_of

SEAT_BITS = 32
LAST_COUNTER = (1 << SEAT_BITS) - 1
#: No copy comes near either: who took in more could not count on from there.
MOST_KEYS, LATEST_CLOCK = 1 << 31, 1 << 62
#: table, key of the row, op, fields before, fields after (both JSON text)
Entry = tuple[str, int, str, str | None, str | None]


@dataclass(frozen=True)
class Shipment:
    """One change with its entries, as it is in every copy of the file."""

    id: int
    clock: int
    person_id: int | None
    at: str
    words: str
    kind: str
    target: int | None
    detail: str | None
    counter: int
    previous: int  # the change before it of the same seat; 0 for the first
    seen: Mapping[int, int]  # the newest change of each other seat that its author had
    entries: tuple[Entry, ...]

    @property
    def seat(self) -> int:
        """Whose copy it was made in."""
        return self.id >> SEAT_BITS


def known(connection: sqlite3.Connection) -> dict[int, int]:
    """How much of each seat's changes is in the file: its newest change that is all here."""
    found = connection.execute(
        "select s.id, (select c.id from change c where c.id between s.id << 32 and "
        "(s.id << 32) + 4294967295 and c.arriving is null order by c.id desc limit 1) from seat s"
    )
    return {int(seat): int(newest) for seat, newest in found if newest}


def after(connection: sqlite3.Connection, has: Mapping[int, int]) -> Iterator[Shipment]:
    """The changes that a copy which knows `has` lacks, in an order that it can take them in."""
    first = None
    for seat, newest in known(connection).items():
        found = connection.execute(
            "select min(first_entry) from change where id > ? and id <= ?",
            (max(has.get(seat, 0), seat << SEAT_BITS), newest),
        ).fetchone()[0]
        first = found if first is None else min(first, found if found is not None else first)
    if first is None:
        return
    yield from _from(connection, first, has)


def _from(connection: sqlite3.Connection, first: int, has: Mapping[int, int]) -> Iterator[Shipment]:
    latest = _vector_before(connection, first)
    rows = connection.execute(
        "select id, clock, person_id, at, words, kind, target, detail, counter, seat, seen, "
        "first_entry, last_entry from change where first_entry >= ? and id <> 0 "
        "and arriving is null order by first_entry, id",
        (first,),
    ).fetchall()
    for key, clock, person, at, words, kind, target, detail, counter, seat, seen, low, high in rows:
        if key > has.get(seat, 0):
            vector = json.loads(seen) if seen else latest
            yield Shipment(
                *(key, clock, person, at, words, kind, target, detail, counter),
                latest.get(seat, 0),
                {int(s): newest for s, newest in vector.items() if int(s) != seat},
                tuple(_entries(connection, key, low, high)),
            )
        latest[seat] = max(key, latest.get(seat, 0))


def _vector_before(connection: sqlite3.Connection, first: int) -> dict[int, int]:
    found = connection.execute(
        "select s.id, (select c.id from change c where c.id between s.id << 32 and "
        "(s.id << 32) + 4294967295 and c.first_entry < ? order by c.id desc limit 1) from seat s",
        (first,),
    )
    return {int(seat): int(newest) for seat, newest in found if newest}


def _entries(
    connection: sqlite3.Connection, change_id: int, low: int, high: int
) -> Iterator[Entry]:
    yield from connection.execute(
        "select table_name, row_id, op, before, after from entry where id between ? and ? "
        "and change_id = ? order by id",
        (low, high, change_id),
    )


def to_line(shipment: Shipment) -> str:
    """One line of JSON, without line breaks."""
    parts = list(vars(shipment).values())
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Shipment:
    """The change of one line; ValueError if it is none, whatever is in it."""
    try:
        parts = json.loads(line)
    except RecursionError as error:
        raise ValueError("not a change") from error
    if not isinstance(parts, list) or len(parts) != 12:
        raise ValueError("not a change")
    *plain, seen, entries = parts
    numbers, words = (plain[0], plain[1], plain[8], plain[9]), (plain[3], plain[4], plain[5])
    if not all(_is_number(n) and n >= 0 for n in numbers) or not all(_is_text(w) for w in words):
        raise ValueError("not a change")
    if not all(n is None or _is_number(n) for n in (plain[2], plain[6])):
        raise ValueError("not a change")
    if not (plain[7] is None or _is_text(plain[7])) or not isinstance(seen, dict):
        raise ValueError("not a change")
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise ValueError("not an entry")
    plain += [{_seat(s): n for s, n in seen.items()}, tuple(tuple(entry) for entry in entries)]
    if not all(_is_number(newest) for newest in seen.values()):
        raise ValueError("not a change")
    return Shipment(*plain)


def _seat(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError("not a seat")
    return int(text)


def _is_number(value: object) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _is_text(value: object) -> bool:
    """True for text that can be written: half of a pair of surrogates cannot."""
    if type(value) is not str:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 5
        and _is_text(entry[0])
        and _is_number(entry[1])
        and _is_text(entry[2])
        and all(side is None or _is_text(side) for side in entry[3:])
    )


def are_fields(text: object, columns: Collection[str]) -> bool:
    """True for a JSON object of values for some of these columns, or for nothing."""
    if text is None:
        return True
    try:
        return columns_in(text).issubset(columns)
    except ValueError:
        return False


def columns_in(text: object) -> set[str]:
    """The columns of a JSON object of plain values; ValueError if it is anything else."""
    try:
        fields = json.loads(text) if isinstance(text, str) else None
    except RecursionError as error:
        raise ValueError("not a record") from error
    if not isinstance(fields, dict) or not all(
        value is None or _is_number(value) or _is_text(value) for value in fields.values()
    ):
        raise ValueError("not a record")
    return set(fields)


class Unknown(UserError):
    """A change speaks of a table or a field that this version of the program does not know."""


def check(connection: sqlite3.Connection, shipment: Shipment) -> None:
    """Raise Unknown, or ValueError for what no version writes."""
    if shipment.seat <= 0 or shipment.id & LAST_COUNTER == 0:
        raise ValueError("a change of no seat")
    if not shipment.id & LAST_COUNTER <= shipment.counter < MOST_KEYS:
        raise ValueError("a change that counts wrongly")
    if shipment.clock >= LATEST_CLOCK:
        raise ValueError("a change of no time")
    if shipment.kind not in ("do", "undo", "redo", "outside"):
        raise _newer()
    columns: dict[str, set[str]] = {}
    for table, key, op, before, after_ in shipment.entries:
        if table not in RECORDS:
            raise _newer()
        if not _is_number(key) or op not in ("i", "u", "d"):
            raise ValueError("not an entry")
        if table not in columns:
            columns[table] = set(columns_of(connection, table)) - BOOKKEEPING
        for text in (before, after_):
            if text is not None and not columns_in(text) <= columns[table]:
                raise _newer()
        if (after_ is None) != (op == "d") or (before is None) != (op == "i"):
            raise ValueError("not an entry")


def _newer() -> Unknown:
    return Unknown(
        "A colleague's SalesDesk is newer and writes what this one does not know.",
        "Update SalesDesk on this computer; the changes wait and nothing is lost.",
    )
