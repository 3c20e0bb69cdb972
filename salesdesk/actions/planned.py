"""Planned activities: done, or put off to another day."""

from salesdesk.actions import action, activities
from salesdesk.actions.checks import day as checked_day
from salesdesk.errors import UserError
from salesdesk.store.database import Database


@action("Finish planned activity", rests_on=("activity", "subject"))
def finish(db: Database, key: int) -> int:
    """What was planned is done: it stands in the timeline as it happened; its new key."""
    row = db.table("activity").get(key)
    if row["done_at"] or row["trashed_at"]:
        raise UserError("This activity is done already.", "Nothing needs to be changed.")
    done = activities.log(
        db,
        row["kind"],
        row["subject"],
        body=row["body"] or "",
        direction=row["direction"],
        minutes=row["minutes"],
        lead_id=row["lead_id"],
        contact_id=row["contact_id"],
        organisation_id=row["organisation_id"],
        deal_id=row["deal_id"],
        campaign_id=row["campaign_id"],
    )
    db.table("activity").trash(key)
    return done


@action("Put off planned activity", rests_on=("activity", "planned_on"))
def put_off(db: Database, key: int, day: object) -> None:
    """Plan an activity for another day."""
    row = db.table("activity").get(key)
    db.detail = str(row["subject"])
    on = checked_day(day, "The day of the activity")
    db.table("activity").update(key, {"planned_on": on, "planned_at": None})
