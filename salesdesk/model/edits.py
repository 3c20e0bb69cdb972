"""Two people change one record: what each changed, what clashes, and what both notes say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """Fields by what has to be done with them."""

    clashes: tuple[str, ...]  # both changed them, to different values
    theirs: tuple[str, ...]  # only others changed them
    yours: tuple[str, ...]  # only the person at the form changed them


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: spaces around it and an empty text are nothing."""
    return bool(_plain(one) == _plain(other))


def compare(before: Values, yours: Values, now: Values) -> Compared:
    """`yours` holds only the fields that were touched; `before` and `now` hold them all."""
    moved = [name for name in before if not same(before[name], now.get(name))]
    clashes = [n for n in yours if n in moved and not same(yours[n], now.get(n))]
    return Compared(
        tuple(clashes),
        tuple(n for n in moved if n not in yours),
        tuple(n for n in yours if n not in moved),
    )


def joined(theirs: Any, yours: Any) -> str:
    """Both notes, the one that was saved first above; a line of both is not said twice."""
    first, second = str(theirs or "").strip(), str(yours or "").strip()
    said = {line.strip() for line in first.splitlines()}
    more = "\n".join(n for n in second.splitlines() if n.strip() not in said or not n.strip())
    return f"{first}\n\n{more.strip()}" if first and more.strip() else first or second


@dataclass(frozen=True)
class Rows:
    """A list that two people changed: the rows together, and the cells that clash."""

    rows: list[Row]
    clashes: tuple[tuple[Any, str], ...]  # (key of the row, field)
    followed: tuple[tuple[Any, str], ...]  # cells that only others changed
    added: tuple[Any, ...]  # keys of rows that others added
    taken: tuple[Any, ...]  # keys of rows that others took away


def merge_rows(before: Sequence[Row], yours: Sequence[Row], now: Sequence[Row]) -> Rows:
    """Bring a list under work up to date with the file, cell by cell.

    A row's `key` says which it is; a new one has none. Where both changed a cell it keeps what
    was typed and is named as a clash. A row that others took away goes, unless it was changed
    here; one that was taken away here stays away.
    """
    held, stored = _by_key(before), _by_key(now)
    rows: list[Row] = []
    clashes: list[tuple[Any, str]] = []
    followed: list[tuple[Any, str]] = []
    taken: list[Any] = []
    for row in yours:
        key = row.get("key")
        if key not in held:  # made here, or without a key
            rows.append(row)
            continue
        mine = {n: v for n, v in row.items() if not same(v, held[key].get(n))}
        if key not in stored:
            if mine:
                rows.append(row)
            else:
                taken.append(key)
            continue
        found = compare(held[key], mine, stored[key])
        clashes += [(key, n) for n in found.clashes]
        followed += [(key, n) for n in found.theirs]
        rows.append({**stored[key], **mine})
    mine_keys = {row.get("key") for row in yours}
    added = [key for key in stored if key not in held and key not in mine_keys]
    if _keys(yours) == _keys(before):  # the order is theirs to say
        rows = _in_order(rows, _keys(now))
    for key in added:
        rows.insert(_place(rows, _keys(now), key), dict(stored[key]))
    return Rows(rows, tuple(clashes), tuple(followed), tuple(added), tuple(taken))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def _by_key(rows: Iterable[Row]) -> dict[Any, Row]:
    return {row["key"]: row for row in rows if row.get("key") is not None or "key" in row}


def _keys(rows: Iterable[Row]) -> list[Any]:
    return [row.get("key") for row in rows]


def _in_order(rows: list[Row], keys: list[Any]) -> list[Row]:
    place = {key: at for at, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place.get(row.get("key"), len(keys)))


def _place(rows: list[Row], keys: list[Any], key: Any) -> int:
    """After the row that stands before it in the file."""
    before = keys[: keys.index(key)]
    for at in range(len(rows), 0, -1):
        if rows[at - 1].get("key") in before:
            return at
    return 0
