"""File, Team: who belongs to the team, where they are, when they were seen, and what waits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionViewItem

from salesdesk.queries import settings
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label, small
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Card, IconLabel
from salesdesk.ui.team import words

if TYPE_CHECKING:
    from salesdesk.teams import Seat
    from salesdesk.ui.shell.window import MainWindow

ROW = 52


class SeatLine:
    """One seat as the list shows it."""

    def __init__(self, number: int, seat: "Seat", dialog: "TeamDialog", known: bool) -> None:
        db = dialog.window_session.db
        self.number = number
        self.name = seat.name or tr("Nobody chosen")
        self.place = words.place(seat, dialog.sections)
        self.seen = words.seen(seat, db.now(), db.clock.zone, known=known)
        self.waits = words.apart(seat)
        self.version = tr("SalesDesk {version}").format(version=seat.version)
        self.online = seat.online and (known or seat.is_me)
        person = dialog.people.get(seat.person)
        letters = "".join(part[0] for part in seat.name.split()[:2]).upper()
        self.initials = person.initials if person else letters
        self.colour = person.colour if person else 0

    def said(self) -> str:
        """The line for a screen reader."""
        return ", ".join(p for p in self._parts() if p)

    def _parts(self) -> tuple[str, ...]:
        return self.name, self.place, self.waits, self.seen, self.version


class SeatDelegate(RowDelegate):
    """Avatar, name and place; at the right when they were seen, and their version."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, SeatLine):
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, color("selection"))
        paint.hairline(painter, rect)
        side = fonts.scaled(24)
        middle = rect.center().y()
        disc = QRect(rect.left() + 12, middle - side // 2, side, side)
        paint.avatar(painter, disc, row.initials, row.colour)
        half = rect.height() // 2
        upper = QRect(rect.left() + 48, rect.top() + 4, rect.width() - 60, half - 2)
        lower = upper.translated(0, half - 6)
        align = Qt.AlignmentFlag.AlignRight
        ink = "good" if row.online else "text-2"
        used = paint.text(painter, upper, row.seen, "small", ink, align)
        paint.text(painter, upper.adjusted(0, 0, -used - 12, 0), row.name, "body strong", "text")
        used = paint.text(painter, lower, row.version, "small", "text-2", align)
        below = ", ".join(part for part in (row.place, row.waits) if part)
        paint.text(painter, lower.adjusted(0, 0, -used - 12, 0), below, "small", "text-2")


class TeamDialog(Dialog):
    """Reads again after each exchange, while it is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(tr("Team"), window, tr("Exchange now"), self._now, width=640, icon="users")
        self._window = window
        self.window_session = window.session
        self.sections = {section.id: section.label for section in window.sections}
        everybody = window.session.read(settings.people, False)
        self.people = {person.name: person for person in everybody}
        self.cancel.setText(tr("Close"))
        path = small(str(window.session.path), "text-2", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(path)
        self._problem()
        self.model = RowsModel(key=lambda line: line.number, words=lambda line: line.said())
        self.list = RowList(self.model, SeatDelegate(), fonts.scaled(ROW), tr("The team"))
        self.list.setMinimumHeight(fonts.scaled(ROW) * 4)
        self.body.addWidget(self.list)
        self.waiting = small("", "text-2", wrap=True)
        self.body.addWidget(self.waiting)
        self.fill()
        self.list.select_row(0)
        self.list.setFocus()
        if window.live is not None:
            window.live.looked.connect(self.fill)

    def _problem(self) -> None:
        self.trouble = Card("", "surface-2", 12)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("info", "text-2"))
        self.trouble_words = Label("", "body", "text", wrap=True)
        row.addWidget(self.trouble_words, 1)
        self.trouble.body.addLayout(row)
        self.body.addWidget(self.trouble)

    def fill(self) -> None:
        """Show how things stand now."""
        team = self.window_session.team
        if team is None:
            return
        status = team.status()
        self.trouble.setVisible(status.problem is not None)
        self.trouble_words.setText("" if status.problem is None else str(status.problem))
        self.waiting.setText("\n".join(words.notes(status)))
        self.note.set_token("text-2")
        self.note.setText("")
        seats = sorted(
            enumerate(status.people), key=lambda s: (not s[1].is_me, not s[1].online, s[1].name)
        )
        key = self.list.current_key()
        self.model.set_rows([SeatLine(number, seat, self, status.online) for number, seat in seats])
        if key is not None:
            self.list.select_key(key)

    def _now(self) -> bool:
        if self._window.live is not None:
            self.note.set_token("text-2")
            self.note.setText(tr("Looking…"))
            self._window.live.now()
        return False
