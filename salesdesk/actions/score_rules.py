"""The signs that make up a lead's score, and the points of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import needed, one_of, within
from salesdesk.errors import UserError
from salesdesk.model import scores
from salesdesk.queries import score_rules as queries
from salesdesk.queries.leads import stale_scores
from salesdesk.store.database import Database

AXES = ("fit", "interest")
MOST = 100


@action("Change score rules")
def save(db: Database, wanted: Sequence[Mapping[str, Any]]) -> int:
    """Make the rules as `wanted`, in order; open leads are scored anew: how many changed.

    Rows of key (None: new), axis, label, condition, points, active. A rule that is not there
    any more goes to the trash. A row that says `same` keeps what it holds now.
    """
    kept = {row["key"] for row in wanted if row["key"] is not None}
    for rule in queries.all_rules(db):
        if rule["id"] not in kept:
            db.table("score_rule").trash(rule["id"])
    held = {rule["id"]: rule for rule in queries.all_rules(db)}
    for position, row in enumerate(wanted):
        before = held.get(row["key"])
        values: dict[str, Any] = {"position": position}
        if before is None or not row.get("same"):
            values |= _checked(db, row)
        if before is None:
            db.table("score_rule").insert(values)
        elif changed := {n: v for n, v in values.items() if before[n] != v}:
            db.table("score_rule").update(row["key"], changed)
    stale = stale_scores(db)
    for key, score in stale:
        db.table("lead").update(key, {"score": score})
    return len(stale)


def _checked(db: Database, row: Mapping[str, Any]) -> dict[str, Any]:
    label = needed(row["label"], "The sign")
    condition = str(row["condition"] or "").strip()
    fault = scores.fault(condition) or _unknown(db, condition)
    if fault:
        raise UserError(f"{label}: {fault}", "Choose what it counts, or how, from the list.")
    return {
        "axis": one_of(row["axis"], AXES, "kind of sign"),
        "label": label,
        "condition": condition,
        "points": within(row["points"], -MOST, MOST, f"The points of “{label}”"),
        "active": int(bool(row["active"])),
    }


def _unknown(db: Database, condition: str) -> str | None:
    """What a condition asks for that no lead has."""
    known = queries.fact_names(db)
    for name in scores.facts_of(condition):
        if name not in known:
            return f"“{name}” is nothing that is known of a lead."
    return None
