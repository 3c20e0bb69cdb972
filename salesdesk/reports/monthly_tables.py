"""The tables and charts of the monthly report, made from figures."""

from collections.abc import Callable
from dataclasses import dataclass

from salesdesk.model import formats
from salesdesk.model.calendar import Period, add_months, month_of
from salesdesk.model.rules import Rate
from salesdesk.queries import figures as figs
from salesdesk.queries import reports
from salesdesk.queries.figures import Figures
from salesdesk.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Funnel,
    FunnelRow,
    Heading,
    Month,
    Months,
    Note,
    Pair,
    Pairs,
    Table,
)
from salesdesk.store.database import Database

SAME = "no change"
MOST_PAIRS = 20


@dataclass(frozen=True)
class _Key:
    """One line of the key figures; `limit` ones are good when they stay under the target."""

    name: str
    value: Callable[[Figures], int | None]
    metric: str = ""
    money: bool = False
    pence: bool = False
    limit: bool = False


KEYS = (
    _Key("Revenue won", lambda f: f.revenue_won, "revenue", money=True),
    _Key("Deals won", lambda f: f.deals_won, "deals_won"),
    _Key("Average won deal", lambda f: f.average_won_deal, money=True),
    _Key("New leads", lambda f: f.leads, "leads"),
    _Key("Qualified leads", lambda f: f.qualified, "qualified_leads"),
    _Key("Accepted leads", lambda f: f.accepted, "accepted_leads"),
    _Key("Cost per lead", lambda f: f.cost_per_lead, money=True, pence=True),
    _Key("Cost per accepted lead", lambda f: f.cost_per_accepted_lead, money=True, pence=True),
    _Key("Cost per customer (CAC)", lambda f: f.cac, money=True),
    _Key("Marketing spend", lambda f: f.spend, "spend", money=True, limit=True),
)


def change(now: float | None, before: float | None) -> str:
    """How much more or less than before: `+15%`, `−6%`, `no change`, `–` where unknown."""
    if now is None or before is None or not before:
        return formats.EMPTY
    share = now / before - 1
    words = formats.percent(abs(share))
    if words in ("0%", "0.0%"):
        return SAME
    return f"{'+' if share > 0 else '−'}{words}"


def key_figures(db: Database, now: Figures, before: Figures, currency: str) -> Table:
    """The month against its targets and the month before."""

    def words(key: _Key, value: int | None) -> str:
        if key.money:
            return formats.money(value, currency, pence=key.pence)
        return formats.number(value)

    rows: list[tuple[Cell, ...]] = []
    for key in KEYS:
        value, earlier = key.value(now), key.value(before)
        aim = figs.target(db, now.period, key.metric) if key.metric else None
        share: Cell = ""
        if aim and key.limit:
            share = "Under the limit" if (value or 0) <= aim else "Over the limit"
        elif aim:
            share = Bar((value or 0) / aim, formats.percent((value or 0) / aim))
        target = words(key, aim) if key.metric else ""
        row = (key.name, words(key, value), target, share, words(key, earlier))
        rows.append((*row, change(value, earlier)))
    rate = ("Win rate", now.win_rate.words, "", "", before.win_rate.words)
    rows.insert(3, (*rate, _points(now.win_rate.exact, before.win_rate.exact)))
    columns = (
        Column("Figure", 27),
        Column(_name(now.period), 15, right=True, strong=True),
        Column("Target", 13, right=True),
        Column("Share of target", 21),
        Column(_name(before.period), 13, right=True),
        Column("Change", 11, right=True),
    )
    return Table(columns, tuple(rows))


def _points(now: float | None, before: float | None) -> str:
    """The change of a rate, in percentage points."""
    if now is None or before is None:
        return formats.EMPTY
    gap = round((now - before) * 100)
    return SAME if gap == 0 else f"{'+' if gap > 0 else '−'}{abs(gap)} points"


def _name(period: Period) -> str:
    return formats.LONG_MONTHS[period.first.month - 1]


