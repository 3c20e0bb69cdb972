"""The palette (Ctrl K): finds records and runs commands by typing."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QLineEdit, QStyle, QStyleOptionViewItem, QVBoxLayout

from salesdesk.model.text import fold
from salesdesk.queries import palette
from salesdesk.queries.palette import Hit
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.dialogs import Scrim
from salesdesk.ui.kit.lists import Index, RowDelegate, RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color, hexa
from salesdesk.ui.kit.widgets import Rule
from salesdesk.ui.shell.status import StatusLine

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

ICONS = {
    "lead": "inbox",
    "deal": "columns-3",
    "contact": "user",
    "organisation": "building-2",
    "campaign": "megaphone",
}


@dataclass(frozen=True)
class Line:
    """One line of the palette: a heading, a record or a command."""

    number: int
    icon: str
    words: str
    second: str = ""
    key: str = ""
    hit: Hit | None = None
    command: Command | None = None
    typed: str = ""

    def is_heading(self) -> bool:
        """True for a heading, which cannot be chosen."""
        return self.hit is None and self.command is None


class LineModel(RowsModel):
    """Lines under headings; the arrows and the mouse pass over a heading."""

    def __init__(self) -> None:
        super().__init__(key=lambda line: line.number, words=lambda line: line.words)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.row_at(index.row())
        if isinstance(line, Line) and line.is_heading():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def next_line(self, position: int, step: int) -> int:
        """The line to choose `step` lines on, headings not counted."""
        way = 1 if step > 0 else -1
        for _ in range(abs(step)):
            there = position + way
            while (line := self.row_at(there)) is not None and line.is_heading():
                there += way
            if self.row_at(there) is None:
                break
            position = there
        return position


class LineDelegate(RowDelegate):
    """Icon, words with what was typed marked, second line and key."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, Line):
            return
        rect: QRect = option.rect
        if row.is_heading():
            below = rect.adjusted(20, 8, -20, 0)
            paint.text(painter, below, row.words, "tiny strong", "text-3")
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint.box(painter, rect.adjusted(8, 1, -8, -1), 6, color("selection"))
        middle = rect.center().y()
        if row.icon:
            paint.icon(
                painter,
                rect.left() + 20,
                middle - 8,
                row.icon,
                "accent-text" if chosen else "text-2",
            )
        right = rect.right() - 20
        for key in reversed(row.key.replace("+", " ").split()):
            right -= paint.keycap_width(key)
            paint.keycap(painter, right, middle - 9, key)
            right -= 4
        words = QRect(rect.left() + 48, rect.top(), right - rect.left() - 56, rect.height())
        used = self._name(painter, words, row)
        rest = words.adjusted(used + 8, 0, 0, 0)
        paint.text(painter, rest, row.second, "body", "text-2" if chosen else "text-3")

    def _name(self, painter: QPainter, rect: QRect, row: Line) -> int:
        """The name, with the piece that was typed in the colour of links; its width."""
        at = row.words.casefold().find(row.typed.casefold()) if row.typed else -1
        end = at + len(row.typed)
        if at < 0:
            return paint.text(painter, rect, row.words, "body strong")
        used = 0
        pieces = (row.words[:at], "text"), (row.words[at:end], "accent-text")
        for words, ink in (*pieces, (row.words[end:], "text")):
            if words:
                left = rect.adjusted(used, 0, 0, 0)
                used += paint.text(painter, left, words, "body strong", ink)
        return used


class Palette(QDialog):
    """Type, choose with the arrows, Enter. `>` finds commands only, `#` campaigns only."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self._window = window
        self.setModal(True)
        self.setAccessibleName(tr("Search or run a command"))
        self.setStyleSheet(
            f"Palette {{ background: {hexa('surface')}; border: 1px solid {hexa('border-strong')};"
            " border-radius: 10px; }"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 1, 1)
        column.setSpacing(4)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search or run a command"))
        self.field.setAccessibleName(tr("Search or run a command"))
        self.field.setFont(fonts.font("statement"))
        self.field.setStyleSheet("QLineEdit { border: none; padding: 0 18px; }")
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        column.addWidget(Rule())
        self._model = LineModel()
        self.list = RowList(self._model, LineDelegate(), 36, tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.activated_key.connect(lambda _: self._take())
        self.list.clicked.connect(lambda _: self._take())
        column.addWidget(self.list, 1)
        self._foot = StatusLine("surface-2", 36)
        column.addWidget(self._foot)
        self.resize(min(680, window.width() - 48), 516)
        self._typed("")

    def open_over(self) -> None:
        """Show it at the top of the window."""
        scrim = Scrim(self._window)
        scrim.show()
        self.finished.connect(lambda _: scrim.hide())
        self.finished.connect(lambda _: scrim.deleteLater())
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - self.width()) // 2, corner.y() + 88)
        self.open()
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        self._model.set_rows(self._lines(text))
        self.list.select_row(self._model.next_line(-1, 1))
        hints = [(">", tr("Commands only")), ("#", tr("Campaigns only")), ("Esc", tr("Close"))]
        if self._model.rowCount():
            self._foot.set_hints([("↑ ↓", tr("Move")), ("Enter", tr("Open")), *hints])
        else:
            self._foot.set_hints([("", tr("Nothing fits. Try part of a name.")), *hints])

    def _lines(self, text: str) -> list[Line]:
        bare = text.lstrip(">#").strip()
        hits: list[Hit] = []
        if bare and not text.startswith(">"):
            find = palette.find
            only = text.startswith("#")
            hits = self._window.session.read(find, bare, campaigns_only=only)
        groups = [
            (tr("People and deals"), [h for h in hits if h.table != "campaign"]),
            (tr("Campaigns"), [h for h in hits if h.table == "campaign"]),
        ]
        lines: list[Line] = []
        for heading, found in groups:
            self._group(
                lines,
                heading,
                [Line(0, ICONS[h.table], h.name, h.second, hit=h, typed=bare) for h in found],
            )
        return lines if text.startswith("#") else self._with_commands(lines, bare)

    def _group(self, lines: list[Line], heading: str, found: list[Line]) -> None:
        """Add a heading and what stands under it, numbered on; nothing for an empty group."""
        for line in [Line(0, "", heading), *found] if found else []:
            lines.append(replace(line, number=len(lines)))

    def _with_commands(self, lines: list[Line], bare: str) -> list[Line]:
        seen: set[str] = set()
        words = fold(bare).split()

        def fitting(commands: list[Command]) -> list[Line]:
            found = []
            for command in commands:
                name = fold(command.label)
                fits = command.enabled and all(w in name for w in words)
                if fits and command.label not in seen:
                    seen.add(command.label)
                    icon = command.icon or "arrow-right"
                    found.append(
                        Line(0, icon, command.label, key=command.key, command=command, typed=bare)
                    )
            return found

        here = tr("Do this in {section}").format(section=self._window.section().label)
        self._group(lines, here, fitting(self._window.panel().commands()))
        own = self._window.menus.own_commands()
        self._group(lines, tr("Go to"), fitting(self._window.menus.places()))
        self._group(lines, tr("File and window"), fitting(own))
        return lines

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }
            if event.key() in steps:
                here = self.list.currentIndex().row()
                self.list.select_row(self._model.next_line(here, steps[Qt.Key(event.key())]))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        line = self._model.row_at(self.list.currentIndex().row())
        if not isinstance(line, Line) or line.is_heading():
            return
        self.accept()
        if line.hit is not None:
            self._window.open_record(line.hit.table, line.hit.key)
        elif line.command is not None:
            line.command.slot()
