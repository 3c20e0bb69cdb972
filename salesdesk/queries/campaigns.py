"""Campaigns as records: the list, what is planned when, what was spent, done and said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from salesdesk.model.calendar import Period, span
from salesdesk.queries.figures import Figures, figures_by
from salesdesk.queries.settings import settings
from salesdesk.store.database import Database

#: view -> the states of the campaigns in it.
VIEWS = {
    "running": ("active", "paused"),
    "planned": ("planned",),
    "finished": ("complete", "cancelled"),
}


@dataclass(frozen=True)
class Campaign:
    """One campaign as the table and its detail show it; its figures come from `figures`."""

    key: int
    name: str
    code: str | None
    objective: str
    status: str
    channel_id: int | None
    channel: str | None
    starts_on: str | None
    ends_on: str | None
    owner_id: int | None
    owner: str | None
    initials: str | None
    colour: int | None
    segment: str | None
    area: str | None
    goal: str | None
    audience: str | None
    message: str | None
    offer: str | None
    audience_size: int | None
    budget: int
    expected_leads: int | None
    expected_revenue: int | None
    version: int


@dataclass(frozen=True)
class Line:
    """One line of a campaign's timeline."""

    key: int
    name: str
    starts_on: str
    ends_on: str | None
    done: bool
    owner_id: int | None
    note: str | None


@dataclass(frozen=True)
class Touch:
    """Something that happened: an activity, a counted result or a cost, newest first.

    `source` is the table; `kind` its kind, metric or category; `number` a result's value or
    a cost's minor units.
    """

    source: str
    key: int
    kind: str
    words: str | None
    number: int | None
    on: str
    initials: str | None
    colour: int | None


CAMPAIGN_SQL = """
    select c.id as key, c.name, c.code, c.objective, c.status, c.channel_id, ch.name as channel,
        c.starts_on, c.ends_on, c.owner_id, p.name as owner, p.initials, p.colour,
        s.name as segment,
        c.area, c.goal, c.audience, c.message, c.offer, c.audience_size, c.budget,
        c.expected_leads, c.expected_revenue, c.version
    from campaign c left join channel ch on ch.id = c.channel_id
        left join person p on p.id = c.owner_id left join segment s on s.id = c.segment_id
"""


def campaigns(db: Database) -> list[Campaign]:
    """Every campaign, the one that started last first."""
    rows = db.dicts(
        CAMPAIGN_SQL + "where c.trashed_at is null order by c.starts_on is null, "
        "c.starts_on desc, c.name_key, c.id"
    )
    return [Campaign(**row) for row in rows]


def fields(db: Database, key: int) -> dict[str, Any]:
    """Every stored field of one campaign, for its form; empty if it was deleted."""
    rows = db.dicts("select * from campaign where id = ? and trashed_at is null", (key,))
    return rows[0] if rows else {}


def by_code(db: Database, code: str) -> int | None:
    """The campaign that a code on a leaflet belongs to."""
    found: int | None = db.value(
        "select id from campaign where code = ? collate nocase and trashed_at is null", (code,)
    )
    return found


def held_by(db: Database, key: int) -> dict[str, list[int]]:
    """What belongs to a campaign: table -> keys of its rows."""
    tables = ("lead", "deal", "handover", "feedback", "activity", "campaign_cost")
    return {
        table: [
            int(found)
            for (found,) in db.rows(
                f"select id from {table} where campaign_id = ? and trashed_at is null", (key,)
            )
        ]
        for table in (*tables, "campaign_result")
    }


def segments(db: Database) -> list[tuple[int, str]]:
    """(key, name) of every segment."""
    return [
        (int(key), str(name))
        for key, name in db.rows(
            "select id, name from segment where trashed_at is null order by priority desc, name"
        )
    ]


