"""Customers who come back, and which campaign touched them first and last."""

from dataclasses import dataclass

from salesdesk.model.calendar import Period
from salesdesk.model.rules import Rate
from salesdesk.store.database import Database

#: Who bought in some days: by won deals, and by sales noted without a deal. An organisation is
#: the customer where there is one, else the person; keys never clash across tables.
_BOUGHT = """
    select coalesce(d.organisation_id, d.contact_id) as who from deal d
    where d.status = 'won' and d.closed_on >= :{first} and d.closed_on <= :{last}
    and d.trashed_at is null
    {union}
    select coalesce(s.organisation_id, s.contact_id) from sale s
    where s.deal_id is null and s.sold_on >= :{first} and s.sold_on <= :{last}
    and s.trashed_at is null
"""


@dataclass(frozen=True)
class Touch:
    """Won deals and revenue of one campaign: as the first touch and as the last."""

    label: str
    campaign_id: int | None
    first_won: int
    first_revenue: int
    last_won: int
    last_revenue: int


def retention(db: Database, period: Period) -> Rate:
    """Customers who bought in this period and in the one before / those of the one before."""
    before = period.before()
    then = _BOUGHT.format(first="old_first", last="old_last", union="union")
    now = _BOUGHT.format(first="first", last="last", union="union")
    row = db.row(
        f"""select count(*), coalesce(sum(who in ({now})), 0) from ({then})
            where who is not null""",
        {
            "old_first": before.first.isoformat(),
            "old_last": before.last.isoformat(),
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        },
    )
    start, stayed = row or (0, 0)
    return Rate(int(stayed), int(start))


def repeat_rate(db: Database, period: Period) -> Rate:
    """Customers with two or more sales by the end of the period / all customers by then."""
    bought = _BOUGHT.format(first="first", last="last", union="union all")
    row = db.row(
        f"""select count(*), coalesce(sum(times >= 2), 0) from (
            select who, count(*) as times from ({bought}) where who is not null group by who)""",
        {"first": "", "last": period.last.isoformat()},
    )
    everyone, again = row or (0, 0)
    return Rate(int(again), int(everyone))


def touches(db: Database, period: Period) -> list[Touch]:
    """Won deals by campaign: all to the earliest touch, all to the latest, side by side.

    A touch is a lead of the same customer with a campaign, received before the deal closed; the
    deal's own campaign stands in where there is none.
    """
    first, last = period.days()
    found: dict[int | None, list[int]] = {}
    for place, order in ((0, "asc"), (2, "desc")):
        rows = db.rows(
            f"""select campaign, count(*), sum(amount) from (
                select d.amount, coalesce((select l.campaign_id
                    from deal e join lead l on l.id = e.lead_id
                    where (e.id = d.id or e.contact_id = d.contact_id)
                    and l.campaign_id is not null and l.trashed_at is null
                    and substr(l.received_at, 1, 10) <= d.closed_on
                    order by l.received_at {order}, l.id {order} limit 1), d.campaign_id)
                    as campaign
                from deal d where d.closed_on >= :first and d.closed_on <= :last
                and d.status = 'won' and d.trashed_at is null) group by 1""",
            {"first": first, "last": last},
        )
        for campaign, count, amount in rows:
            held = found.setdefault(campaign, [0, 0, 0, 0])
            held[place : place + 2] = [count, amount]
    names = dict(db.rows("select id, name from campaign"))
    return sorted(
        (Touch(str(names.get(key, "No campaign")), key, *counts) for key, counts in found.items()),
        key=lambda touch: (-touch.last_revenue, touch.label),
    )
