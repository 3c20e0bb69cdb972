"""The channels through which campaigns reach people and enquiries arrive."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import changed, needed, one_of
from salesdesk.errors import UserError
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database

KINDS = (
    "advertising",
    "direct_mail",
    "telemarketing",
    "email",
    "social",
    "web",
    "event",
    "referral",
    "partner",
    "pr",
    "walk_in",
    "other",
)


@action("Add channel")
def add(db: Database, kind: str, name: str) -> int:
    """A new channel at the end of the list; its key."""
    kind, name = one_of(kind, KINDS, "kind of channel"), needed(name, "The name of the channel")
    _refuse_double(db, name, None)
    db.detail = name
    position = queries.next_position(db, "channel")
    return db.table("channel").insert({"kind": kind, "name": name, "position": position})


@action("Change channel")
def edit(db: Database, key: int, kind: str, name: str) -> None:
    """Change what a channel is, or what it is called."""
    before = db.table("channel").get(key)
    name = needed(name, "The name of the channel")
    _refuse_double(db, name, key)
    values = changed({"kind": one_of(kind, KINDS, "kind of channel"), "name": name}, before)
    if values:
        db.detail = name
        db.table("channel").update(key, values)


@action("Reorder channels")
def reorder(db: Database, keys: Sequence[int]) -> None:
    """Put the channels in this order."""
    for position, key in enumerate(keys):
        if db.table("channel").get(key)["position"] != position:
            db.table("channel").update(key, {"position": position})


@action("Change channel")
def set_used(db: Database, key: int, used: bool) -> None:
    """Offer a channel, or offer it no more; campaigns and leads that have it keep it."""
    before = db.table("channel").get(key)
    if bool(before["active"]) != used:
        db.detail = str(before["name"])
        db.table("channel").update(key, {"active": int(used)})


@action("Change channels")
def save(db: Database, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Make the list as `wanted`: rows of key (None: new), kind, name, active, in order.

    A row that says `same` keeps what it holds now, whoever wrote it.
    """
    keys = []
    for row in wanted:
        key = row["key"]
        if key is None:
            key = add(db, row["kind"], row["name"])
            set_used(db, key, bool(row["active"]))
        elif not row.get("same"):
            edit(db, key, row["kind"], row["name"])
            set_used(db, key, bool(row["active"]))
        keys.append(key)
    reorder(db, keys)
    db.detail = None


def _refuse_double(db: Database, name: str, key: int | None) -> None:
    for channel in queries.channels(db, active=False):
        if channel.key != key and channel.name.casefold() == name.casefold():
            raise UserError(
                f"There is already a channel called {name}.",
                "Use another name." if channel.active else "Switch it on again instead.",
            )
