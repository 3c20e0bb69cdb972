"""What people do with a deal: open it, move it along, win it, lose it."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions import action, feedback
from salesdesk.actions.checks import changed, day
from salesdesk.actions.deal_fields import EDITED, FIELDS, checked, titled
from salesdesk.errors import UserError
from salesdesk.model.meanings import key_of
from salesdesk.queries import deal_places as places
from salesdesk.queries.settings import Stage, is_stored
from salesdesk.store.database import Database

#: The room between two neighbours in a column, so that a dropped card writes one row.
GAP = 1 << 20
NOT_CLOSED: dict[str, Any] = {
    "closed_on": None, "closed_at": None, "closed_owner_id": None, "reason_id": None,
    "reason_note": None, "competitor_id": None,
}  # fmt: skip


@action("New deal")
def create(db: Database, values: Mapping[str, Any]) -> int:
    """Open a deal at the top of its stage, the first one unless `values` say; its key."""
    row = checked(values, FIELDS)
    row.update(titled(row.get("title")))
    stage = _stage(db, row.get("stage_id"))
    now = db.now()
    row |= {"stage_id": stage.key, "status": stage.kind, "stage_since": now}
    row.setdefault("opened_on", db.today().isoformat())
    row["rank"] = _top(db, stage.key)
    if stage.kind == "lost" and row.get("reason_id") is None:
        raise _no_reason()
    if stage.kind != "open":
        row["closed_on"] = row.get("closed_on") or db.today().isoformat()
        row |= {"closed_at": now, "closed_owner_id": row.get("owner_id")}
    key = db.new_key()
    row["is_new_customer"] = _is_new(db, row, key, row.get("closed_on"))
    db.table("deal").insert({**row, "id": key})
    _step(db, key, None, stage.key)
    _named(db, row)
    return key


@action("Change deal")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change a deal's fields; only those that differ are written."""
    before = db.table("deal").get(key)
    row = checked(values, EDITED)
    if "title" in row:
        row.update(titled(row["title"]))
    if before["status"] == "open":
        row.pop("closed_on", None)
    elif "closed_on" in row and row["closed_on"] is None:
        raise UserError("A closed deal needs the day it closed.", "Type the day, or reopen it.")
    row = changed(row, before)
    if row:
        _named(db, {**before, **row})
        db.table("deal").update(key, row)


@action("Move deal", rests_on=("deal", "stage_id", "status"))
def move(db: Database, key: int, stage_id: int, before_key: int | None = None) -> None:
    """Put a deal into a stage, above the card `before_key`, else at the end of the column.

    A stage that is Won wins the deal; a closed deal put into an open stage is open again.
    """
    before = db.table("deal").get(key)
    stage = _stage(db, stage_id)
    if stage.kind == "won":
        return win(db, key)
    if stage.kind == "lost":
        raise _no_reason()
    row: dict[str, Any] = {"rank": _rank(db, stage.key, key, before_key)}
    if before["status"] != "open":
        row |= {"status": "open", **NOT_CLOSED}
    elif before["stage_id"] == stage.key and before_key == key:
        return None
    if before["stage_id"] != stage.key:
        row |= {"stage_id": stage.key, "stage_since": db.now()}
    _named(db, before, stage.name)
    db.table("deal").update(key, row)
    if before["stage_id"] != stage.key:
        _step(db, key, before["stage_id"], stage.key)
    return None


@action("Win deal", rests_on=("deal", "status"))
def win(db: Database, key: int, closed_on: str | None = None, *, note: str = "") -> None:
    """The customer said yes: close the deal as won, today unless `closed_on` says."""
    before = db.table("deal").get(key)
    if before["status"] == "won":
        raise UserError("This deal is already won.", "Reopen it first to win it again.")
    closing = _closing(db, before, "won", note, closed_on=closed_on)
    closing["is_new_customer"] = _is_new(db, before, key, closing["closed_on"])
    _close(db, key, before, closing)


@action("Mark deal as lost", rests_on=("deal", "stage_id", "status"))
def lose(
    db: Database,
    key: int,
    reason_id: int | None,
    note: str = "",
    *,
    competitor: str = "",
    ask_again_on: str | None = None,
) -> None:
    """Close the deal as lost, for a reason.

    `competitor` names who won it instead; `note` is told to the campaign's marketing;
    `ask_again_on` plans to ask the customer again on that day.
    """
    if reason_id is None:
        raise _no_reason()
    before = db.table("deal").get(key)
    if before["status"] == "lost":
        raise UserError("This deal is already lost.", "Reopen it first to lose it again.")
    closing = _closing(db, before, "lost", note, reason_id=reason_id)
    competitor_id = None
    if competitor.strip():
        found = places.competitor_named(db, competitor)
        competitor_id = found or _new_competitor(db, competitor.strip())
    closing["competitor_id"] = competitor_id
    _close(db, key, before, closing)
    if note.strip() and before["campaign_id"] is not None:
        kind = "competitor" if competitor_id is not None else "preference"
        feedback.say(db, kind, note, campaign_id=before["campaign_id"], deal_id=key)
    if ask_again_on is not None:
        _ask_again(db, key, before, day(ask_again_on, "The day to ask again"))


