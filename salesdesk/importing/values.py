"""Values as people write them: days in any order, moments, yes and no, names in two halves."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from salesdesk.model.calendar import to_moment, zone_of

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
EMPTY = frozenset({"", "-", "–", "n/a", "na", "none", "null", ".", "nan", "#n/a"})
NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})")
OFFSET = re.compile(r"(Z|UTC|GMT|[+-]\d\d:?\d\d)$", re.IGNORECASE)


def empty(text: str) -> bool:
    """True for nothing, and for the words that programs write for nothing."""
    return text.strip().casefold() in EMPTY


def parts(field: str, cell: str) -> list[str]:
    """The values of one cell: some programs put several addresses or numbers into one."""
    if field == "email":
        found = re.split(r":::|[,;]", cell)
    elif field in ("phone", "website"):
        found = cell.split(":::")
    else:
        return [cell]
    return [part.strip() for part in found if part.strip()]


def order_of(values: Iterable[str]) -> str | None:
    """`dmy` or `mdy` where a column of days gives itself away by a number over twelve."""
    for text in values:
        found = NUMERIC.match(text.strip())
        if found is None or len(found.group(1)) == 4:
            continue
        first, second = int(found.group(1)), int(found.group(2))
        if first > 12 >= second:
            return "dmy"
        if second > 12 >= first:
            return "mdy"
    return None


def read_day(text: str, order: str = "dmy") -> date:
    """The day that a text names; ValueError if it names none."""
    bare = text.strip()
    if re.fullmatch(r"\d{8}", bare):
        return date(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
    found = NUMERIC.match(bare)
    if found:
        parts = [int(part) for part in found.groups()]
        if len(found.group(1)) == 4:
            return date(*parts)
        if order == "ymd" and len(found.group(3)) == 2:
            return date(_year(parts[0]), parts[1], parts[2])
        day, month = (parts[1], parts[0]) if order == "mdy" else (parts[0], parts[1])
        return date(_year(parts[2]), month, day)
    return _worded(bare)


def _worded(text: str) -> date:
    word = re.search(r"[A-Za-z]{3,}", text)
    numbers = [int(n) for n in re.findall(r"\d+", text.split(":")[0])]
    months = [m for m in re.findall(r"[A-Za-z]{3,}", text) if m[:3].lower() in MONTHS]
    if word is None or not months or len(numbers) < 2:
        raise ValueError(f"not a day: {text}")
    month = MONTHS.index(months[0][:3].lower()) + 1
    first, second = numbers[0], numbers[1]
    if first > 31:
        return date(first, month, second)
    return date(_year(second), month, first)


def _year(number: int) -> int:
    if number >= 100:
        return number
    return 2000 + number if number < 70 else 1900 + number


def read_moment(text: str, zone: str, order: str = "dmy") -> str:
    """The UTC moment that a text names; a day alone is noon there. ValueError if none."""
    bare = text.strip()
    if re.fullmatch(r"\d{10}(\.\d+)?", bare):  # seconds since 1970
        return to_moment(datetime.fromtimestamp(float(bare), UTC))
    day = read_day(bare, order)
    clock = re.search(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([AaPp][Mm])?", bare)
    if clock is None:
        return to_moment(datetime(day.year, day.month, day.day, 12, tzinfo=zone_of(zone)))
    hour = int(clock.group(1))
    if clock.group(4):
        hour = hour % 12 + (12 if clock.group(4).lower() == "pm" else 0)
    minute, second = int(clock.group(2)), int(clock.group(3) or 0)
    local = datetime(day.year, day.month, day.day, hour, minute, second)
    offset = OFFSET.search(bare)
    if offset is None:
        # midnight means "no time known": noon keeps the day the same in every zone
        local = local.replace(hour=12) if not (hour or minute or second) else local
        return to_moment(local.replace(tzinfo=zone_of(zone)))
    sign = offset.group(1)
    if sign.upper() in ("Z", "UTC", "GMT"):
        return to_moment(local.replace(tzinfo=UTC))
    return to_moment(datetime.fromisoformat(f"{local.isoformat()}{sign[:3]}:{sign[-2:]}"))


def read_count(text: str) -> int:
    """A whole number with or without separators; ValueError if it is none."""
    bare = re.sub(r"[,\s'\u00a0\u202f]", "", text)
    number = float(bare)
    if number != number or abs(number) > 2**53:
        raise ValueError(text)
    return int(number)


def read_yes(text: str) -> bool:
    """True for yes, true, 1, x and their like."""
    return text.strip().casefold() in {"yes", "y", "true", "1", "x", "on", "ja", "oui", "si"}


def split_name(name: str) -> tuple[str, str]:
    """First and last name of a full one; `Doe, Jane` is turned."""
    bare = " ".join(name.split())
    if bare.count(",") == 1:
        last, first = (part.strip() for part in bare.split(","))
        if first and last:
            return first, last
    first, _, last = bare.rpartition(" ")
    return (first, last) if first else (bare, "")
