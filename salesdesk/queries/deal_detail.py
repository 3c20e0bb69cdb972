"""One deal with everything that belongs to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from salesdesk.model import quotes as figures
from salesdesk.model.calendar import local_day
from salesdesk.model.quotes import Line
from salesdesk.queries.settings import stages
from salesdesk.store.database import Database


@dataclass(frozen=True)
class PathStep:
    """An open stage on a deal's way: the days spent there; None where it never stood."""

    stage_id: int
    name: str
    days: int | None
    state: str  # passed, current, ahead


@dataclass(frozen=True)
class Objection:
    """What the customer holds against it, and the answer given."""

    key: int
    words: str
    answer: str | None
    state: str
    raised_on: str
    kind: str | None


@dataclass(frozen=True)
class Origin:
    """The hand-over that a deal came from."""

    lead_id: int
    from_name: str | None
    answered_at: str | None
    summary: str | None
    comment: str | None
    score: int


@dataclass(frozen=True)
class Quote:
    """One quote; amounts are minor units before tax."""

    key: int
    number: str
    revision: int
    status: str
    quoted_on: str
    valid_until: str | None
    tax_percent: int
    lines: tuple[Line, ...]

    @property
    def net(self) -> int:
        """Before tax."""
        return figures.net(self.lines)

    @property
    def tax(self) -> int:
        """The tax on it."""
        return figures.tax(self.net, self.tax_percent)


@dataclass(frozen=True)
class Detail:
    """One deal as its panel shows it."""

    key: int
    title: str
    amount: int
    status: str
    stage_id: int
    stage: str
    probability: int
    forecast_class: str | None
    opened_on: str
    expected_on: str | None
    closed_on: str | None
    reason: str | None
    reason_note: str | None
    competitor: str | None
    owner_id: int | None
    owner: str | None
    initials: str | None
    colour: int | None
    organisation_id: int | None
    organisation: str | None
    contact_id: int | None
    contact: str | None
    phone: str | None
    email: str | None
    lead_id: int | None
    campaign_id: int | None
    campaign: str | None
    is_new_customer: bool
    next_step: str | None
    next_step_on: str | None
    next_step_at: str | None
    next_step_kind: str | None
    stage_since: str
    last_contact_at: str | None
    lead_quality: int | None
    notes: str | None
    product_id: int | None
    version: int

    @property
    def name(self) -> str:
        """Who the deal is with; its title where nobody is named."""
        return self.organisation or self.contact or self.title


def detail(db: Database, key: int) -> Detail | None:
    """One deal; None if it is gone."""
    rows = db.dicts(
        "select d.id as key, d.title, d.amount, d.status, d.stage_id, s.name as stage, "
        "coalesce(d.probability, s.probability) as probability, "
        "d.forecast_class, d.opened_on, d.expected_on, "
        "d.closed_on, r.label as reason, d.reason_note, m.name as competitor, d.owner_id, "
        "p.name as owner, p.initials, p.colour, d.organisation_id, o.name as organisation, "
        "d.contact_id, "
        f"c.name as contact, {_point('phone')} as phone, {_point('email')} as email, d.lead_id, "
        "d.campaign_id, k.name as campaign, d.is_new_customer, d.next_step, d.next_step_on, "
        "d.next_step_at, d.next_step_kind, d.stage_since, d.last_contact_at, d.lead_quality, "
        "d.notes, d.product_id, d.version from deal d join stage s on s.id = d.stage_id "
        "left join reason r on r.id = d.reason_id left join competitor m on m.id = d.competitor_id "
        "left join person p on p.id = d.owner_id left join organisation o "
        "on o.id = d.organisation_id left join contact c on c.id = d.contact_id "
        "left join campaign k on k.id = d.campaign_id where d.id = ? and d.trashed_at is null",
        (key,),
    )
    if not rows:
        return None
    row: dict[str, Any] = rows[0]
    return Detail(**{**row, "is_new_customer": bool(row["is_new_customer"])})


def _point(kind: str) -> str:
    """The first contact point of a kind, of the contact, else of the organisation."""
    return (
        f"(select value from contact_point t where t.kind = '{kind}' and t.trashed_at is null "
        "and (t.contact_id = d.contact_id or t.organisation_id = d.organisation_id) "
        "order by t.contact_id is null, t.is_primary desc, t.id limit 1)"
    )


def path(db: Database, key: int) -> list[PathStep]:
    """The open stages in order, with the whole days that the deal stood in each."""
    row = db.row("select stage_id, status, stage_since, closed_on from deal where id = ?", (key,))
    if row is None:
        return []
    at, status, since, closed = row
    zone = db.clock.zone
    end = date.fromisoformat(closed) if closed else db.today()
    events = db.rows(
        "select from_stage_id, to_stage_id, at from stage_event where deal_id = ? "
        "and trashed_at is null order by at, id",
        (key,),
    )
    spent = _days_spent(events, zone, end)
    if status == "open":
        spent[at] = spent.get(at, 0) if events else (end - local_day(since, zone)).days
    steps = [s for s in stages(db) if s.kind == "open"]
    stood = [n for n, s in enumerate(steps) if s.key in spent]
    reached = next((n for n, s in enumerate(steps) if s.key == at), max(stood, default=-1))
    return [
        PathStep(
            s.key,
            s.name,
            spent.get(s.key),
            "current" if s.key == at else "passed" if n < reached or n == reached else "ahead",
        )
        for n, s in enumerate(steps)
    ]


def _days_spent(events: list[tuple[Any, ...]], zone: str, end: date) -> dict[int, int]:
    """Stage -> days from coming in to going out, over all visits."""
    spent: dict[int, int] = {}
    for number, (_, to_id, moment) in enumerate(events):
        begun = local_day(moment, zone)
        left = local_day(events[number + 1][2], zone) if number + 1 < len(events) else end
        spent[to_id] = spent.get(to_id, 0) + max(0, (left - begun).days)
    return spent


def objections(db: Database, key: int) -> list[Objection]:
    """A deal's objections, the oldest first."""
    rows = db.rows(
        "select x.id, x.words, x.answer, x.state, x.raised_on, r.label from objection x "
        "left join reason r on r.id = x.reason_id where x.deal_id = ? and x.trashed_at is null "
        "order by x.raised_on, x.id",
        (key,),
    )
    return [Objection(*row) for row in rows]


def origin(db: Database, key: int) -> Origin | None:
    """The accepted hand-over that a deal came from, if there was one."""
    row = db.row(
        "select l.id, f.name, h.answered_at, h.summary, h.comment, l.score "
        "from deal d join lead l on l.id = d.lead_id join handover h on h.lead_id = l.id "
        "and h.outcome = 'accepted' and h.trashed_at is null "
        "left join person f on f.id = h.from_id "
        "where d.id = ? order by h.answered_at desc limit 1",
        (key,),
    )
    return None if row is None else Origin(*row)


def quotes(db: Database, key: int) -> list[Quote]:
    """A deal's quotes, the newest revision first."""
    rows = db.rows(
        "select id, number, revision, status, quoted_on, valid_until, tax_percent from quote "
        "where deal_id = ? and trashed_at is null order by quoted_on desc, revision desc, id desc",
        (key,),
    )
    found = []
    for row in rows:
        lines = db.rows(
            "select words, quantity_milli, unit_price, discount_percent from quote_line "
            "where quote_id = ? and trashed_at is null order by position, id",
            (row[0],),
        )
        found.append(Quote(*(*row, tuple(Line(*line) for line in lines))))
    return found
