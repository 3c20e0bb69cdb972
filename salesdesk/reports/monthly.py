"""The monthly report: what happened, in words and figures, and what comes next."""

from datetime import date

from salesdesk.model import formats
from salesdesk.model.calendar import Period, month_of
from salesdesk.model.rules import Rate
from salesdesk.queries import figures as figs
from salesdesk.queries import reports, settings
from salesdesk.queries.figures import Figures
from salesdesk.reports import monthly_ahead as ahead
from salesdesk.reports import monthly_tables
from salesdesk.reports.blocks import (
    Block,
    Definitions,
    Heading,
    Lists,
    NewPage,
    Note,
    NoteLines,
    Report,
    Words,
)
from salesdesk.store.database import Database

#: Figures that the definitions page explains, with the names that the report uses.
DEFINED = {
    "leads": "Leads",
    "qualified": "Qualified leads",
    "accepted": "Accepted leads",
    "revenue_won": "Revenue won",
    "win_rate": "Win rate",
    "average_won_deal": "Average won deal",
    "median_cycle_days": "Days to win (median)",
    "forecast": "Forecast",
    "weighted_value": "Weighted pipeline",
    "spend": "Marketing spend",
    "cost_per_lead": "Cost per lead",
    "cost_per_accepted_lead": "Cost per accepted lead",
    "cac": "Cost per customer (CAC)",
    "roi": "ROI",
    "target": "Target",
    "retention": "Retention",
    "repeat_rate": "Repeat rate",
    "first_touch_won": "First touch",
    "last_touch_won": "Last touch",
    "reach": "Reach",
    "engaged": "Engaged",
}


def monthly(db: Database, month: date) -> Report:
    """The report of the month that holds `month`; a month without events says so."""
    period = month_of(month)
    kept = settings.settings(db)
    now = figs.figures(db, period)
    before = figs.figures(db, period.before())
    printed = db.today()
    blocks = _empty(period) if _nothing(now) else _full(db, now, before, kept.currency)
    day = f"{printed.day} {formats.month(printed)}"
    return Report(
        business=kept.business_name,
        address=kept.business_address,
        contact=kept.business_contact,
        title=formats.month(period.first),
        subtitle="Monthly sales and marketing report",
        printed=f"Printed on {day} from {db.path.name}",
        logo=kept.logo,
        blocks=tuple(blocks),
    )


def _nothing(now: Figures) -> bool:
    counted = (now.leads, now.qualified, now.accepted, now.deals_won, now.deals_lost, now.spend)
    return not any(counted) and not now.reach


def _empty(period: Period) -> list[Block]:
    name = formats.month(period.first)
    return [
        Words(
            "No lead came in, no deal was closed and nothing was spent, so there are no "
            "figures to print.",
            f"Nothing happened in {name}.",
        ),
        Heading("Notes"),
        NoteLines(6),
    ]


def _full(db: Database, now: Figures, before: Figures, currency: str) -> list[Block]:
    period = now.period
    tables = monthly_tables
    months = tables.months(db, period, currency)
    aimed = any(month.target is not None for month in months.months)
    blocks: list[Block] = [
        _what_happened(now, before, currency, over=period.last < db.today()),
        Heading("Key figures"),
        tables.key_figures(db, now, before, currency),
        Note(_customers(db, period)),
        Heading("Funnel", "bars not to scale, read the numbers"),
        tables.funnel(now, before),
        Heading("Revenue won, month by month", "line shows the target" if aimed else ""),
        months,
        NewPage(),
        *tables.campaigns(db, now, currency),
        *tables.people(db, now, currency),
        _returned(db, period),
        *tables.won(db, now, currency),
        *ahead.touches(db, period, currency),
        *ahead.lost(db, now, currency),
        *ahead.outlook(db, period, currency),
        *ahead.feedback(db, period),
        Heading("Notes"),
        NoteLines(4),
        Heading("What the figures mean"),
        Definitions(tuple((name, figs.EXPLAIN[key]) for key, name in DEFINED.items())),
    ]
    return blocks


def _what_happened(now: Figures, before: Figures, currency: str, *, over: bool) -> Words:
    name = formats.LONG_MONTHS[now.period.first.month - 1]
    last = formats.LONG_MONTHS[before.period.first.month - 1]
    closed = formats.money(now.revenue_won, currency)
    parts = []
    if now.target:
        parts.append(f"{formats.percent(now.revenue_won / now.target)} of target")
    if before.revenue_won:
        change = now.revenue_won / before.revenue_won - 1
        more = "more" if change >= 0 else "less"
        parts.append(f"{formats.percent(abs(change))} {more} than {last}")
    verb = "closed at" if over else "stands at"
    lead = f"{name} {verb} {closed}" + (f": {', and '.join(parts)}." if parts else ".")
    return Words(" ".join(_sentences(now, before, currency, last)), lead)


def _sentences(now: Figures, before: Figures, currency: str, last: str) -> list[str]:
    found = []
    change = now.leads - before.leads
    if change:
        way = "up" if change > 0 else "down"
        found.append(f"Leads were {way} by {abs(change):,} to {now.leads:,}.")
    else:
        found.append(f"Leads stayed at {now.leads:,}.")
    if now.cost_per_lead is not None and before.cost_per_lead is not None:
        gap = now.cost_per_lead - before.cost_per_lead
        way = "more" if gap > 0 else "less"
        if gap:
            amount = formats.money(abs(gap), currency, pence=True)
            found.append(f"Each cost {amount} {way} than in {last}.")
    if now.target and now.target > now.revenue_won:
        gap_words = formats.money(now.target - now.revenue_won, currency)
        found.append(f"The gap to the target is {gap_words}.")
    decided = now.deals_won + now.deals_lost
    if decided:
        found.append(
            f"{formats.plural(now.deals_won, 'deal')} won and {now.deals_lost:,} lost: "
            f"a win rate of {now.win_rate.words}."
        )
    answered = now.accepted + now.returned + now.expired
    if answered:
        found.append(f"Sales accepted {now.accepted:,} of {answered:,} hand-overs.")
    return found


def _returned(db: Database, period: Period) -> Lists:
    returned = reports.return_reasons(db, period)
    heard = reports.objections(db, period, 8)
    return Lists(
        "Why sales returned leads",
        tuple((reason.label, formats.number(reason.count)) for reason in returned[:8]),
        "Objections heard most",
        tuple((reason.label, formats.number(reason.count)) for reason in heard),
    )


def _customers(db: Database, period: Period) -> str:
    """Who came back, in a line under the key figures."""
    stayed, again = figs.retention(db, period), figs.repeat_rate(db, period)
    earlier = formats.LONG_MONTHS[period.before().first.month - 1]
    back = "–" if not stayed.whole else f"{_of(stayed)} of {earlier} bought again"
    twice = "–" if not again.whole else f"{_of(again)} have bought twice or more"
    return f"Retention: {back}. Repeat rate: {twice}."


def _of(rate: Rate) -> str:
    return f"{rate.words} {'' if rate.few else 'of the '}customers"
