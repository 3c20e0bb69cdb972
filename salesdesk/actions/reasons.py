"""The reasons that people choose from when something is returned, closed or objected to."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import needed, one_of
from salesdesk.errors import UserError
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database

KINDS = ("return", "disqualify", "lost", "won", "objection")


@action("Add reason")
def add(db: Database, kind: str, label: str) -> int:
    """A new reason at the end of its list; its key."""
    kind, label = one_of(kind, KINDS, "kind of reason"), needed(label, "The reason")
    _refuse_double(db, kind, label, None)
    db.detail = label
    position = queries.next_position(db, "reason")
    return db.table("reason").insert({"kind": kind, "label": label, "position": position})


@action("Rename reason")
def rename(db: Database, key: int, label: str) -> None:
    """Call a reason something else; what was closed for it shows the new words."""
    before = db.table("reason").get(key)
    label = needed(label, "The reason")
    if label != before["label"]:
        _refuse_double(db, before["kind"], label, key)
        db.detail = label
        db.table("reason").update(key, {"label": label})


@action("Reorder reasons")
def reorder(db: Database, keys: Sequence[int]) -> None:
    """Put the reasons of one kind in this order."""
    for position, key in enumerate(keys):
        if db.table("reason").get(key)["position"] != position:
            db.table("reason").update(key, {"position": position})


@action("Change reason")
def set_used(db: Database, key: int, used: bool) -> None:
    """Offer a reason, or offer it no more; records that have it keep it."""
    before = db.table("reason").get(key)
    if bool(before["active"]) == used:
        return
    if not used and len(queries.reasons(db, before["kind"])) == 1:
        raise UserError(
            "This is the last reason of its kind.", "Add another one before you switch it off."
        )
    db.detail = str(before["label"])
    db.table("reason").update(key, {"active": int(used)})


@action("Change reasons")
def save(db: Database, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Make the lists as `wanted`: rows of key (None: new), kind, label, active, in order.

    A row that says `same` keeps what it holds now, whoever wrote it.
    """
    # new ones and those in use first: a list is never empty on the way
    keys = {n: add(db, r["kind"], r["label"]) for n, r in enumerate(wanted) if r["key"] is None}
    for number, row in sorted(enumerate(wanted), key=lambda pair: not pair[1]["active"]):
        key = keys.setdefault(number, row["key"])
        if not row.get("same"):
            rename(db, key, row["label"])
            set_used(db, key, bool(row["active"]))
    for kind in KINDS:
        reorder(db, [keys[n] for n, row in enumerate(wanted) if row["kind"] == kind])
    db.detail = None


def _refuse_double(db: Database, kind: str, label: str, key: int | None) -> None:
    for reason in queries.reasons(db, kind, active=False):
        if reason.key != key and reason.label.casefold() == label.casefold():
            raise UserError(
                f"{label} is already in the list.",
                "Use other words." if reason.active else "Switch it on again instead.",
            )
