"""What an action asks of values before it writes them; what does not do is said in plain words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model.calendar import FIRST_YEAR, LAST_YEAR


def needed(text: object, what: str) -> str:
    """`text` without the spaces around it; UserError if nothing is left."""
    found = str(text or "").strip()
    if not found:
        raise UserError(f"{what} is missing.", "Type it and save again.")
    return found


def only(values: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, Any]:
    """A copy of `values`; ValueError (our bug) for a field that is not among `allowed`."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    return {
        name: (value.strip() or None) if isinstance(value, str) else value
        for name, value in values.items()
    }


def one_of(value: object, allowed: Iterable[str], what: str) -> str:
    """`value` if it is one of the codes; UserError with the codes if not."""
    codes = list(allowed)
    if value not in codes:
        raise UserError(f"{value} is not a {what}.", f"Choose one of: {', '.join(codes)}.")
    return str(value)


def day(value: object, what: str) -> str:
    """`value` as YYYY-MM-DD; UserError if it is no day."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise UserError(
            f"{what} is not a day: {value}.", "Write it as year-month-day, such as 2026-10-21."
        ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UserError(f"{what} is in the year {found.year}.", "Check the digits of the year.")
    return found.isoformat()


def time_of_day(at: str | None) -> str | None:
    """`at` as HH:MM, None for nothing; UserError if it is no time."""
    text = (at or "").strip()
    if not text:
        return None
    hours, _, minutes = text.partition(":")
    is_time = len(text) < 6 and hours.isdecimal() and minutes.isdecimal()
    if not is_time or int(hours) > 23 or int(minutes) > 59:
        raise UserError(f"{at} is not a time.", "Write it as 16:00.")
    return f"{int(hours):02}:{int(minutes):02}"


def within(value: object, low: int, high: int, what: str) -> int:
    """A whole number from `low` to `high`; UserError if it is not."""
    try:
        number = int(str(value).strip())
    except ValueError:
        raise UserError(f"{what} is not a whole number: {value}.", "Use digits only.") from None
    if not low <= number <= high:
        raise UserError(f"{what} cannot be {number}.", f"Use a number from {low} to {high}.")
    return number


def amount(value: object, what: str, low: int = 0, high: int = 10**15) -> int:
    """Minor units of money; UserError for what is no amount, or more than sums have room for."""
    try:
        found = int(str(value).strip())
    except ValueError:
        raise UserError(f"{what} is not an amount: {value}.", "Use digits only.") from None
    if found < low and low == 0:
        raise UserError(f"{what} cannot be less than nothing.", "Leave out the minus.")
    if not low <= found <= high:
        raise UserError(f"{what} is larger than any amount in a file.", "Check the digits.")
    return found


def standing(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """`row`, which somebody chose a while ago; UserError if it was deleted since."""
    if row["trashed_at"]:
        raise UserError(f"{row['name']} was deleted meanwhile.", "Choose another one.")
    return row


def changed(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Only the fields that differ, so that saving an untouched form writes nothing."""
    return {name: value for name, value in values.items() if before.get(name) != value}
