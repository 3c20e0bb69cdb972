"""The words of the deals screens: money, ages, days and next steps as people read them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from salesdesk.model import formats
from salesdesk.model.calendar import local_day
from salesdesk.model.money import plain_money, read_money
from salesdesk.queries.deals import Card
from salesdesk.ui.kit.text import tr

DASH = "–"


@dataclass(frozen=True)
class Step:
    """The next step as a card's footer tells it: words come with the colour."""

    state: str  # overdue, today, later, undated, none
    icon: str
    token: str
    words: str
    day: str
    day_token: str


class Money:
    """Amounts of the file's currency as people read them."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def whole(self, minor: int) -> str:
        """`£12,850`; halves are rounded up."""
        return formats.money(minor, self.currency)

    def short(self, minor: int) -> str:
        """`£30.02m` where there is little room; less than a million stays whole."""
        millions = formats.money(round(minor / 1_000_000), self.currency, pence=True)
        if abs(minor) < 100_000_000 or "." not in millions or not millions[-1].isdigit():
            return self.whole(minor)
        return tr("{amount}m").format(amount=millions)

    def exact(self, minor: int) -> str:
        """`£12,850.00`."""
        return formats.money(minor, self.currency, pence=True)

    def typed(self, minor: int) -> str:
        """`12850` or `12850.50`, as it stands in a field."""
        return plain_money(minor, self.currency)

    def read(self, text: str) -> int | None:
        """What somebody typed, such as `£12,850.50`; nothing is nought; None if no amount."""
        if not text.strip():
            return 0
        try:
            return read_money(text, self.currency)
        except ValueError:
            return None


def age_words(days: int) -> str:
    """`Today`, `1 day`, `24 days`."""
    if days <= 0:
        return tr("Today")
    return tr("1 day") if days == 1 else tr("{n} days").format(n=days)


@lru_cache(maxsize=4096)
def days_since(moment: str, zone: str, today: date) -> int:
    """Whole days from a stored moment to today."""
    return (today - local_day(moment, zone)).days


def month_word(month: int) -> str:
    """`October`."""
    names = tr(
        "January February March April May June July August September October November December"
    ).split()
    return names[month - 1]


def month_words(month: str, today: date) -> str:
    """`2026-10` as `October`, with the year where it is not this one."""
    year, number = int(month[:4]), int(month[5:7])
    word = month_word(number)
    return word if year == today.year else f"{word} {year}"


def day_words(day: str | None, today: date) -> str:
    """`Today`, `16 Oct`, `16 Oct 2025`; a dash without a day."""
    if not day:
        return DASH
    when = date.fromisoformat(day[:10])
    if when == today:
        return tr("Today")
    short = f"{when.day} {month_word(when.month)[:3]}"
    return short if when.year == today.year else f"{short} {when.year}"


def full_day(day: str, today: date) -> str:
    """`23 October`, with the year where it is not this one."""
    when = date.fromisoformat(day[:10])
    words = f"{when.day} {month_word(when.month)}"
    return words if when.year == today.year else f"{words} {when.year}"


def step_of(words: str | None, on: str | None, at: str | None, today: date) -> Step:
    """How urgent a next step is."""
    if not words:
        return Step("none", "circle-help", "warn", tr("No next step"), "", "warn")
    if on is None:
        return Step("undated", "calendar", "text-3", words, tr("No day"), "text-3")
    day = day_words(on, today)
    if on < today.isoformat():
        return Step("overdue", "circle-alert", "bad", words, day, "bad")
    if on == today.isoformat():
        return Step("today", "clock", "accent-text", words, at or day, "accent-text")
    return Step("later", "calendar", "text-3", words, day, "text-2")


def overdue_words(on: str, today: date) -> str:
    """`1 day overdue`."""
    days = (today - date.fromisoformat(on)).days
    return tr("1 day overdue") if days == 1 else tr("{n} days overdue").format(n=days)


def spoken(card: Card, money: Money, zone: str, today: date) -> str:
    """A card for who listens instead of looking."""
    parts = [card.name or card.title]
    if card.name:
        parts.append(card.title)
    parts += [money.whole(card.amount), card.stage]
    days = days_since(card.stage_since, zone, today)
    if card.status == "open":
        age = age_words(days)
        parts.append(
            tr("gone quiet, in this stage {age}").format(age=age.lower())
            if card.quiet
            else tr("in this stage {age}").format(age=age.lower())
        )
    step = step_of(card.next_step, card.next_step_on, card.next_step_at, today)
    if step.state == "none":
        parts.append(tr("no next step"))
    else:
        parts.append(tr("next step {words} {day}").format(words=step.words, day=step.day))
    if step.state == "overdue":
        parts.append(tr("overdue"))
    if card.owner:
        parts.append(tr("looked after by {name}").format(name=card.owner))
    return ", ".join(parts)
