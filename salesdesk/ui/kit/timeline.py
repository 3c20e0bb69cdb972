"""The timeline of a record: ring and icon, title, time, and one or two lines of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tip, tr, width_of
from salesdesk.ui.kit.tokens import color

Verb = Callable[[object], object]
TEXT = 36  # where the words begin, right of ring and line
GAP = 14  # under each entry
VERBS, INSET = 72, 8  # the room of the two buttons, and between time and ring


@dataclass(frozen=True)
class TimelineEntry:
    """What happened: an icon, a title, when it was in words, and some text.

    `about` is what a person may put right or delete here; None for what nobody wrote.
    """

    icon: str
    title: str
    when: str
    text: str = ""
    about: object | None = None


class Timeline(QWidget):
    """Entries under each other, newest first; as high as they need.

    After `offer`, entries that are `about` something have verbs: in their menu, in the two
    buttons beside them, by a double click, and by keys, which walk from one to the next.
    """

    #: Keys that are about the entry while the focus is here, whatever else they mean.
    own_keys = frozenset({"F2", "Del"})

    def __init__(self, name: str = "Timeline") -> None:
        super().__init__()
        self._entries: Sequence[TimelineEntry] = ()
        self._tops: list[int] = []
        self._at: int | None = None  # the entry that the keys are on
        self._over: int | None = None  # the entry under the pointer
        self._verbs: tuple[Verb, Verb, Callable[[], bool]] | None = None
        self._buttons: tuple[Button, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def offer(self, change: Verb, delete: Verb, may: Callable[[], bool]) -> None:
        """Let entries be changed and deleted, while they `may`."""
        self._verbs = change, delete, may
        self.setMouseTracking(True)
        self._buttons = tuple(
            Button("", icon, quiet=True, small=True, parent=self) for icon in ("pencil", "trash-2")
        )
        names = (tr("Change"), "F2"), (tr("Delete"), "Del")
        for button, (words, key), verb in zip(self._buttons, names, (change, delete), strict=True):
            button.setToolTip(tip(f"{words} ({key})"))
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the entry do the same
            button.clicked.connect(lambda _=False, verb=verb: self._do(verb, self._hot()))
            button.hide()

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these entries."""
        self._entries = entries
        said = "; ".join(f"{e.when}: {e.title}. {e.text}" for e in entries)
        self.setAccessibleDescription(said)
        self.setFixedHeight(self._layout_height())
        self._over = None
        mine = [n for n in range(len(entries)) if self._offered(n)]
        if self._at is not None:
            self._at = min(mine, key=lambda n: abs(n - (self._at or 0)), default=None)
        policy = Qt.FocusPolicy.StrongFocus if mine else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self._place_buttons()
        self.update()

    def entries(self) -> Sequence[TimelineEntry]:
        """What is shown."""
        return self._entries

    # -- verbs -------------------------------------------------------------------------------

    def _offered(self, number: int | None) -> bool:
        if number is None or self._verbs is None or not 0 <= number < len(self._entries):
            return False
        return self._entries[number].about is not None and self._verbs[2]()

    def _hot(self) -> int | None:
        """The entry that shows its verbs: under the pointer, else where the keys are."""
        if self._offered(self._over):
            return self._over
        return self._at if self.hasFocus() and self._offered(self._at) else None

    def _do(self, verb: Verb, number: int | None) -> None:
        if number is not None and self._offered(number):
            verb(self._entries[number].about)

    def _walk(self, by: int) -> bool:
        """Go to the next entry that has verbs; whether there is one."""
        at = -1 if self._at is None else self._at
        ahead = range(at + 1, len(self._entries)) if by > 0 else range(at - 1, -1, -1)
        found = next((n for n in ahead if self._offered(n)), None)
        if found is None:
            return False
        self._go(found)
        return True

    def _go(self, number: int) -> None:
        self._at = number
        self._place_buttons()
        self.update()
        entry = self._entries[number]
        announce(self, f"{entry.when}: {entry.title}. {entry.text}")
        area: QWidget | None = self
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and inside is not None:
            rect = self._rect(number)
            for edge in (rect.bottomLeft(), rect.topLeft()):  # of a long one, the beginning
                place = self.mapTo(inside, edge)
                area.ensureVisible(place.x(), place.y(), 0, 8)

    def _place_buttons(self) -> None:
        hot = self._hot()
        x = self.width() - VERBS - INSET
        x -= 0 if hot is None else width_of(self._entries[hot].when, fonts.font("small"))
        for button in self._buttons:
            button.setVisible(hot is not None)
            if hot is not None:
                button.setGeometry(x, self._tops[hot] - 3, 30, fonts.scaled(28))
                x += 32

    # -- pointer and keys --------------------------------------------------------------------

    def _number_at(self, y: float) -> int | None:
        found = [n for n, top in enumerate(self._tops) if top - 3 <= y]
        return found[-1] if found else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The entry under the pointer shows its verbs."""
        over = self._number_at(event.position().y())
        if over != self._over:
            self._over = over
            self._place_buttons()
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._over = None
        self._place_buttons()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the keys on an entry."""
        number = self._number_at(event.position().y())
        if number is not None and self._offered(number):
            self._go(number)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice: change it."""
        if self._verbs is not None and event.button() == Qt.MouseButton.LeftButton:
            self._do(self._verbs[0], self._number_at(event.position().y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Change, delete."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self._at if by_key else self._number_at(event.pos().y())
        if self._offered(number):
            self._menu(number or 0, None if by_key else event.globalPos())

    def _menu(self, number: int, place: QPoint | None) -> None:
        if self._verbs is None or self.findChild(QMenu) is not None:
            return  # some systems send the menu key twice
        self._go(number)
        change, delete, _ = self._verbs
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"{tr('Change…')}\tF2", lambda: self._do(change, number))
        menu.addAction(f"{tr('Delete')}\tDel", lambda: self._do(delete, number))
        rect = self._rect(number)
        menu.popup(place or self.mapToGlobal(QPoint(TEXT, rect.top() + fonts.scaled(28))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk; Enter and F2 change, Delete deletes, the menu key asks."""
        keys = Qt.Key
        change, delete, _ = self._verbs or (None, None, None)
        if change is None or delete is None or self._at is None:
            super().keyPressEvent(event)
        elif event.key() in (keys.Key_Up, keys.Key_Down):
            if not self._walk(-1 if event.key() == keys.Key_Up else 1):
                event.ignore()  # the area around it may scroll further
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_F2):
            self._do(change, self._at)
        elif event.key() == keys.Key_Delete:
            self._do(delete, self._at)
        elif event.key() == keys.Key_Menu:
            self._menu(self._at, None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which entry the keys are on: the first that has verbs, at first."""
        super().focusInEvent(event)
        if not self._offered(self._at):
            self._at = None
            self._walk(1)
        elif self._at is not None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go(self._at)
        self._place_buttons()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self._place_buttons()
        self.update()

    # -- painting ----------------------------------------------------------------------------

    def _text_rect(self, y: int, entry: TimelineEntry) -> QRect:
        metrics = self.fontMetrics()
        flags = int(Qt.TextFlag.TextWordWrap)
        wide = max(60, self.width() - TEXT)
        return metrics.boundingRect(QRect(TEXT, y, wide, 1000), flags, entry.text)

    def _rect(self, number: int) -> QRect:
        """Where an entry stands, without the gap under it."""
        ends = [*self._tops[1:], self.height()]
        top = self._tops[number]
        return QRect(TEXT - 6, top - 3, self.width() - TEXT + 6, ends[number] - top - GAP + 6)

    def _layout_height(self) -> int:
        self.setFont(fonts.font("body"))
        line = fonts.scaled(20)
        self._tops = []
        y = 4  # the first ring begins above its line
        for entry in self._entries:
            self._tops.append(y)
            y += line + GAP + (self._text_rect(0, entry).height() if entry.text else 0)
        return y

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setFixedHeight(self._layout_height())
        self._place_buttons()

    def sizeHint(self) -> QSize:
        return QSize(200, self._layout_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hot = self._hot()
        for number, (y, entry) in enumerate(zip(self._tops, self._entries, strict=True)):
            if number < len(self._entries) - 1:
                under = self._tops[number + 1] - y - 24
                painter.fillRect(QRect(11, y + 24, 1, under), color("border-strong"))
            held = self.hasFocus() and number == self._at
            verbs = VERBS if number == hot else 0
            self._paint_entry(painter, y, entry, verbs, INSET if held else 0)
            if held:
                paint.box(painter, self._rect(number), 6, None, color("accent"), 2)

    def _paint_entry(
        self, painter: QPainter, y: int, entry: TimelineEntry, verbs: int, inset: int
    ) -> None:
        """`verbs` is the room that the buttons of an entry take, `inset` that of the ring."""
        line = fonts.scaled(20)
        paint.box(painter, QRect(0, y - 1, 24, 24), 12, color("surface"), color("border-strong"))
        paint.icon(painter, 5, y + 4, entry.icon, "text-2", 14)
        right = Qt.AlignmentFlag.AlignRight
        room = QRect(TEXT, y, self.width() - TEXT - inset, line)
        when = paint.text(painter, room, entry.when, "small", "text-3", right)
        title = QRect(TEXT, y, room.width() - 12 - when - verbs, line)
        paint.text(painter, title, entry.title, "body strong")
        if entry.text:
            text = self._text_rect(y + line, entry)
            painter.setFont(fonts.font("body"))
            painter.setPen(color("text-2"))
            wide = text.adjusted(0, 0, 2, 2)
            painter.drawText(wide, int(Qt.TextFlag.TextWordWrap), entry.text)
