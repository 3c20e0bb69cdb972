"""Search as you type: leads that hold every word somewhere, the newest first.

A word of three letters or more is found as the AND of its trigrams in the index; every hit is
then checked on its folded text, so the index only speeds up what a look at each lead would
find. Shorter words are looked for among the hits of longer ones; where there are none, the name
must begin with the longest of them and have a word that begins with each other one.
"""

from collections.abc import Iterator

from salesdesk.model.lead_text import SEARCHED, digits, haystack
from salesdesk.model.text import fold
from salesdesk.queries import leads
from salesdesk.queries.leads import LeadRow
from salesdesk.store.database import Database

LIMIT = 50
BATCH = 200
_HIGH = chr(0x10FFFF)


def words_of(text: str) -> list[str]:
    """The folded words that a search has to find; a phone number typed with gaps is one."""
    folded = fold(text).strip()
    if len(digits(folded)) >= 3 and not folded.strip("0123456789 +()-./"):
        return [digits(folded)]
    return folded.split()


def search(db: Database, text: str, view: str = "all", limit: int = LIMIT) -> list[LeadRow]:
    """Leads of a view that hold every word of `text`, the newest first, at most `limit`."""
    return leads.rows(db, keys(db, text, view, limit))


def keys(db: Database, text: str, view: str = "all", limit: int | None = LIMIT) -> list[int]:
    """Keys of the leads that `search` finds; all of them where `limit` is None."""
    words = words_of(text)
    if not words:
        return []
    wanted = limit if limit is not None else 1 << 62
    found: list[int] = []
    for batch in _candidates(db, words):
        found += _checked(db, batch, words, view)
        if len(found) >= wanted:
            return found[:wanted]
    return found


def _candidates(db: Database, words: list[str]) -> Iterator[list[int]]:
    """Keys that may fit, the newest first, read only as far as they are asked for."""
    long = [word for word in words if len(word) >= 3]
    if long:
        matched = " AND ".join(part for word in long for part in _trigrams(word))
        hits = db.execute(
            "select rowid from lead_search where lead_search match ? order by rowid desc",
            (matched,),
        )
    else:
        first = max(words, key=len)
        hits = db.execute(
            "select id from lead where name_key >= ? and name_key < ? and trashed_at is null "
            "order by id desc",
            (first, first + _HIGH),
        )
    while batch := hits.fetchmany(BATCH):
        yield [int(key) for (key,) in batch]


def _trigrams(word: str) -> list[str]:
    parts = {word[i : i + 3] for i in range(len(word) - 2)}
    return ['"' + part.replace('"', '""') + '"' for part in sorted(parts)]


def _checked(db: Database, batch: list[int], words: list[str], view: str) -> list[int]:
    where = leads.VIEWS[view]
    names = ", ".join(f"l.{name}" for name in SEARCHED)
    marks = ", ".join(str(key) for key in batch)  # whole numbers of our own making
    found = db.rows(
        f"select l.id, {names} from lead l where l.id in ({marks}) "
        f"and l.trashed_at is null and {where} order by l.id desc",
        leads.named(where, leads.params(db)),
    )
    short = all(len(word) < 3 for word in words)
    return [
        int(row[0])
        for row in found
        if _holds(dict(zip(SEARCHED, row[1:], strict=True)), words, short)
    ]


def _holds(values: dict[str, object], words: list[str], short: bool) -> bool:
    text = haystack(values)
    if short:
        name = fold(str(values["name"] or ""))
        starts = [f" {word}" in f" {name}" for word in words]
        return name.startswith(max(words, key=len)) and all(starts)
    return all(word in text for word in words)
