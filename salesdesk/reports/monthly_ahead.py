"""The end of the monthly report: who brought customers, why deals were lost, what is ahead."""

from salesdesk.model import formats
from salesdesk.model.calendar import Period, add_months, month_of
from salesdesk.queries import figures as figs
from salesdesk.queries import reports
from salesdesk.queries.figures import Figures, Supply
from salesdesk.reports.blocks import Bar, Block, Column, Heading, Lists, Note, Outlook, Table
from salesdesk.store.database import Database

TOUCHES, OVER_BUDGET = 5, 3


def touches(db: Database, period: Period, currency: str) -> list[Block]:
    """The won deals by the campaign of the customer's first lead, and beside it of the last."""
    found = figs.touches(db, period)
    if not found:
        return []
    first = [(t.label, t.first_won, t.first_revenue) for t in found if t.first_won]
    last = [(t.label, t.last_won, t.last_revenue) for t in found if t.last_won]
    if first == last:
        return [Note("First and last touch: each won deal counts for the same campaign by both.")]
    return [
        Lists(
            "Won by first touch",
            _largest(first, currency),
            "Won by last touch",
            _largest(last, currency),
        )
    ]


def _largest(found: list[tuple[str, int, int]], currency: str) -> tuple[tuple[str, str], ...]:
    """The campaigns with most revenue; the others in one line, so that the sum stays whole."""
    ordered = sorted(found, key=lambda touch: (-touch[2], touch[0]))
    shown, rest = ordered[:TOUCHES], ordered[TOUCHES:]
    if rest:
        others = formats.plural(len(rest), "other campaign")
        shown.append((others, sum(t[1] for t in rest), sum(t[2] for t in rest)))
    return tuple(
        (f"{name} ({count:,})", formats.money(sum_, currency)) for name, count, sum_ in shown
    )


def lost(db: Database, now: Figures, currency: str) -> list[Block]:
    """Why deals were lost."""
    reasons = reports.lost_reasons(db, now.period)
    if not reasons:
        return []
    most = max(reason.count for reason in reasons)
    columns = (
        Column("Reason", 55),
        Column("Deals", 25),
        Column("Amount", 20, right=True, strong=True),
    )
    rows = tuple(
        (
            reason.label,
            Bar(reason.count / most, formats.number(reason.count)),
            formats.money(reason.amount, currency),
        )
        for reason in reasons
    )
    total = (f"{now.deals_lost:,} deals lost", "", formats.money(now.lost_value, currency))
    return [Heading("Why deals were lost"), Table(columns, rows, total)]


def outlook(db: Database, period: Period, currency: str) -> list[Block]:
    """The month after, as it looks today."""
    following = month_of(add_months(period.first, 1))
    ahead = figs.figures(db, following)
    supply = figs.supply(db)
    served = formats.MONTHS[supply.month.first.month - 1]
    shown = [
        ("Target", formats.money(ahead.target, currency)),
        ("Likely from open deals", formats.money(ahead.expected_weighted, currency)),
        ("Still to find", formats.money(ahead.still_to_find, currency)),
        (f"Leads needed for {served}", formats.number(supply.need)),
    ]
    points = _supply(supply)
    largest = reports.likely_deals(db, following)
    name = formats.LONG_MONTHS[following.first.month - 1]
    if largest:
        named = ", ".join(
            f"{deal.customer} {formats.money(deal.amount, currency)}" for deal in largest
        )
        points.append(f"The largest open deals expected in {name}: {named}.")
    if ahead.slipped:
        points.append(
            f"{formats.plural(ahead.slipped, 'deal')} past the expected day "
            f"({formats.money(ahead.slipped_value, currency)}): not in these figures."
        )
    over = _over_budget(db, period, currency)
    if over:
        points.append(over)
    return [Heading(f"{name} outlook", "as it looks today"), Outlook(tuple(shown), tuple(points))]


def _supply(supply: Supply) -> list[str]:
    """For which month leads are needed, and why for that one."""
    if supply.need is None:
        return []
    when = formats.month(supply.month.first)
    needed = f"{formats.plural(supply.need, 'qualified lead')} needed, {supply.have:,} on hand"
    if supply.shifted:
        return [
            f"A lead accepted today is won in {when}, after the usual "
            f"{formats.plural(supply.cycle_days or 0, 'day')}. For the target of {when}: {needed}."
        ]
    return [f"For the target of {when}: {needed}."]


def _over_budget(db: Database, period: Period, currency: str) -> str:
    """The campaigns that cost something in the period and have cost more than they may."""
    running = {
        key for _, key, part in figs.figures_by(db, period, "campaign") if part.spend and key
    }
    over = sorted(
        (
            (held.spent - held.budget, held.name)
            for key, held in reports.budgets(db, period).items()
            if key in running and 0 < held.budget < held.spent
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not over:
        return ""
    named = ", ".join(
        f"{name} by {formats.money(much, currency)}" for much, name in over[:OVER_BUDGET]
    )
    more = f" and {len(over) - OVER_BUDGET} more" if len(over) > OVER_BUDGET else ""
    return f"Over budget by the end of the month: {named}{more}."


def feedback(db: Database, period: Period) -> list[Block]:
    """What sales said and marketing has not answered yet."""
    unanswered = reports.unanswered_feedback(db, period)
    if not unanswered:
        return []
    columns = (Column("Campaign", 30), Column("What sales says", 70))
    return [
        Heading("Not answered yet", "feedback from sales that waits for a reply"),
        Table(columns, tuple(unanswered), small=True),
    ]
