"""The lists of a printed report: won deals, reasons, objections, budgets, what is likely."""

from dataclasses import dataclass
from datetime import date

from salesdesk.model.calendar import Period, local_day
from salesdesk.store.database import Database


@dataclass(frozen=True)
class WonDeal:
    """One won deal, as a line on paper."""

    closed_on: str
    customer: str
    title: str
    campaign: str
    owner: str
    days: int
    amount: int


@dataclass(frozen=True)
class Reason:
    """A reason with how often it was given and how much money it stands for."""

    label: str
    count: int
    amount: int = 0


@dataclass(frozen=True)
class Budget:
    """What a campaign may cost and has cost, up to the end of a period."""

    name: str
    budget: int
    spent: int


@dataclass(frozen=True)
class Likely:
    """An open deal that is expected in a period."""

    customer: str
    amount: int


_CUSTOMER = """coalesce((select o.name from organisation o where o.id = d.organisation_id),
    (select c.name from contact c where c.id = d.contact_id), '')"""


def won_deals(db: Database, period: Period) -> list[WonDeal]:
    """The deals won in a period, by the day they closed; the owner is the one at closing."""
    rows = db.rows(
        f"""select d.closed_on, {_CUSTOMER}, d.title,
            coalesce((select c.name from campaign c where c.id = d.campaign_id), ''),
            coalesce((select p.name from person p where p.id = d.closed_owner_id), ''),
            cast(julianday(d.closed_on) - julianday(d.opened_on) as integer), d.amount
        from deal d where d.closed_on >= ? and d.closed_on <= ? and d.status = 'won'
            and d.trashed_at is null order by d.closed_on, d.title_key, d.id""",
        period.days(),
    )
    return [WonDeal(*row) for row in rows]


def lost_reasons(db: Database, period: Period) -> list[Reason]:
    """Why deals were lost in a period: the most frequent reason first."""
    rows = db.rows(
        """select coalesce(r.label, 'No reason given'), count(*), sum(d.amount)
        from deal d left join reason r on r.id = d.reason_id
        where d.closed_on >= ? and d.closed_on <= ? and d.status = 'lost'
            and d.trashed_at is null group by 1 order by 2 desc, 3 desc, 1""",
        period.days(),
    )
    return [Reason(*row) for row in rows]


def return_reasons(db: Database, period: Period) -> list[Reason]:
    """Why sales returned leads in a period, by the day of the answer."""
    rows = db.rows(
        """select coalesce(r.label, 'No reason given'), count(*)
        from handover h left join reason r on r.id = h.reason_id
        where h.answered_at >= ? and h.answered_at < ? and h.outcome = 'returned'
            and h.trashed_at is null group by 1 order by 2 desc, 1""",
        period.moments(db.clock.zone),
    )
    return [Reason(*row) for row in rows]


def objections(db: Database, period: Period, limit: int = 5) -> list[Reason]:
    """The objections that were heard most in a period."""
    rows = db.rows(
        """select coalesce(r.label, 'Other'), count(*)
        from objection o left join reason r on r.id = o.reason_id
        where o.raised_on >= ? and o.raised_on <= ? and o.trashed_at is null
        group by 1 order by 2 desc, 1 limit ?""",
        (*period.days(), limit),
    )
    return [Reason(*row) for row in rows]


def budgets(db: Database, period: Period) -> dict[int, Budget]:
    """Each campaign's budget and what it has cost up to the end of a period."""
    rows = db.rows(
        """select c.id, c.name, c.budget, coalesce((select sum(k.amount) from campaign_cost k
            where k.campaign_id = c.id and k.spent_on <= ? and k.trashed_at is null), 0)
        from campaign c where c.trashed_at is null""",
        (period.days()[1],),
    )
    return {int(key): Budget(*rest) for key, *rest in rows}


def unanswered_feedback(db: Database, period: Period, limit: int = 8) -> list[tuple[str, str]]:
    """(campaign, words) of what sales said up to the end of a period and nobody has answered."""
    rows = db.rows(
        """select coalesce(c.name, 'No campaign'), f.words
        from feedback f left join campaign c on c.id = f.campaign_id
        where f.status = 'new' and f.said_on <= ? and f.trashed_at is null
        order by f.said_on desc, f.id desc limit ?""",
        (period.days()[1], limit),
    )
    return [(str(name), str(words)) for name, words in rows]


def likely_deals(db: Database, period: Period, limit: int = 3) -> list[Likely]:
    """The largest open deals that are expected in a period, from today on."""
    first, last = period.days()
    rows = db.rows(
        f"""select case when {_CUSTOMER} = '' then d.title else {_CUSTOMER} end, d.amount
        from deal d where d.status = 'open' and d.trashed_at is null and d.expected_on >= ?
            and d.expected_on <= ? and coalesce(d.forecast_class, '') <> 'omitted'
        order by d.amount desc, d.id limit ?""",
        (max(first, db.today().isoformat()), last, limit),
    )
    return [Likely(*row) for row in rows]


def first_month(db: Database) -> date | None:
    """The month in which the file's business begins; None for an empty file."""
    zone = db.clock.zone
    lead = db.value("select min(received_at) from lead where trashed_at is null")
    days = [local_day(str(lead), zone)] if lead else []
    for column, table in (("closed_on", "deal"), ("spent_on", "campaign_cost")):
        day = db.value(f"select min({column}) from {table} where trashed_at is null")
        if day:
            days.append(date.fromisoformat(str(day)))
    return min(days).replace(day=1) if days else None
