"""What the team and each person are to reach in a month, quarter or year."""

import re
from collections.abc import Mapping

from salesdesk.actions import action
from salesdesk.actions.checks import amount, one_of
from salesdesk.errors import UserError
from salesdesk.model.meanings import key_of
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database

METRICS = (
    "revenue",
    "deals_won",
    "new_customers",
    "qualified_leads",
    "accepted_leads",
    "leads",
    "activities",
    "spend",
)
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")


@action("Set target")
def set_target(
    db: Database, metric: str, period: str, person_id: int | None, value: int | None
) -> int | None:
    """Set one target (`person_id` None: the team's); its key. No value takes it away.

    `value` is money in minor units, or a count.
    """
    one_of(metric, METRICS, "target")
    if not PERIOD.fullmatch(period):
        raise UserError(
            f"{period} is not a period.", "Write a month 2026-10, a quarter 2026-Q4 or a year 2026."
        )
    key = queries.target_key(db, metric, period, person_id)
    db.detail = period
    if value is None:
        if key is not None:
            db.table("target").trash(key)
        return None
    # a number of deals is no money, but its limits are the same
    value = amount(value, "The target", high=10**13)
    if key is None:
        return _put(db, metric, period, person_id, value)
    if db.table("target").get(key)["value"] != value:
        db.table("target").update(key, {"value": value})
    return key


def _put(db: Database, metric: str, period: str, person_id: int | None, value: int) -> int:
    key = key_of("target", metric, period, person_id)
    if queries.is_stored(db, "target", key):  # taken away before
        db.table("target").update(key, {"value": value, "trashed_at": None})
        return key
    row = {"metric": metric, "period": period, "person_id": person_id, "value": value}
    return db.table("target").insert({"id": key, **row})


@action("Set targets")
def save(db: Database, period: str, wanted: Mapping[tuple[str, int | None], int | None]) -> None:
    """Set the targets of a period by (metric, person); None takes one away."""
    for (metric, person_id), value in wanted.items():
        set_target(db, metric, period, person_id, value)
