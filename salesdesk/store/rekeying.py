"""Changes that were made under keys which another has used: the same changes, under a new seat."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from salesdesk.store.shipments import LAST_COUNTER, SEAT_BITS, Shipment


def rekeyed(
    changes: Iterable[Shipment], old: int, after: int, counter: int, new: int
) -> Iterator[Shipment]:
    """The changes, in order, with every key that `old` drew behind `counter` drawn by `new`.

    `after` is the last change of the old seat that everybody knows: they build on it.
    """

    def key(value: Any) -> Any:
        mine = type(value) is int and value >> SEAT_BITS == old and value & LAST_COUNTER > counter
        return new << SEAT_BITS | value & LAST_COUNTER if mine else value

    def fields(text: str | None) -> str | None:
        if text is None:
            return None
        found = {name: key(value) for name, value in json.loads(text).items()}
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    previous = 0
    for change in changes:
        entries = tuple(
            (table, key(row), op, fields(before), fields(made))
            for table, row, op, before, made in change.entries
        )
        made = replace(
            change,
            id=key(change.id),
            person_id=key(change.person_id),
            target=key(change.target),
            seen={**change.seen, old: after} if after else change.seen,
            entries=entries,
        )
        if made.seat == new:
            made, previous = replace(made, previous=previous), made.id
        yield made
