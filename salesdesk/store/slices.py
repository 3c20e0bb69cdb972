"""A change that is too large for one transaction, such as an import, comes in by slices.

Nobody waits longer than for one slice, and whoever dies between two goes on where they were. Until
the last slice the change is not `known`: it is passed on to nobody and nothing that builds on it
is taken in. All entries about one record come in one slice, after those that it refers to.

What people here do meanwhile must say truly whether it knew the change. First come the records
that are here already, and who writes meanwhile did not know of it: at worst a difference is asked
about that was seen. Then, at once, those of them that refer to new records. From then on all that
can be seen here is as the change has it, and who writes did know it; the new records follow.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from salesdesk.store.events import Row
from salesdesk.store.references import REFERENCES, parents_in
from salesdesk.store.shipments import LAST_COUNTER, SEAT_BITS, Entry, Shipment, known

AT_ONCE = 2000  # entries in one transaction
#: What `change.arriving` says; it is null in a change that is all here.
UNKNOWN, KNOWN = 1, 2
Links = Mapping[Row, Collection[Row]]
_PARENTS = sorted({parent for columns in REFERENCES.values() for parent in columns.values()})


def cut(connection: sqlite3.Connection, change: Shipment) -> list[tuple[int | None, Shipment]]:
    """What is not here yet of a change, as slices in order: what is to be noted, and the slice."""
    rows: dict[Row, list[Entry]] = {}
    for entry in rest(connection, change).entries:
        rows.setdefault((entry[0], entry[1]), []).append(entry)
    new = _new(connection, change, rows)
    gone = {row: entries for row, entries in rows.items() if entries[-1][2] == "d"}
    up = {row: _refers_to(entries) & rows.keys() for row, entries in rows.items()}
    linked = _leading_to(new, up) - new.keys() - gone.keys()
    old = [row for row in rows if row not in new and row not in gone and row not in linked]
    down: dict[Row, list[Row]] = {}
    for row in gone:
        for parent in up[row] & gone.keys():
            down.setdefault(parent, []).append(row)
    done: set[Row] = set()
    parts = [(UNKNOWN, part) for part in _packed(_units(old, up, done), rows)]
    bridge = [row for unit in _units(linked, up, done) for row in unit]
    parts += [(KNOWN, bridge)] if bridge else []
    parts += [(KNOWN, part) for part in _packed(_units(gone, down, done), rows)]
    parts += [(KNOWN, part) for part in _packed(_units(new, up, done), rows)]
    place = {row: number for number, row in enumerate(rows)}
    slices: list[tuple[int | None, Shipment]] = []
    for state, part in parts:
        entries = tuple(e for row in sorted(part, key=place.__getitem__) for e in rows[row])
        slices.append((state, replace(change, entries=entries)))
    last = slices.pop()[1] if slices else replace(change, entries=())
    return [*slices, (None, last)]


def rest(connection: sqlite3.Connection, change: Shipment) -> Shipment:
    """The change without what came with earlier slices."""
    here = set(
        connection.execute(
            "select e.table_name, e.row_id from change c join entry e on e.id between "
            "c.first_entry and c.last_entry and e.change_id = c.id where c.id = ?",
            (change.id,),
        )
    )
    if not here:
        return change
    return replace(change, entries=tuple(e for e in change.entries if e[:2] not in here))


def _new(
    connection: sqlite3.Connection, change: Shipment, rows: Mapping[Row, list[Entry]]
) -> dict[Row, list[Entry]]:
    """The records whose keys were drawn with the change itself: nobody here can know them."""
    found = connection.execute(
        "select counter from change where id = ?", (change.previous,)
    ).fetchone()
    before = 0 if found is None else int(found[0])
    return {
        row: entries
        for row, entries in rows.items()
        if row[1] >> SEAT_BITS == change.seat
        and row[1] & LAST_COUNTER > before
        and entries[0][2] == "i"
        and entries[-1][2] != "d"
    }


def _refers_to(entries: Iterable[Entry]) -> set[Row]:
    found: set[Row] = set()
    for table, _, op, before, after in entries:
        if REFERENCES[table]:
            found.update(parents_in(table, json.loads((before if op == "d" else after) or "{}")))
    return found


def _leading_to(ends: Iterable[Row], up: Links) -> set[Row]:
    """The rows that refer to one of `ends`, or to one that does."""
    down: dict[Row, list[Row]] = {}
    for row, parents in up.items():
        for parent in parents:
            down.setdefault(parent, []).append(row)
    found, todo = set[Row](), list(ends)
    while todo:
        more = [row for row in down.get(todo.pop(), ()) if row not in found]
        found.update(more)
        todo += more
    return found


def _units(rows: Iterable[Row], links: Links, done: set[Row]) -> Iterator[list[Row]]:
    """Each row with all that must come before it or with it, as far as that is not `done`."""
    for row in rows:
        unit, todo = list[Row](), [row]
        while todo:
            one = todo.pop()
            if one not in done:
                done.add(one)
                unit.append(one)
                todo += links.get(one, ())
        if unit:
            yield unit


def _packed(units: Iterable[list[Row]], rows: Mapping[Row, list[Entry]]) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for unit in units:
        part += unit
        size += sum(len(rows[row]) for row in unit)
        if size >= AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def knowledge(connection: sqlite3.Connection, first: int) -> str | None:
    """What the author of a change that begins with entry `first` knows, while one is arriving.

    None on any other day: then it is all that is here. What is deleted meanwhile is deleted
    without knowledge of new records on their way that refer to it; so they bring it back.
    """
    arriving = connection.execute(
        "select id, arriving from change where arriving is not null"
    ).fetchall()
    if not arriving:
        return None
    deleting = connection.execute(
        "select 1 from entry where id >= ? and op = 'd' and table_name in "
        "(select value from json_each(?)) limit 1",
        (first, json.dumps(_PARENTS)),
    ).fetchone()
    seen = known(connection)
    for change, state in arriving:
        if state == KNOWN and not deleting:
            seen[change >> SEAT_BITS] = change
    return json.dumps({str(seat): newest for seat, newest in seen.items()})


def reached(connection: sqlite3.Connection, change: int) -> int | None:
    """The last entry that is here of a change that is arriving; None for any other change."""
    found = connection.execute(
        "select last_entry from change where id = ? and arriving is not null", (change,)
    ).fetchone()
    return None if found is None else int(found[0])
