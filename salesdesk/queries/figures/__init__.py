"""Every figure of the business, defined once: screen, paper and command line show these."""

from salesdesk.queries.figures.customers import Touch, repeat_rate, retention, touches
from salesdesk.queries.figures.explain import EXPLAIN
from salesdesk.queries.figures.funnel import Step, Weak, funnel, weakest_step
from salesdesk.queries.figures.parts import DIMENSIONS, figures, figures_by
from salesdesk.queries.figures.record import Figures, money_text
from salesdesk.queries.figures.supply import Supply, supply
from salesdesk.queries.figures.targets import Pace, pace, pace_to, target
from salesdesk.queries.figures.told import parts_told, whole_told

__all__ = [
    "DIMENSIONS",
    "EXPLAIN",
    "Figures",
    "Pace",
    "Step",
    "Supply",
    "Touch",
    "Weak",
    "figures",
    "figures_by",
    "funnel",
    "money_text",
    "pace",
    "pace_to",
    "parts_told",
    "repeat_rate",
    "retention",
    "supply",
    "target",
    "touches",
    "weakest_step",
    "whole_told",
]
