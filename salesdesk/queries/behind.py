"""What stands behind each number of the day: exactly the records that were counted for it."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from salesdesk.model.calendar import Period, day_start, month_of, parse_moment, to_moment
from salesdesk.model.rules import half_up
from salesdesk.queries import deals, leads, today
from salesdesk.queries.deals import Card
from salesdesk.queries.figures.count_leads import ACCEPTED, QUALIFIED
from salesdesk.queries.figures.gather import reached
from salesdesk.queries.figures.supply import WEEKS_BACK
from salesdesk.queries.leads import LeadRow
from salesdesk.queries.settings import settings
from salesdesk.store.database import Database

_COHORT = "l.received_at >= :start and l.received_at < :end and l.status <> 'duplicate'"
#: number -> which leads it counts.
LEADS: dict[str, str] = {
    "leads": _COHORT,
    "qualified": f"{_COHORT} and {QUALIFIED}",
    "accepted": f"{_COHORT} and {ACCEPTED}",
    "won": f"{_COHORT} and {ACCEPTED} and (select d.status from deal d "
    "where d.id = l.deal_id and d.trashed_at is null) = 'won'",
    "late": f"{leads.VIEWS[today.WAITING_VIEW]} and l.received_at < :cutoff",
    "waiting": leads.VIEWS[today.WAITING_VIEW],
    "on_hand": "l.status in ('qualified', 'handed_over')",
    "kept": "l.status = 'qualified'",
    "offered": "l.status = 'handed_over'",
    "lately": "l.qualified_at >= :since and l.qualified_at < :tomorrow and l.status <> 'duplicate'",
}
_BOOKED = "d.status = 'won' and d.closed_on >= :first and d.closed_on <= :last"
_LIKELY = (
    "d.status = 'open' and d.expected_on >= :today and d.expected_on >= :first "
    "and d.expected_on <= :last and coalesce(d.forecast_class, '') <> 'omitted'"
)
#: number -> which deals it adds up.
DEALS: dict[str, str] = {
    "booked": _BOOKED,
    "forecast": f"({_BOOKED} or {_LIKELY})",
    "open_deals": "d.status = 'open'",
    "quiet": "",
}
CAMPAIGNS = ("reach", "engaged")


@dataclass(frozen=True)
class Behind:
    """The keys of the records behind a number, in order; `total` is the number itself."""

    code: str
    table: str
    keys: "array[int]"
    total: int

    @property
    def count(self) -> int:
        """How many records these are."""
        return len(self.keys)


@dataclass(frozen=True)
class DealLine:
    """A deal behind a sum; `part` is what it adds to it, in hundredths of minor units."""

    card: Card
    percent: int
    part: int


@dataclass(frozen=True)
class CampaignLine:
    """What the results of one campaign add to reach or engagement."""

    key: int
    name: str
    status: str
    part: int


def behind(db: Database, code: str) -> Behind:
    """The records behind a number of today. On a big file call it on a worker."""
    if code in LEADS:
        keys = _lead_keys(db, LEADS[code])
        return Behind(code, "lead", keys, len(keys))
    if code == "quiet":
        keys = deals.table_keys(db, deals.Filters("quiet"), "age")
        return Behind(code, "deal", keys, len(keys))
    if code in DEALS:
        return _deals(db, code)
    if code in CAMPAIGNS:
        lines = campaign_lines(db, code)
        keys = array("q", (line.key for line in lines))
        return Behind(code, "campaign", keys, sum(line.part for line in lines))
    if code == "overdue":
        late = overdue(db)
        return Behind(code, "", array("q", range(len(late))), len(late))
    raise ValueError(code)


def lead_lines(db: Database, found: Behind, offset: int, limit: int) -> list[LeadRow]:
    """Some of the leads behind a number."""
    return leads.rows(db, list(found.keys[offset : offset + limit]))


def deal_lines(db: Database, found: Behind, offset: int, limit: int) -> list[DealLine]:
    """Some of the deals behind a sum, each with what it adds."""
    keys = list(found.keys[offset : offset + limit])
    cards = deals.cards(db, keys)
    lines = []
    for key in keys:
        card = cards.get(key)
        if card is not None:
            weighted = found.code == "forecast" and card.status == "open"
            percent = card.probability if weighted else 100
            lines.append(DealLine(card, percent, card.amount * percent))
    return lines


def campaign_lines(db: Database, code: str) -> list[CampaignLine]:
    """The campaigns whose results of this month count, those that add most first."""
    first, last = month_of(db.today()).days()
    seen: defaultdict[int, Counter[str]] = defaultdict(Counter)
    named: dict[int, tuple[str, str]] = {}
    for key, name, status, metric, value in db.rows(
        "select c.id, c.name, c.status, r.metric, sum(r.value) from campaign_result r "
        "join campaign c on c.id = r.campaign_id where r.noted_on >= :first "
        "and r.noted_on <= :last and r.trashed_at is null group by c.id, r.metric",
        {"first": first, "last": last},
    ):
        seen[key][metric] += value
        named[key] = (str(name), str(status))
    which = CAMPAIGNS.index(code)
    lines = [CampaignLine(key, *named[key], reached(found)[which]) for key, found in seen.items()]
    return sorted((line for line in lines if line.part), key=lambda x: (-x.part, x.name, x.key))


def overdue(db: Database) -> list[today.FollowUp]:
    """The follow-ups whose day has passed."""
    return [step for step in today.follow_ups(db) if step.days_overdue]


def _lead_keys(db: Database, where: str) -> "array[int]":
    known = {**_moments(db), **leads.params(db)}
    rows = db.rows(
        f"select l.id from lead l where l.trashed_at is null and {where} "
        "order by l.received_at desc, l.id desc",
        leads.named(where, known),
    )
    return array("q", (key for (key,) in rows))


def _moments(db: Database) -> dict[str, Any]:
    """The moments that the conditions ask for."""
    day, zone = db.today(), db.clock.zone
    start, end = month_of(day).moments(zone)
    promise = timedelta(hours=settings(db).response_promise_hours)
    return {
        "start": start,
        "end": end,
        "cutoff": to_moment(parse_moment(db.now()) - promise),
        "since": day_start(day - timedelta(weeks=WEEKS_BACK), zone),
        "tomorrow": day_start(day + timedelta(days=1), zone),
    }


def _deals(db: Database, code: str) -> Behind:
    where = DEALS[code]
    period: Period = month_of(db.today())
    first, last = period.days()
    known = {"first": first, "last": last, "today": db.today().isoformat()}
    rows: Sequence[tuple[int, int]] = db.rows(
        "select d.id, d.amount * case when d.status = 'open' and :weighted "
        "then coalesce(d.probability, s.probability) else 100 end "
        f"from deal d join stage s on s.id = d.stage_id where d.trashed_at is null and {where} "
        "order by d.status = 'open', d.amount desc, d.id",
        {**leads.named(where, known), "weighted": code == "forecast"},
    )
    total = half_up(Fraction(sum(part for _, part in rows), 100))
    return Behind(code, "deal", array("q", (key for key, _ in rows)), total)
