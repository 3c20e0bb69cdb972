"""The forecast line: won, likely and the target of the month, as a bar and in words."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color


@dataclass(frozen=True)
class Forecast:
    """A month's figures, in minor units."""

    month: str
    won: int
    likely: int
    target: int | None

    @property
    def total(self) -> int:
        """What the month is expected to come to."""
        return self.won + self.likely


class ForecastBar(QWidget):
    """One painted line."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self.forecast: Forecast | None = None
        self.setFixedHeight(fonts.scaled(28))
        self.setToolTip(
            tr(
                "Won this month + amount × likelihood of the open deals that are due in it. "
                "Deals past their day are not in it."
            )
        )

    def set_forecast(self, forecast: Forecast) -> None:
        """Show these figures."""
        self.forecast = forecast
        won, likely = self._money.whole(forecast.won), self._money.whole(forecast.likely)
        self.setAccessibleName(
            tr("{month}: won {won}, likely from deals due {likely}. {rest}").format(
                month=forecast.month,
                won=won,
                likely=likely,
                rest=" ".join(w for w, _ in self._sum()),
            )
        )
        self.update()

    def _sum(self) -> list[tuple[str, str]]:
        """The forecast in words, piece by piece with their tokens."""
        found = self.forecast
        if found is None:
            return []
        pieces = [(tr("Forecast"), "text-2"), (self._money.whole(found.total), "text")]
        if not found.target:
            return [*pieces, (tr("no target set"), "text-3")]
        pieces.append((tr("of {target}").format(target=self._money.whole(found.target)), "text-2"))
        gap = found.target - found.total
        if gap > 0:
            short = tr("{amount} short").format(amount=self._money.whole(gap))
            return [*pieces, (short, "warn")]
        return [*pieces, (tr("{amount} over").format(amount=self._money.whole(-gap)), "good")]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Month, bar, legend, forecast."""
        found = self.forecast
        if found is None:
            return
        painter = QPainter(self)
        line = self.rect()
        right = self._words(painter, line)
        if self.width() > 1000:
            right = self._legend(painter, line, right)
        used = paint.text(painter, QRect(0, 0, 120, line.height()), found.month, "body strong")
        bar = QRect(used + 16, line.center().y() - 4, right - used - 32, 10)
        if bar.width() > 60:
            self._bar(painter, bar, found)
        painter.end()

    def _words(self, painter: QPainter, line: QRect) -> int:
        """The forecast at the right; where it begins."""
        x = line.right() + 1
        pieces = self._sum()
        for number in range(len(pieces) - 1, -1, -1):
            words, token = pieces[number]
            strong = number == 1 or token in ("warn", "good")
            style = "body strong" if strong else "body"
            wide = width_of(words, fonts.font(style))
            paint.text(painter, QRect(x - wide, 0, wide + 2, line.height()), words, style, token)
            x -= wide + (18 if token in ("warn", "good") else 5)
        return x

    def _legend(self, painter: QPainter, line: QRect, right: int) -> int:
        found = self.forecast
        assert found is not None
        x = right - 14
        for words, amount, likely in (
            (tr("Likely from deals due"), found.likely, True),
            (tr("Won"), found.won, False),
        ):
            value = self._money.whole(amount)
            wide = width_of(value, fonts.font("body strong"))
            paint.text(painter, QRect(x - wide, 0, wide + 2, line.height()), value, "body strong")
            x -= wide + 5
            wide = width_of(words, fonts.font("body"))
            paint.text(
                painter, QRect(x - wide, 0, wide + 2, line.height()), words, "body", "text-2"
            )
            x -= wide + 16
            mark = QRectF(x, line.center().y() - 4, 10, 10)
            if likely:
                _stripes(painter, mark)
            else:
                paint.box(painter, mark, 3, color("good-fill"))
            x -= 14
        return x

    def _bar(self, painter: QPainter, bar: QRect, found: Forecast) -> None:
        whole = max(found.target or 0, found.total, 1)
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(bar), 3, 3)
        painter.setClipPath(clip)
        painter.fillRect(bar, color("track"))
        won = bar.width() * max(0, found.won) / whole
        painter.fillRect(QRectF(bar.left(), bar.top(), won, bar.height()), color("good-fill"))
        likely = bar.width() * max(0, found.likely) / whole
        _stripes(painter, QRectF(bar.left() + won, bar.top(), likely, bar.height()))
        painter.restore()
        if found.target and found.total > found.target:
            x = bar.left() + round(bar.width() * found.target / whole)
            painter.fillRect(QRect(x - 1, bar.top() - 3, 2, bar.height() + 6), color("text"))


def _stripes(painter: QPainter, rect: QRectF) -> None:
    """Indigo stripes, so that likely reads apart from won in grey, too."""
    x = rect.left()
    while x < rect.right():
        wide = min(4.0, rect.right() - x)
        painter.fillRect(QRectF(x, rect.top(), wide, rect.height()), color("sales-fill"))
        x += 6
