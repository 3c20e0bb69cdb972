"""Numbers, money, days and ages in words: one formatter for screen, paper and terminal."""

from datetime import date

from salesdesk.model import currencies
from salesdesk.model.calendar import local_time, parse_moment

EMPTY = "–"
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "PLN": "zł", "INR": "₹", "BRL": "R$"}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
LONG_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def decimals(currency: str) -> int:
    """How many minor digits a currency has."""
    return currencies.DECIMALS.get(currency, 2)


def money(minor: int | None, currency: str = "GBP", *, pence: bool = False) -> str:
    """Minor units as `£1,234`, or with its minor digits if `pence`; `–` for None."""
    if minor is None:
        return EMPTY
    digits = decimals(currency)
    unit = 10**digits
    sign = "−" if minor < 0 else ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    if pence and digits:
        whole, rest = divmod(abs(minor), unit)
        return f"{sign}{symbol}{whole:,}.{rest:0{digits}d}"
    whole = (abs(minor) + unit // 2) // unit
    return f"{sign if whole else ''}{symbol}{whole:,}"


def number(value: int | None) -> str:
    """A count with thousands commas; `–` for None."""
    if value is None:
        return EMPTY
    return f"{value:,}".replace("-", "−")


def percent(share: float | None) -> str:
    """A share of 1 as `38%`, one decimal below 10 %, `42x` from 1,000 % on; `–` for None."""
    if share is None:
        return EMPTY
    value = share * 100
    if abs(value) >= 1000:
        return f"{share:,.0f}x".replace("-", "−")
    words = f"{value:.1f}" if abs(value) < 10 and round(value, 1) % 1 else f"{value:.0f}"
    return f"{words}%".replace("-", "−")


def day(value: date | str | None, today: date | None = None) -> str:
    """`15 Oct` this year, `15 Oct 2025` else; `–` for None."""
    if not value:
        return EMPTY
    when = date.fromisoformat(value) if isinstance(value, str) else value
    words = f"{when.day} {MONTHS[when.month - 1]}"
    return words if today is not None and when.year == today.year else f"{words} {when.year}"


def near_day(value: date | str | None, today: date) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, else the day."""
    if not value:
        return EMPTY
    when = date.fromisoformat(value) if isinstance(value, str) else value
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    return near.get((when - today).days) or day(when, today)


def long_day(when: date) -> str:
    """`Thursday 15 October 2026`."""
    return f"{LONG_DAYS[when.weekday()]} {when.day} {LONG_MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """`October 2026`."""
    return f"{LONG_MONTHS[when.month - 1]} {when.year}"


def when(moment: str | None, now: str, zone: str) -> str:
    """A moment as people say it: `Today 14:00`, `Yesterday 18:12`, `Wed 14 Oct 10:05`, a day."""
    if not moment:
        return EMPTY
    at, present = local_time(moment, zone), local_time(now, zone)
    clock = f"{at:%H:%M}"
    days = (present.date() - at.date()).days
    if days in (0, 1):
        return f"{'Today' if days == 0 else 'Yesterday'} {clock}"
    if 0 < days < 7:
        return f"{DAYS[at.weekday()]} {day(at.date(), present.date())} {clock}"
    return day(at.date(), present.date())


def within(when: str) -> str:
    """The same inside a sentence: `today 14:00`, but `Wed 14 Oct 10:05`."""
    near = when.startswith(("Today", "Tomorrow", "Yesterday"))
    return when[:1].lower() + when[1:] if near else when


def age(moment: str | None, now: str, *, short: bool = False) -> str:
    """How long ago: `48 min`, `5 h` (`5 hours`), `3 days`."""
    if not moment:
        return EMPTY
    minutes = max(0, int((parse_moment(now) - parse_moment(moment)).total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h" if short else plural(hours, "hour")
    return plural(hours // 24, "day")


def plural(count: int, word: str) -> str:
    """`1 day`, `3 days`, `3 activities`."""
    if count == 1:
        return f"{count:,} {word}"
    return f"{count:,} {word[:-1]}ies" if word.endswith("ty") else f"{count:,} {word}s"


def counted(count: int, many: str) -> str:
    """The same for a word that is told of many: `1 lead`, `3 leads`, `1 person`."""
    one = "person" if many == "people" else many.removesuffix("s")
    return f"{count:,} {one if count == 1 else many}"
