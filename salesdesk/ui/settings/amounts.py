"""Money in the cells of the settings dialog."""

from salesdesk.model.formats import money
from salesdesk.model.money import read_money

__all__ = ["read_money", "shown_money"]


def shown_money(minor: int, currency: str) -> str:
    """An amount, with pence only where there are any."""
    return money(minor, currency, pence=minor % 100 != 0)
