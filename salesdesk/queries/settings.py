"""How a file is set up: the business, its people, and the lists that they choose from."""

from datetime import time
from typing import Any, NamedTuple

from salesdesk.store.database import Database
from salesdesk.store.schema import SETTINGS


class Settings(NamedTuple):
    """Everything in `setting`, typed; what is not stored or cannot be read is the default."""

    business_name: str
    business_address: str
    business_contact: str
    logo: str  # base64 PNG, empty without one
    currency: str
    zone: str
    fiscal_year_start: int  # month
    working_days: frozenset[int]  # ISO weekdays
    working_from: time
    working_to: time
    gross_margin: int | None  # percent; None: ROI is revenue ROI
    response_promise_hours: int
    handover_hours: int
    tax_percent: int
    tax_name: str
    qualify_needs: int  # checklist points needed to qualify


class Person(NamedTuple):
    """A team member; identity, not security."""

    key: int
    name: str
    initials: str
    colour: int
    role: str
    email: str | None
    area: str | None
    hourly_cost: int
    active: bool


class Reason(NamedTuple):
    """Why something was returned, disqualified, lost or won, or what was objected."""

    key: int
    kind: str
    label: str
    active: bool


class Channel(NamedTuple):
    """A medium by which customers are reached; `kind` is the fixed code, `name` their word."""

    key: int
    kind: str
    name: str
    active: bool


class Stage(NamedTuple):
    """One column of a pipeline."""

    key: int
    pipeline_id: int
    name: str
    position: int
    kind: str
    probability: int
    quiet_days: int
    exit_criteria: str | None


class Target(NamedTuple):
    """What one person, or the team (`person_id` None), is to reach in a period."""

    key: int
    metric: str
    period: str
    person_id: int | None
    value: int


def settings(db: Database) -> Settings:
    """The file's settings."""
    stored = dict(
        db.rows("select name, value from setting where trashed_at is null and value is not null")
    )
    held = {name: str(stored.get(name, default)) for name, default in SETTINGS.items()}
    return Settings(
        business_name=held["business_name"],
        business_address=held["business_address"],
        business_contact=held["business_contact"],
        logo=held["logo"],
        currency=held["currency"] or SETTINGS["currency"],
        zone=held["zone"] or SETTINGS["zone"],
        fiscal_year_start=_number(held, "fiscal_year_start"),
        working_days=_weekdays(held["working_days"]),
        working_from=_time(held, "working_from"),
        working_to=_time(held, "working_to"),
        gross_margin=int(held["gross_margin"]) if held["gross_margin"].isdecimal() else None,
        response_promise_hours=_number(held, "response_promise_hours"),
        handover_hours=_number(held, "handover_hours"),
        tax_percent=_number(held, "tax_percent"),
        tax_name=held["tax_name"],
        qualify_needs=_number(held, "qualify_needs"),
    )


def stored_settings(db: Database) -> dict[str, tuple[int, str | None]]:
    """name -> (key of its row, value as stored), for those that were ever set."""
    rows = db.rows("select name, id, value from setting")
    return {str(name): (int(key), value) for name, key, value in rows}


def people(db: Database, active: bool = True) -> list[Person]:
    """Team members in order of name; with `active=False` those who left, too."""
    where = "and active = 1" if active else ""
    rows = db.dicts(
        "select id as key, name, initials, colour, role, email, area, hourly_cost, active "
        "from person "
        f"where trashed_at is null {where} order by name, id"
    )
    return [Person(**_used(row)) for row in rows]


def person(db: Database, key: int) -> Person | None:
    """One team member, also one who left."""
    rows = db.dicts(
        "select id as key, name, initials, colour, role, email, area, hourly_cost, active "
        "from person "
        "where id = ?",
        (key,),
    )
    return Person(**_used(rows[0])) if rows else None


def reasons(db: Database, kind: str, active: bool = True) -> list[Reason]:
    """Reasons of one kind in their order; with `active=False` the unused ones, too."""
    where = "and active = 1" if active else ""
    rows = db.dicts(
        "select id as key, kind, label, active from reason "
        f"where kind = ? and trashed_at is null {where} order by position, id",
        (kind,),
    )
    return [Reason(**_used(row)) for row in rows]


