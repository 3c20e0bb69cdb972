"""Search as you type: leads that hold every word somewhere, the newest first.

A word of three letters or more is found by its rarest trigrams in the index; the statement then
looks for it in the columns themselves, so the index only speeds up what a look at each lead
would find. Shorter words are looked for among the hits of longer ones; where there are none,
each must begin a word of the name, the organisation or the phone number.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salesdesk.model.lead_text import SEARCHED, digits
from salesdesk.model.text import fold
from salesdesk.queries import leads
from salesdesk.queries.lead_pages import Filter
from salesdesk.queries.leads import LeadRow
from salesdesk.store.database import Database

LIMIT = 50
BATCH = 500
#: A list this short is looked through itself where the index would give more to look at.
FEW = 1000
#: About as many leads stand on one page of the index.
PER_PAGE = 3700
#: Running through one more posting list pays up to this many times the shortest one.
WORTH = 8
MOST_PARTS = 4
_TOKEN = re.compile(r"[^\W_]+")
_STARTS = ("name", "organisation_name", "phone")


class Found(NamedTuple):
    """What a search shows; `more`: there may be more than this."""

    rows: list[LeadRow]
    more: bool


class Place(NamedTuple):
    """Where one searches. `among`: the keys of the view, where they are known anyway."""

    view: str = "all"
    narrowed: Filter = Filter()
    among: Sequence[int] | None = None

    @property
    def where(self) -> str:
        """The condition on a lead `l`."""
        return f"l.trashed_at is null and ({leads.VIEWS[self.view]}){self.narrowed.where}"


def words_of(text: str) -> list[str]:
    """The folded words that a search has to find; a phone number typed with gaps is one."""
    folded = fold(text.replace("\0", " ")).strip()
    if len(digits(folded)) >= 3 and not folded.strip("0123456789 +()-./"):
        return [digits(folded)]
    return folded.split()


def search(db: Database, text: str, view: str = "all", limit: int = LIMIT) -> list[LeadRow]:
    """Leads of a view that hold every word of `text`, the newest first, at most `limit`."""
    return leads.rows(db, keys(db, text, view, limit))


def keys(db: Database, text: str, view: str = "all", limit: int | None = LIMIT) -> list[int]:
    """Keys of the leads that `search` finds; all of them where `limit` is None."""
    return _keys(db, words_of(text), Place(view), limit)


def keys_in(db: Database, text: str, place: Place) -> list[int]:
    """Keys of all leads in a place that hold every word of `text`."""
    return _keys(db, words_of(text), place, None)


class Finder:
    """Searches one after the other on one connection; what one found narrows the next."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._known: tuple[str, Filter, int, list[str]] | None = None
        self._hits: list[int] = []

    def find(self, text: str, place: Place) -> Found:
        """The newest leads that hold every word."""
        words = words_of(text)
        version = self.db.version()
        if self._narrows(words, place, version):
            hits = list(_among(self.db, self._hits, words))
        else:
            hits = _keys(self.db, words, place, LIMIT + 1)
        rows = leads.rows(self.db, hits[:LIMIT])
        more = len(hits) > LIMIT
        known = not more and _long(words)
        self._known = (place.view, place.narrowed, version, words) if known else None
        self._hits = hits
        return Found(rows, more)

    def _narrows(self, words: list[str], place: Place, version: int) -> bool:
        """Whether the last search found all there was and this one can only find less."""
        if self._known is None or self._known[:3] != (place.view, place.narrowed, version):
            return False
        return all(any(old in new for new in words) for old in self._known[3])


def _keys(db: Database, words: list[str], place: Place, limit: int | None) -> list[int]:
    if not words:
        return []
    if not _long(words):
        return _starting(db, words, place, limit)
    parts = _sized(db, {part for word in words for part in _trigrams(word)})
    fewest = max(parts[0][0], 2)
    if place.among is not None and len(place.among) <= min(FEW, fewest * PER_PAGE):
        found = list(_among(db, sorted(place.among, reverse=True), words))
        return found if limit is None else found[:limit]
    used = [part for pages, part in parts[:MOST_PARTS] if pages <= fewest * WORTH]
    held, params = _held(words)
    hits = db.rows(
        "select s.rowid from lead_search s cross join lead l on l.id = s.rowid "
        f"where s.lead_search match :match and {place.where} and {held} "
        "order by s.rowid desc limit :limit",
        {
            **_params(db, place),
            **params,
            "match": " AND ".join(_quoted(part) for part in used),
            "limit": -1 if limit is None else limit,
        },
    )
    return [int(key) for (key,) in hits]


