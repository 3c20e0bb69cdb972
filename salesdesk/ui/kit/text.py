"""Words on screen: translation and cutting to a width."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontMetrics


def tr(words: str) -> str:
    """`words` in the user's language; put values in with `.format` afterwards."""
    return QCoreApplication.translate("SalesDesk", words)


def elide(words: str, font: QFont, width: int) -> str:
    """`words` cut to `width` pixels with an ellipsis."""
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, max(0, width))


def width_of(words: str, font: QFont) -> int:
    """How wide `words` are, in pixels."""
    return QFontMetrics(font).horizontalAdvance(words)


def tip(words: str) -> str:
    """Words for a tooltip, shown as they are typed: Qt takes what has a `<` in it for markup."""
    if "<" not in words:
        return words
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{safe}</p>'
