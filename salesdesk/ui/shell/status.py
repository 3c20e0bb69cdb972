"""The status line: the keys that work here, and how the file is."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.session import Session
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tr, width_of
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.shell import keys


class StatusLine(QWidget):
    """Painted, so that changing keys costs nothing."""

    def __init__(self, token: str = "chrome", height: int = 28) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(fonts.scaled(height))
        self._hints: Sequence[tuple[str, str]] = ()
        self._state, self._icon = "", "check"

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these keys with their words."""
        shown = keys.letters_on()
        self._hints = [hint for hint in hints if shown or not keys.by_letter(hint[0].split()[0])]
        self._say()

    def set_state(self, words: str, icon: str = "check") -> None:
        """Say at the right how the file is."""
        self._state, self._icon = words, icon
        self._say()

    def show_file(self, session: Session) -> None:
        """Say whether the file is saved, or only read."""
        if session.held_by is not None:
            words = tr("Reading only: {who} has this file").format(who=session.held_by)
            self.set_state(words, "eye")
        elif session.db.read_only:
            self.set_state(tr("Reading only"), "eye")
        else:
            now = session.db.clock.local_now()
            self.set_state(tr("Saved {time}").format(time=f"{now:%H:%M}"))

    def _say(self) -> None:
        said = ", ".join(f"{caps}: {words}" for caps, words in self._hints)
        self.setAccessibleName(f"{self._state}. {said}" if self._state else said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._token))
        painter.fillRect(QRect(0, 0, self.width(), 1), color("border"))
        face = fonts.font("small")
        wide = width_of(self._state, face)
        limit = self.width() - wide - 56
        middle = self.height() // 2
        x = 12
        for pressed, words in self._hints:
            caps = pressed.split()
            need = sum(paint.keycap_width(k) + 4 for k in caps) + width_of(words, face) + 8
            if x + need > limit:
                break
            for key in caps:
                x += paint.keycap(painter, x, middle - 9, key) + 4
            x += 4
            rect = QRect(x, 0, width_of(words, face) + 4, self.height())
            x += paint.text(painter, rect, words, "small", "text-2") + 14
        if not self._state:
            return
        right = self.width() - wide - 14
        rect = QRect(right, 0, wide + 4, self.height())
        paint.text(painter, rect, self._state, "small", "text-2")
        paint.icon(painter, right - 20, middle - 7, self._icon, "text-3", 14)
