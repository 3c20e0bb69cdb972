"""The rules of the score as Settings shows them, and what a rule may ask about a lead."""

from typing import Any

from salesdesk.model import scores
from salesdesk.store.database import Database


def all_rules(db: Database) -> list[dict[str, Any]]:
    """Every rule in its order, also those that do not count now."""
    return db.dicts(
        "select id, axis, label, condition, points, position, active from score_rule "
        "where trashed_at is null order by position, id"
    )


def fact_names(db: Database) -> frozenset[str]:
    """Everything that is known of a lead: its fields, and what happened with it."""
    columns = db.execute("select * from lead limit 0").description
    return frozenset(column[0] for column in columns) | frozenset(scores.HAPPENED)
