"""Importing leads, row by row: any mapping, any cell."""

from typing import Any

from salesdesk.actions.import_people import PLACE, email_of, name_of
from salesdesk.actions.import_rows import Bringer
from salesdesk.importing import meanings, values
from salesdesk.importing.cells import Cells
from salesdesk.model import lead_text, points
from salesdesk.model.scores import lines, total
from salesdesk.model.text import fold
from salesdesk.queries import imports as known
from salesdesk.queries import leads as lead_queries

LINKS = ("deal", "contact", "organisation")


class Leads(Bringer):
    """Rows that become leads."""

    table = "lead"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._rules = lead_queries.score_rules(self.db)
        self._links: dict[str, dict[str, int]] = {}

    def values(self, cells: Cells) -> dict[str, Any]:
        email, email_key = email_of(cells)
        phone = cells.text("phone")
        received = cells.moment("received") or self.db.now()
        row: dict[str, Any] = {
            **name_of(cells, self.nameless),
            **{field: cells.text(field) for field in (*PLACE, "job_title", "asked_for")},
            "organisation_name": cells.text("organisation"),
            "email": email,
            "email_key": email_key,
            "phone": phone,
            "phone_key": points.phone_key(phone) if phone else None,
            "received_at": received,
            "channel_id": self.lookups.channel(cells.text("channel")),
            "campaign_id": self.lookups.campaign(cells.text("campaign")),
            "owner_id": self.lookups.person(cells),
            "estimated_value": cells.money("estimated_value"),
            "budget": cells.text("budget"),
            "budget_ok": 1 if cells.has("budget") else None,
            "timing": cells.text("timing"),
            "timing_ok": 1 if cells.has("timing") else None,
            "next_step": cells.text("next_step"),
            "external_ref": cells.text("external_ref"),
            "import_id": self.import_id,
        }
        self.refuse_erased(cells, email_key, row["phone_key"])
        self._status(cells, row)
        for extra in cells.texts("website"):
            cells.note(extra)
        row["notes"] = cells.notes()
        row["fold"] = lead_text.search_fold(row)
        row["score"] = max(0, min(100, total(lines(self._rules, row))))
        return row

    def _status(self, cells: Cells, row: dict[str, Any]) -> None:
        word = cells.text("status")
        status = "new" if word is None else meanings.lead_status(word)
        if status is None:
            cells.note(f"{cells.column('status')}: {word}")
            status = "new"
        elif word is not None and fold(word) != status:
            cells.note(f"{cells.column('status')}: {word}")
        converted = cells.text("converted")
        if converted is not None:
            status = "accepted" if values.read_yes(converted) else _not_yet(status)
        day = cells.moment("converted_on") or row["received_at"]
        row["status"] = status
        if status in ("qualified", "handed_over", "accepted"):
            row["qualified_at"] = day
        if status in ("accepted", "disqualified", "duplicate"):
            row["closed_at"] = day
        for table in LINKS:
            ref = cells.text(f"{table}_ref")
            row[f"{table}_id"] = self._linked_to(table).get(ref) if ref else None

    def _linked_to(self, table: str) -> dict[str, int]:
        if table not in self._links:
            self._links[table] = known.by_reference(self.db, table)
        return self._links[table]

    def likeness(self, row: dict[str, Any]) -> list[str]:
        found = [f"{k}:{row[k]}" for k in ("email_key", "phone_key") if row[k]]
        return found or [f"name:{row['name_key']}|{fold(row['organisation_name'] or '')}"]

    def twin(self, row: dict[str, Any]) -> int | None:
        ref = row["external_ref"]
        found = known.lead_twin(self.db, row["email_key"], row["phone_key"], ref)
        if found is None and not (ref or row["email_key"] or row["phone_key"]):
            found = known.lead_named(self.db, row["name_key"], row["organisation_name"])
        return found

    def linked(self, cells: Cells, row: dict[str, Any]) -> None:
        for kind in ("email", "phone"):
            for value in cells.texts(kind)[1:]:
                point = {"lead_id": row["id"], "kind": kind, "value": value}
                self.wait("contact_point", {**point, "value_key": points.key_of(kind, value)})


def _not_yet(status: str) -> str:
    # another program's "Qualified - Convert" that was not converted is qualified, no more
    return "qualified" if status in ("accepted", "handed_over") else status
