"""One person or organisation, with everything that is linked to it."""

from dataclasses import dataclass
from typing import Any

from salesdesk.queries.contacts import FIRM, PERSON
from salesdesk.store.database import Database

MOST = 200  # deals or leads of one person that are shown


@dataclass(frozen=True)
class Point:
    """One way to reach somebody."""

    key: int
    kind: str
    value: str
    label: str | None
    primary: bool


@dataclass(frozen=True)
class Consent:
    """What somebody agreed to, on one channel: the last word counts."""

    channel: str
    state: str
    basis: str | None
    source: str | None
    at: str


@dataclass(frozen=True)
class Card:
    """A person or an organisation as the detail shows it."""

    table: str
    key: int
    name: str
    job_title: str | None
    organisation_id: int | None
    organisation: str | None
    kind: str | None
    industry: str | None
    address: str | None
    town: str | None
    postcode: str | None
    country: str | None
    preferred_channel: str | None
    preferences: str | None
    notes: str | None
    owner_id: int | None
    owner: str | None
    initials: str | None
    colour: int | None
    first_name: str | None
    last_name: str | None
    version: int


@dataclass(frozen=True)
class LinkedDeal:
    """A deal with this person or firm."""

    key: int
    title: str
    stage: str
    status: str
    amount: int
    on: str  # closing day, else the likely one, else the opening day


@dataclass(frozen=True)
class LinkedLead:
    """An enquiry by this person or firm."""

    key: int
    name: str
    asked_for: str | None
    status: str
    received_at: str
    campaign: str | None


@dataclass(frozen=True)
class LinkedSale:
    """A sale noted without a deal."""

    key: int
    sold_on: str
    amount: int
    note: str | None


def card(db: Database, table: str, key: int) -> Card | None:
    """One person or organisation; None if it is gone."""
    if table == FIRM:
        own = (
            "null as job_title, null as organisation_id, null as organisation, c.kind, "
            "c.industry, null as preferred_channel, null as preferences, null as first_name, "
            "null as last_name"
        )
        join = ""
    else:
        own = (
            "c.job_title, c.organisation_id, o.name as organisation, null as kind, "
            "null as industry, c.preferred_channel, c.preferences, c.first_name, c.last_name"
        )
        join = "left join organisation o on o.id = c.organisation_id"
    found = db.dicts(
        f"select c.id as key, c.name, {own}, c.address, c.town, c.postcode, c.country, c.notes, "
        f"c.owner_id, p.name as owner, p.initials, p.colour, c.version "
        f"from {_table(table)} c {join} "
        "left join person p on p.id = c.owner_id where c.id = ? and c.trashed_at is null",
        (key,),
    )
    if not found:
        return None
    fields: dict[str, Any] = found[0]
    return Card(table=table, **fields)


def points(db: Database, table: str, key: int) -> list[Point]:
    """How to reach a person or firm, the main ways first."""
    found = [
        Point(int(k), kind, value, label, bool(primary))
        for k, kind, value, label, primary in db.rows(
            "select id, kind, value, label, is_primary from contact_point "
            f"where {_table(table)}_id = ? and trashed_at is null "
            "order by is_primary desc, kind, id",
            (key,),
        )
    ]
    if table == FIRM:
        row = db.row("select phone, website from organisation where id = ?", (key,)) or ()
        held = {point.value for point in found}
        for kind, value in zip(("phone", "web"), row, strict=False):
            if value and value not in held:
                found.append(Point(0, kind, value, None, False))
    return found


def consents(db: Database, contact_id: int) -> list[Consent]:
    """The consent that stands on each channel."""
    found: dict[str, Consent] = {}
    for row in db.rows(
        "select channel, state, basis, source, at from consent where contact_id = ? "
        "and trashed_at is null order by at, id",
        (contact_id,),
    ):
        found[row[0]] = Consent(*row)
    return sorted(found.values(), key=lambda consent: consent.channel)


def people_of(db: Database, organisation_id: int) -> list[tuple[int, str, str | None]]:
    """(key, name, job) of the people of an organisation, by name."""
    return [
        (int(key), str(name), job)
        for key, name, job in db.rows(
            "select id, name, job_title from contact where organisation_id = ? "
            "and trashed_at is null order by name_key, id",
            (organisation_id,),
        )
    ]


def deals_of(db: Database, table: str, key: int) -> list[LinkedDeal]:
    """Deals with a person or firm: open ones first, then the latest closed."""
    return [
        LinkedDeal(*row)
        for row in db.rows(
            "select d.id, d.title, s.name, d.status, d.amount, "
            "coalesce(d.closed_on, d.expected_on, d.opened_on) from deal d "
            f"join stage s on s.id = d.stage_id where d.{_table(table)}_id = ? "
            "and d.trashed_at is null order by d.status <> 'open', 6 desc, d.id limit ?",
            (key, MOST),
        )
    ]


def leads_of(db: Database, table: str, key: int) -> list[LinkedLead]:
    """Enquiries by a person or firm, the latest first."""
    return [
        LinkedLead(*row)
        for row in db.rows(
            "select l.id, l.name, l.asked_for, l.status, l.received_at, k.name from lead l "
            f"left join campaign k on k.id = l.campaign_id where l.{_table(table)}_id = ? "
            "and l.trashed_at is null order by l.received_at desc, l.id limit ?",
            (key, MOST),
        )
    ]


def sales_of(db: Database, table: str, key: int) -> list[LinkedSale]:
    """Sales to a person or firm that were noted without a deal, the latest first."""
    return [
        LinkedSale(*row)
        for row in db.rows(
            f"select id, sold_on, amount, note from sale where {_table(table)}_id = ? "
            "and deal_id is null and trashed_at is null order by sold_on desc, id",
            (key,),
        )
    ]


def tags_of(db: Database, table: str, key: int) -> list[str]:
    """The names of a record's tags."""
    return [
        str(name)
        for (name,) in db.rows(
            "select t.name from tagging g join tag t on t.id = g.tag_id where g.table_name = ? "
            "and g.row_id = ? and g.trashed_at is null and t.trashed_at is null "
            "order by t.name_key",
            (_table(table), key),
        )
    ]


def _table(table: str) -> str:
    if table not in (PERSON, FIRM):
        raise ValueError(table)
    return table
