"""Amounts of money in the fields of a form."""

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.ui.kit.text import tr


def typed(minor: int | None, currency: str) -> str:
    """An amount as it stands in a field; nothing for None."""
    if minor is None:
        return ""
    return formats.money(minor, currency, pence=bool(minor % 10 ** formats.decimals(currency)))


def read(text: str, currency: str) -> int | None:
    """What was typed, in minor units; None for nothing, UserError for what is no amount."""
    if not text.strip():
        return None
    from salesdesk.model.money import read_money

    try:
        return read_money(text, currency)
    except ValueError as error:
        raise UserError(
            tr("“{text}” is not an amount.").format(text=text.strip()), tr("Write it as 12,500.")
        ) from error
