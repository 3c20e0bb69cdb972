"""What a quote comes to: a line, the sum before tax, the tax on it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What is offered; the price of one piece is minor units before tax."""

    words: str
    milli: int  # thousandths of a piece
    price: int
    discount: int  # percent

    @property
    def amount(self) -> int:
        """What the line comes to, halves rounded away from nought."""
        whole = self.milli * self.price * (100 - self.discount)
        rounded = (abs(whole) + 50_000) // 100_000
        return rounded if whole >= 0 else -rounded

    @property
    def pieces(self) -> str:
        """`1`, `4.2`: how many, as people write it."""
        whole, rest = divmod(self.milli, 1000)
        return f"{whole:,}" if not rest else f"{whole:,}.{rest:03d}".rstrip("0")


def net(lines: Iterable[Line]) -> int:
    """The sum before tax."""
    return sum(line.amount for line in lines)


def tax(net_amount: int, percent: int) -> int:
    """The tax on a sum, halves rounded up."""
    return (net_amount * percent + 50) // 100
