"""Deciding what two people set differently: keep what stands, take the other, or both notes."""

from collections.abc import Iterable
from typing import Any, Literal

from salesdesk.actions import action, leads, reached
from salesdesk.model import lead_text
from salesdesk.model.edits import joined
from salesdesk.model.merges import GROUPS, Clash
from salesdesk.queries import clashes as queries
from salesdesk.queries.clashes import Difference
from salesdesk.queries.history import Contact
from salesdesk.store import record_merges
from salesdesk.store.database import Database

Choice = Literal["stands", "other", "both"]


@action("Settle differences")
def settle(db: Database, choices: Iterable[tuple[Difference, Choice]]) -> int:
    """Write what was chosen; how many fields. What somebody has settled meanwhile stays so."""
    still = {
        (table, key, clash.field, clash.lost.change, clash.lost.place): clash
        for (table, key), clash in record_merges.open_clashes(db.connection)
    }
    settled: list[str] = []
    # where three values stood, one that was chosen beats those that were only kept
    for found, choice in sorted(choices, key=lambda pair: pair[1] != "stands"):
        clash = still.get((found.table, found.key, found.field, *found.lost))
        if clash is None:
            continue
        _write(db, found, clash, choice)
        if found.table == "activity":
            _reach(db, found.key, clash)
        settled.append(f"{found.label} of {found.record}")
    db.detail = settled[0] if len(settled) == 1 else f"{len(settled)} fields"
    return len(settled)


def _write(db: Database, found: Difference, clash: Clash, choice: Choice) -> None:
    table, key, field = found.table, found.key, found.field
    groups = GROUPS.get(table, ())
    group = next((g for g in groups if field in g), (field,))
    if choice == "stands":
        db.table(table).confirm(key, group)
        return
    values: dict[str, Any] = {
        name: clash.lost_values[name] for name in group if name in clash.lost_values
    }
    if choice == "both" and field in queries.NOTES:
        values = {field: joined(clash.won_values.get(field), clash.lost_values.get(field))}
    if table == "lead":
        now = db.table(table).get(key) | values
        values["fold"] = lead_text.search_fold(now)
    db.table(table).update(key, values)
    if table == "lead":
        leads.rescore(db, key)


def _reach(db: Database, key: int, clash: Clash) -> None:
    """Copies that met did not ask what follows from a contact: now that it is certain, it does."""
    row = db.table("activity").get(key)
    told = (row["done_at"], clash.won_values.get("done_at"), clash.lost_values.get("done_at"))
    moments = frozenset(filter(None, told))
    if moments:
        reached.anew(db, Contact(row["lead_id"], row["deal_id"], moments))
