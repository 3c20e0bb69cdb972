"""The status line: the keys that work here, and how the file is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.session import Session
from salesdesk.store import older
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.text import tip, tr, width_of
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.shell import keys

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


class StatusLine(QWidget):
    """Painted, so that changing keys costs nothing. At its right end it can be pressed."""

    #: The company of the team was pressed.
    team_wanted = Signal()

    def __init__(self, token: str = "chrome", height: int = 28) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(fonts.scaled(height))
        self._hints: Sequence[tuple[str, str]] = ()
        self._state, self._icon, self._tip = "", "check", ""
        self._company, self._company_tip = "", ""
        self._saved = ""

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these keys with their words."""
        shown = keys.letters_on()
        self._hints = [hint for hint in hints if shown or not keys.by_letter(hint[0].split()[0])]
        self._say()

    def set_state(self, words: str, icon: str = "check", tip: str = "") -> None:
        """Say at the right how the file is."""
        self._state, self._icon, self._tip = words, icon, tip
        self._say()

    def state(self) -> tuple[str, str, str]:
        """What is said at the right: who else is here, how the file is, and more of that."""
        return self._company, self._state, self._tip

    def show_file(self, session: Session) -> None:
        """Say whether the file is saved, or only read."""
        if older.is_older(session.db.connection):
            tip = tr(
                "To work in it, open it where it can be written to, or save a copy and open that: "
                "it is brought up to date then, after a backup."
            )
            self.set_state(tr("Made by an older SalesDesk: reading only"), "eye", tip)
        elif session.db.read_only:
            self.set_state(tr("Reading only"), "eye")
        else:
            now = session.db.clock.local_now()
            self._saved = tr("Saved {time}").format(time=f"{now:%H:%M}")
            self.set_state(self._saved)

    def show_team(self, window: "MainWindow") -> None:
        """Say who else is here, and how the exchange with them stands."""
        from salesdesk.ui.team import words

        team, me = window.session.team, window.me()
        if team is None or window.session.db.read_only:
            return
        status = team.status()
        self._company = words.company(status, "" if me is None else me.name)
        self._company_tip = words.company_tip(status, {s.id: s.label for s in window.sections})
        self.set_state(*words.standing(status, self._saved))

    def _say(self) -> None:
        said = ", ".join(f"{caps}: {words}" for caps, words in self._hints)
        ends = [words for words in (self._company, self._state, said) if words]
        self.setAccessibleName(". ".join(ends))
        self.update()

    # -- the right end ------------------------------------------------------------------------

    def _ends(self) -> tuple[QRect, QRect]:
        """Where the company and the state stand, with their icons."""
        face = fonts.font("small")
        high, right = self.height(), self.width() - 10
        state = QRect(right, 0, 0, high)
        if self._state:
            wide = width_of(self._state, face) + 24
            state = QRect(right - wide, 0, wide, high)
        wide = width_of(self._company, face) + 24 if self._company else 0
        return QRect(state.left() - wide - 12, 0, wide, high), state

    def event(self, event: QEvent) -> bool:
        """Tooltips of the two ends."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            from PySide6.QtWidgets import QToolTip

            company, state = self._ends()
            words = self._company_tip if company.contains(event.pos()) else ""
            words = self._tip if state.contains(event.pos()) else words
            QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        company, state = self._ends()
        place = event.position().toPoint()
        if company.contains(place) or (self._tip and state.contains(place)):
            self.team_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._token))
        painter.fillRect(QRect(0, 0, self.width(), 1), color("border"))
        face = fonts.font("small")
        company, state = self._ends()
        limit = company.left() - 24
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
        for rect, words, icon in (
            (company, self._company, "users"),
            (state, self._state, self._icon),
        ):
            if words:
                inside = rect.adjusted(20, 0, 4, 0)
                paint.text(painter, inside, words, "small", "text-2")
                paint.icon(painter, rect.left(), middle - 7, icon, "text-3", 14)