@action("Abandon deal", rests_on=("deal", "stage_id", "status"))
def abandon(db: Database, key: int, note: str = "") -> None:
    """Give a deal up without a decision by the customer; it counts neither as won nor as lost."""
    before = db.table("deal").get(key)
    if before["status"] != "open":
        raise UserError("This deal is closed already.", "Reopen it first.")
    row = _closing(db, before, "abandoned", note)
    _named(db, before)
    db.table("deal").update(key, changed(row, before))


@action("Reopen deal", rests_on=("deal", "status"))
def reopen(db: Database, key: int) -> None:
    """Take a closing back: the deal stands at the top of the stage it was in before."""
    before = db.table("deal").get(key)
    if before["status"] == "open":
        raise UserError("This deal is open already.", "There is nothing to reopen.")
    stage_id = places.last_open_stage(db, key) or _stage(db, None).key
    row = {"status": "open", **NOT_CLOSED, "rank": _top(db, stage_id)}
    if before["stage_id"] != stage_id:
        row |= {"stage_id": stage_id, "stage_since": db.now()}
        _step(db, key, before["stage_id"], stage_id)
    _named(db, before)
    db.table("deal").update(key, row)


@action("Delete deal", rests_on=("deal", "version"))
def trash(db: Database, key: int) -> None:
    """Put a deal in the trash."""
    _named(db, db.table("deal").get(key))
    db.table("deal").trash(key)


def _close(db: Database, key: int, before: dict[str, Any], closing: dict[str, Any]) -> None:
    at = places.stage(db, before["stage_id"])
    stage = places.stage_of_kind(db, closing["status"], at.pipeline_id if at else None)
    if stage is not None and stage.key != before["stage_id"]:
        closing |= {"stage_id": stage.key, "stage_since": db.now()}
        _step(db, key, before["stage_id"], stage.key)
    _named(db, before)
    db.table("deal").update(key, changed(closing, before))


def _closing(
    db: Database,
    before: dict[str, Any],
    status: str,
    note: str,
    *,
    closed_on: str | None = None,
    reason_id: int | None = None,
) -> dict[str, Any]:
    on = day(closed_on, "The closing day") if closed_on else db.today().isoformat()
    return {
        **NOT_CLOSED,
        "status": status,
        "closed_on": on,
        "closed_at": db.now(),
        "closed_owner_id": before["owner_id"],
        "reason_id": reason_id,
        "reason_note": note.strip() or None,
    }


def _ask_again(db: Database, key: int, deal: dict[str, Any], on: str) -> None:
    db.table("activity").insert(
        {
            "kind": "task",
            "direction": "none",
            "subject": f"Ask again: {deal['title']}",
            "planned_on": on,
            "person_id": deal["owner_id"] if deal["owner_id"] is not None else db.person_id,
            "deal_id": key,
            "contact_id": deal["contact_id"],
            "organisation_id": deal["organisation_id"],
        }
    )


def _step(db: Database, key: int, from_id: int | None, to_id: int) -> None:
    """Write one step of the deal's way, the truth for funnel and ageing."""
    values = {
        "deal_id": key,
        "from_stage_id": from_id,
        "to_stage_id": to_id,
        "at": db.now(),
    }
    db.table("stage_event").insert({**values, "by_id": db.person_id})


def _stage(db: Database, key: int | None) -> Stage:
    stage = places.stage_of_kind(db, "open") if key is None else places.stage(db, key)
    if stage is None:
        raise UserError("This stage is no longer in the file.", "Choose another stage.")
    return stage


def _top(db: Database, stage_id: int) -> int:
    first = places.first_rank(db, stage_id)
    return 0 if first is None else first - GAP


def _rank(db: Database, stage_id: int, key: int, before_key: int | None) -> int:
    """A rank between the neighbours; the column is numbered anew only when there is no gap."""
    if before_key is None or before_key == key:
        last = places.last_rank(db, stage_id, key)
        return 0 if last is None else last + GAP
    found = places.neighbours(db, stage_id, before_key, key)
    if found is None:
        return _top(db, stage_id)  # the card it was dropped on has just gone elsewhere
    above, below = found
    if above is None:
        return below - GAP
    if below - above > 1:
        return (above + below) // 2
    keys = [k for k in places.column(db, stage_id) if k != key]
    for place, other in enumerate(keys):
        db.table("deal").update(other, {"rank": place * GAP})
    return keys.index(before_key) * GAP - GAP // 2


def _is_new(db: Database, deal: Mapping[str, Any], key: int, on: str | None) -> int:
    on = on or db.today().isoformat()
    contact, organisation = deal.get("contact_id"), deal.get("organisation_id")
    return int(not places.bought_before(db, contact, organisation, on, key))


def _named(db: Database, deal: Mapping[str, Any], to: str | None = None) -> None:
    db.detail = f"{deal['title']} to {to}" if to else str(deal["title"])


def _new_competitor(db: Database, name: str) -> int:
    # two colleagues who name the same one make one row; a renamed one keeps its own
    key = key_of("competitor", name.casefold())
    taken = is_stored(db, "competitor", key)
    return db.table("competitor").insert({"id": None if taken else key, "name": name})


def _no_reason() -> UserError:
    return UserError("A lost deal needs a reason.", "Choose why it was lost.")
