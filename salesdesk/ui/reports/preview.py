"""The pages of a report on a grey ground, drawn only where they are seen."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.reports.making import POINTS

GAP, KEPT = 16, 12
TWO, WHOLE, WIDE = 0, 1, 2


class Preview(QAbstractScrollArea):
    """Pages two by two, whole, or as wide as the place; asks for each picture when it is seen."""

    #: number of a page whose picture is missing, its width in pixels
    wanted = Signal(int, int)
    #: the first page that is seen has changed
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pages = 0
        self.zoom = TWO
        self._pictures: dict[int, QImage] = {}
        self._asked: set[tuple[int, int]] = set()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Pages of the report"))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())

    def set_pages(self, count: int, pictures: list[QImage]) -> None:
        """Show another report; its first pictures come with it."""
        self.pages = count
        self._pictures = dict(enumerate(pictures))
        self._asked.clear()
        words = tr("Pages of the report, {n} in all").format(n=count)
        self.setAccessibleName(words)
        self._arrange()

    def set_picture(self, number: int, image: QImage) -> None:
        """The picture that was asked for."""
        self._pictures.pop(number, None)
        self._pictures[number] = image
        while len(self._pictures) > KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        self.viewport().update()

    def set_zoom(self, zoom: int) -> None:
        """Two pages, a whole page, or as wide as the place."""
        top = self.top_page()
        self.zoom = zoom
        self._arrange()
        self.verticalScrollBar().setValue(self._row_of(top) * (self._page().height() + GAP))

    def columns(self) -> int:
        """How many pages stand side by side."""
        return 2 if self.zoom == TWO else 1

    def top_page(self) -> int:
        """The first page that is seen, from 0."""
        row = (self.verticalScrollBar().value() + GAP) // (self._page().height() + GAP)
        return max(0, min(row * self.columns(), self.pages - 1))

    def picture_width(self) -> int:
        """How wide a picture must be to be sharp on this screen."""
        return round(self._page().width() * self.devicePixelRatioF())

    def _page(self) -> QSize:
        room = max(200, self.viewport().width() - 2 * 24)
        width = (room - GAP) // 2 if self.zoom == TWO else min(room, 1100)
        if self.zoom == WHOLE:
            width = min(room, int((self.viewport().height() - GAP) * POINTS[0] / POINTS[1]))
        width = max(160, width)
        return QSize(width, round(width * POINTS[1] / POINTS[0]))

    def _row_of(self, page: int) -> int:
        return max(0, page) // self.columns()

    def rect_of(self, page: int) -> QRect:
        """Where a page stands in the viewport."""
        size, columns = self._page(), self.columns()
        left = 24
        if columns == 1:
            left = max(24, (self.viewport().width() - size.width()) // 2)
        x = left + (page % columns) * (size.width() + GAP)
        y = self._row_of(page) * (size.height() + GAP) - self.verticalScrollBar().value()
        return QRect(x, y, size.width(), size.height())

    def _arrange(self) -> None:
        high = self._page().height() + GAP
        rows = -(-self.pages // self.columns())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows * high - self.viewport().height()))
        bar.setPageStep(high)
        bar.setSingleStep(48)
        self.viewport().update()
        self.turned.emit()

    def _scrolled(self) -> None:
        self.viewport().update()
        self.turned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), color("sunken"))
        width = self.picture_width()
        for page in range(self.pages):
            rect = self.rect_of(page)
            if not rect.intersects(self.viewport().rect()):
                continue
            image = self._pictures.get(page)
            painter.fillRect(rect, Qt.GlobalColor.white)  # paper is white in every theme
            if image is not None:
                painter.drawImage(rect, image)
            painter.setPen(color("border-strong"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            sharp = image is not None and abs(image.width() - width) <= 2
            if not sharp and (page, width) not in self._asked:
                self._asked.add((page, width))
                self.wanted.emit(page, width)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def sizeHint(self) -> QSize:
        return QWidget.sizeHint(self)
