"""Deals as lists: cards, the table, the views and their counts."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from salesdesk.model.calendar import add_months, day_start, month_of
from salesdesk.model.text import fold
from salesdesk.queries.settings import stages
from salesdesk.store.database import Database

#: Views of the section, in order: those of open deals can be a board, the others are a table.
VIEWS = ("open", "mine", "quiet", "closing", "won", "lost")
CLOSED_VIEWS = ("won", "lost")
SORTS = {
    "name": "coalesce(o.name_key, c.name_key, d.title_key)",
    "title": "d.title_key",
    "stage": "s.position",
    "amount": "d.amount",
    "owner": "p.name",
    "expected": "d.expected_on",
    "step": "d.next_step_on",
    "age": "d.stage_since",
    "closed": "d.closed_on",
    "campaign": "k.name_key",
    "rank": "d.rank",
}
_TEXT = """(d.title_key like :text escape '!'
    or d.organisation_id in (select id from organisation where name_key like :text escape '!')
    or d.contact_id in (select id from contact where name_key like :text escape '!'))"""
_NAMES = """left join organisation o on o.id = d.organisation_id
    left join contact c on c.id = d.contact_id left join person p on p.id = d.owner_id
    left join campaign k on k.id = d.campaign_id left join reason r on r.id = d.reason_id"""


@dataclass(frozen=True)
class Filters:
    """Which deals a list shows. `month` is `2026-10`, by the likely close; all must hold."""

    view: str = "open"
    owner_id: int | None = None
    month: str | None = None
    campaign_id: int | None = None
    quiet: bool = False
    text: str = ""  # any part of the title, or of the name of the person or firm

    @property
    def narrowed(self) -> bool:
        """Whether anything besides the view keeps deals out."""
        return replace(self, view="open") != Filters()


@dataclass(frozen=True)
class Card:
    """One deal as a card or a table row shows it."""

    key: int
    title: str
    name: str
    amount: int
    stage_id: int
    stage: str
    status: str
    probability: int
    owner_id: int | None
    owner: str | None
    initials: str | None
    colour: int | None
    campaign: str | None
    expected_on: str | None
    closed_on: str | None
    reason: str | None
    next_step: str | None
    next_step_on: str | None
    next_step_at: str | None
    stage_since: str
    last_contact_at: str | None
    quiet: bool


@dataclass(frozen=True)
class Sum:
    """How many deals, and what they come to."""

    count: int
    amount: int
    weighted: int


def table_keys(
    db: Database, filters: Filters, sort: str = "expected", descending: bool = False
) -> "array[int]":
    """The keys of all deals of a view in the order asked for; empty values come last."""
    where, params = where_of(db, filters)
    by = SORTS[sort]
    rows = db.rows(
        f"select d.id from deal d join stage s on s.id = d.stage_id {_NAMES} where {where} "
        f"order by {by} is null, {by} {'desc' if descending else 'asc'}, d.id",
        params,
    )
    return array("q", (key for (key,) in rows))


def cards(db: Database, keys: Sequence[int]) -> dict[int, Card]:
    """The cards of some deals, by key; a deal that has just gone is left out."""
    marks = ",".join("?" * len(keys))
    rows = db.rows(
        "select d.id, d.title, coalesce(o.name, c.name, ''), d.amount, d.stage_id, s.name, "
        "d.status, coalesce(d.probability, s.probability), d.owner_id, p.name, p.initials, "
        "p.colour, k.name, d.expected_on, d.closed_on, r.label, d.next_step, d.next_step_on, "
        "d.next_step_at, d.stage_since, d.last_contact_at from deal d "
        f"join stage s on s.id = d.stage_id {_NAMES} where d.id in ({marks})",
        list(keys),
    )
    cutoffs, today = quiet_cutoffs(db), db.today().isoformat()
    found = {}
    for row in rows:
        quiet = row[6] == "open" and _is_quiet(row, cutoffs, today)
        found[int(row[0])] = Card(*(*row, quiet))
    return found


def summary(db: Database, filters: Filters) -> Sum:
    """Count, sum and weighted sum of a view."""
    where, params = where_of(db, filters)
    row = db.row(
        "select count(*), coalesce(sum(d.amount), 0), "
        "total(d.amount * coalesce(d.probability, s.probability)) "
        f"from deal d join stage s on s.id = d.stage_id where {where}",
        params,
    )
    count, amount, weighted = row or (0, 0, 0)
    return Sum(int(count), int(amount), (int(weighted) + 50) // 100)


def counts(db: Database) -> dict[str, int]:
    """How many deals each view of the section holds; open ones are counted in one pass."""
    first, last = month_of(db.today()).days()
    params: dict[str, Any] = {"first": first, "last": last, "me": db.person_id}
    quiet = _quiet_term(db, params)
    params["today"] = db.today().isoformat()
    row = db.row(
        f"select count(*), coalesce(sum(d.owner_id is :me), 0), coalesce(sum({quiet}), 0), "
        "coalesce(sum(d.expected_on >= :first and d.expected_on <= :last), 0) "
        "from deal d where d.status = 'open' and d.trashed_at is null",
        params,
    )
    found = dict(zip(VIEWS[:4], row or (0, 0, 0, 0), strict=True))
    for view in CLOSED_VIEWS:
        where, params = where_of(db, Filters(view))
        found[view] = db.value(f"select count(*) from deal d where {where}", params)
    return {view: int(number) for view, number in found.items()}


def quiet_cutoffs(db: Database) -> dict[int, str]:
    """Stage -> the moment before which the last contact or move makes a deal gone quiet."""
    today, zone = db.today(), db.clock.zone
    return {
        stage.key: day_start(today - timedelta(days=stage.quiet_days), zone) for stage in stages(db)
    }


def months_expected(db: Database) -> list[str]:
    """The months in which open deals are expected to close, earliest first."""
    rows = db.rows(
        "select distinct substr(expected_on, 1, 7) from deal where status = 'open' "
        "and trashed_at is null and expected_on is not null order by 1"
    )
    return [str(month) for (month,) in rows]


def campaigns_of_open(db: Database) -> list[tuple[int, str]]:
    """(key, name) of the campaigns that open deals came from, by name."""
    rows = db.rows(
        "select id, name from campaign where id in (select campaign_id from deal "
        "where status = 'open' and trashed_at is null) order by name_key, id"
    )
    return [(int(key), str(name)) for key, name in rows]


def _is_quiet(row: tuple[Any, ...], cutoffs: dict[int, str], today: str) -> bool:
    step_on, since, contact = row[17], row[19], row[20]
    if step_on is not None and step_on >= today:
        return False
    return bool(max(since, contact or "") < cutoffs.get(row[4], ""))


def where_of(db: Database, filters: Filters) -> tuple[str, dict[str, Any]]:
    """The terms on `deal d` that a list's filters come to, and their values."""
    today = db.today()
    month = month_of(today)
    first, last = month.days()
    params: dict[str, Any] = {}
    terms = ["d.trashed_at is null"]
    if filters.view in CLOSED_VIEWS:
        terms.append("d.status = :status and d.closed_on >= :first and d.closed_on <= :last")
        params |= {"status": filters.view, "first": first, "last": last}
    else:
        terms.append("d.status = 'open'")
    if filters.view == "mine":
        terms.append("d.owner_id is :me")
        params["me"] = db.person_id
    if filters.view == "closing":
        terms.append("d.expected_on >= :first and d.expected_on <= :last")
        params |= {"first": first, "last": last}
    if filters.owner_id is not None:
        terms.append("d.owner_id = :owner")
        params["owner"] = filters.owner_id
    if filters.campaign_id is not None:
        terms.append("d.campaign_id = :campaign")
        params["campaign"] = filters.campaign_id
    if filters.month is not None:
        start = date.fromisoformat(f"{filters.month}-01")
        terms.append("d.expected_on >= :from_day and d.expected_on < :to_day")
        params |= {"from_day": start.isoformat(), "to_day": add_months(start, 1).isoformat()}
    if filters.text.strip():
        terms.append(_TEXT)
        typed = fold(filters.text).replace("!", "!!").replace("%", "!%").replace("_", "!_")
        params["text"] = f"%{typed}%"
    if filters.quiet or filters.view == "quiet":
        terms.append(_quiet_term(db, params))
        params["today"] = today.isoformat()
    return " and ".join(terms), params


def _quiet_term(db: Database, params: dict[str, Any]) -> str:
    cases = []
    for number, (stage, cutoff) in enumerate(quiet_cutoffs(db).items()):
        params |= {f"stage{number}": stage, f"cutoff{number}": cutoff}
        cases.append(f"when :stage{number} then :cutoff{number}")
    if not cases:
        return "0"
    return (
        "(d.next_step_on is null or d.next_step_on < :today) and d.status = 'open' and "
        "max(d.stage_since, coalesce(d.last_contact_at, '')) < "
        f"case d.stage_id {' '.join(cases)} else '' end"
    )
