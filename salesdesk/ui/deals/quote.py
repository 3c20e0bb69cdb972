"""The latest quote of a deal: its lines, tax and total."""

from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.queries.deal_detail import Quote
from salesdesk.ui.deals.words import Money, day_words
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

RIGHT = Qt.AlignmentFlag.AlignRight


class QuoteTable(QWidget):
    """Painted lines; hidden where no quote was made."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self._head = ("", "")
        self._lines: list[tuple[str, str, str]] = []  # words, amount, style

    def set_quote(self, quote: Quote | None, today: date) -> None:
        """Show a quote, or nothing."""
        self.setVisible(quote is not None)
        if quote is None:
            return
        states = {
            "draft": tr("draft"),
            "sent": tr("sent"),
            "accepted": tr("accepted"),
            "declined": tr("declined"),
            "expired": tr("expired"),
        }
        self._head = (
            tr("Quote {number}").format(number=quote.number),
            tr("version {n}, {state} {day}").format(
                n=quote.revision, state=states[quote.status], day=day_words(quote.quoted_on, today)
            ),
        )
        exact = self._money.exact
        self._lines = [
            (words if milli == 1000 else f"{words}, ×{milli / 1000:g}", exact(amount), "line")
            for words, milli, amount in quote.lines
        ]
        self._lines.append((tr("Before tax"), exact(quote.net), "tax"))
        percent = tr("Tax {n}%").format(n=quote.tax_percent)
        self._lines.append((percent, exact(quote.tax), "tax"))
        self._lines.append((tr("Total"), exact(quote.net + quote.tax), "total"))
        self.setAccessibleName(", ".join(self._head))
        self.setAccessibleDescription("; ".join(f"{w} {a}" for w, a, _ in self._lines))
        self.setFixedHeight(fonts.scaled(28) + fonts.scaled(26) * len(self._lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading, lines, tax, total."""
        painter = QPainter(self)
        head = QRect(0, 0, self.width(), fonts.scaled(24))
        used = paint.text(painter, head, self._head[0], "section")
        paint.text(painter, head.adjusted(used + 8, 0, 0, 0), self._head[1], "small", "text-3")
        y, high = fonts.scaled(28), fonts.scaled(26)
        for words, amount, kind in self._lines:
            row = QRect(0, y, self.width(), high)
            style = "body strong" if kind == "total" else "body"
            token = "text-2" if kind == "tax" else "text"
            if kind == "total":
                painter.fillRect(QRect(0, y, self.width(), 1), color("border-strong"))
            elif kind == "line":
                paint.hairline(painter, row)
            paint.text(painter, row.adjusted(0, 0, -110, 0), words, style, token)
            paint.text(painter, row, amount, style, token, RIGHT, figures=True)
            y += high
        painter.end()
