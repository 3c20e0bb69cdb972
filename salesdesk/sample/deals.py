"""The sample's deals: from an accepted lead through the stages to won, lost or still open."""

from datetime import date, datetime, timedelta
from typing import Any

from salesdesk.model.text import fold
from salesdesk.sample.business import Business
from salesdesk.sample.leads import Accepted
from salesdesk.sample.story import Story
from salesdesk.store.database import Database

WON, ABANDONED = 0.40, 0.03
STAGE_DAYS = (3, 6, 8, 6, 7)  # means, of the open stages in order
RANK_GAP = 1 << 20


class Desk:
    """The rows of all deals, gathered to be written at once."""

    def __init__(self) -> None:
        self.organisations: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.points: list[dict[str, Any]] = []
        self.consents: list[dict[str, Any]] = []
        self.deals: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.activities: list[dict[str, Any]] = []
        self.objections: list[dict[str, Any]] = []


def make(db: Database, story: Story, business: Business, accepted: list[Accepted]) -> Desk:
    """Write one deal for each accepted lead, and some repeat business; what was written."""
    desk = Desk()
    won: list[tuple[dict[str, Any], datetime]] = []
    for taken in accepted:
        deal = _deal(db, story, business, taken)
        links = _customer(db, story, taken, desk)
        deal.update(links)
        closed = _run(story, business, deal, taken.at, desk)
        desk.deals.append(deal)
        if closed is not None:
            won.append((deal, closed))
    for deal, closed in story.chance.sample(won, k=len(won) // 6):
        _again(db, story, business, deal, closed, desk)
    _stall(story, desk)
    for number, deal in enumerate(desk.deals):
        deal["rank"] = number * RANK_GAP
    db.table("organisation").insert_many(desk.organisations)
    db.table("contact").insert_many(desk.contacts)
    db.table("contact_point").insert_many(desk.points)
    db.table("consent").insert_many(desk.consents)
    db.table("deal").insert_many(desk.deals)
    for deal in desk.deals:
        if deal.get("lead_id"):
            became = {"deal_id": deal["id"], "contact_id": deal["contact_id"]}
            became["organisation_id"] = deal.get("organisation_id")
            db.table("lead").update(deal["lead_id"], became)
    db.table("stage_event").insert_many(desk.events)
    db.table("activity").insert_many(desk.activities)
    db.table("objection").insert_many(desk.objections)
    return desk


def _deal(db: Database, story: Story, business: Business, taken: Accepted) -> dict[str, Any]:
    goods = dict(business.products)[taken.product]
    title = story.fill(story.chance.choice(goods["titles"]), town=taken.lead["town"])
    amount = round(taken.lead["estimated_value"] * story.chance.uniform(0.8, 1.12) / 5000) * 5000
    return {
        "id": db.new_key(),
        "title": title,
        "title_key": fold(title),
        "amount": amount,
        "opened_on": taken.at.date().isoformat(),
        "owner_id": taken.owner,
        "lead_id": taken.lead["id"],
        "campaign_id": taken.campaign[0],
        "product_id": taken.product,
        "lead_quality": story.chance.randrange(2, 6),
        "is_new_customer": 1,
    }


def _customer(db: Database, story: Story, taken: Accepted, desk: Desk) -> dict[str, int]:
    lead = taken.lead
    place = {k: lead[k] for k in ("address", "town", "postcode")}
    links: dict[str, int] = {}
    if lead["organisation_name"]:
        links["organisation_id"] = db.new_key()
        name = lead["organisation_name"]
        known = next((o for o in desk.organisations if o["name"] == name), None)
        if known is None:
            row = {"id": links["organisation_id"], "name": name, "name_key": fold(name), **place}
            desk.organisations.append(row)
        else:
            links["organisation_id"] = known["id"]
    links["contact_id"] = db.new_key()
    names = {k: lead[k] for k in ("name", "name_key", "first_name", "last_name")}
    organisation = links.get("organisation_id")
    owner = {"owner_id": taken.owner, "organisation_id": organisation}
    desk.contacts.append({"id": links["contact_id"], **names, **place, **owner})
    for kind in ("phone", "email"):
        if lead[kind]:
            desk.points.append(
                {
                    "contact_id": links["contact_id"],
                    "kind": kind,
                    "value": lead[kind],
                    "value_key": lead[f"{kind}_key"],
                    "is_primary": 1,
                }
            )
    state = story.pick([("opted_in", 6), ("soft_opt_in", 3), ("opted_out", 1)])
    desk.consents.append(
        {
            "contact_id": links["contact_id"],
            "channel": "email",
            "state": state,
            "basis": "asked when accepted",
            "at": story.moment(taken.at),
        }
    )
    return links


def _stall(story: Story, desk: Desk) -> None:
    """Three open deals have gone quiet: nobody has spoken with them for weeks."""
    waiting = [d for d in desk.deals if d["status"] == "open" and not d.get("next_step")]
    for deal in waiting[:3]:
        days = story.chance.randrange(16, 27)
        then = story.at_work(story.today - timedelta(days=days))
        deal["opened_on"] = (then.date() - timedelta(days=3)).isoformat()
        deal["stage_since"] = deal["last_contact_at"] = story.moment(then)
        mine = [r for r in (*desk.events, *desk.activities) if r.get("deal_id") == deal["id"]]
        for row in mine:
            moment = "at" if "to_stage_id" in row else "done_at"
            row[moment] = min(row[moment], story.moment(then))


def _run(
    story: Story, business: Business, deal: dict[str, Any], began: datetime, desk: Desk
) -> datetime | None:
    """Walk the deal through its stages up to now; when it was won, else None."""
    chance = story.chance
    verdict = chance.random()
    open_stages = [key for key, kind in business.stages if kind == "open"]
    ends = {kind: key for key, kind in business.stages if kind != "open"}
    # what is lost is mostly lost half-way; what is abandoned never got far
    far = 5 if verdict < WON else chance.choice([1, 2, 3, 3, 4, 5])
    at, previous = began, None
    for stage, days in list(zip(open_stages, STAGE_DAYS, strict=False))[:far]:
        _enter(story, deal, previous, stage, at, desk)
        previous = stage
        _touch(story, deal, at, desk)
        step = timedelta(days=max(0.5, chance.gammavariate(2.2, days / 2.2)))
        following = story.at_work((at + step).date())
        following = max(following, at + timedelta(hours=2))
        if not story.happened(following):
            _leave_open(story, business, deal, desk)
            return None
        at = following
    won = verdict < WON
    status = "won" if won else ("abandoned" if verdict > 1 - ABANDONED else "lost")
    _enter(story, deal, previous, ends["won" if won else "lost"], at, desk)
    kind = "won" if won else "lost"
    deal.update(
        status=status,
        closed_on=at.date().isoformat(),
        closed_at=story.moment(at),
        closed_owner_id=deal["owner_id"],
        reason_id=chance.choice(business.reasons[kind][: 4 if won else 6]),
    )
    deal["expected_on"] = deal["closed_on"]
    if chance.random() < 0.4:
        _object(story, business, deal, at.date(), desk, answered=won)
    return at if won else None


def _enter(
    story: Story, deal: dict[str, Any], previous: int | None, stage: int, at: datetime, desk: Desk
) -> None:
    deal["stage_id"] = stage
    deal["stage_since"] = story.moment(at)
    desk.events.append(
        {
            "deal_id": deal["id"],
            "from_stage_id": previous,
            "to_stage_id": stage,
            "at": story.moment(at),
            "by_id": deal["owner_id"],
        }
    )


def _touch(story: Story, deal: dict[str, Any], at: datetime, desk: Desk) -> None:
    when = at + timedelta(minutes=story.chance.randrange(10, 90))
    if not story.happened(when):
        return
    subject, body = story.chance.choice(story.words["deal_calls"])
    kind = "call" if subject.startswith("Call") else "visit"
    deal["last_contact_at"] = story.moment(when)
    desk.activities.append(
        {
            "kind": kind,
            "subject": subject,
            "body": body,
            "minutes": 15 if kind == "call" else 60,
            "done_at": story.moment(when),
            "person_id": deal["owner_id"],
            "deal_id": deal["id"],
            "contact_id": deal.get("contact_id"),
        }
    )


def _leave_open(story: Story, business: Business, deal: dict[str, Any], desk: Desk) -> None:
    chance = story.chance
    deal["status"] = "open"
    if chance.random() < 0.3:
        _object(story, business, deal, story.today, desk, answered=chance.random() < 0.6)
    deal["expected_on"] = (story.today + timedelta(days=chance.randrange(2, 45))).isoformat()
    if chance.random() < 0.14:
        return  # no next step: the board says so in amber
    kind, words = chance.choice(story.words["steps"])
    due = story.today + timedelta(days=chance.choice([-3, -1, 0, 0, 1, 2, 4, 6, 9]))
    deal.update(next_step=words, next_step_kind=kind, next_step_on=due.isoformat())
    if kind in ("visit", "meeting", "call") and due >= story.today:
        deal["next_step_at"] = chance.choice(["10:00", "11:30", "14:00", "15:30", "16:00"])


def _object(
    story: Story, business: Business, deal: dict[str, Any], day: date, desk: Desk, *, answered: bool
) -> None:
    number = story.chance.randrange(len(story.words["objections"]))
    _, words, answer = story.words["objections"][number]
    reasons = business.reasons["objection"]
    raised = (day - timedelta(days=3)).isoformat()
    desk.objections.append(
        {
            "deal_id": deal["id"],
            "reason_id": reasons[number % len(reasons)],
            "words": words,
            "answer": answer or None,
            "state": "overcome"
            if answered and answer
            else ("open" if deal["status"] == "open" else "fatal"),
            "raised_on": raised,
            "created_at": f"{raised}T13:20:00Z",  # where it stands in the timeline
        }
    )


def _again(
    db: Database,
    story: Story,
    business: Business,
    first: dict[str, Any],
    closed: datetime,
    desk: Desk,
) -> None:
    """Repeat business: the same customer comes back for another room."""
    began = story.at_work(closed.date() + timedelta(days=story.chance.randrange(30, 160)))
    if not story.happened(began):
        return
    product, goods = story.pick([((k, p), p["weight"]) for k, p in business.products])
    title = story.fill(story.chance.choice(goods["titles"]))
    amount = round(story.chance.uniform(goods["low"], goods["high"]) * 0.82 / 50) * 5000
    deal = {
        "id": db.new_key(),
        "title": title,
        "title_key": fold(title),
        "amount": amount,
        "opened_on": began.date().isoformat(),
        "owner_id": first["owner_id"],
        "contact_id": first["contact_id"],
        "organisation_id": first.get("organisation_id"),
        "product_id": product,
        "is_new_customer": 0,
    }
    _run(story, business, deal, began, desk)
    desk.deals.append(deal)
