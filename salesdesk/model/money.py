"""Money as people type it; in the file it is whole minor units, `formats.money` shows it."""

import re
from decimal import Decimal

from salesdesk.model.formats import SYMBOLS, decimals


def symbol(currency: str) -> str:
    """The sign of a currency: £; its three letters where it has none."""
    return SYMBOLS.get(currency, currency)


def plain_money(minor: int, currency: str) -> str:
    """For a field that is typed into: `1234.50`, without decimals where there are none."""
    places = decimals(currency)
    value = Decimal(minor) / 10**places
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.{places}f}"


def read_money(text: str, currency: str) -> int:
    """Minor units of an amount as typed: `£1,234.50`, `1.234,50 €`, `(12)`, `-12`.

    ValueError when it is not an amount, or has more decimals than the currency.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("−", "-")
    bare = bare.replace(symbol(currency), "").replace(currency, "")
    bare = re.sub(r"[£€$¥]", "", bare)
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    found = re.fullmatch(r"(-?)(\d[\d.,]*|[.,]\d+)", bare)
    if not found:
        raise ValueError(f"not an amount: {text}")
    sign, figures = found.groups()
    whole, part = _split(figures)
    places = decimals(currency)
    if not re.fullmatch(r"\d*", whole + part) or len(part.rstrip("0")) > places:
        raise ValueError(f"not an amount: {text}")
    minor: int = int(whole or 0) * 10**places + int((part.rstrip("0").ljust(places, "0")) or 0)
    return -minor if sign else minor


def _split(figures: str) -> tuple[str, str]:
    """Whole and decimal digits: the last mark is decimal unless three digits follow it alone."""
    marks = re.findall(r"[.,]", figures)
    if not marks:
        return figures, ""
    last = marks[-1]
    whole, _, part = figures.rpartition(last)
    grouped = len(part) == 3 and len(set(marks)) == 1 and whole not in ("", "0")
    if grouped or marks.count(last) > 1:
        return _ungrouped(figures, last), ""
    return _ungrouped(whole, "." if last == "," else ","), part


def _ungrouped(figures: str, mark: str) -> str:
    """Without the marks between groups of digits; a day, 31.02.2026, has no such groups."""
    if mark in figures and not re.fullmatch(
        rf"\d{{1,3}}({re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}}", figures
    ):
        raise ValueError(f"not an amount: {figures}")
    return figures.replace(mark, "")
