"""Any stretch of a list of leads, however long it is, without reading what comes before.

Where an index serves view and order, every 4,096th key is remembered as an anchor, and a page
is read from the anchor before it. Where none does, the keys are read once, as whole numbers.
"""

from array import array
from typing import Any, NamedTuple

from salesdesk.queries import leads
from salesdesk.queries.leads import LeadRow
from salesdesk.queries.waiting import is_big as is_big
from salesdesk.store.database import Database

EVERY = 4096
LISTS_KEPT = 4
#: order -> its column and direction; the key makes it unambiguous.
ORDERS: dict[str, tuple[str, str]] = {
    "oldest": ("received_at", "asc"),
    "newest": ("received_at", "desc"),
    "score": ("score", "desc"),
    "name": ("name_key", "asc"),
}
#: Views of one status: the index by status serves them in order of arrival.
_ONE_STATUS = {"nurture", "handed_over", "disqualified"}
#: So many leads are selected at once and have one thing done to them: a second of work.
AT_ONCE = 5_000


class Filter(NamedTuple):
    """What narrows a view; None leaves it alone."""

    campaign_id: int | None = None
    channel_id: int | None = None
    owner_id: int | None = None
    min_score: int | None = None
    unread: bool = False

    @property
    def where(self) -> str:
        """The condition, with the values of `params`."""
        parts = [
            f"l.{name} = :{name}"
            for name in ("campaign_id", "channel_id", "owner_id")
            if getattr(self, name) is not None
        ]
        if self.min_score is not None:
            parts.append("l.score >= :min_score")
        if self.unread:
            parts.append("l.read_at is null")
        return "".join(f" and {part}" for part in parts)

    @property
    def params(self) -> dict[str, int]:
        """The values that `where` asks for."""
        names = ("campaign_id", "channel_id", "owner_id", "min_score")
        held = {name: getattr(self, name) for name in names}
        return {name: value for name, value in held.items() if value is not None}


