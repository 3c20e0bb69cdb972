"""What a person does with a lead: take it in, qualify it, put it aside, close it."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action, contacts
from salesdesk.actions.checks import changed, day, needed, only
from salesdesk.actions.lead_values import ALL_FIELDS, CHECKLIST, DETAILS, completed, fit, with_keys
from salesdesk.errors import UserError
from salesdesk.model import scores
from salesdesk.queries import leads as queries
from salesdesk.queries import settings as set_up
from salesdesk.store.database import Database

#: Statuses in which marketing still works on a lead.
OPEN = ("new", "working", "nurture", "qualified", "returned")
CLOSED = ("disqualified", "duplicate")


@action("Add lead")
def create(db: Database, values: Mapping[str, Any]) -> int:
    """A new lead; a name, an organisation, an email or a phone number is enough. Its key."""
    row = fit(completed(only(values, ALL_FIELDS)))
    row = with_keys(row, row)
    row.setdefault("received_at", db.now())
    row["received_at"] = row["received_at"] or db.now()
    db.detail = str(row["name"])
    key = db.table("lead").insert(row)
    rescore(db, key)
    return key


@action("Edit lead")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change what is written about a lead."""
    before = db.table("lead").get(key)
    after = {**before, **only(values, DETAILS)}
    merged = with_keys({**only(values, DETAILS), **completed(after, only_name=True)}, after)
    values = changed(merged, before)
    if values:
        _write(db, before, fit(values))


@action("Tick checklist")
def tick(db: Database, key: int, point: str, ok: bool, words: str | None = None) -> None:
    """Tick or clear one point of the qualifying checklist; `words` say what is known."""
    if point not in CHECKLIST:
        raise ValueError(point)
    before = db.table("lead").get(key)
    values: dict[str, Any] = {f"{point}_ok": int(ok)}
    if words is not None:
        values[point] = words.strip() or None
    values = changed(values, before)
    if values:
        _write(db, before, values)


@action("Qualify lead", rests_on=("lead", "status"))
def qualify(db: Database, key: int) -> None:
    """Marketing finds the lead good enough for sales (MQL)."""
    before = _open(db, key, "qualified")
    if before["status"] == "qualified":
        raise UserError(f"{before['name']} is qualified already.", "Hand it over to sales with H.")
    require_checklist(db, before)
    _write(db, before, qualified_values(db, before))


def require_checklist(db: Database, lead: Mapping[str, Any]) -> None:
    """UserError unless enough points are ticked for the agreement between the two sides."""
    have, need = _points(db, lead)
    if have < need:
        raise UserError(
            f"{lead['name']} is not qualified yet: {have} of {need} points are ticked.",
            "Tick what you know in the checklist, or change how many are needed in Settings.",
        )


def has_enough(db: Database, lead: Mapping[str, Any]) -> bool:
    """Whether the checklist of a lead lets it be qualified."""
    have, need = _points(db, lead)
    return have >= need


def _points(db: Database, lead: Mapping[str, Any]) -> tuple[int, int]:
    have = sum(bool(lead[f"{point}_ok"]) for point in CHECKLIST)
    return have, min(set_up.settings(db).qualify_needs, len(CHECKLIST))


def qualified_values(db: Database, lead: Mapping[str, Any]) -> dict[str, Any]:
    """What a lead holds from the moment it is qualified."""
    values = {"status": "qualified", "wake_on": None, **_reopened()}
    if not lead["qualified_at"]:
        values["qualified_at"] = db.now()
    return values


@action("Disqualify lead", rests_on=("lead", "status"))
def disqualify(db: Database, key: int, reason_id: int, note: str = "") -> None:
    """Close a lead that will not become a customer, with the reason."""
    before = _open(db, key, "disqualified")
    if reason_id not in [r.key for r in set_up.reasons(db, "disqualify", active=False)]:
        raise UserError("There is no reason yet.", "Choose why this lead is disqualified.")
    values = {"status": "disqualified", "reason_id": reason_id, "reason_note": note.strip() or None}
    _write(db, before, {**values, "closed_at": db.now(), "wake_on": None})


@action("Nurture lead", rests_on=("lead", "status", "wake_on"))
def nurture(db: Database, key: int, wake_on: object = None) -> None:
    """Keep a lead warm for the long term; it comes back to Waiting on `wake_on`."""
    before = _open(db, key, "put in nurture")
    values = {"status": "nurture", "wake_on": _later(db, wake_on) if wake_on else None}
    _write(db, before, {**values, **_reopened()})


@action("Snooze lead", rests_on=("lead", "status", "wake_on"))
def snooze(db: Database, key: int, until: object) -> None:
    """Put a lead out of sight until a day."""
    before = _open(db, key, "snoozed")
    _write(db, before, {"wake_on": _later(db, until)})


@action("Wake lead", rests_on=("lead", "status", "wake_on"))
def wake(db: Database, key: int) -> None:
    """Bring a snoozed lead back now."""
    before = _open(db, key, "woken")
    status = "working" if before["status"] == "nurture" else before["status"]
    _write(db, before, {"wake_on": None, "status": status})


