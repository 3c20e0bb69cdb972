"""One column of cards: picking, dragging out, dropping in."""

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from salesdesk.queries.deals import Card
from salesdesk.ui.deals.card import PITCH, CardDelegate
from salesdesk.ui.deals.carry import CarryKeys
from salesdesk.ui.deals.model import ColumnModel, Index
from salesdesk.ui.kit.lists import Marked

MIME = "application/x-salesdesk-deal"


def deal_in(data: QMimeData) -> int | None:
    """The key of the deal that is being dragged, if it is one."""
    if not data.hasFormat(MIME):
        return None
    return int(bytes(data.data(MIME).data()).decode())


class ColumnView(Marked):
    """A column of the board. It changes nothing itself; it says what a person did."""

    #: (deal, the deal it was dropped above or None for the end)
    dropped = Signal(object, object)
    opened = Signal(object)
    picked = Signal()
    drag_began = Signal(object)
    drag_ended = Signal()
    #: (deal, key) of the keyboard, while the card was carried
    pressed_while_carried = Signal(object, int)
    typed = Signal(QKeyEvent)

    def __init__(self, model: ColumnModel, delegate: CardDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = model
        self._delegate = delegate
        self._drop_row: int | None = None
        self._carry = CarryKeys(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(PITCH)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(PITCH // 2)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)

    def card(self, row: int) -> Card | None:
        """The card in a row."""
        return self.column.cards.at(row)

    def current_card(self) -> Card | None:
        """The picked card, if it is in this column."""
        index = self.currentIndex()
        return self.card(index.row()) if index.isValid() else None

    def pick(self, row: int) -> None:
        """Pick the card in a row, or the nearest one."""
        last = self.column.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.column.index(max(0, min(row, last)), 0))

    def pick_nothing(self) -> None:
        """Leave no card picked here."""
        self.setCurrentIndex(QModelIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the board, so that one card in all is picked."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key belongs to the board."""
        event.ignore()
        self.typed.emit(event)
        if not event.isAccepted():
            QWidget.keyPressEvent(self, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the deal."""
        card = self.card(self.rowAt(event.position().toPoint().y()))
        if card is not None:
            self.opened.emit(card.key)

    # -- dragging out -----------------------------------------------------------------------

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the picked card, as it looks."""
        card = self.current_card()
        if card is None:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME, QByteArray(str(card.key).encode()))
        data.setText(f"{card.name}, {card.title}")
        drag.setMimeData(data)
        picture = self.picture(card)
        drag.setPixmap(picture)
        place = self.visualRect(self.currentIndex()).topLeft()
        grip = self.viewport().mapFromGlobal(self.cursor().pos()) - place
        size = picture.deviceIndependentSize().toSize()
        drag.setHotSpot(
            QPoint(
                min(max(grip.x(), 8), size.width() - 8), min(max(grip.y(), 8), size.height() - 8)
            )
        )
        self._delegate.carried = card.key
        self.viewport().update()
        self.drag_began.emit(card)
        try:
            with self._carry.listening():
                drag.exec(Qt.DropAction.MoveAction)
            if self._carry.pressed is not None:
                self.pressed_while_carried.emit(card.key, self._carry.pressed)
        finally:
            self._delegate.carried = None
            self.viewport().update()
            self.drag_ended.emit()

    def picture(self, card: Card) -> QPixmap:
        """The card as it is carried."""
        return self._delegate.picture(card, self.viewport().width(), self.devicePixelRatioF())

    # -- dropping in ------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only deals can be dropped."""
        self._over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the card would land, and scroll near the edges."""
        self._over(event)
        height, y = self.viewport().height(), int(event.position().y())
        bar = self.verticalScrollBar()
        if y < 28:
            bar.setValue(bar.value() - 24)
        elif y > height - 28:
            bar.setValue(bar.value() + 24)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The card went on."""
        self._show_drop(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say above which card it was dropped."""
        key = deal_in(event.mimeData())
        row = self.row_for(int(event.position().y()))
        self._show_drop(None)
        if key is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        keys = self.column.cards.keys
        while row < len(keys) and keys[row] == key:
            row += 1
        self.dropped.emit(key, keys[row] if row < len(keys) else None)

    def row_for(self, y: int) -> int:
        """Before which row a card dropped at height `y` of the viewport lands."""
        place = (y + self.verticalScrollBar().value() + PITCH // 2) // PITCH
        return max(0, min(place, self.column.rowCount()))

    def _over(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        if deal_in(event.mimeData()) is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self._show_drop(self.row_for(int(event.position().y())))

    def _show_drop(self, row: int | None) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards, marks on what a colleague moved, and where a dragged card would land."""
        super().paintEvent(event)
        if self.marked:
            self._paint_marks()
        if self._drop_row is not None:
            painter = QPainter(self.viewport())
            y = self._drop_row * PITCH - self.verticalScrollBar().value()
            self._delegate.paint_drop_line(painter, y, self.viewport().width())
            painter.end()

    def _paint_marks(self) -> None:
        painter = QPainter(self.viewport())
        for row in range(self.column.rowCount()):
            card = self.card(row)
            if card is not None and card.key in self.marked:
                y = row * PITCH - self.verticalScrollBar().value()
                self._delegate.paint_mark(painter, y, self.viewport().width())
        painter.end()
