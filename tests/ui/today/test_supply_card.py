"""The supply card tells large numbers as every other place does."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication

from salesdesk.ui.today import cards


def test_the_sum_behind_the_need_has_thousands_commas(qapp: QApplication) -> None:
    found: Any = SimpleNamespace(
        need=12_345,
        average_won=500_000,
        won_share=SimpleNamespace(fraction=Fraction(1, 3), words="33%"),
        target=9_999_999_900,
        booked=0,
        weighted=0,
    )
    words = cards.supply_sum(found, "GBP")
    assert words == "£99,999,999 ÷ £5,000 average deal ÷ 33% won = 12,345"
