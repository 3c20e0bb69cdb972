"""The stages of the pipeline: their order, likelihood and patience."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import changed, needed, only, within
from salesdesk.errors import UserError
from salesdesk.model.formats import plural
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database

FIELDS = ("name", "probability", "quiet_days", "exit_criteria")


@action("Add stage")
def add(
    db: Database,
    pipeline_id: int,
    name: str,
    *,
    probability: int = 50,
    quiet_days: int = 14,
    exit_criteria: str | None = None,
) -> int:
    """A new open stage, after the last open one and before Won and Lost; its key."""
    there = queries.stages(db, pipeline_id)
    values = _checked(
        {"name": name, "probability": probability, "quiet_days": quiet_days}, "open", there, None
    )
    db.detail = values["name"]
    key = db.table("stage").insert(
        {
            **values,
            "pipeline_id": pipeline_id,
            "exit_criteria": exit_criteria,
            "position": len(there),
        }
    )
    order = [s.key for s in there if s.kind == "open"] + [key]
    _place(db, order + [s.key for s in there if s.kind != "open"])
    return key


@action("Change stage")
def edit(db: Database, key: int, values: Mapping[str, Any]) -> None:
    """Change a stage's name, likelihood, quiet days or exit criteria."""
    before = db.table("stage").get(key)
    there = queries.stages(db, before["pipeline_id"])
    values = changed(_checked(only(values, FIELDS), before["kind"], there, key), before)
    if values:
        db.detail = str(values.get("name", before["name"]))
        db.table("stage").update(key, values)


@action("Reorder stages")
def reorder(db: Database, keys: Sequence[int]) -> None:
    """Put stages in this order; open ones stay before Won and Lost."""
    by_key = {s.key: s for s in queries.stages(db)}
    open_first = [k for k in keys if by_key[k].kind == "open"]
    _place(db, open_first + [k for k in keys if by_key[k].kind != "open"])


@action("Remove stage")
def remove(db: Database, key: int, home_id: int | None = None) -> int:
    """Take an open stage away; its deals move to the stage `home_id`. How many moved."""
    row = db.table("stage").get(key)
    there = queries.stages(db, row["pipeline_id"])
    others = [s for s in there if s.key != key and s.kind == "open"]
    if row["kind"] != "open":
        raise UserError(
            f"{row['name']} is where deals end and cannot be removed.", "You can rename it."
        )
    if not others:
        raise UserError("A pipeline needs at least one open stage.", "Add another stage first.")
    deals = queries.stage_deals(db, key)
    if deals and home_id not in [s.key for s in others]:
        raise UserError(
            f"{plural(len(deals), 'deal')} must leave {row['name']}.",
            "Choose the stage that takes them.",
        )
    for deal_id, status in deals:
        db.table("deal").update(deal_id, {"stage_id": home_id, "stage_since": db.now()})
        if status == "open":
            db.table("stage_event").insert(
                {
                    "deal_id": deal_id,
                    "from_stage_id": key,
                    "to_stage_id": home_id,
                    "at": db.now(),
                    "by_id": db.person_id,
                }
            )
    db.detail = str(row["name"])
    db.table("stage").trash(key)
    return len(deals)


@action("Change stages")
def save(
    db: Database,
    pipeline_id: int,
    wanted: Sequence[Mapping[str, Any]],
    homes: Mapping[int, int | None],
) -> None:
    """Make a pipeline's stages as `wanted`: rows of key (None: new) and FIELDS, in order.

    A row that says `same` keeps what it holds now, whoever wrote it.
    `homes` names the stages to take away, each with the stage that takes its deals.
    """
    keys = []
    for row in wanted:
        values = {name: row[name] for name in FIELDS}
        key = row["key"]
        if key is None:
            key = add(db, pipeline_id, values.pop("name"), **values)
        elif not row.get("same"):
            edit(db, key, values)
        keys.append(key)
    for key, home_id in homes.items():
        remove(db, key, home_id)
    reorder(db, keys)
    db.detail = None


def _place(db: Database, keys: Sequence[int]) -> None:
    held = {s.key: s.position for s in queries.stages(db)}
    for position, key in enumerate(keys):
        if held.get(key) != position:
            db.table("stage").update(key, {"position": position})


def _checked(
    values: dict[str, Any], kind: str, there: list[queries.Stage], key: int | None
) -> dict[str, Any]:
    if "name" in values:
        values["name"] = needed(values["name"], "The name of the stage")
        if any(s.name.casefold() == values["name"].casefold() and s.key != key for s in there):
            raise UserError(f"There is a stage called {values['name']}.", "Use another name.")
    if "probability" in values:
        high = 99 if kind == "open" else 100
        low = 100 if kind == "won" else 0
        values["probability"] = within(
            values["probability"], low, 0 if kind == "lost" else high, "The likelihood"
        )
    if "quiet_days" in values:
        values["quiet_days"] = within(
            values["quiet_days"], int(kind == "open"), 365, "Days until quiet"
        )
    return values