def schedule(db: Database, key: int) -> list[Line]:
    """A campaign's timeline from first to last."""
    rows = db.rows(
        "select id, name, starts_on, ends_on, done, owner_id, note from campaign_activity "
        "where campaign_id = ? and trashed_at is null order by starts_on, id",
        (key,),
    )
    return [Line(r[0], r[1], r[2], r[3], bool(r[4]), r[5], r[6]) for r in rows]


def touches(db: Database, key: int, limit: int = 50) -> list[Touch]:
    """What was done, counted and spent for a campaign, newest first."""
    rows = db.rows(
        """
        select source, key, kind, words, number, day, p.initials, p.colour from (
            select 'activity' as source, id as key, kind, subject as words, null as number,
                substr(done_at, 1, 10) as day, person_id
            from activity where campaign_id = :key and done_at is not null
                and lead_id is null and deal_id is null and trashed_at is null
            union all
            select 'campaign_result', id, metric, note, value, noted_on, created_by
            from campaign_result where campaign_id = :key and trashed_at is null
            union all
            select 'campaign_cost', id, category, note, amount, spent_on,
                coalesce(person_id, created_by)
            from campaign_cost where campaign_id = :key and trashed_at is null
        ) t left join person p on p.id = t.person_id
        order by day desc, key desc limit :limit
        """,
        {"key": key, "limit": limit},
    )
    return [Touch(*row) for row in rows]


def counts(db: Database) -> dict[str, int]:
    """How many campaigns each view holds, those apart that need their figures."""
    rows = db.rows("select status, count(*) from campaign where trashed_at is null group by status")
    by_status = {str(status): int(count) for status, count in rows}
    found = {view: sum(by_status.get(s, 0) for s in states) for view, states in VIEWS.items()}
    return found | {"all": sum(by_status.values())}


def touch_count(db: Database, key: int) -> int:
    """How many lines `touches` has in all."""
    return int(
        db.value(
            """
            select (select count(*) from activity where campaign_id = :key and lead_id is null
                    and deal_id is null and done_at is not null and trashed_at is null)
                + (select count(*) from campaign_result
                    where campaign_id = :key and trashed_at is null)
                + (select count(*) from campaign_cost
                    where campaign_id = :key and trashed_at is null)
            """,
            {"key": key},
        )
    )


def first_day(db: Database) -> str | None:
    """The first day on which any campaign started, cost something or brought a lead."""
    found: str | None = db.value(
        """
        select min(day) from (
            select min(starts_on) as day from campaign where trashed_at is null
            union all select min(spent_on) from campaign_cost where trashed_at is null
            union all select min(noted_on) from campaign_result where trashed_at is null
            union all select substr(min(received_at), 1, 10) from lead
                where trashed_at is null
            union all select min(opened_on) from deal where trashed_at is null)
        """
    )
    return found


def with_figures(db: Database) -> list[tuple[Campaign, Figures]]:
    """Every campaign with its figures from its first day until today."""
    period = since_start(db)
    found = {key: figures for _, key, figures in figures_by(db, period, "campaign")}
    return [(c, found.get(c.key) or _empty(db, period)) for c in campaigns(db)]


def since_start(db: Database) -> Period:
    """From the first day of any campaign until today."""
    first = first_day(db)
    today = db.today()
    return span(min(date.fromisoformat(first), today) if first else today, today)


def total_of(parts: Sequence[Figures]) -> Figures | None:
    """The figures of several campaigns as one: counts add up, rates follow from them."""
    if not parts:
        return None
    sums: dict[str, Any] = {
        name: sum(getattr(part, name) for part in parts)
        for name in ("leads", "qualified", "deals_won", "deals_lost", "new_customers")
    }
    for name in ("revenue_won", "spend", "sales_cost", "reach", "engaged", "accepted"):
        sums[name] = sum(getattr(part, name) for part in parts)
    return Figures(period=parts[0].period, gross_margin=parts[0].gross_margin, **sums)


def _empty(db: Database, period: Period) -> Figures:
    return Figures(period=period, gross_margin=settings(db).gross_margin)
