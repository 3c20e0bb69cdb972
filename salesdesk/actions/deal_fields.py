"""The fields of a deal that people fill in, and what each may hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from salesdesk.actions.checks import amount, day, needed, one_of, only, within
from salesdesk.model.text import fold

FIELDS = (
    "title", "amount", "stage_id", "probability", "forecast_class", "opened_on", "expected_on",
    "closed_on", "reason_id", "reason_note", "competitor_id", "owner_id", "organisation_id",
    "contact_id", "lead_id", "campaign_id", "product_id", "next_step", "next_step_on",
    "next_step_at", "next_step_kind", "last_contact_at", "lead_quality", "notes", "import_id",
    "external_ref",
)  # fmt: skip
#: A change of stage has its own action, for it writes the deal's way as well.
EDITED = tuple(name for name in FIELDS if name not in ("stage_id", "import_id", "external_ref"))
CLASSES = ("commit", "best", "pipeline", "omitted")


def checked(values: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, Any]:
    """A copy of `values` as a file holds them; UserError for what a deal cannot hold."""
    row = only(values, allowed)
    for name, what in (
        ("opened_on", "The opening day"),
        ("closed_on", "The closing day"),
    ):
        if row.get(name) is not None:
            row[name] = day(row[name], what)
    for name, what in (
        ("expected_on", "The likely close"),
        ("next_step_on", "The next step"),
    ):
        if row.get(name) is not None:
            row[name] = day(row[name], what)
    if row.get("probability") is not None:
        row["probability"] = within(row["probability"], 0, 100, "The likelihood")
    if row.get("lead_quality") is not None:
        row["lead_quality"] = within(row["lead_quality"], 1, 5, "The quality of the lead")
    if row.get("forecast_class") is not None:
        one_of(row["forecast_class"], CLASSES, "forecast class")
    if "amount" in row:
        row["amount"] = amount(row["amount"] or 0, "The amount")
    return row


def titled(title: object) -> dict[str, str]:
    """A deal's title and the key it is found and sorted by."""
    words = needed(title, "What the deal is about")
    return {"title": words, "title_key": fold(words)}
