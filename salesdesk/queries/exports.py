"""Whole tables for an export: every record, with the names behind the keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from salesdesk.store.database import Database
from salesdesk.store.schema import RECORDS

#: What a person cares about, in the order of the work; the rest is set-up or machinery.
TABLES = (
    "lead deal contact organisation contact_point consent campaign campaign_activity "
    "campaign_cost campaign_result handover feedback activity objection stage_event sale product "
    "quote quote_line target person reason stage pipeline channel segment competitor plan "
    "research_note score_rule setting tag tagging saved_view month_close import_run"
).split()
MONEY = frozenset("amount unit_price hourly_cost estimated_value expected_revenue".split())
_NAMES = {"reason": "label", "deal": "title", "import_run": "source", "quote": "number"}
BOOKKEEPING = ("created_at", "updated_at", "external_ref", "trashed_at")


@dataclass(frozen=True)
class Export:
    """One table: its column names, how many rows it has, and the rows one by one."""

    table: str
    columns: list[str]
    money: frozenset[int]
    count: int
    rows: Iterator[tuple[Any, ...]]


def export(db: Database, table: str) -> Export:
    """One table, complete, with trashed records marked by `trashed_at`."""
    own = re.findall(r"(?:^|,)\s*(?:--[^\n]*\n\s*)?([a-z_]+) (?:text|integer)", RECORDS[table])
    references = dict(re.findall(r"([a-z_]+) integer[^,]*?references\s+(\w+)\(id\)", _flat(table)))
    columns = ["id"]
    parts = ["t.id"]
    for column in own:
        columns.append(column)
        parts.append(f"t.{column}")
        if column in references:
            parent = references[column]
            name = _NAMES.get(parent, "name")
            columns.append(column.removesuffix("_id"))
            parts.append(f"(select p.{name} from {parent} p where p.id = t.{column})")
    columns += BOOKKEEPING
    parts += [f"t.{c}" for c in BOOKKEEPING]
    money = frozenset(
        n for n, c in enumerate(columns) if c in MONEY or (c == "budget" and table != "lead")
    )
    count = int(db.value(f"select count(*) from {table}"))
    rows = iter(db.execute(f"select {', '.join(parts)} from {table} t order by t.id"))
    return Export(table, columns, money, count, rows)


def _flat(table: str) -> str:
    return " ".join(re.sub(r"--[^\n]*", "", RECORDS[table]).split())
