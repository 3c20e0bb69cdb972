"""Small painted widgets for forms and cards; lists paint the same things by delegate."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.ui.kit import icons, paint
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tip
from salesdesk.ui.kit.tokens import color


class Avatar(QWidget):
    """A person's initials in their colour; the tooltip holds the name."""

    def __init__(self, initials: str, number: int, size: int = 20, name: str = "") -> None:
        super().__init__()
        self._initials, self._number = initials, number
        self.setFixedSize(size, size)
        self.setToolTip(tip(name))
        self.setAccessibleName(name or initials)

    def set_person(self, initials: str, number: int, name: str = "") -> None:
        """Show somebody else."""
        self._initials, self._number = initials, number
        self.setToolTip(tip(name))
        self.setAccessibleName(name or initials)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.avatar(QPainter(self), self.rect(), self._initials, self._number)


class Chip(QWidget):
    """A state or a campaign, in words on a soft colour."""

    def __init__(self, words: str, kind: str = "plain") -> None:
        super().__init__()
        self._words, self._kind = words, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def set_words(self, words: str, kind: str) -> None:
        """Show another state; no words hide it."""
        self._words, self._kind = words, kind
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.chip_width(self._words), paint.CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.chip(QPainter(self), 0, 0, self._words, self._kind)


class Score(QWidget):
    """A lead's score, 0 to 100."""

    def __init__(self, points: int = 0) -> None:
        super().__init__()
        self._points = points
        self.setFixedSize(28, 20)

    def set_points(self, points: int) -> None:
        """Show another score."""
        self._points = points
        self.setAccessibleName(str(points))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.score(QPainter(self), self.rect(), self._points)


class KeyCap(QWidget):
    """The cap of a key, as on the status line."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setFixedSize(paint.keycap_width(key), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.keycap(QPainter(self), 0, 0, self._key)


class Meter(QWidget):
    """A filled bar with an optional mark for an even pace."""

    def __init__(self, height: int = 10, token: str = "sales-fill") -> None:
        super().__init__()
        self._share, self._pace, self._token = 0.0, None, token
        self._bar = height
        self.setFixedHeight(height + 8)

    def set_share(self, share: float, pace: float | None = None, words: str = "") -> None:
        """Fill to `share` of 1, with the mark at `pace`; `words` say it to a screen reader."""
        self._share, self._pace = share, pace  # type: ignore[assignment]
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRect(0, 4, self.width(), self._bar)
        paint.meter(QPainter(self), rect, self._share, self._token, self._pace)


class IconLabel(QWidget):
    """An icon alone."""

    def __init__(self, name: str, token: str = "text-2", size: int = 16) -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, icons.pixmap(self._name, self._token, self._size))


class Card(QFrame):
    """A framed surface for figures and forms; add to `.body`."""

    def __init__(self, title: str = "", token: str = "surface", margin: int = 16) -> None:
        super().__init__()
        self._token = token
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(8)
        if title:
            self.body.addWidget(Label(title, "section"))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), self.rect(), 8, color(self._token), color("border"))


class Pane(QWidget):
    """A plain surface in one token's colour."""

    def __init__(self, token: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._token))


class Rule(QWidget):
    """A hairline, lying or standing."""

    def __init__(self, *, standing: bool = False, token: str = "border") -> None:
        super().__init__()
        self._token = token
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._token))


def scrolled(content: QWidget | None = None, *, by_keys: bool = False) -> QScrollArea:
    """Room in which its content scrolls up and down, never sideways; `by_keys`: also by arrows."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not by_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if content is not None:
        area.setWidget(content)
    return area