def _steps(found: Figures) -> list[tuple[str, str, int, Rate | None]]:
    """(side, name, count, rate of the step before) of the cohort."""
    return [
        ("Marketing", "Reach", found.reach, None),
        ("Marketing", "Engaged", found.engaged, Rate(found.engaged, found.reach)),
        ("Marketing", "Leads", found.leads, Rate(found.leads, found.engaged)),
        ("Marketing", "Qualified", found.cohort_qualified, found.lead_to_qualified),
        (
            "Sales",
            "Accepted",
            found.cohort_accepted,
            Rate(found.cohort_accepted, found.cohort_qualified),
        ),
        ("Sales", "Won", found.cohort_won, Rate(found.cohort_won, found.cohort_accepted)),
    ]


def funnel(now: Figures, before: Figures) -> Funnel:
    """Reach and engagement of the month, then its leads and how far they came."""
    rows = []
    previous = ""
    month = _name(before.period)
    for (side, name, count, rate), (_, _, _, was) in zip(_steps(now), _steps(before), strict=True):
        rate_words = "" if rate is None or not rate.whole else f"{rate.words} of {previous}"
        if rate is not None and rate.few and rate.whole:
            rate_words = rate.words
        was_words = "" if was is None or not was.whole else f"{month} {was.words}"
        is_marketing = side == "Marketing"
        rows.append(
            FunnelRow(side, name, f"{count:,}", rate_words, was_words, is_marketing, not count)
        )
        previous = name
    return Funnel(tuple(rows))


def months(db: Database, period: Period, currency: str) -> Months:
    """The month and the five before it."""
    found = []
    for back in range(5, -1, -1):
        one = month_of(add_months(period.first, -back))
        figures = figs.figures(db, one)
        aim = figures.target
        found.append(
            Month(
                formats.MONTHS[one.first.month - 1],
                figures.revenue_won,
                formats.money(figures.revenue_won, currency),
                aim,
                "" if aim is None else f"of {formats.money(aim, currency)}",
                back == 0,
            )
        )
    return Months(tuple(found))


def campaigns(db: Database, now: Figures, currency: str) -> list[Block]:
    """Each campaign that did anything in the month, with the total; then revenue and spend."""
    parts = [
        (label, int(key) if key is not None else None, part)
        for label, key, part in figs.figures_by(db, now.period, "campaign")
        if part.leads or part.spend or part.revenue_won or part.qualified or part.deals_won
    ]
    parts.sort(key=lambda p: (p[1] is None, -p[2].revenue_won, -p[2].leads, p[0]))
    budgets: dict[int | None, int] = {}
    budgets.update({key: b.budget for key, b in reports.budgets(db, now.period).items()})
    columns = (
        Column("Campaign", 28.5),
        Column("Budget", 9, right=True),
        Column("Spent", 8.5, right=True),
        Column("Leads", 6.5, right=True),
        Column("Qualified", 9, right=True),
        Column("Won", 5.5, right=True),
        Column("Revenue", 9.5, right=True),
        Column("Cost per lead", 11.5, right=True),
        Column("CAC", 7, right=True),
        Column("ROI", 6, right=True),
    )
    rows = tuple(_campaign(name, budgets.get(key, 0), part, currency) for name, key, part in parts)
    whole = sum(budgets.get(key, 0) for _, key, _ in parts)
    table = Table(columns, rows, _campaign("Total", whole, now, currency), small=True)
    margin = (
        "with no gross margin set, this is revenue ROI: (revenue − spend) ÷ spend"
        if now.roi_is_revenue
        else f"({now.gross_margin}% margin of revenue − spend) ÷ spend"
    )
    note = (
        f"Budget: of the whole campaign. CAC: (spend + sales time) ÷ new customers. ROI: {margin}; "
        "– where no deal was won in the month."
    )
    pairs = [
        (name, part.revenue_won, part.spend)
        for name, _, part in parts
        if part.revenue_won or part.spend
    ]
    return [
        Heading("Campaigns"),
        table,
        Note(note),
        Heading("Revenue won against spend"),
        Pairs("Revenue won", "Spent", _pairs(pairs, currency)),
    ]


