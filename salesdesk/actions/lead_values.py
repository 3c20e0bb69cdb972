"""What a lead's form may hold, and the keys that are kept for finding and comparing."""

from collections.abc import Mapping
from typing import Any

from salesdesk.actions.checks import amount, day
from salesdesk.errors import UserError
from salesdesk.model import lead_text
from salesdesk.model.calendar import parse_moment

CHECKLIST = ("need", "budget", "authority", "timing", "in_area")
_PERSON = ("name", "first_name", "last_name", "job_title", "organisation_name", "email", "phone")
_PLACE = ("address", "town", "postcode", "country")
_ORIGIN = ("asked_for", "notes", "channel_id", "campaign_id", "segment_id", "estimated_value")
DETAILS = (*_PERSON, *_PLACE, *_ORIGIN, *CHECKLIST, "owner_id", "received_at")
_STEP = ("next_step", "next_step_on", "next_step_at", "next_step_kind")
ALL_FIELDS = (*DETAILS, *(f"{p}_ok" for p in CHECKLIST), *_STEP, "external_ref", "import_id")
_SEARCHED = ("name", "organisation_name", "email", "phone", "asked_for", "notes")


def completed(values: dict[str, Any], only_name: bool = False) -> dict[str, Any]:
    """`values` with a name to show; UserError where nothing says who it is."""
    parts = " ".join(str(values.get(p) or "") for p in ("first_name", "last_name")).strip()
    given = [values.get("name"), parts, *(values.get(n) for n in _PERSON[4:])]
    name = next((str(g).strip() for g in given if g and str(g).strip()), None)
    if name is None:
        raise UserError(
            "Nothing says who this lead is.",
            "Fill in one of these: name, organisation, email or phone.",
        )
    return {"name": name} if only_name else {**values, "name": name}


def fit(values: dict[str, Any]) -> dict[str, Any]:
    """`values` as the file holds them; UserError for what is no amount, day or moment."""
    found = dict(values)
    if found.get("estimated_value") is not None:
        found["estimated_value"] = amount(found["estimated_value"], "The estimated value")
    if found.get("next_step_on"):
        found["next_step_on"] = day(found["next_step_on"], "The next step")
    if found.get("received_at"):
        try:
            parse_moment(str(found["received_at"]))
        except ValueError:
            raise UserError(
                f"The lead cannot have come in at “{found['received_at']}”.",
                "Write the moment as 2026-10-21T09:00:00Z.",
            ) from None
    return found


def with_keys(values: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the folded and normalised keys that follow from the whole `row`."""
    found = dict(values)
    full = {**row, **values}
    if "name" in values:
        found["name_key"] = lead_text.name_key(str(full["name"]))
    if "email" in values:
        found["email_key"] = lead_text.email_key(full.get("email"))
    if "phone" in values or "country" in values:
        found["phone_key"] = lead_text.phone_key(full.get("phone"))
    if any(name in values for name in _SEARCHED):
        found["fold"] = lead_text.search_fold(full)
    return found
