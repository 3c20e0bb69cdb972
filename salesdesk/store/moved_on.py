"""Why a step cannot be taken back: who built what on it since, and what to do, in words."""

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model.merges import DERIVED
from salesdesk.store.triggers import BOOKKEEPING

Image = dict[str, Any]
#: Columns that people know by another word; others are their own name without "_".
WORDS = {
    "organisation_name": "organisation", "estimated_value": "worth", "expected_on": "likely close",
    "expected_leads": "expected leads", "next_step_on": "day of the next step",
    "next_step_at": "time of the next step", "next_step_kind": "kind of the next step",
    "stage_id": "stage", "owner_id": "owner", "campaign_id": "campaign", "channel_id": "channel",
    "contact_id": "person", "organisation_id": "firm", "reason_id": "reason", "rank": "place",
    "probability": "likelihood", "trashed_at": "deletion", "name_key": "name",
    "title_key": "title", "email_key": "email", "phone_key": "phone", "value_key": "value",
    "stage_since": "stage", "closed_on": "closing day", "closed_at": "closing day",
    "wake_on": "day it comes back", "starts_on": "first day", "ends_on": "last day",
}  # fmt: skip


def refusal(
    connection: sqlite3.Connection,
    entries: Collection[int],
    step: tuple[int, str, int],
    image: Image,
    what: str,
    fields: Collection[str] = (),
    me: int | None = None,
) -> UserError:
    """The error for a `step` (entry, table, key); `entries` are all of its row, `image` names it.

    `what` is what became of it ("has been changed"), `fields` the columns that hold something
    else than the step left there.
    """
    entry, table, _ = step
    record = _record(table, image)
    last = _last(connection, [n for n in entries if n > entry], fields)
    if last is None:
        return UserError(
            f"Cannot undo: {record} {what} since.",
            "Look at its history and change it back by hand.",
        )
    person, name, changed = last
    if changed is None:
        record = _record(table, {**_deleted(connection, entries), **image})
    done = f"deleted {record}" if changed is None else f"changed {_named(changed)} of {record}"
    if person is not None and person == me:
        return UserError(
            f"Cannot undo: you have {done} since.",
            "Take that later step back first, or look at its history and change it by hand.",
        )
    return UserError(
        f"Cannot undo: {name} has {done} since.",
        f"Undo cannot take your step back without {name}’s. "
        "Look at its history and change it back by hand.",
    )


def hung_on(child: str, image: Image, parent: str, record: Image, by: str | None) -> UserError:
    """The error for a record of `child` that refers to one of `parent`, which a step made.

    `by` is who has added it since; None if it was oneself.
    """
    who, whose = (by, f"{by}’s record") if by else ("you", "that later record")
    has = "has" if by else "have"
    return UserError(
        f"Cannot undo: {who} {has} added {_record(child, image)} to {_record(parent, record)} "
        "since.",
        f"Undo cannot take your step back without {whose}. Delete yours if nobody needs it.",
    )


def _last(
    connection: sqlite3.Connection, entries: list[int], fields: Collection[str]
) -> tuple[int | None, str, list[str] | None] | None:
    """Who changed one of the fields last, and which of them; no fields means a deletion."""
    for number in sorted(entries, reverse=True):
        found = connection.execute(
            "select e.op, e.after, c.person_id, p.name from entry e "
            "join change c on c.id = e.change_id left join person p on p.id = c.person_id "
            "where e.id = ?",
            (number,),
        ).fetchone()
        if found is None or not found[3]:
            continue
        op, after, person, name = found
        if op == "d":
            return person, str(name), None
        touched = [field for field in json.loads(after or "{}") if field in fields]
        if touched:
            # what follows from other fields is not what somebody did
            return person, str(name), [f for f in touched if f not in DERIVED] or touched
    return None


def _deleted(connection: sqlite3.Connection, entries: Collection[int]) -> Image:
    """The row as it was when it was taken out."""
    for number in sorted(entries, reverse=True):
        found = connection.execute(
            "select before from entry where id = ? and op = 'd'", (number,)
        ).fetchone()
        if found and found[0]:
            image: Image = json.loads(found[0])
            return image
    return {}


def differing(current: Image, after: Image) -> list[str]:
    """The columns in which a row differs from what a step left there."""
    names = [n for n in {**after, **current} if n not in BOOKKEEPING]
    return [name for name in names if current.get(name) != after.get(name)]


def _record(table: str, image: Image) -> str:
    name = image.get("name") or image.get("title") or image.get("subject") or image.get("label")
    thing = table.replace("_", " ")
    return f"the {thing} “{name}”" if name else f"a {thing}"


def _named(fields: list[str]) -> str:
    words = list(
        dict.fromkeys(WORDS.get(f, f.removesuffix("_id").replace("_", " ")) for f in fields)
    )
    if len(words) > 3:
        words = [*words[:2], f"{len(words) - 2} more fields"]
    if len(words) == 1:
        return f"the {words[0]}"
    return f"the {', '.join(words[:-1])} and {words[-1]}"