def _pairs(found: list[tuple[str, int, int]], currency: str) -> tuple[Pair, ...]:
    """The first campaigns on one chart; all others in one pair, so that the sum stays whole."""
    rest = found[MOST_PAIRS:]
    pairs = [
        Pair(name, won, spent, formats.money(won, currency), formats.money(spent or None, currency))
        for name, won, spent in found[:MOST_PAIRS]
    ]
    if rest:
        sums = (sum(won for _, won, _ in rest), sum(spent for _, _, spent in rest))
        words = [formats.money(amount, currency) for amount in sums]
        # in words alone: as a bar it would dwarf all others
        pairs.append(Pair(formats.plural(len(rest), "other campaign"), 0, 0, words[0], words[1]))
    return tuple(pairs)


def _campaign(name: str, budget: int, part: Figures, currency: str) -> tuple[Cell, ...]:
    # what a month has spent often wins later: without a win yet, there is no return to tell
    roi = None if part.roi is None or not part.deals_won else float(part.roi)
    return (
        name,
        formats.money(budget or None, currency),
        formats.money(part.spend or None, currency),
        formats.number(part.leads),
        formats.number(part.qualified),
        formats.number(part.deals_won),
        formats.money(part.revenue_won, currency),
        formats.money(part.cost_per_lead if part.spend else None, currency, pence=True),
        formats.money(part.cac, currency),
        formats.percent(roi),
    )


def people(db: Database, now: Figures, currency: str) -> list[Block]:
    """Each person who sold or was handed anything, by the owner at closing."""
    columns = (
        Column("Name", 21),
        Column("Accepted", 11, right=True),
        Column("Won", 7, right=True),
        Column("Win rate", 11, right=True),
        Column("Revenue", 13, right=True),
        Column("Average", 12, right=True),
        Column("Target", 12, right=True),
        Column("Share of target", 21),
    )
    parts = [
        (label if key is not None else "Nobody", part)
        for label, key, part in figs.figures_by(db, now.period, "person")
        if part.accepted or part.deals_won or part.deals_lost
    ]
    parts.sort(key=lambda p: (-p[1].revenue_won, p[0]))
    rows = tuple(_person(name, part, currency) for name, part in parts)
    return [Heading("Salespeople"), Table(columns, rows, _person("Team", now, currency))]


def _person(name: str, part: Figures, currency: str) -> tuple[Cell, ...]:
    share: Cell = ""
    if part.target:
        share = Bar(part.revenue_won / part.target, formats.percent(part.revenue_won / part.target))
    return (
        name,
        formats.number(part.accepted),
        formats.number(part.deals_won),
        part.win_rate.words,
        formats.money(part.revenue_won, currency),
        formats.money(part.average_won_deal, currency),
        formats.money(part.target, currency),
        share,
    )


def won(db: Database, now: Figures, currency: str) -> list[Block]:
    """Every won deal, however many pages it takes."""
    columns = (
        Column("Date", 7),
        Column("Customer", 20),
        Column("Job", 23),
        Column("Campaign", 27),
        Column("Owner", 8),
        Column("Days to win", 11, right=True),
        Column("Amount", 10, right=True),
    )
    deals = reports.won_deals(db, now.period)
    rows = tuple(
        (
            formats.day(deal.closed_on, now.period.first),
            deal.customer,
            deal.title,
            deal.campaign or "No campaign",
            deal.owner.split(" ")[0],
            formats.number(deal.days),
            formats.money(deal.amount, currency),
        )
        for deal in deals
    )
    middle = now.median_cycle_days
    days = "" if middle is None else f"median {float(middle):.0f}"
    count = formats.plural(now.deals_won, "deal")
    total = (count, "", "", "", "", days, formats.money(now.revenue_won, currency))
    return [Heading("Won deals", "amounts are before tax"), Table(columns, rows, total, small=True)]