@action("Mark as duplicate", rests_on=("lead", "status"))
def set_duplicate(db: Database, key: int, of_key: int) -> None:
    """Close a lead as the same enquiry as another, which gets what only this one knew."""
    before = _open(db, key, "marked as duplicate")
    if key == of_key:
        raise UserError("A lead cannot be its own duplicate.", "Choose another lead.")
    kept = db.table("lead").get(of_key)
    if kept["status"] == "duplicate" or kept["trashed_at"]:
        raise UserError(
            f"{kept['name']} is closed itself.", "Choose the lead that you go on working with."
        )
    gains = {
        name: before[name] for name in DETAILS if kept.get(name) in (None, "") and before[name]
    }
    gains |= {f"{p}_ok": 1 for p in CHECKLIST if before[f"{p}_ok"] and not kept[f"{p}_ok"]}
    contacts.move_links(db, ("activity", "consent", "contact_point"), "lead_id", of_key, key)
    contacts.strictest(db, "lead_id", of_key)
    values = {"status": "duplicate", "duplicate_of": of_key, "closed_at": db.now()}
    _write(db, before, {**values, "wake_on": None})
    if gains:
        db.table("lead").update(of_key, with_keys(gains, {**kept, **gains}))
    rescore(db, of_key)


@action("Reopen lead", rests_on=("lead", "status"))
def reopen(db: Database, key: int) -> None:
    """Work on a closed, nurtured or returned lead again."""
    before = db.table("lead").get(key)
    if before["status"] in ("handed_over", "accepted"):
        raise UserError(
            f"{before['name']} is with sales.", "Withdraw the handover, or undo the acceptance."
        )
    status = "working" if before["first_response_at"] else "new"
    _write(db, before, {"status": status, "wake_on": None, **_reopened()})


@action("Give lead to", rests_on=("lead", "owner_id"))
def assign(db: Database, key: int, person_id: int | None) -> None:
    """Make someone else the owner of a lead, or nobody."""
    before = db.table("lead").get(key)
    values = changed({"owner_id": person_id}, before)
    if values:
        _write(db, before, values)
        to = None if person_id is None else set_up.person(db, person_id)
        db.detail = f"{before['name']} to {to.name if to else 'nobody'}"


@action("Mark as read")
def mark_read(db: Database, key: int, read: bool = True) -> None:
    """Take the unread dot away, or put it back."""
    before = db.table("lead").get(key)
    if bool(before["read_at"]) != read:
        db.detail = str(before["name"])
        db.table("lead").update(key, {"read_at": db.now() if read else None})


@action("Delete lead", rests_on=("lead", "version"))
def trash(db: Database, key: int) -> None:
    """Put a lead in the trash."""
    before = db.table("lead").get(key)
    if before["status"] == "handed_over":
        raise UserError(f"{before['name']} is with sales.", "Withdraw the handover first.")
    db.detail = str(before["name"])
    db.table("lead").trash(key)


def rescore(db: Database, key: int) -> None:
    """Store the score anew, after something that it rests on has changed."""
    before = db.table("lead").get(key)
    score = scores.total(queries.score_lines(db, before))
    if score != before["score"]:
        db.table("lead").update(key, {"score": score})


def refresh_scores(db: Database) -> int:
    """Store the scores of open leads anew, where time or rules changed them; how many.

    Nobody does this: it is journaled, but it is not a step that Undo takes back.
    """
    stale = queries.stale_scores(db)
    if stale:
        with db.change("Scores follow time", "outside"):
            for key, score in stale:
                db.table("lead").update(key, {"score": score})
    return len(stale)


def _write(db: Database, before: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Update a lead; whoever works on it has read it; its score follows."""
    key = int(before["id"])
    written = dict(values)
    if not before["read_at"]:
        written["read_at"] = db.now()
    db.detail = str(written.get("name") or before["name"])
    score = scores.total(queries.score_lines(db, {**before, **written}))
    if score != before["score"]:
        written["score"] = score
    db.table("lead").update(key, written)


def _open(db: Database, key: int, what: str) -> dict[str, Any]:
    row = db.table("lead").get(key)
    name = row["name"]
    if row["trashed_at"]:
        raise UserError(f"{name} is in the trash.", "Restore it first.")
    if row["status"] in ("handed_over", "accepted"):
        raise UserError(
            f"{name} is with sales and cannot be {what}.", "Withdraw the handover first."
        )
    if row["status"] in CLOSED:
        raise UserError(f"{name} is closed and cannot be {what}.", "Reopen it first.")
    return row


def _reopened() -> dict[str, Any]:
    return {"closed_at": None, "reason_id": None, "reason_note": None, "duplicate_of": None}


def _later(db: Database, value: object) -> str:
    text = day(needed(value, "The day"), "The day")
    if text <= db.today().isoformat():
        raise UserError("The day is not in the future.", "Choose tomorrow or later.")
    return text