def channels(db: Database, active: bool = True) -> list[Channel]:
    """Channels in their order; with `active=False` the unused ones, too."""
    where = "and active = 1" if active else ""
    rows = db.dicts(
        "select id as key, kind, name, active from channel "
        f"where trashed_at is null {where} order by position, id"
    )
    return [Channel(**_used(row)) for row in rows]


def stages(db: Database, pipeline_id: int | None = None) -> list[Stage]:
    """Stages from first to last, of one pipeline or of all."""
    where = "" if pipeline_id is None else "and s.pipeline_id = ?"
    rows = db.rows(
        "select s.id, s.pipeline_id, s.name, s.position, s.kind, s.probability, s.quiet_days, "
        "s.exit_criteria from stage s join pipeline p on p.id = s.pipeline_id "
        f"where s.trashed_at is null and p.trashed_at is null {where} "
        "order by p.position, p.id, s.position, s.id",
        () if pipeline_id is None else (pipeline_id,),
    )
    return [Stage(*row) for row in rows]


def targets(db: Database, period: str) -> list[Target]:
    """Targets of a period such as 2026-10, 2026-Q4 or 2026; the team's first."""
    rows = db.rows(
        "select id, metric, period, person_id, value from target "
        "where period = ? and trashed_at is null order by person_id is not null, metric, id",
        (period,),
    )
    return [Target(*row) for row in rows]


def target_key(db: Database, metric: str, period: str, person_id: int | None) -> int | None:
    """The key of one target, if it is set."""
    found: Any = db.value(
        "select id from target where metric = ? and period = ? and person_id is ? "
        "and trashed_at is null order by id limit 1",
        (metric, period, person_id),
    )
    return None if found is None else int(found)


def is_stored(db: Database, table: str, key: int) -> bool:
    """Whether `target` or `competitor` has this row, be it deleted."""
    if table not in ("target", "competitor"):
        raise ValueError(table)
    return db.value(f"select 1 from {table} where id = ?", (key,)) is not None


def next_position(db: Database, table: str) -> int:
    """The position after the last row of `reason`, `channel` or `stage`."""
    if table not in ("reason", "channel", "stage"):
        raise ValueError(table)
    return int(db.value(f"select coalesce(max(position), -1) + 1 from {table}"))


def stage_deals(db: Database, stage_id: int) -> list[tuple[int, str]]:
    """(key, status) of every deal that stands in a stage, also of those in the trash."""
    return [
        (int(key), str(status))
        for key, status in db.rows("select id, status from deal where stage_id = ?", (stage_id,))
    ]


def owned_open(db: Database, person_id: int) -> dict[str, list[int]]:
    """What a person still has to do: table -> keys of open records that they own."""
    found = {
        "lead": "select id from lead where owner_id = ? and trashed_at is null and status not in "
        "('accepted', 'disqualified', 'duplicate')",
        "deal": "select id from deal where owner_id = ? and trashed_at is null and status = 'open'",
        "campaign": "select id from campaign where owner_id = ? and trashed_at is null "
        "and status in ('planned', 'active', 'paused')",
        "activity": "select id from activity where person_id = ? and trashed_at is null "
        "and done_at is null",
        "handover": "select id from handover where to_id = ? and trashed_at is null "
        "and outcome = 'pending'",
        "contact": "select id from contact where owner_id = ? and trashed_at is null",
        "organisation": "select id from organisation where owner_id = ? and trashed_at is null",
        "campaign_activity": "select id from campaign_activity where owner_id = ? "
        "and trashed_at is null and done = 0",
    }
    return {
        table: [int(key) for (key,) in db.rows(sql, (person_id,))] for table, sql in found.items()
    }


def _number(held: dict[str, str], name: str) -> int:
    text = held[name].strip()
    return int(text) if text.isdecimal() else int(SETTINGS[name])


def _time(held: dict[str, str], name: str) -> time:
    try:
        return time.fromisoformat(held[name])
    except ValueError:
        return time.fromisoformat(SETTINGS[name])


def _weekdays(text: str) -> frozenset[int]:
    parts = {part.strip() for part in text.split(",")}
    days = frozenset(int(part) for part in parts if part in set("1234567"))
    return days or frozenset((1, 2, 3, 4, 5))


def _used(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "active": bool(row["active"])}
