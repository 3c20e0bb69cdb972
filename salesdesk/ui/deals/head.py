"""The frame of a column: its sunken ground, name, count, sum, likelihood and weighted sum."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from salesdesk.queries.deal_board import Column
from salesdesk.ui.deals.column import ColumnView
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tip, tr, width_of
from salesdesk.ui.kit.tokens import color

HEAD = 52
NARROWEST = 216
RIGHT = Qt.AlignmentFlag.AlignRight

#: From here on, in minor units, columns beside each other all speak of millions.
MILLIONS = 10_000_000_00


class ColumnHead(QWidget):
    """Two painted lines over a column."""

    def __init__(self, money: Money, parent: QWidget) -> None:
        super().__init__(parent)
        self._money = money
        self._column: Column | None = None
        self.setFixedHeight(fonts.scaled(HEAD))

    def set_column(self, column: Column) -> None:
        """Show a column's figures."""
        self._column = column
        words = tr("{name}: {n} deals, {sum}, {percent}% likely, {weighted} weighted").format(
            name=column.stage.name,
            n=column.count,
            sum=self._money.whole(column.amount),
            percent=column.stage.probability,
            weighted=self._money.whole(column.weighted),
        )
        self.setAccessibleName(words)
        self.setToolTip(tip("\n".join(filter(None, (words, column.stage.exit_criteria)))))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, count and sum; below, likelihood and weighted sum."""
        column = self._column
        if column is None:
            return
        painter = QPainter(self)
        line = QRect(12, fonts.scaled(10), self.width() - 24, fonts.scaled(20))
        face = fonts.font("body strong", figures=True)
        count = f"{column.count:,}"
        wanted = width_of(column.stage.name, fonts.font("body strong"))
        spare = line.width() - wanted - width_of(count, fonts.font("body")) - 18
        total = self._money.whole(column.amount)
        if column.amount >= MILLIONS or width_of(total, face) > spare:  # the tip has it whole
            total = self._money.short(column.amount)
        taken = width_of(total, face)
        paint.text(painter, line, total, "body strong", "text", RIGHT, figures=True)
        room = line.width() - taken - width_of(count, fonts.font("body")) - 16
        name_room = QRect(line.left(), line.top(), room, line.height())
        used = paint.text(painter, name_room, column.stage.name, "body strong")
        after = line.adjusted(used + 8, 0, 0, 0)
        paint.text(painter, after, count, "body", "text-3")
        below = QRect(12, line.bottom() - 1, line.width(), fonts.scaled(18))
        weighted = tr("{sum} weighted").format(sum=self._money.whole(column.weighted))
        paint.text(painter, below, weighted, "small", "text-3", RIGHT)
        likely = tr("{percent}% likely").format(percent=column.stage.probability)
        left = below.adjusted(0, 0, -width_of(weighted, fonts.font("small")) - 8, 0)
        paint.text(painter, left, likely, "small", "text-3")
        painter.end()


class ColumnFrame(QWidget):
    """A column with its head."""

    def __init__(self, view: ColumnView, money: Money, parent: QWidget) -> None:
        super().__init__(parent)
        self.head = ColumnHead(money, self)
        self.view = view
        view.setParent(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(self.head)
        layout.addWidget(view, 1)
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_column(self, column: Column) -> None:
        """Show a column's figures."""
        self.head.set_column(column)
        self.view.setAccessibleName(
            tr("{name}, {n} deals").format(name=column.stage.name, n=column.count)
        )

    def paint_now(self) -> None:
        """Show at once what has changed: a dropped card does not wait for what surrounds it."""
        self.repaint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sunken ground."""
        painter = QPainter(self)
        paint.box(painter, self.rect(), 8, color("sunken"))
        painter.end()
