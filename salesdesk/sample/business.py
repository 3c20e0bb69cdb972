"""Who the sample business is: people, settings, products, targets and campaigns."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from salesdesk.model.calendar import add_months, month_of
from salesdesk.model.text import fold
from salesdesk.queries import settings
from salesdesk.sample.story import MONTHS, Story, last_day
from salesdesk.store.database import Database

DAYS_OF_MONTH = 30.4
#: kind of channel -> what its money goes for, at the beginning of a month and later in it.
COST_NOTES = {
    "event": ("Stand, posters and flyers", "Food, drink and helpers"),
    "direct_mail": ("Printing", "Delivery"),
}


@dataclass
class Business:
    """What the leads and deals of the sample refer to, by key."""

    people: dict[str, int]
    products: list[tuple[int, dict[str, Any]]]
    channels: dict[str, int]
    reasons: dict[str, list[int]]
    stages: list[tuple[int, str]]
    campaigns: list[tuple[int, dict[str, Any], date, date]] = field(default_factory=list)


def make(db: Database, story: Story) -> Business:
    """Write who the business is, what it sells and aims at, and its campaigns."""
    business = Business(
        people=_people(db, story),
        products=_products(db, story),
        channels=_channels(db, story),
        reasons={
            kind: [r.key for r in settings.reasons(db, kind)]
            for kind in ("return", "disqualify", "lost", "won", "objection")
        },
        stages=[(s.key, s.kind) for s in settings.stages(db)],
    )
    _settings(db, story)
    _targets(db, story, business)
    _campaigns(db, story, business)
    return business


def _people(db: Database, story: Story) -> dict[str, int]:
    found: dict[str, int] = {}
    for person in story.words["people"]:
        if not found and db.person_id is not None:
            db.table("person").update(db.person_id, person)
            found[person["initials"]] = db.person_id
        else:
            found[person["initials"]] = db.table("person").insert(person)
    return found


def _channels(db: Database, story: Story) -> dict[str, int]:
    found = {c.kind: c.key for c in settings.channels(db)}
    for kind, name in story.words["channels"].items():
        db.table("channel").update(found[kind], {"name": name})
    return found


def _settings(db: Database, story: Story) -> None:
    business = story.words["business"]
    db.table("setting").insert_many(
        [
            {"name": "business_address", "value": business["address"]},
            {"name": "business_contact", "value": business["contact"]},
            {"name": "gross_margin", "value": business["margin"]},
        ]
    )


def _products(db: Database, story: Story) -> list[tuple[int, dict[str, Any]]]:
    products = story.words["products"]
    keys = db.table("product").insert_many(
        {"name": p["name"], "name_key": fold(p["name"]), "unit_price": p["low"] * 100}
        for p in products
    )
    return list(zip(keys, products, strict=True))


def _targets(db: Database, story: Story, business: Business) -> None:
    rows: list[dict[str, Any]] = []
    for index in range(-MONTHS, 2):
        first = add_months(story.today, index)
        growth = (index + MONTHS) // 3
        # the best months carry the highest targets, as owners set them
        revenue = (50_000 + growth * 2_500) * 100
        values = {
            "revenue": revenue,
            "deals_won": 10 + growth // 2,
            "leads": 105 + growth * 2,
            "qualified_leads": 30 + growth,
            "accepted_leads": 25 + growth,
            "spend": 4_400_00,
        }
        month = month_of(first).name
        rows += [{"metric": m, "period": month, "value": v} for m, v in values.items()]
        for who, share in (("TF", 45), ("CR", 33), ("HM", 22)):
            rows.append(
                {
                    "metric": "revenue",
                    "period": month,
                    "person_id": business.people[who],
                    "value": revenue * share // 100,
                }
            )
    db.table("target").insert_many(rows)


def _campaigns(db: Database, story: Story, business: Business) -> None:
    for plan in story.words["campaigns"]:
        starts = add_months(story.today, plan["from"])
        ends = last_day(starts, plan["months"])
        status = "planned" if starts > story.today else "active"
        status = "complete" if ends < story.today else status
        key = db.table("campaign").insert(
            {
                "name": plan["name"],
                "name_key": fold(plan["name"]),
                "code": plan["code"],
                "channel_id": business.channels[plan["channel"]],
                "status": status,
                "objective": "retention" if plan["code"] == "AGAIN" else "leads",
                "starts_on": starts.isoformat(),
                "ends_on": ends.isoformat(),
                "owner_id": business.people["PS"],
                "area": "Reading and 10 miles round",
                "goal": plan["goal"],
                "audience": plan["audience"],
                "message": plan["message"],
                "offer": plan["offer"],
                "budget": plan["budget"] * 100,
                "audience_size": plan["reach"] or None,
                "expected_leads": plan["weight"] * plan["months"] or None,
                "utm_campaign": plan["code"].lower(),
            }
        )
        business.campaigns.append((key, plan, starts, ends))
        _spend_and_reach(db, story, business, key, plan, starts, ends)
        _schedule(db, story, business, key, plan, starts)


def _spend_and_reach(
    db: Database,
    story: Story,
    business: Business,
    key: int,
    plan: dict[str, Any],
    starts: date,
    ends: date,
) -> None:
    costs: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    notes = COST_NOTES.get(plan["channel"], ("First half", "Second half"))
    first = starts
    while first <= min(ends, story.today):
        amount = round(plan["monthly"] * story.chance.uniform(0.82, 1.15))
        reach = round(plan["reach"] * story.chance.uniform(0.8, 1.2) * story.season(first))
        engaged = round(reach * plan["engaged"] * story.chance.uniform(0.85, 1.15))
        for day, share, note in zip((3, 12), (0.55, 0.45), notes, strict=True):
            spent_on = first + timedelta(days=day)
            if spent_on > story.today:
                continue
            costs.append(
                {
                    "campaign_id": key,
                    "spent_on": spent_on.isoformat(),
                    "category": "postage" if plan["channel"] == "direct_mail" else "media",
                    "amount": round(amount * share) * 100,
                    "person_id": business.people["PS"],
                    "note": note,
                }
            )
            noted = {"campaign_id": key, "noted_on": spent_on.isoformat()}
            metric = {"event": "attendees", "direct_mail": "responses", "web": "clicks"}
            results.append({**noted, "metric": "reach", "value": round(reach * share)})
            results.append(
                {
                    **noted,
                    "metric": metric.get(plan["channel"], "visits"),
                    "value": round(engaged * share),
                }
            )
        first = add_months(first, 1)
    db.table("campaign_cost").insert_many(costs)
    db.table("campaign_result").insert_many(results)


def _schedule(
    db: Database,
    story: Story,
    business: Business,
    key: int,
    plan: dict[str, Any],
    starts: date,
) -> None:
    if plan["channel"] not in ("event", "direct_mail"):
        steps = [["Planning", -10, 8], ["Running", 0, round(plan["months"] * DAYS_OF_MONTH)]]
    else:
        steps = story.words["own_activities"]
    db.table("campaign_activity").insert_many(
        {
            "campaign_id": key,
            "name": name,
            "starts_on": (starts + timedelta(days=offset)).isoformat(),
            "ends_on": (starts + timedelta(days=offset + length)).isoformat(),
            "done": int(starts + timedelta(days=offset + length) < story.today),
            "owner_id": business.people["PS"],
        }
        for name, offset, length in steps
    )
