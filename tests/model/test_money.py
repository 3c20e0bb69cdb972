"""Amounts as people type them."""

import pytest

from salesdesk.model.money import plain_money, read_money


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("£1,234.50", 123_450),
        ("1.234,50 €", 123_450),
        ("1234", 123_400),
        ("1,234", 123_400),
        ("1 234,5", 123_450),
        ("(1,234.50)", -123_450),
        ("−12", -1_200),
        ("0.5", 50),
        (".5", 50),
        ("1,234,567", 123_456_700),
        ("12.500", 1_250_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, minor: int) -> None:
    assert read_money(typed, "GBP") == minor


@pytest.mark.parametrize("typed", ["", "-", "$5k", "12 pounds", "1.2.3,4,5", "1.234567", "--5"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        read_money(typed, "GBP")


def test_a_currency_without_pence_has_none() -> None:
    assert read_money("¥1200", "JPY") == 1200
    with pytest.raises(ValueError, match="not an amount"):
        read_money("1200.5", "JPY")


def test_a_field_shows_what_can_be_read_back() -> None:
    for minor in (0, 1, 50, 123_450, -80_000, 123_400):
        assert read_money(plain_money(minor, "GBP"), "GBP") == minor


@pytest.mark.parametrize("text", ["31.02.2026", "15.10.26", "1,2,3.50", "12.345.67"])
def test_a_day_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        read_money(text, "GBP")


def test_groups_of_digits_may_be_indian() -> None:
    assert read_money("12,34,567.89", "INR") == 123456789
    assert read_money("1.000.000", "EUR") == 100000000
