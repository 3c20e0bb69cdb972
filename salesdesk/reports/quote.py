"""A quote as a letter to the customer: what is offered, what it costs, until when it stands."""

from datetime import date

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import deal_detail, settings
from salesdesk.queries import quotes as queries
from salesdesk.queries.deal_detail import Detail, Quote
from salesdesk.queries.settings import Settings
from salesdesk.reports.blocks import (
    Heading,
    Note,
    Offer,
    Offered,
    Parties,
    Report,
    Signature,
    Sums,
)
from salesdesk.store.database import Database


def quote(db: Database, deal_id: int, quote_id: int) -> Report:
    """One quote of a deal; UserError where either is gone."""
    deal = deal_detail.detail(db, deal_id)
    found = next((q for q in deal_detail.quotes(db, deal_id) if q.key == quote_id), None)
    if deal is None or found is None:
        raise UserError("This quote no longer exists.", "Write a new one from the deal.")
    kept = settings.settings(db)
    said = _day(found.quoted_on)
    form = "Version {n}, draft of {day}" if found.status == "draft" else "Version {n}, {day}"
    return Report(
        business=kept.business_name,
        address=kept.business_address,
        contact=kept.business_contact,
        title=f"Quote {found.number}",
        subtitle=form.format(n=found.revision, day=said),
        printed=f"{kept.business_name}, quote {found.number}, version {found.revision}",
        logo=kept.logo,
        blocks=(
            _parties(db, deal, found),
            Heading(deal.title),
            _offer(found, kept.currency),
            _sums(found, kept),
            Note(_terms(found, kept)),
            Heading("To accept", "sign and send back, or simply tell us"),
            Signature(("Name", "Signature", "Date")),
        ),
    )


def _parties(db: Database, deal: Detail, found: Quote) -> Parties:
    facts = [
        ("Quote", f"{found.number}, version {found.revision}"),
        ("Date", _day(found.quoted_on)),
    ]
    if found.valid_until:
        facts.append(("Valid until", _day(found.valid_until)))
    if deal.owner:
        facts.append(("Your contact", deal.owner))
    who = queries.addressed_to(db, deal.key) or [deal.name]
    return Parties("For", tuple(who), tuple(facts))


def _offer(found: Quote, currency: str) -> Offer:
    def exact(amount: int) -> str:
        return formats.money(amount, currency, pence=True)

    return Offer(
        tuple(
            Offered(
                line.words,
                line.pieces,
                exact(line.price),
                f"{line.discount}%" if line.discount else "",
                exact(line.amount),
            )
            for line in found.lines
        )
    )


def _sums(found: Quote, kept: Settings) -> Sums:
    def exact(amount: int) -> str:
        return formats.money(amount, kept.currency, pence=True)

    if not found.tax_percent:
        return Sums((("Total", exact(found.net)),))
    name = kept.tax_name or "tax"
    return Sums(
        (
            (f"Before {name}", exact(found.net)),
            (f"{name} {found.tax_percent}%", exact(found.tax)),
            ("Total", exact(found.net + found.tax)),
        )
    )


def _terms(found: Quote, kept: Settings) -> str:
    parts = []
    if found.tax_percent:
        parts.append(f"Prices of single lines are before {kept.tax_name or 'tax'}.")
    if found.valid_until:
        parts.append(f"These prices stand until {_day(found.valid_until)}.")
    return " ".join(parts)


def _day(day: str) -> str:
    when = date.fromisoformat(day)
    return f"{when.day} {formats.month(when)}"
