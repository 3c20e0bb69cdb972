"""Money as people read and write it; in the file it is whole minor units."""

import re
from decimal import Decimal
from functools import lru_cache

MINUS = "−"
FALLBACK = "en_GB"


@lru_cache(maxsize=4096)
def money_words(minor: int, currency: str = "GBP", *, pence: bool = False) -> str:
    """`£1,234`, or `£1,234.50` with `pence`, in the system's way of writing numbers."""
    from babel.numbers import format_currency

    places = decimals(currency)
    value = Decimal(minor) / 10**places
    pattern, rounded = _pattern(pence and places > 0), value
    if not (pence and places):
        rounded = value.quantize(Decimal(1), rounding="ROUND_HALF_UP")
    words: str = format_currency(
        rounded, currency, format=pattern, locale=_locale(), currency_digits=pence and places > 0
    )
    return words.replace("-", MINUS)


def decimals(currency: str) -> int:
    """How many decimals a currency has: 2 for pounds, none for yen."""
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))


def symbol(currency: str) -> str:
    """The sign of a currency: £."""
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(currency, locale=_locale()))


def plain_money(minor: int, currency: str) -> str:
    """For a field that is typed into: `1234.50`, without decimals where there are none."""
    places = decimals(currency)
    value = Decimal(minor) / 10**places
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.{places}f}"


def read_money(text: str, currency: str) -> int:
    """Minor units of an amount as typed: `£1,234.50`, `1.234,50 €`, `(12)`, `-12`.

    ValueError when it is not an amount, or has more decimals than the currency.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace(MINUS, "-")
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
        return figures.replace(last, ""), ""
    return whole.replace("." if last == "," else ",", ""), part


@lru_cache(maxsize=2)
def _pattern(pence: bool) -> str:
    from babel import Locale

    pattern: str = Locale.parse(_locale()).currency_formats["standard"].pattern
    return pattern if pence else re.sub(r"\.0+", "", pattern)


@lru_cache(maxsize=1)
def _locale() -> str:
    from babel.core import Locale, UnknownLocaleError, default_locale

    try:
        found = default_locale("LC_MONETARY") or FALLBACK
        # no language set at all: babel calls that en_US_POSIX, which writes no commas
        return FALLBACK if "POSIX" in found else str(Locale.parse(found))
    except (UnknownLocaleError, ValueError):
        return FALLBACK
