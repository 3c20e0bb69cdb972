"""The sample's leads: who asked, who answered, what became of it, and what sales said."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from salesdesk.actions.lead_values import CHECKLIST
from salesdesk.actions.set_up import SCORE_RULES
from salesdesk.model import lead_text
from salesdesk.model.text import fold
from salesdesk.sample.business import Business
from salesdesk.sample.story import Story
from salesdesk.store.database import Database

LEADS_A_MONTH = 106
QUALIFIED, NURTURE, DUPLICATE = 0.36, 0.12, 0.025
ACCEPTED, RETURNED = 0.86, 0.11


@dataclass
class Accepted:
    """A lead that sales took on: what its deal is made from."""

    lead: dict[str, Any]
    product: int
    campaign: tuple[int, dict[str, Any], date, date]
    owner: int
    at: datetime


def make(db: Database, story: Story, business: Business) -> list[Accepted]:
    """Write the leads, their activities and handovers; those that were accepted."""
    rows: list[dict[str, Any]] = []
    activities: list[dict[str, Any]] = []
    handovers: list[dict[str, Any]] = []
    accepted: list[Accepted] = []
    day = story.first_day
    while day <= story.today:
        for campaign in _asked_on(story, business, day):
            received = _received(story, day)
            if not story.happened(received):
                continue
            lead, product = _lead(db, story, business, campaign, received)
            taken = _work(db, story, business, lead, campaign, received, activities, handovers)
            if taken is not None:
                accepted.append(Accepted(lead, product, campaign, *taken))
            lead["score"] = sum(r[3] for r in SCORE_RULES if lead.get(r[2]))
            rows.append(lead)
        day += timedelta(days=1)
    for other in story.chance.sample([r for r in rows if r["status"] == "duplicate"], k=8):
        other["duplicate_of"] = rows[story.chance.randrange(len(rows) // 2)]["id"]
    db.table("lead").insert_many(rows)
    db.table("handover").insert_many(handovers)
    db.table("activity").insert_many(activities)
    return accepted


def _asked_on(
    story: Story, business: Business, day: date
) -> list[tuple[int, dict[str, Any], date, date]]:
    running = [c for c in business.campaigns if c[2] <= day <= c[3] and c[1]["weight"]]
    if not running:
        return []
    weekend = 0.6 if day.isoweekday() > 5 else 1.16
    expected = LEADS_A_MONTH / 30.4 * story.season(day) * weekend
    count = int(expected) + (story.chance.random() < expected % 1)
    return story.chance.choices(running, [c[1]["weight"] for c in running], k=count)


def _received(story: Story, day: date) -> datetime:
    return story.clock_time(day)


def _lead(
    db: Database,
    story: Story,
    business: Business,
    campaign: tuple[int, dict[str, Any], date, date],
    received: datetime,
) -> tuple[dict[str, Any], int]:
    chance = story.chance
    first, last = story.person()
    town, postcode = chance.choice(story.words["towns"])
    product, goods = story.pick([((k, p), p["weight"]) for k, p in business.products])
    trade = chance.random() < (0.7 if goods["weight"] < 8 else 0.13)
    firm = chance.choice(story.words["firms"]) if trade else None
    phone = story.phone()
    address = f"{fold(first)[:1]}.{fold(last)}{chance.randrange(100)}@example.co.uk"
    email = address if chance.random() < 0.8 else None
    name = f"{first} {last}"
    asked = story.fill(chance.choice(goods["asks"]), town=town)
    lead: dict[str, Any] = {
        "id": db.new_key(),
        "received_at": story.moment(received),
        "name": name,
        "name_key": fold(name),
        "first_name": first,
        "last_name": last,
        "organisation_name": firm,
        "email": email,
        "email_key": email,
        "phone": phone,
        "phone_key": f"+44{phone[1:].replace(' ', '')}",
        "address": f"{chance.randrange(1, 140)} {chance.choice(story.words['streets'])}",
        "town": town,
        "postcode": f"{postcode}{chance.choice('ABDEFGHJLN')}{chance.choice('ABDEFGHJLN')}",
        "asked_for": asked,
        "channel_id": business.channels[campaign[1]["channel"]],
        "campaign_id": campaign[0],
        "estimated_value": round(chance.uniform(goods["low"], goods["high"]) * 0.82 / 50) * 5000,
        "owner_id": business.people[story.pick([("HM", 5), ("PS", 4)])],
        "status": "new",
        "in_area_ok": 1,
        "in_area": f"{postcode}, {chance.randrange(2, 14)} miles from the workshop",
    }
    lead["fold"] = lead_text.search_fold(lead)
    return lead, product


def _work(
    db: Database,
    story: Story,
    business: Business,
    lead: dict[str, Any],
    campaign: tuple[int, dict[str, Any], date, date],
    received: datetime,
    activities: list[dict[str, Any]],
    handovers: list[dict[str, Any]],
) -> tuple[int, datetime] | None:
    """Tell what happened to one lead up to now; owner and moment if sales accepted it."""
    chance = story.chance
    waited = min(chance.lognormvariate(1.4, 0.9), 60)
    answered = story.at_work((received + timedelta(hours=waited)).date())
    answered = max(answered, received + timedelta(minutes=20))
    fresh = received > story.now.replace(tzinfo=None) - timedelta(hours=30)
    if not story.happened(answered) or (fresh and chance.random() < 0.8):
        lead["next_step"] = "First call"
        lead["next_step_kind"] = "call"
        lead["next_step_on"] = (received.date() + timedelta(days=1)).isoformat()
        return None
    _answer(story, lead, answered, activities)
    decided = story.at_work(answered.date() + timedelta(days=chance.choice([0, 1, 1, 2, 3, 4, 6])))
    decided = max(decided, answered + timedelta(minutes=30))
    if not story.happened(decided):
        lead["status"] = "working"
        lead["need_ok"] = int(chance.random() < 0.5)
        step = story.fill(chance.choice(story.words["lead_steps"]), product="the drawing")
        lead["next_step"], lead["next_step_kind"] = step, "call"
        soon = story.today + timedelta(days=chance.choice([-1, 0, 0, 1, 2]))
        lead["next_step_on"] = soon.isoformat()
        return None
    quality = campaign[1]["quality"]
    verdict = chance.random()
    if verdict < QUALIFIED * quality:
        return _hand_over(db, story, business, lead, campaign, decided, handovers)
    if verdict > 1 - DUPLICATE:
        lead["status"], lead["closed_at"] = "duplicate", story.moment(decided)
    elif verdict > 1 - DUPLICATE - NURTURE:
        lead["status"] = "nurture"
        wake = decided.date() + timedelta(days=chance.randrange(40, 200))
        lead["wake_on"] = max(wake, story.today + timedelta(days=3)).isoformat()
    else:
        lead["status"], lead["closed_at"] = "disqualified", story.moment(decided)
        lead["reason_id"] = chance.choice(business.reasons["disqualify"])
        lead["in_area_ok"] = int(chance.random() < 0.6)
    return None


def _answer(
    story: Story, lead: dict[str, Any], when: datetime, activities: list[dict[str, Any]]
) -> None:
    subject, body = story.chance.choice(story.words["calls"])
    lead["first_response_at"] = lead["read_at"] = story.moment(when)
    activities.append(
        {
            "kind": "call",
            "subject": subject,
            "body": story.fill(body),
            "minutes": story.chance.randrange(3, 16),
            "done_at": story.moment(when),
            "person_id": lead["owner_id"],
            "lead_id": lead["id"],
        }
    )


def _hand_over(
    db: Database,
    story: Story,
    business: Business,
    lead: dict[str, Any],
    campaign: tuple[int, dict[str, Any], date, date],
    decided: datetime,
    handovers: list[dict[str, Any]],
) -> tuple[int, datetime] | None:
    chance = story.chance
    _qualify(story, lead, decided)
    offered = decided + timedelta(minutes=chance.randrange(5, 1600))
    recent = decided > story.now.replace(tzinfo=None) - timedelta(days=2)
    if not story.happened(offered) or (recent and chance.random() < 0.35):
        return None
    owner = business.people[story.pick([("TF", 45), ("CR", 35), ("HM", 20)])]
    slip = _slip(db, story, lead, campaign[0], owner, offered)
    handovers.append(slip)
    lead["status"] = "handed_over"
    answered = story.at_work((offered + timedelta(hours=chance.uniform(1, 26))).date())
    answered = max(answered, offered + timedelta(minutes=25))
    today = offered > story.now.replace(tzinfo=None) - timedelta(days=3)
    if not story.happened(answered) or (today and chance.random() < 0.6):
        return None
    verdict = chance.random()
    slip.update(answered_at=story.moment(answered), answered_by=owner)
    if verdict < ACCEPTED:
        slip["outcome"] = lead["status"] = "accepted"
        return owner, answered
    _answer_no(story, business, lead, slip, answered, verdict)
    return None


def say(db: Database, story: Story, business: Business) -> None:
    """What sales says about the campaigns."""
    seen: list[dict[str, Any]] = []
    for number, (kind, words) in enumerate(story.words["feedback"]):
        campaign = business.campaigns[(number * 3 + 4) % (len(business.campaigns) - 1)]
        said = min(campaign[3], story.today) - timedelta(days=2 + number)
        seen.append(
            {
                "kind": kind,
                "campaign_id": campaign[0],
                "words": words,
                "said_on": max(said, campaign[2]).isoformat(),
                "person_id": business.people["TF" if number % 2 else "CR"],
                "status": "new" if number < 4 else "acted",
                "reply": None if number < 4 else "Changed in the next printing.",
            }
        )
    db.table("feedback").insert_many(seen)


def _qualify(story: Story, lead: dict[str, Any], decided: datetime) -> None:
    chance = story.chance
    low = lead["estimated_value"] // 100 // 500 * 500
    lead.update(
        status="qualified",
        qualified_at=story.moment(decided),
        need=lead["asked_for"],
        need_ok=1,
        budget=f"£{low:,} to £{low + 2000:,}",
        budget_ok=1,
        timing=story.fill("Before {season}"),
        timing_ok=1,
        authority=chance.choice(["Decides alone", "Asked both", "Partner not asked yet"]),
        authority_ok=int(chance.random() < 0.6),
    )


def _slip(
    db: Database,
    story: Story,
    lead: dict[str, Any],
    campaign_id: int,
    owner: int,
    offered: datetime,
) -> dict[str, Any]:
    return {
        "id": db.new_key(),
        "lead_id": lead["id"],
        "from_id": lead["owner_id"],
        "to_id": owner,
        "offered_at": story.moment(offered),
        "due_at": story.moment(offered + timedelta(hours=24)),
        "summary": f"{lead['asked_for']}. {lead['timing']}, {lead['budget']}.",
        "first_step": "Call to book a design visit",
        "best_time": story.chance.choice(
            ["Weekdays after 16:00", "Mornings", "Any time", "Saturdays"]
        ),
        "campaign_id": campaign_id,
        "checklist": json.dumps(
            {p: {"ok": lead[f"{p}_ok"], "words": lead[p]} for p in CHECKLIST if lead.get(p)}
        ),
    }


def _answer_no(
    story: Story,
    business: Business,
    lead: dict[str, Any],
    slip: dict[str, Any],
    answered: datetime,
    verdict: float,
) -> None:
    """The lead comes back with a reason, or nobody answered in time."""
    chance = story.chance
    slip["outcome"] = lead["status"] = "returned"
    if answered < story.now.replace(tzinfo=None) - timedelta(days=21):
        # marketing has read the reason: most go back into nurture, some are given up
        lead["status"] = "nurture" if chance.random() < 0.7 else "disqualified"
        lead["wake_on"] = (story.today + timedelta(days=chance.randrange(5, 160))).isoformat()
    if verdict > ACCEPTED + RETURNED:
        slip.update(outcome="expired", answered_by=None)
        return
    slip["reason_id"] = lead["reason_id"] = chance.choice(business.reasons["return"])
    slip["comment"] = chance.choice(["Two calls, no answer", "Wants it next spring", ""])