class Pages:
    """One view in one order. Holds keys only; a page of rows is read when it is asked for."""

    def __init__(self, view: str, order: str, narrowed: Filter | None = None) -> None:
        self.view = view
        self.order = order
        self.named = (view, order, narrowed or Filter())
        self._narrowed = narrowed or Filter()
        self._where = leads.VIEWS[view] + self._narrowed.where
        self._column, self._way = ORDERS[order]
        self._anchors: list[tuple[Any, int]] | None = [] if self._served() else None
        self._keys = array("q")
        self.total: int | None = None

    def prepare(self, db: Database) -> int:
        """Count the rows and lay the anchors, or read the keys; how many rows there are.

        On a big file this takes a moment: call it on a worker.
        """
        if self._anchors is None:
            hint = leads.HINTS.get(self.view, "")
            sql = f"select l.id from lead l where {hint}{self._all()} order by {self._by()}"
            self._keys = array("q", (key for (key,) in db.execute(sql, self._params(db))))
            self.total = len(self._keys)
        else:
            self.total = self._lay(db)
        return self.total

    def fetch(self, db: Database, offset: int, limit: int) -> list[LeadRow]:
        """Rows `offset` to `offset + limit` of the list."""
        return leads.rows(db, self.keys(db, offset, limit))

    def keys(self, db: Database, offset: int, limit: int) -> list[int]:
        """Keys of the rows `offset` to `offset + limit` of the list."""
        if self.total is None:
            self.prepare(db)
        if self._anchors is None:
            return list(self._keys[offset : offset + limit])
        place, rest = divmod(offset, EVERY)
        if place >= len(self._anchors):
            return []
        found = self._after(db, self._anchors[place], limit, rest)
        return [int(key) for _, key in found]

    def place_of(self, db: Database, key: int) -> int | None:
        """At which row of the list a lead stands; None if it is not in it."""
        if self.total is None:
            self.prepare(db)
        if self._anchors is None:
            try:
                return self._keys.index(key)
            except ValueError:
                return None
        found = db.row(
            f"select l.{self._column} from lead l where {self._all()} and l.id = :key",
            {**self._params(db), "key": key},
        )
        if found is None:
            return None
        mark = (found[0], key)
        sign = 1 if self._way == "asc" else -1
        place = 0
        while place + 1 < len(self._anchors) and _not_after(self._anchors[place + 1], mark, sign):
            place += 1
        near = self._after(db, self._anchors[place], EVERY, 0)
        for step, (_, other) in enumerate(near):
            if other == key:
                return place * EVERY + step
        return None

    def count_until(self, db: Database, moment: str) -> int:
        """How many leads of a list in order of age came in up to a moment; few looks suffice."""
        low, high = 0, self.total or 0
        while low < high:
            middle = (low + high) // 2
            found = self.keys(db, middle, 1)
            came = db.value("select received_at from lead where id = ?", found) if found else None
            if came is not None and came <= moment:
                low = middle + 1
            else:
                high = middle
        return low

    @property
    def known(self) -> "array[int] | None":
        """The keys of the list, where they were read."""
        return self._keys if self._anchors is None else None

    @property
    def served(self) -> bool:
        """Whether an index serves this list, so that its beginning is there at once."""
        return self._anchors is not None

    def first(self, db: Database, limit: int) -> list[LeadRow]:
        """The beginning of the list, before anything is prepared."""
        found = db.rows(
            f"select l.id from lead l where {self._all()} order by {self._by()} limit :limit",
            {**self._params(db), "limit": limit},
        )
        return leads.rows(db, [int(key) for (key,) in found])

    def _served(self) -> bool:
        if self._narrowed != Filter():
            return False
        if self.view == "all":
            return True
        return self.view in _ONE_STATUS and self._column == "received_at"

    def _all(self) -> str:
        return f"l.trashed_at is null and {self._where}"

    def _by(self) -> str:
        return f"l.{self._column} {self._way}, l.id {self._way}"

    def _params(self, db: Database) -> dict[str, Any]:
        return leads.named(self._where, {**leads.params(db), **self._narrowed.params})

    def _lay(self, db: Database) -> int:
        """Hop from anchor to anchor inside the index; nothing but the anchors is read."""
        self._anchors = anchors = []
        found = self._from(db, "", {}, 1, 0)
        while found:
            anchors.append((found[0][0], int(found[0][1])))
            found = self._after(db, anchors[-1], 1, EVERY)
        if not anchors:
            return 0
        rest = self._after(db, anchors[-1], EVERY, 0)
        return (len(anchors) - 1) * EVERY + len(rest)

    def _after(
        self, db: Database, anchor: tuple[Any, int], limit: int, offset: int
    ) -> list[tuple[Any, ...]]:
        """Rows from an anchor on: those of its own mark, then those of the marks behind it.

        As one comparison of pairs, every row passed over would be compared: twice as slow, and
        where thousands share a mark, all of them would be read for each page.
        """
        sign = ">" if self._way == "asc" else "<"
        mark = {"mark": anchor[0], "mark_id": anchor[1]}
        same = f"and l.{self._column} = :mark and l.id {sign}= :mark_id"
        found = self._from(db, same, mark, limit, offset)
        if len(found) == limit:
            return found
        if not found and offset:
            sql = f"select count(*) from lead l where {self._all()} {same}"
            offset -= int(db.value(sql, {**self._params(db), **mark}))
        else:
            offset = 0
        behind = f"and l.{self._column} {sign} :mark"
        return found + self._from(db, behind, mark, limit - len(found), offset)

    def _from(
        self, db: Database, bound: str, mark: dict[str, Any], limit: int, offset: int
    ) -> list[tuple[Any, ...]]:
        wanted = {**self._params(db), **mark, "limit": limit, "offset": offset}
        sql = (
            f"select l.{self._column}, l.id from lead l where {self._all()} {bound} "
            f"order by {self._by()} limit :limit offset :offset"
        )
        return db.rows(sql, leads.named(sql, wanted))


class Laid:
    """Lists that one connection has prepared; each stays until the file changes."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Any, ...], Pages] = {}
        self._version: tuple[Database, int] | None = None

    def prepared(self, db: Database, pages: Pages) -> Pages:
        """`pages` ready to be read, or the same list from an earlier time."""
        version = (db, db.version())
        if version != self._version:
            self._lists.clear()
            self._version = version
        key = (*pages.named, *leads.params(db).values())
        if key not in self._lists:
            pages.prepare(db)
            if len(self._lists) >= LISTS_KEPT:
                self._lists.pop(next(iter(self._lists)))
            self._lists[key] = pages
        return self._lists[key]


def _not_after(anchor: tuple[Any, int], mark: tuple[Any, int], sign: int) -> bool:
    return anchor <= mark if sign == 1 else anchor >= mark
