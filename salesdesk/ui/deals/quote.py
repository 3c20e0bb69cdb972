"""The latest quote of a deal: its lines, tax and total."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.model.quotes import Line
from salesdesk.queries.deal_detail import Quote
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

RIGHT = Qt.AlignmentFlag.AlignRight


class QuoteTable(QWidget):
    """Painted lines; hidden where no quote was made."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self._lines: list[tuple[str, str, str]] = []  # words, amount, style

    def set_quote(self, quote: Quote | None, tax_name: str) -> None:
        """Show a quote, or nothing."""
        self.setVisible(quote is not None)
        if quote is None:
            return
        exact = self._money.exact
        self._lines = [(_offered(line), exact(line.amount), "line") for line in quote.lines]
        if quote.tax_percent:
            before = tr("Before {tax}").format(tax=tax_name or tr("tax"))
            self._lines.append((before, exact(quote.net), "tax"))
            percent = tr("{tax} {n}%").format(tax=tax_name or tr("Tax"), n=quote.tax_percent)
            self._lines.append((percent, exact(quote.tax), "tax"))
        self._lines.append((tr("Total"), exact(quote.net + quote.tax), "total"))
        self.setAccessibleName(tr("Quote {number}").format(number=quote.number))
        self.setAccessibleDescription("; ".join(f"{w} {a}" for w, a, _ in self._lines))
        self.setFixedHeight(fonts.scaled(26) * len(self._lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, tax, total."""
        painter = QPainter(self)
        y, high = 0, fonts.scaled(26)
        for words, amount, kind in self._lines:
            row = QRect(0, y, self.width(), high)
            style = "body strong" if kind == "total" else "body"
            token = "text-2" if kind == "tax" else "text"
            if kind == "total":
                painter.fillRect(QRect(0, y, self.width(), 1), color("border-strong"))
            elif kind == "line":
                paint.hairline(painter, row)
            used = paint.text(painter, row, amount, style, token, RIGHT, figures=True)
            paint.text(painter, row.adjusted(0, 0, -used - 16, 0), words, style, token)
            y += high
        painter.end()


def _offered(line: Line) -> str:
    """A line in words: what, how many, what is taken off."""
    words = line.words if line.milli == 1000 else f"{line.words}, ×{line.pieces}"
    return f"{words}, −{line.discount}%" if line.discount else words