def _long(words: list[str]) -> bool:
    return any(len(word) >= 3 for word in words)


def _trigrams(word: str) -> set[str]:
    return {word[i : i + 3] for i in range(len(word) - 2)}


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'


def _params(db: Database, place: Place) -> dict[str, object]:
    return leads.named(place.where, {**leads.params(db), **place.narrowed.params})


def _held(words: list[str]) -> tuple[str, dict[str, str]]:
    """The condition that a lead holds every word. `fold` has all that is not plain ASCII."""
    columns = (*SEARCHED, "fold")
    parts, params = [], {}
    for number, word in enumerate(words):
        params[f"word{number}"] = "%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"
        likes = (f"l.{name} like :word{number} escape '\\'" for name in columns)
        parts.append(f"({' or '.join(likes)})")
    return " and ".join(parts), params


def _among(db: Database, among: Sequence[int], words: list[str]) -> Iterator[int]:
    """Those of some leads of the place that hold every word; the newest come first."""
    held, params = _held(words)
    for start in range(0, len(among), BATCH):
        marks = ", ".join(str(key) for key in among[start : start + BATCH])  # our own numbers
        found = db.rows(
            f"select l.id from lead l where l.id in ({marks}) and l.trashed_at is null "
            f"and {held} order by l.id desc",
            params,
        )
        yield from (int(key) for (key,) in found)


# -- one or two letters -----------------------------------------------------------------------


def _starting(db: Database, words: list[str], place: Place, limit: int | None) -> list[int]:
    tokens = [token for word in words for token in _TOKEN.findall(word)]
    if not tokens:
        return []
    names = ", ".join(f"l.{name}" for name in ("id", "fold", *_STARTS))
    params = _params(db, place)
    # a file of version 1 that may not be written has no such index
    indexed = bool(db.value("select 1 from sqlite_master where name = 'lead_start'"))
    source, by = "lead l where", "l.id"
    if place.among is not None and len(place.among) <= FEW:
        source = f"lead l where l.id in ({', '.join(map(str, place.among))}) and"
    elif indexed:
        params["match"] = " AND ".join(_quoted(token) + "*" for token in tokens)
        source = "lead_start s cross join lead l on l.id = s.rowid where s.lead_start match :match"
        source, by = f"{source} and", "s.rowid"
    cursor = db.execute(f"select {names} from {source} {place.where} order by {by} desc", params)
    found: list[int] = []
    try:
        for key, folded, *values in cursor:
            # what is plain ASCII stands in the index as it is; `fold` holds other columns too
            if (by == "s.rowid" and folded is None) or _begins(values, tokens):
                found.append(int(key))
                if len(found) == limit:
                    break
    finally:
        cursor.close()
    return found


def _begins(values: list[object], tokens: list[str]) -> bool:
    texts = [fold(str(value or "")) for value in values]
    begun = _TOKEN.findall(" ".join([*texts, digits(values[-1])]))
    return all(any(word.startswith(token) for word in begun) for token in tokens)


# -- what the index knows of its own size -----------------------------------------------------


def _sized(db: Database, parts: set[str]) -> list[tuple[int, str]]:
    """Trigrams with how many pages of the index their leads fill, the rarest first.

    The table of contents of each segment has the first term of every page.
    """
    found = db.rows(
        "with recursive segment (id) as (select min(segid) from lead_search_idx union all "
        "select (select min(segid) from lead_search_idx where segid > id) from segment "
        "where id is not null) "
        "select sum(coalesce("
        "(select pgno >> 1 from lead_search_idx where segid = id and term > mark "
        "order by term limit 1) - "
        "(select pgno >> 1 from lead_search_idx where segid = id and term <= mark "
        "order by term desc limit 1), 0)), value "
        "from (select value, cast('0' || value as blob) as mark from json_each(?)) "
        "cross join segment where id is not null group by value",
        (json.dumps(sorted(parts)),),
    )
    sizes = {str(part): int(pages) for pages, part in found}
    return sorted((sizes.get(part, 0), part) for part in parts)
