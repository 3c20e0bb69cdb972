"""Edit, History: every change with who and when, and undo for any of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import apart, history
from salesdesk.queries.history import Change
from salesdesk.ui.kit import paint
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import small
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def said(change: Change) -> str:
    """A change as one line."""
    words = change.words if not change.detail else f"{change.words}: {change.detail}"
    if change.kind == "undo":
        return tr("Undone: {what}").format(what=words)
    if change.kind == "redo":
        return tr("Done again: {what}").format(what=words)
    return words


class ChangeDelegate(RowDelegate):
    """Words, person (and the computer, where it was another), how many records, when."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        db = window.session.db
        self._now, self._zone = db.now(), db.clock.zone
        self._elsewhere = window.session.read(apart.other_computers)

    def who(self, change: Change) -> str:
        """The person, and where they did it."""
        computer = self._elsewhere.get(change.seat)
        if not computer:
            return change.person or ""
        if not change.person:
            return computer
        return tr("{who}, on {computer}").format(who=change.person, computer=computer)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, Change):
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, color("selection"))
        paint.hairline(painter, rect)
        inside = rect.adjusted(12, 0, -12, 0)
        when = formats.when(row.at, self._now, self._zone)
        align = Qt.AlignmentFlag.AlignRight
        used = paint.text(painter, inside, when, "small", "text-3", align, figures=True)
        who = ", ".join(p for p in (self.who(row), formats.plural(row.rows, "record")) if p)
        middle = inside.adjusted(0, 0, -used - 16, 0)
        used += 16 + paint.text(painter, middle, who, "small", "text-2", align)
        words = inside.adjusted(0, 0, -used - 16, 0)
        ink = "text-3" if row.undone else "text"
        text = tr("{what} (undone)").format(what=said(row)) if row.undone else said(row)
        paint.text(painter, words, text, "body medium", ink)


class HistoryDialog(Dialog):
    """The newest five hundred changes; the chosen one can be taken back."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(
            tr("History"), window, tr("Undo this change"), self._undo, width=848, icon="history"
        )
        self._window = window
        self.cancel.setText(tr("Close"))
        self.body.addWidget(
            small(tr("Everything that was done in this file, by anyone. Nothing is forgotten."))
        )
        self._model = RowsModel(key=lambda change: change.id, words=said)
        self.delegate = ChangeDelegate(window)
        self.list = RowList(self._model, self.delegate, 36, tr("Changes, newest first"))
        self.list.setMinimumHeight(380)
        self.body.addWidget(self.list)
        self.list.current_changed.connect(self._chosen)
        self._model.set_rows(window.session.read(history.latest, 500))
        self.list.select_row(0)
        self.list.setFocus()

    def _change(self) -> Change | None:
        found = self._model.row_at(self.list.currentIndex().row())
        return found if isinstance(found, Change) else None

    def _chosen(self, key: object) -> None:
        change = self._change()
        can = change is not None and change.kind in ("do", "redo") and not change.undone
        self.primary.setEnabled(can)
        self.note.setText("")

    def _undo(self) -> bool:
        change = self._change()
        if change is None:
            return False
        try:
            words = self._window.session.undo_change(change.id)
        except UserError as error:
            self.fail(str(error))
            return False
        self._window.toast(tr("Undone: {what}.").format(what=words))
        return True
