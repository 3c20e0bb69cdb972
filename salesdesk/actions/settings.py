"""Changing how a file is set up: the business and its working rules."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from salesdesk.actions import action
from salesdesk.actions.checks import within
from salesdesk.errors import UserError
from salesdesk.model import currencies, tidy
from salesdesk.model.meanings import key_of
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database
from salesdesk.store.schema import SETTINGS

LOGO_BYTES = 512 * 1024


@action("Change settings")
def change(db: Database, values: Mapping[str, object]) -> list[str]:
    """Store settings by name (see schema.SETTINGS); the names of those that changed.

    What already holds is not written again, so a change of nothing leaves no trace.
    """
    unknown = set(values) - set(SETTINGS)
    if unknown:
        raise ValueError(f"unknown settings: {', '.join(sorted(unknown))}")
    checked = {name: _checked(name, value) for name, value in values.items()}
    stored = queries.stored_settings(db)
    held = {name: stored[name][1] if name in stored else SETTINGS[name] for name in checked}
    _check_hours(checked)
    done = []
    for name, text in checked.items():
        if held[name] == text:
            continue
        if name in stored:
            db.table("setting").update(stored[name][0], {"value": text})
        else:
            key = key_of("setting", name)
            db.table("setting").insert({"id": key, "name": name, "value": text})
        done.append(name)
    return done


def _checked(name: str, value: object) -> str:
    text = "" if value is None else str(value).strip()
    check = CHECKS.get(name)
    return check(text) if check else text


def _check_hours(checked: Mapping[str, str]) -> None:
    start, end = checked.get("working_from"), checked.get("working_to")
    if start and end and start >= end:
        raise UserError(
            "The working day ends before it begins.", "Set an end that is later than the start."
        )


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise UserError(
            f"There is no time zone called {text}.", "Choose one from the list, as Europe/London."
        ) from None
    return text


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise UserError(
            f"{text} is not a time of day.", "Write hours and minutes, such as 09:00."
        ) from None


def _weekdays(text: str) -> str:
    days = sorted({part.strip() for part in text.split(",")} & set("1234567"))
    if not days:
        raise UserError("No working day is chosen.", "Tick at least one day of the week.")
    return ",".join(days)


def _logo(text: str) -> str:
    if not text:
        return ""
    try:
        picture = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        picture = b""
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise UserError("The logo is not a PNG picture.", "Choose another picture file.")
    if len(picture) > LOGO_BYTES:
        raise UserError("The logo is larger than 512 KB.", "Choose a smaller picture.")
    return text


CHECKS: dict[str, Callable[[str], str]] = {
    "business_name": tidy.business_name,
    "currency": currencies.code,
    "zone": _zone,
    "fiscal_year_start": lambda text: str(within(text, 1, 12, "The first month of the year")),
    "working_days": _weekdays,
    "working_from": _time,
    "working_to": _time,
    "gross_margin": lambda text: text and str(within(text, 1, 100, "The gross margin")),
    "response_promise_hours": lambda text: str(within(text, 1, 720, "The response promise")),
    "handover_hours": lambda text: str(within(text, 1, 720, "The time to answer a hand-over")),
    "tax_percent": lambda text: str(within(text, 0, 100, "The tax rate")),
    "qualify_needs": lambda text: str(within(text, 0, 5, "The points needed to qualify")),
    "logo": _logo,
}
