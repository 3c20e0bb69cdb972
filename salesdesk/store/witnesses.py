"""Values that were read without complaint but differ from what the journal says of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from salesdesk.model.merges import merge
from salesdesk.store.donors import Donor, Fields
from salesdesk.store.events import events_of

CHUNK = 500
#: They follow from other fields.
FOLLOWS = frozenset({"id", "fold"})


@dataclass(frozen=True)
class Doubt:
    """One value of which the file says two things."""

    table: str
    key: int
    field: str
    read: object
    told: object


def hear(
    connection: sqlite3.Connection, table: str, keys: Iterable[int], donors: Sequence[Donor]
) -> tuple[int, list[Doubt]]:
    """Set right what a backup bears witness to; how many values, and the doubts that stay.

    A flipped bit is in the row or in the journal. Where the newest backup that has the row says
    the same as the journal, the row is wrong; where it says the same as the row, it is right.
    """
    mended, doubts, waiting = 0, list[Doubt](), sorted(keys)
    for start in range(0, len(waiting), CHUNK):
        for doubt in _doubts(connection, table, waiting[start : start + CHUNK]):
            witness = _witness(donors, doubt)
            if witness is not None and witness.get(doubt.field) == doubt.told:
                if _set_right(connection, doubt):
                    mended += 1
            elif witness is None or witness.get(doubt.field) != doubt.read:
                doubts.append(doubt)
    return mended, doubts


def _doubts(connection: sqlite3.Connection, table: str, keys: list[int]) -> Iterator[Doubt]:
    events = events_of(connection, [(table, key) for key in keys])
    for (_, key), found in events.items():
        merged = merge(found)
        if not (merged.whole and merged.exists and merged.fields.get("id") == key):
            continue
        cursor = connection.execute(f"select * from {table} where id = ?", (key,))
        names, row = [d[0] for d in cursor.description], cursor.fetchone()
        current: Fields = dict(zip(names, row or (), strict=False))
        for name, value in merged.fields.items():
            if name in current and name not in FOLLOWS and current[name] != value:
                yield Doubt(table, key, name, current[name], value)


def _witness(donors: Sequence[Donor], doubt: Doubt) -> Fields | None:
    for donor in donors:
        for row in donor.rows(doubt.table, [doubt.key]):
            return row
    return None


def _set_right(connection: sqlite3.Connection, doubt: Doubt) -> bool:
    try:
        connection.execute(
            f"update {doubt.table} set {doubt.field} = ? where id = ?", (doubt.told, doubt.key)
        )
    except sqlite3.Error:
        return False
    return True
