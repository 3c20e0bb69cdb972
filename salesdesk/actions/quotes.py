"""Quotes: written, changed as long as they are drafts, else as a new version, and answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdesk.actions import action
from salesdesk.actions.checks import amount, day, needed, one_of, within
from salesdesk.errors import UserError
from salesdesk.model.meanings import key_of
from salesdesk.queries import deal_detail
from salesdesk.queries import quotes as queries
from salesdesk.store.database import Database

STATES = ("draft", "sent", "accepted", "declined", "expired")
MOST = 10**13


@action("Write quote")
def write(
    db: Database,
    deal_id: int,
    lines: Sequence[Mapping[str, Any]],
    *,
    tax_percent: int = 0,
    valid_until: str | None = None,
) -> int:
    """A first version with the next number; its key. Amounts are before tax."""
    return _put(db, deal_id, _number(db), 1, lines, tax_percent, valid_until)


@action("Change quote")
def change(
    db: Database,
    quote_id: int,
    lines: Sequence[Mapping[str, Any]],
    *,
    tax_percent: int = 0,
    valid_until: str | None = None,
) -> int:
    """Other lines: in the draft itself, else in a new version beside what was sent; its key."""
    before = db.table("quote").get(quote_id)
    number, deal = str(before["number"]), int(before["deal_id"])
    if before["status"] != "draft":
        revision = queries.last_revision(db, deal, number) + 1
        return _put(db, deal, number, revision, lines, tax_percent, valid_until)
    for line in queries.lines(db, quote_id):
        db.table("quote_line").trash(line["id"])
    db.table("quote").update(quote_id, _terms(tax_percent, valid_until))
    _put_lines(db, quote_id, lines)
    db.detail = f"Quote {number}"
    return quote_id


@action("Mark quote", rests_on=("quote", "status"))
def mark(db: Database, quote_id: int, status: str) -> None:
    """Sent, accepted, declined or expired; an accepted one says what the deal is worth."""
    before = db.table("quote").get(quote_id)
    status = one_of(status, STATES, "state of a quote")
    db.detail = f"Quote {before['number']} {status}"
    db.table("quote").update(quote_id, {"status": status})
    if status == "accepted":
        found = deal_detail.quotes(db, before["deal_id"])
        net = next(quote.net for quote in found if quote.key == quote_id)
        net = amount(net, "What the quote comes to")
        if db.table("deal").get(before["deal_id"])["amount"] != net:
            db.table("deal").update(before["deal_id"], {"amount": net})


def _put(
    db: Database,
    deal_id: int,
    number: str,
    revision: int,
    lines: Sequence[Mapping[str, Any]],
    tax_percent: int,
    valid_until: str | None,
) -> int:
    db.table("deal").get(deal_id)
    head = {"deal_id": deal_id, "number": number, "revision": revision, "status": "draft"}
    terms = _terms(tax_percent, valid_until)
    key = db.table("quote").insert({**head, **terms, "quoted_on": db.today().isoformat()})
    _put_lines(db, key, lines)
    db.detail = f"Quote {number}"
    return key


def _number(db: Database) -> str:
    """The next number; in a team each copy counts in a block of its own."""
    if not queries.counts_in_blocks(db):
        return queries.next_number(db)
    block = queries.own_block(db)
    number = None if block is None else queries.next_in(db, block)
    if number is None:
        block = queries.free_block(db)
        name = queries.name_of(block)
        key = key_of("setting", name)
        db.table("setting").insert({"id": key, "name": name, "value": str(db.seat)})
        number = queries.next_in(db, block)
    assert number is not None
    return number


def part_twins(db: Database) -> int:
    """Tell quotes apart whose number was given twice in copies that were apart; how many.

    Nobody does this: it is journaled, but it is not a step that Undo takes back.
    """
    if not queries.twins(db):
        return 0
    with db.change("Number quotes apart", "outside"):
        return number_apart(db)


def number_apart(db: Database) -> int:
    """The same inside a change, which is then taken back with it."""
    twins = queries.twins(db)
    for key, number, revision in twins:
        db.detail = f"Quote {db.table('quote').get(key)['number']} is {number} now"
        db.table("quote").update(key, {"number": number, "revision": revision})
    return len(twins)


def _terms(tax_percent: int, valid_until: str | None) -> dict[str, Any]:
    until = day(valid_until, "The day until which it is valid") if valid_until else None
    return {"tax_percent": within(tax_percent, 0, 100, "The tax"), "valid_until": until}


def _put_lines(db: Database, quote_id: int, lines: Sequence[Mapping[str, Any]]) -> None:
    if not lines:
        raise UserError("The quote has no lines.", "Add what you offer, with its price.")
    for position, line in enumerate(lines):
        words = needed(line["words"], "What is offered")
        db.table("quote_line").insert(
            {
                "quote_id": quote_id,
                "words": words,
                "quantity_milli": within(line["quantity_milli"], 0, MOST, "The quantity"),
                "unit_price": amount(line["unit_price"], "The price", -MOST, MOST),
                "discount_percent": within(line["discount_percent"], 0, 100, "The discount"),
                "position": position,
            }
        )
