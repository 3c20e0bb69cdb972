"""The palette (Ctrl K): finds records and runs commands by typing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QLineEdit, QStyle, QStyleOptionViewItem, QVBoxLayout

from salesdesk.model.text import fold
from salesdesk.queries import palette
from salesdesk.queries.palette import Hit
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.dialogs import Scrim
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color, hexa
from salesdesk.ui.kit.widgets import Rule

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


class LineDelegate(RowDelegate):
    """Icon, words, second line and key."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, Line):
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            paint.box(painter, rect.adjusted(8, 1, -8, -1), 6, color("selection"))
        middle = rect.center().y()
        if row.icon:
            paint.icon(painter, rect.left() + 20, middle - 8, row.icon)
        right = rect.right() - 20
        for key in reversed(row.key.replace("+", " ").split()):
            right -= paint.keycap_width(key)
            paint.keycap(painter, right, middle - 9, key)
            right -= 4
        words = QRect(rect.left() + 48, rect.top(), right - rect.left() - 56, rect.height())
        used = paint.text(painter, words, row.words, "body medium")
        paint.text(painter, words.adjusted(used + 12, 0, 0, 0), row.second, "body", "text-3")


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
        column.setContentsMargins(1, 8, 1, 8)
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
        self._model = RowsModel(key=lambda line: line.number, words=lambda line: line.words)
        self.list = RowList(self._model, LineDelegate(), 36, tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.activated_key.connect(lambda _: self._take())
        self.list.clicked.connect(lambda _: self._take())
        column.addWidget(self.list, 1)
        self._nothing = Label("", "small", "text-3")
        self._nothing.setContentsMargins(20, 4, 20, 4)
        column.addWidget(self._nothing)
        self.resize(min(640, window.width() - 48), 460)
        self._typed("")

    def open_over(self) -> None:
        """Show it at the top of the window."""
        scrim = Scrim(self._window)
        scrim.show()
        self.finished.connect(lambda _: scrim.deleteLater())
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - self.width()) // 2, corner.y() + 88)
        self.open()
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        self._model.set_rows(self._lines(text))
        self.list.select_row(0)
        empty = self._model.rowCount() == 0
        self._nothing.setText(
            tr("Nothing fits. Try part of a name, or > for commands.")
            if empty
            else tr("> commands only   # campaigns only   Enter opens   Esc closes")
        )

    def _lines(self, text: str) -> list[Line]:
        bare = text.lstrip(">#").strip()
        hits: list[Hit] = []
        if bare and not text.startswith(">"):
            find = palette.find
            only = text.startswith("#")
            hits = self._window.session.read(find, bare, campaigns_only=only)
        lines = [Line(n, ICONS[h.table], h.name, h.second, hit=h) for n, h in enumerate(hits)]
        if text.startswith("#"):
            return lines
        seen: set[str] = set()
        words = fold(bare).split()
        for command in self._window.menus.all_commands():
            name = fold(command.label)
            if command.label in seen or not command.enabled:
                continue
            if all(w in name for w in words):
                seen.add(command.label)
                icon = command.icon or "arrow-right"
                lines.append(
                    Line(len(lines), icon, command.label, key=command.key, command=command)
                )
        return lines

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
            if event.key() in steps:
                self.list.step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        line = self._model.row_at(self.list.currentIndex().row())
        if not isinstance(line, Line):
            return
        self.accept()
        if line.hit is not None:
            self._window.open_record(line.hit.table, line.hit.key)
        elif line.command is not None:
            line.command.slot()
