"""What the palette finds while one types: leads, deals, contacts, firms and campaigns."""

from dataclasses import dataclass

from salesdesk.model.text import fold
from salesdesk.queries import contacts, search
from salesdesk.store.database import Database

EACH = 6


@dataclass(frozen=True)
class Hit:
    """One record that fits: where it is, its name and a second line."""

    table: str
    key: int
    name: str
    second: str


def find(db: Database, text: str, *, campaigns_only: bool = False) -> list[Hit]:
    """Records that hold `text` in their names; at most a handful of each kind."""
    if not text.strip():
        return []
    found = _titled(db, "campaign", "name", "name_key", text)
    if campaigns_only:
        return found
    leads = [
        Hit("lead", row.key, row.name, row.organisation or row.town or "")
        for row in search.search(db, text, limit=EACH)
    ]
    people = [Hit(*hit) for hit in contacts.named(db, text, EACH)]
    return [*leads, *_titled(db, "deal", "title", "title_key", text), *people, *found]


def _titled(db: Database, table: str, name: str, key: str, text: str) -> list[Hit]:
    second = (
        "(select o.name from organisation o where o.id = t.organisation_id)"
        if table == "deal"
        else "t.code"
    )
    word = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.rows(
        f"select t.id, t.{name}, coalesce({second}, '') from {table} t "
        f"where t.trashed_at is null and t.{key} like :word escape '\\' "
        "order by t.id desc limit :limit",
        {"word": f"%{word}%", "limit": EACH},
    )
    return [Hit(table, *row) for row in rows]
