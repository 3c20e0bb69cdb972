"""The words of the campaigns screens: codes, dates and figures as people read them."""

from datetime import date
from fractions import Fraction

from salesdesk.model import formats
from salesdesk.model.rules import times_words
from salesdesk.ui.kit.text import tr

DASH = "–"


def column_names() -> dict[str, str]:
    """The heading of each column of the table."""
    return {
        "name": tr("Campaign"),
        "channel": tr("Channel"),
        "status": tr("Status"),
        "dates": tr("Dates"),
        "spent": tr("Spent of budget"),
        "leads": tr("Leads"),
        "qualified": tr("Qualified"),
        "won": tr("Won"),
        "revenue": tr("Revenue"),
        "cost_per_lead": tr("Cost per lead"),
        "cac": tr("CAC"),
        "roi": tr("ROI"),
        "timeline": tr("Timeline"),
    }


def column_tips(margin: int | None) -> dict[str, str]:
    """What stands behind the headings that are not plain words."""
    if margin is None:
        roi = tr("Revenue ROI: (revenue − spend) ÷ spend. Set a gross margin for a true return.")
    else:
        roi = tr("Return: (revenue × {margin}% margin − spend) ÷ spend").format(margin=margin)
    return {
        "spent": tr("The cost ledger, against the budget of the campaign"),
        "qualified": tr("Leads that qualified (MQL)"),
        "won": tr("Deals won"),
        "cost_per_lead": tr("Spend ÷ leads, duplicates left out"),
        "cac": tr("Cost of a new customer: (spend + sales time) ÷ new customers"),
        "roi": roi,
    }


def status_word(code: str) -> str:
    """What a campaign's status is called."""
    return {
        "planned": tr("Planned"),
        "active": tr("Running"),
        "paused": tr("Paused"),
        "complete": tr("Finished"),
        "cancelled": tr("Cancelled"),
    }[code]


def objective_word(code: str) -> str:
    """What a campaign is for."""
    return {
        "awareness": tr("Become known"),
        "leads": tr("Win leads"),
        "nurture": tr("Keep in touch"),
        "retention": tr("Keep customers"),
        "win_back": tr("Win customers back"),
    }[code]


def category_word(code: str) -> str:
    """What money was spent on."""
    return {
        "media": tr("Media"),
        "print": tr("Print"),
        "postage": tr("Postage"),
        "stand": tr("Stand"),
        "agency": tr("Agency"),
        "gift": tr("Gifts"),
        "travel": tr("Travel"),
        "own_time": tr("Own time"),
        "other": tr("Other"),
    }.get(code, code)


def metric_word(code: str) -> str:
    """What was counted."""
    return {
        "reach": tr("People reached"),
        "impressions": tr("Times shown"),
        "sent": tr("Sent"),
        "delivered": tr("Delivered"),
        "opened": tr("Opened"),
        "clicks": tr("Clicks"),
        "visits": tr("Visits"),
        "calls": tr("Calls"),
        "replies": tr("Replies"),
        "attendees": tr("Visitors"),
        "responses": tr("Responses"),
        "conversions": tr("Conversions"),
        "approved": tr("Approved"),
    }.get(code, code)


def touch_word(code: str) -> str:
    """The kind of an activity."""
    return {
        "call": tr("Call"),
        "email": tr("Email"),
        "letter": tr("Letter"),
        "meeting": tr("Meeting"),
        "demo": tr("Demonstration"),
        "visit": tr("Visit"),
        "message": tr("Message"),
        "note": tr("Note"),
        "task": tr("Task"),
    }[code]


def feedback_word(code: str) -> str:
    """The kind of what sales says."""
    return {
        "preference": tr("Preference"),
        "objection": tr("Objection"),
        "lead_quality": tr("Lead quality"),
        "competitor": tr("Competitor"),
        "price": tr("Price"),
        "praise": tr("Praise"),
    }.get(code, code)


def answer_word(code: str) -> str:
    """What became of something that sales said."""
    return {
        "new": tr("New"),
        "seen": tr("Seen"),
        "acted": tr("Done"),
        "declined": tr("Declined"),
    }[code]


def day_words(text: str | None, today: date) -> str:
    """`15 Oct` this year, `15 Oct 2025` else."""
    return formats.day(text, today)


def plain_day(day: date) -> str:
    """`15 Oct`."""
    return formats.day(day, day)


def weekday_words(text: str, today: date) -> str:
    """`Today`, else `Sat 10 Oct`."""
    day = date.fromisoformat(text)
    if day == today:
        return tr("Today")
    return f"{formats.DAYS[day.weekday()]} {day_words(text, today)}"


def dates_words(start: str | None, end: str | None, today: date) -> str:
    """`11 – 13 Sep`, `21 Sep – 18 Oct`, with the year where it is not this one."""
    if not start and not end:
        return DASH
    if not end or not start:
        open_ended = tr("from {day}") if start else tr("until {day}")
        return open_ended.format(day=day_words(start or end, today))
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return day_words(start, today)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day_words(end, today)}"
    if first.year == last.year:
        return f"{plain_day(first)} – {day_words(end, today)}"
    return f"{day_words(start, today)} – {day_words(end, today)}"


def days_left_words(status: str, start: str | None, end: str | None, today: date) -> str:
    """How long a campaign still runs, or when it begins."""
    if status in ("complete", "cancelled"):
        return ""
    if start and date.fromisoformat(start) > today:
        days = (date.fromisoformat(start) - today).days
        return tr("starts tomorrow") if days == 1 else tr("starts in {n} days").format(n=days)
    if not end:
        return ""
    days = (date.fromisoformat(end) - today).days
    if days < 0:
        return tr("ended {n} days ago").format(n=-days) if days < -1 else tr("ended yesterday")
    if days == 0:
        return tr("last day")
    return tr("1 day left") if days == 1 else tr("{n} days left").format(n=days)


def roi_words(ratio: Fraction | None) -> str:
    """`277%`, and `42x` from 1,000% on; a dash where nothing was spent."""
    return DASH if ratio is None else times_words(ratio)


def money(minor: int, currency: str) -> str:
    """An amount without pence."""
    return formats.money(minor, currency)


def tight(amount: str) -> str:
    """An amount that was written whole, in millions if it has them: `£1,234.6m`."""
    figures = "".join(c for c in amount if c.isdecimal())
    if len(figures) < 8:
        return amount
    sign = amount[: amount.index(figures[0])]
    return tr("{amount}m").format(amount=f"{sign}{int(figures) / 1_000_000:,.1f}")


def pence(minor: int, currency: str) -> str:
    """An amount with its pence."""
    return formats.money(minor, currency, pence=True)
