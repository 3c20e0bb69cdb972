"""The figures for another program: of the whole, or one record for each part of it."""

from typing import Any

from salesdesk.model.calendar import Period
from salesdesk.queries.figures.customers import repeat_rate, retention, touches
from salesdesk.queries.figures.parts import figures, figures_by
from salesdesk.queries.figures.record import Figures, money_text
from salesdesk.store.database import Database

#: Names that only campaigns have.
OF_CAMPAIGNS = (
    "first_touch_won",
    "first_touch_revenue",
    "last_touch_won",
    "last_touch_revenue",
)


def whole_told(db: Database, period: Period, places: int = 2) -> dict[str, Any]:
    """Every figure of the whole business by its name, with the customers who come back."""
    told: dict[str, Any] = dict(figures(db, period).as_json(places))
    for name, rate in (
        ("retention", retention(db, period)),
        ("repeat_rate", repeat_rate(db, period)),
    ):
        told[name] = rate.exact
        told[f"{name}_cases"] = rate.whole
    return told


def parts_told(db: Database, period: Period, by: str, places: int = 2) -> list[dict[str, Any]]:
    """The figures of each part; campaigns with the won deals that they touched first and last."""
    parts = [
        {by: label, "key": key, **part.as_json(places)}
        for label, key, part in figures_by(db, period, by)
    ]
    if by != "campaign":
        return parts
    known = {part["key"]: part for part in parts}
    for touch in touches(db, period):
        if touch.campaign_id not in known:
            # it brought a customer, and nothing else of it lies in the period
            nothing = Figures(period).as_json(places)
            part = {by: touch.label, "key": touch.campaign_id, **nothing}
            known[touch.campaign_id] = part
            parts.append(part)
        known[touch.campaign_id] |= {
            "first_touch_won": touch.first_won,
            "first_touch_revenue": money_text(touch.first_revenue, places),
            "last_touch_won": touch.last_won,
            "last_touch_revenue": money_text(touch.last_revenue, places),
        }
    for part in parts:
        for name in OF_CAMPAIGNS:
            part.setdefault(name, money_text(0, places) if name.endswith("revenue") else 0)
    return parts
