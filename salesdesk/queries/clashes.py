"""What people set differently without knowing of each other: both values, in words, and whose."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from salesdesk.model import formats
from salesdesk.model.merges import DERIVED, GROUPS, MOMENTS, Clash, Event
from salesdesk.queries import settings
from salesdesk.store import record_merges
from salesdesk.store.database import Database
from salesdesk.store.references import REFERENCES
from salesdesk.store.schema import RECORDS

#: Texts of which both can be kept, one below the other.
NOTES = frozenset("notes body asked_for preferences summary".split())
MONEY = frozenset("amount budget estimated_value unit_price expected_revenue hourly_cost".split())
FLAGS = frozenset("active done is_primary pinned is_new_customer".split())
LABELS = {
    "status": "Status", "stage_id": "Stage", "owner_id": "Owner", "trashed_at": "Kept or deleted",
    "next_step": "Next step", "expected_on": "Expected close", "closed_on": "Closed on",
    "reason_id": "Reason", "reason_note": "Note on the reason", "outcome": "Answer",
    "deal_id": "Deal", "contact_id": "Contact", "organisation_id": "Organisation",
    "closed_owner_id": "Who closed it", "answered_by": "Answered by", "asked_for": "Asked for",
    "job_title": "Job", "need_ok": "Real need", "budget_ok": "Budget is there",
    "timing_ok": "Timing is right", "authority_ok": "Who decides is known",
    "in_area_ok": "In our area", "in_area": "Area", "organisation_name": "Organisation",
    "duplicate_of": "Duplicate of", "utm_source": "Web source", "quiet_days": "Quiet after",
    "planned_on": "Planned for", "done_at": "Done", "name": "Name", "value": "Value",
}  # fmt: skip
THINGS = {"contact_point": "address or number", "campaign_activity": "planned activity",
          "campaign_cost": "cost", "campaign_result": "result"}  # fmt: skip
EMPTY = "empty"
_NAMING = ("name", "title", "subject", "label", "number", "words", "value", "period", "month")
#: A record that is called by the one that it belongs to.
_OF = {"handover": "lead_id", "consent": "contact_id", "stage_event": "deal_id",
       "campaign_cost": "campaign_id", "campaign_result": "campaign_id"}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of the two values, and who set it where and when."""

    words: str
    person_id: int | None
    who: str
    initials: str
    computer: str
    at: str
    mine: bool


@dataclass(frozen=True)
class Difference:
    """One field of one record that two people set differently; the first value stands."""

    table: str
    key: int
    field: str
    lost: tuple[int, int]  # the change that set the other value, and its place in it
    record: str
    thing: str
    label: str
    before: str  # what the other value was written over
    stands: Side
    other: Side
    may_keep_both: bool


def count(db: Database) -> int:
    """How many fields differ."""
    if not db.value("select 1 from clash limit 1"):
        return 0
    return len(record_merges.open_clashes(db.connection))


def differences(db: Database) -> list[Difference]:
    """Every field that differs and that nobody has decided yet, by record."""
    found = [
        _difference(db, table, key, clash)
        for (table, key), clash in record_merges.open_clashes(db.connection)
    ]
    return sorted(found, key=lambda d: (d.table, d.record, d.key, d.label))


def _difference(db: Database, table: str, key: int, clash: Clash) -> Difference:
    group = next((g for g in GROUPS.get(table, ()) if clash.field in g), (clash.field,))
    shown = [clash.field] + [
        name
        for name in group
        if name != clash.field
        and name not in DERIVED | MOMENTS
        and clash.won_values.get(name) != clash.lost_values.get(name)
    ]
    return Difference(
        *(table, key, clash.field, (clash.lost.change, clash.lost.place)),
        *(name_of(db, table, key), THINGS.get(table, table.replace("_", " "))),
        *(_label(db, table, key, clash.field), _before(db, table, clash)),
        _side(db, table, shown, clash.won_values, clash.won),
        _side(db, table, shown, clash.lost_values, clash.lost),
        len(group) == 1 and clash.field in NOTES,
    )


def _before(db: Database, table: str, clash: Clash) -> str:
    text = db.value(
        "select e.before from change c join entry e on e.id = c.first_entry + ? where c.id = ?",
        (clash.lost.place, clash.lost.change),
    )
    known = json.loads(text or "{}")
    return spoken(db, table, clash.field, known.get(clash.field)) if clash.field in known else ""


def _side(
    db: Database, table: str, shown: list[str], values: Mapping[str, Any], event: Event
) -> Side:
    said = [spoken(db, table, name, values.get(name)) for name in shown]
    more = zip(shown[1:], said[1:], strict=True)
    words = [said[0], *(f"{label(name)}: {text}" for name, text in more if text != EMPTY)]
    person = settings.person(db, event.person_id) if event.person_id is not None else None
    computer = db.value("select name from seat where id = ?", (event.seat,)) or ""
    return Side(
        "\n".join(words),
        event.person_id,
        person.name if person else "Somebody",
        person.initials if person else "?",
        computer,
        event.at,
        event.seat == db.seat or (event.person_id is not None and event.person_id == db.person_id),
    )


def name_of(db: Database, table: str, key: int) -> str:
    """What a record is called."""
    if table in _OF and (parent := REFERENCES[table].get(_OF[table])):
        found = db.value(f"select {_OF[table]} from {table} where id = ?", (key,))
        return name_of(db, parent, found) if found is not None else table.replace("_", " ")
    own = re.findall(r"(?:^|,|\s)(\w+) (?:text|integer)", RECORDS[table])
    column = next((name for name in _NAMING if name in own), None)
    found = db.value(f"select {column} from {table} where id = ?", (key,)) if column else None
    return str(found).strip() if found else table.replace("_", " ")


def _label(db: Database, table: str, key: int, field: str) -> str:
    if table == "setting":
        return label(str(db.value("select name from setting where id = ?", (key,)) or field))
    if table == "deal" and field == "status":
        return "Stage and outcome"
    return label(field)


def label(field: str) -> str:
    """A column in plain words."""
    if field in LABELS:
        return LABELS[field]
    words = re.sub(r"_(id|on|at|ok|key)$", "", field).replace("_", " ")
    return words[:1].upper() + words[1:]


def spoken(db: Database, table: str, field: str, value: Any) -> str:
    """A value as a person reads it."""
    if field == "trashed_at":
        return "Kept" if value is None else "Deleted"
    if value is None or value == "":
        return EMPTY
    if (parent := REFERENCES[table].get(field)) is not None:
        return name_of(db, parent, int(value))
    if field in FLAGS or field.endswith("_ok"):
        return "Yes" if value else "No"
    if isinstance(value, int):
        if field in MONEY or (table, field) == ("target", "value"):
            return formats.money(value, settings.settings(db).currency)
        return f"{value:,}"
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return formats.day(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        return formats.when(text, db.now(), db.clock.zone)
    if field in ("status", "outcome", "kind", "role", "objective", "state", "forecast_class"):
        text = text.replace("_", " ")
        return text[:1].upper() + text[1:]
    return text
