"""Lists that a person keeps under a name: a view with its search, filter and order."""

import json
from typing import Any, NamedTuple

from salesdesk.queries import search
from salesdesk.queries.lead_pages import ORDERS, Filter, Pages
from salesdesk.queries.leads import VIEWS
from salesdesk.store.database import Database

ORDER = "newest"
PREFIX = "saved:"


class Rule(NamedTuple):
    """What a saved list shows."""

    view: str = "all"
    order: str = ORDER
    text: str = ""
    narrowed: Filter = Filter()

    def stored(self) -> str:
        """As it is kept in the file."""
        kept = {name: value for name, value in self.narrowed._asdict().items() if value}
        rule = {"view": self.view, "order": self.order, "text": self.text, "filter": kept}
        return json.dumps(rule, ensure_ascii=False, sort_keys=True)


class Saved(NamedTuple):
    """One saved list."""

    key: int
    name: str
    rule: Rule

    @property
    def view(self) -> str:
        """Its name among the views of its section."""
        return f"{PREFIX}{self.key}"


def of_section(db: Database, section: str) -> list[Saved]:
    """The saved lists of a section, in the order in which they were made."""
    rows = db.rows(
        "select id, name, rule from saved_view where section = ? and trashed_at is null "
        "order by position, created_at, id",
        (section,),
    )
    return [Saved(int(key), str(name), rule_of(str(rule))) for key, name, rule in rows]


def rule_of(stored: str) -> Rule:
    """What a stored rule says; what this version does not know of it is left out."""
    try:
        found = json.loads(stored)
    except ValueError:
        return Rule()
    if not isinstance(found, dict):
        return Rule()
    view, order, text = (str(found.get(name) or "") for name in ("view", "order", "text"))
    kept = found.get("filter")
    narrowed = _filter(kept if isinstance(kept, dict) else {})
    view, order = view if view in VIEWS else "all", order if order in ORDERS else ORDER
    return Rule(view, order, text, narrowed)


def _filter(kept: dict[str, Any]) -> Filter:
    whole = {name: value for name, value in kept.items() if name in Filter._fields}
    numbers = {k: v for k, v in whole.items() if isinstance(v, int) and k != "unread"}
    return Filter(**numbers, unread=whole.get("unread") is True)


def count(db: Database, rule: Rule) -> int:
    """How many leads a saved list holds now."""
    if rule.text.strip():
        return len(search.keys_in(db, rule.text, search.Place(rule.view, rule.narrowed)))
    pages = Pages(rule.view, rule.order, rule.narrowed)
    pages.prepare(db)
    return pages.total or 0


def counts(db: Database, section: str) -> dict[int, int]:
    """How many each saved list of a section holds."""
    return {saved.key: count(db, saved.rule) for saved in of_section(db, section)}
