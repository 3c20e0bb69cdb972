"""Plain-text labels: a name from somebody's file is never read as markup."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from salesdesk.ui.kit import fonts
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
