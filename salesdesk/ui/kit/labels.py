"""Plain-text labels: a name from somebody's file is never read as markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.text import elide, tip
from salesdesk.ui.kit.tokens import color


class Label(QLabel):
    """A line or paragraph of plain text in a style and a token's colour."""

    def __init__(
        self,
        words: str = "",
        style: str = "body",
        token: str = "text",
        *,
        wrap: bool = False,
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.font(style, figures=figures))
        self.setWordWrap(wrap)
        self.setText(words)
        self.set_token(token)

    def set_token(self, token: str) -> None:
        """Colour the words with another token."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, color(token))
        self.setPalette(palette)


class Elided(Label):
    """One line that ends in … where there is no room, and says all of it in a tooltip."""

    def __init__(self, words: str = "", style: str = "body", token: str = "text") -> None:
        super().__init__(words, style, token)
        self.setMinimumWidth(10)

    def setText(self, words: str) -> None:
        super().setText(words)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        return QSize(10, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(tip(self.text()) if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = elide(self.text(), self.font(), self.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(side | Qt.TextFlag.TextSingleLine), shown)


def label(
    words: str = "", style: str = "body", token: str = "text", *, wrap: bool = False
) -> Label:
    """A label of any style."""
    return Label(words, style, token, wrap=wrap)


def page_title(words: str) -> Label:
    """The name of a screen or record."""
    return Label(words, "page title")


def section(words: str) -> Label:
    """The heading of a group."""
    return Label(words, "section")


def small(words: str, token: str = "text-2", *, wrap: bool = False) -> Label:
    """Second lines and captions."""
    return Label(words, "small", token, wrap=wrap)
