"""A deal's objections, each with its answer or that it has none yet."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu

from salesdesk.queries.deal_detail import Objection
from salesdesk.ui.deals.deeds import Deeds
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.painted_rows import PaintedRows
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color

STATES = {
    "open": ("circle-alert", "warn"),
    "overcome": ("circle-check", "good"),
    "fatal": ("circle-x", "bad"),
}


class ObjectionRows(PaintedRows):
    """Painted rows: Enter or a click answers, the context menu does the rest."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__(30)
        self._deeds = deeds
        self._rows: Sequence[Objection] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_rows(self, rows: Sequence[Objection]) -> None:
        """Show these."""
        self._rows = rows
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if rows else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(rows))
        self.setAccessibleName(tr("Objections"))
        self.setAccessibleDescription("; ".join(f"{r.words}: {self._answer(r)}" for r in rows))
        self._lay(len(rows))

    @staticmethod
    def _answer(row: Objection) -> str:
        if row.state == "fatal":
            return row.answer or tr("The sale fails on this")
        if row.state == "open":
            return tr("Not answered yet")
        return row.answer or tr("Overcome")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click answers."""
        number = self._row_at(event.position().y())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = number
            self._deeds.answer(self._rows[number])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overcome, fatal, open again, delete."""
        number = self._row_at(event.pos().y())
        if number is not None:
            self._at = number
            self._menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers, the menu key asks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self._deeds.answer(self._rows[self._at])
        elif event.key() == Qt.Key.Key_Menu and self._rows:
            self._menu(self.mapToGlobal(QPoint(24, (self._at + 1) * self._line)))
        else:
            super().keyPressEvent(event)

    def _menu(self, place: QPoint) -> None:
        row = self._rows[self._at]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Answer…"), lambda: self._deeds.answer(row))
        for state, label in (
            ("overcome", tr("Overcome")),
            ("fatal", tr("The sale fails on this")),
            ("open", tr("Open again")),
        ):
            if row.state != state:
                menu.addAction(label, partial(self._deeds.set_objection, row, state))
        menu.addSeparator()
        menu.addAction(tr("Delete"), lambda: self._deeds.drop_objection(row))
        menu.popup(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, their words, the answer."""
        painter = QPainter(self)
        share = min(
            self.width() // 2,
            max((width_of(r.words, fonts.font("body medium")) for r in self._rows), default=0),
        )
        for number, row in enumerate(self._rows):
            place = QRect(0, number * self._line, self.width(), self._line)
            icon, token = STATES[row.state]
            paint.icon(painter, 0, place.center().y() - 7, icon, token)
            words = QRect(26, place.top(), share, place.height())
            paint.text(painter, words, row.words, "body medium")
            rest = QRect(38 + share, place.top(), self.width() - 38 - share, place.height())
            answered = row.state == "overcome"
            paint.text(painter, rest, self._answer(row), "body", "text-2" if answered else token)
            if number < len(self._rows) - 1:
                paint.hairline(painter, place)
            if self.hasFocus() and number == self._at:
                paint.box(painter, place, 4, None, color("accent"), 2)
        painter.end()
