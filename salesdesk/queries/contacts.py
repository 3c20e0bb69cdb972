"""People and organisations as lists: the views, searching, and finding one by name."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesdesk.model.text import fold
from salesdesk.store.database import Database

#: Views of the section, in order; all but `organisations` list people.
VIEWS = ("people", "organisations", "customers", "mine", "duplicates")
PERSON, FIRM = "contact", "organisation"
_CUSTOMERS = """select contact_id from deal where status = 'won' and trashed_at is null
    union select contact_id from sale where trashed_at is null"""

#: People who share an address or a number: the same person twice, from two copies or two imports.
_TWINS = """select p.contact_id from contact_point p join contact x on x.id = p.contact_id
    where p.trashed_at is null and x.trashed_at is null and p.kind in ('email', 'phone')
    and (p.kind, p.value_key) in (select q.kind, q.value_key from contact_point q
        join contact y on y.id = q.contact_id where q.trashed_at is null
        and y.trashed_at is null and q.kind in ('email', 'phone')
        group by 1, 2 having count(distinct q.contact_id) > 1)"""


@dataclass(frozen=True)
class Row:
    """One line of a list. `second` is a person's firm and job, a firm's industry or kind."""

    table: str
    key: int
    name: str
    second: str
    town: str
    people: int  # how many people a firm has; nought for a person
    open_deals: int
    won: int
    won_value: int
    last_contact_at: str | None
    owner_id: int | None
    initials: str | None
    colour: int | None


def keys(db: Database, view: str = "people", search: str = "") -> "array[int]":
    """The keys of a view in order of name; `search` is any part of a name, a firm or a number."""
    table = FIRM if view == "organisations" else PERSON
    terms = ["c.trashed_at is null"]
    params: dict[str, Any] = {}
    if view == "mine":
        terms.append("c.owner_id is :me")
        params["me"] = db.person_id
    if view == "customers":
        terms.append(f"c.id in ({_CUSTOMERS})")
    if view == "duplicates":
        terms.append(f"c.id in ({_TWINS})")
    if search.strip():
        terms.append(_search_term(table))
        params |= {"like": f"%{_literal(fold(search))}%", "typed": f"%{_literal(search.strip())}%"}
    rows = db.rows(
        f"select c.id from {table} c where {' and '.join(terms)} order by c.name_key, c.id", params
    )
    return array("q", (key for (key,) in rows))


def rows(db: Database, view: str, wanted: Sequence[int]) -> dict[int, Row]:
    """The lines of some keys of a view."""
    table = FIRM if view == "organisations" else PERSON
    marks = ",".join("?" * len(wanted))
    mine = f"d.{table}_id = c.id and d.trashed_at is null"
    second = "coalesce(c.industry, case c.kind when 'household' then 'Household' else '' end)"
    people = (
        "(select count(*) from contact x where x.organisation_id = c.id and x.trashed_at is null)"
    )
    join = ""
    if table == PERSON:
        second = "coalesce(c.job_title || ', ' || o.name, o.name, c.job_title, '')"
        people, join = "0", "left join organisation o on o.id = c.organisation_id"
    found = db.rows(
        f"select c.id, c.name, {second}, coalesce(c.town, ''), {people}, "
        f"(select count(*) from deal d where {mine} and d.status = 'open'), "
        f"(select count(*) from deal d where {mine} and d.status = 'won'), "
        f"(select coalesce(sum(d.amount), 0) from deal d where {mine} and d.status = 'won'), "
        f"(select max(a.done_at) from activity a where a.{table}_id = c.id "
        "and a.trashed_at is null), c.owner_id, p.initials, p.colour "
        f"from {table} c {join} left join person p on p.id = c.owner_id where c.id in ({marks})",
        list(wanted),
    )
    return {int(row[0]): Row(table, *row) for row in found}


def counts(db: Database) -> dict[str, int]:
    """How many each view holds; duplicates are looked for when they are asked for."""
    return {
        "people": int(db.value("select count(*) from contact where trashed_at is null")),
        "organisations": int(
            db.value("select count(*) from organisation where trashed_at is null")
        ),
        "customers": int(
            db.value(
                f"select count(*) from contact where trashed_at is null and id in ({_CUSTOMERS})"
            )
        ),
        "mine": int(
            db.value(
                "select count(*) from contact where trashed_at is null and owner_id is ?",
                (db.person_id,),
            )
        ),
    }


def named(db: Database, text: str, limit: int = 8) -> list[tuple[str, int, str, str]]:
    """(table, key, name, second line) of people and firms whose name holds `text`."""
    like = f"%{_literal(fold(text))}%"
    found = db.rows(
        "select 'contact', c.id, c.name, coalesce(o.name, c.town, '') from contact c "
        "left join organisation o on o.id = c.organisation_id where c.trashed_at is null "
        "and c.name_key like :like escape '!' union all "
        "select 'organisation', id, name, coalesce(town, '') from organisation "
        "where trashed_at is null and name_key like :like escape '!' limit :limit",
        {"like": like, "limit": limit},
    )
    return [(str(t), int(k), str(n), str(s)) for t, k, n, s in found]


def _search_term(table: str) -> str:
    more = (
        "or c.organisation_id in (select id from organisation "
        "where name_key like :like escape '!') "
        if table == PERSON
        else ""
    )
    return (
        "(c.name_key like :like escape '!' or c.town like :typed escape '!' "
        f"{more}or c.id in (select {table}_id from contact_point where trashed_at is null "
        "and value like :typed escape '!'))"
    )


def _literal(text: str) -> str:
    """`text` with the signs of LIKE meaning themselves."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def exactly(
    db: Database, table: str, name_key: str, organisation_id: int | None = None
) -> list[int]:
    """The keys of the people or firms of exactly this name; those of the organisation first."""
    if table == FIRM:
        found = db.rows(
            "select id from organisation where name_key = ? and trashed_at is null order by id",
            (name_key,),
        )
    else:
        found = db.rows(
            "select id from contact where name_key = ? and trashed_at is null "
            "order by organisation_id is not ?, id",
            (name_key, organisation_id),
        )
    return [int(key) for (key,) in found]
