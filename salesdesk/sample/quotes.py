"""The sample's quotes: for each deal that was presented, one that comes to its amount."""

from datetime import date, timedelta
from typing import Any

from salesdesk.model.calendar import local_day
from salesdesk.model.quotes import Line
from salesdesk.sample.business import Business
from salesdesk.sample.deals import Desk
from salesdesk.sample.story import Story
from salesdesk.store.database import Database

FIRST_NUMBER = 2101
VALID_DAYS = 30
AGAIN = 6  # every so many, a first version was dearer
ANSWERS = {"won": "accepted", "lost": "declined", "abandoned": "expired"}
ROUND = 500  # prices of pieces end on five


def make(db: Database, story: Story, business: Business, desk: Desk) -> None:
    """Write them. Nothing is left to chance, so whatever else is told stays as it was."""
    products = {key: goods["name"] for key, goods in business.products}
    heads: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for order, (day, deal) in enumerate(_presented(story, business, desk)):
        number = str(FIRST_NUMBER + order)
        parts = story.words["quoted"][products[deal["product_id"]]]
        offered = _lines(deal["title"], deal["amount"], parts)
        revisions = [offered]
        if order % AGAIN == 0 and day + timedelta(days=2) <= story.today:
            revisions = [_lines(deal["title"], deal["amount"] * 108 // 100, parts), offered]
        for revision, content in enumerate(revisions, start=1):
            last = revision == len(revisions)
            quoted = day if revision == 1 else day + timedelta(days=2)
            head = {
                "id": db.new_key(),
                "deal_id": deal["id"],
                "number": number,
                "revision": revision,
                "status": _status(deal, quoted, story.today) if last else "declined",
                "quoted_on": quoted.isoformat(),
                "valid_until": (quoted + timedelta(days=VALID_DAYS)).isoformat(),
                "tax_percent": 20,
            }
            heads.append(head)
            lines += [_row(head["id"], place, line) for place, line in enumerate(content)]
    db.table("quote").insert_many(heads)
    db.table("quote_line").insert_many(lines)


def _presented(story: Story, business: Business, desk: Desk) -> list[tuple[date, dict[str, Any]]]:
    """The deals that came as far as the third stage, and the day when they did, in order."""
    presenting = [key for key, kind in business.stages if kind == "open"][2]
    deals = {deal["id"]: deal for deal in desk.deals}
    found = [
        (local_day(event["at"], story.zone), number, deals[event["deal_id"]])
        for number, event in enumerate(desk.events)
        if event["to_stage_id"] == presenting
    ]
    return [(day, deal) for day, _, deal in sorted(found, key=lambda each: each[:2])]


def _status(deal: dict[str, Any], quoted: date, today: date) -> str:
    if deal["status"] != "open":
        return ANSWERS[deal["status"]]
    if quoted + timedelta(days=VALID_DAYS) < today:
        return "expired"
    return "sent" if quoted < today else "draft"


def _lines(title: str, amount: int, parts: list[tuple[str, int, int]]) -> list[Line]:
    """What is added to the piece itself has a share of the amount; the piece costs the rest."""
    added = [
        Line(words, milli, amount * share * 10 // milli // ROUND * ROUND, 0)
        for words, share, milli in parts
    ]
    rest = amount - sum(line.amount for line in added)
    return [Line(title, 1000, rest, 0), *added]


def _row(quote: int, position: int, line: Line) -> dict[str, Any]:
    return {
        "quote_id": quote,
        "words": line.words,
        "quantity_milli": line.milli,
        "unit_price": line.price,
        "discount_percent": line.discount,
        "position": position,
    }
