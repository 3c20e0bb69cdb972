"""The figures of a period: of the whole, of one person, campaign ..., or of all parts at once."""

from datetime import date, timedelta
from fractions import Fraction

from salesdesk.model.calendar import Period, month_end, month_of, span
from salesdesk.model.rules import pace_of, shares
from salesdesk.queries.figures.gather import gather
from salesdesk.queries.figures.record import Figures
from salesdesk.queries.figures.scope import Scope
from salesdesk.queries.figures.tally import Key, Tally
from salesdesk.queries.figures.targets import target
from salesdesk.queries.settings import Settings, settings
from salesdesk.store.database import Database

DIMENSIONS = ("person", "campaign", "channel", "product", "stage", "month")
_EXACT = ("weighted_value", "expected_weighted", "sales_cost")
_NAMES = {
    "person": "select id, name from person order by name, id",
    "campaign": "select id, name from campaign order by name_key, id",
    "channel": "select id, name from channel order by position, id",
    "product": "select id, name from product order by name_key, id",
    "stage": "select s.id, s.name from stage s join pipeline p on p.id = s.pipeline_id "
    "order by p.position, p.id, s.position, s.id",
}
_NONE = {
    "person": "No owner",
    "campaign": "No campaign",
    "channel": "No channel",
    "product": "No product",
    "stage": "No stage",
    "month": "No month",
}
Part = tuple[str, int | str | None, Figures]


def figures(
    db: Database,
    period: Period,
    *,
    person_id: int | None = None,
    campaign_id: int | None = None,
    channel_id: int | None = None,
    product_id: int | None = None,
) -> Figures:
    """The figures of a period, of the whole business or of the part that is asked for."""
    asked = {
        "person": person_id,
        "campaign": campaign_id,
        "channel": channel_id,
        "product": product_id,
    }
    only = {dimension: key for dimension, key in asked.items() if key is not None}
    kept = settings(db)
    tallies = gather(db, period, Scope(only=only), kept)
    has_target = not only.keys() - {"person"}
    aim = target(db, period, person_id=person_id) if has_target else None
    return _record(db, period, tallies[None], kept, aim, [x[0] for x in _rounded([tallies[None]])])


def rates(db: Database, period: Period) -> Figures:
    """Only what the rates of a long period need: cohort, hand-overs and closed deals."""
    kept = settings(db)
    tally = gather(db, period, Scope(), kept, rates_only=True)[None]
    return _record(db, period, tally, kept, None, [0, 0, 0])


def figures_by(db: Database, period: Period, by: str) -> list[Part]:
    """(label, key, figures) of every part; together they are the whole, to the penny.

    What belongs to no part comes last under the key None.
    """
    if by not in DIMENSIONS:
        raise ValueError(by)
    if by == "month":
        return _by_month(db, period)
    kept = settings(db)
    tallies = gather(db, period, Scope(by=by), kept)
    names: list[tuple[Key, str]] = [(int(k), str(name)) for k, name in db.rows(_NAMES[by])]
    names.append((None, _NONE[by]))
    present = [(key, name) for key, name in names if tallies.get(key)]
    whole_numbers = _rounded([tallies[key] for key, _ in present])
    parts: list[Part] = []
    for index, (key, name) in enumerate(present):
        aim = target(db, period, person_id=key) if by == "person" and key is not None else None
        exact = [column[index] for column in whole_numbers]
        parts.append((name, key, _record(db, period, tallies[key], kept, aim, exact)))
    return parts


def _by_month(db: Database, period: Period) -> list[Part]:
    kept = settings(db)
    months: list[Period] = []
    day = period.first
    while day <= period.last:
        months.append(span(day, min(month_end(day), period.last)))
        day = _next(month_end(day))
    tallies = [gather(db, month, Scope(), kept, expected_only=True)[None] for month in months]
    tallies.append(_undated(gather(db, period, Scope(), kept)[None], tallies))
    whole_numbers = _rounded(tallies)
    parts: list[Part] = []
    for index, month in enumerate(months):
        exact = [column[index] for column in whole_numbers]
        name = month_of(month.first).name
        record = _record(db, month, tallies[index], kept, target(db, month), exact)
        parts.append((name, name, record))
    if tallies[-1].counts["deals_open"]:
        exact = [column[-1] for column in whole_numbers]
        parts.append((_NONE["month"], None, _record(db, period, tallies[-1], kept, None, exact)))
    return parts


def _undated(whole: Tally, months: list[Tally]) -> Tally:
    """The open deals that are expected in none of the months."""
    rest = Tally()
    for name in ("deals_open", "open_value", "slipped", "slipped_value"):
        rest.counts[name] = whole.counts[name] - sum(month.counts[name] for month in months)
    held = sum((m.exact.get("weighted_value", Fraction(0)) for m in months), Fraction(0))
    rest.exact["weighted_value"] = whole.exact.get("weighted_value", Fraction(0)) - held
    return rest


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _rounded(tallies: list[Tally]) -> list[list[int]]:
    """For each exact sum, whole minor units for each part that add up to the rounded whole."""
    return [shares([tally.exact.get(name, Fraction(0)) for tally in tallies]) for name in _EXACT]


def _record(
    db: Database,
    period: Period,
    tally: Tally,
    kept: Settings,
    aim: int | None,
    exact: list[int],
) -> Figures:
    even = None
    if aim is not None:
        even = pace_of(aim, period.first, period.last, db.today(), kept.working_days)[2]
    return Figures(
        period=period,
        target=aim,
        pace=even,
        gross_margin=kept.gross_margin,
        won_amounts=tuple(sorted(tally.won_amounts.items())),
        won_days=tuple(sorted(tally.won_days.items())),
        response_minutes=tuple(sorted(tally.response_minutes.items())),
        **tally.counts,
        **dict(zip(_EXACT, exact, strict=True)),
    )
