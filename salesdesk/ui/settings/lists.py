"""The pages of the settings dialog that are lists: people, channels, stages, reasons."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
)

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color, hexa
from salesdesk.ui.settings.forms import Page
from salesdesk.ui.settings.staged import CellDelegate, ChoiceDelegate, Column, Row, StagedModel
from salesdesk.ui.settings.together import Together


class ListPage(Page):
    """A table whose cells are edited in place, with rows added, ordered and taken away.

    A page over a list of the file says with `stored` what the file holds, and with `write`
    what saving does; it then follows what colleagues change meanwhile.
    """

    #: The table behind the list; empty where the page follows nothing.
    listens = ""
    #: Whether something waits to be written that is not among the rows shown.
    staged_elsewhere = False

    def __init__(self, session: Session, columns: Sequence[Column], thing: str) -> None:
        super().__init__(session)
        self.together: Together | None = None
        self.model = StagedModel(columns)
        self.model.refused.connect(
            lambda text: self.tell(
                UserError(
                    tr("“{text}” does not fit there.").format(text=text), tr("Type a number.")
                )
            )
        )
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(thing)
        self._dress(columns)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)
        self.box.addWidget(self.table, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.box.addLayout(self.buttons)

    def _dress(self, columns: Sequence[Column]) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(fonts.scaled(36))
        table.setTabKeyNavigation(False)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        table.setItemDelegate(CellDelegate(table))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(fonts.scaled(32))
        table.setStyleSheet(_style())
        for number, column in enumerate(columns):
            if column.choices:
                table.setItemDelegateForColumn(number, ChoiceDelegate(column.choices, table))
            if column.width:
                header.resizeSection(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def add_button(self, words: str, keys: str, pressed: Callable[[], object]) -> Button:
        """A button under the table, which a key presses, too."""
        shown = QKeySequence(keys).toString().replace("+", " ")
        button = Button(words, key=shown, small=True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: pressed())
        self.buttons.addWidget(button)
        return button

    def add_order_buttons(self) -> None:
        """Buttons that put the chosen row up or down."""
        self.add_button(tr("Move up"), "Alt+Up", lambda: self.shift(-1))
        self.add_button(tr("Move down"), "Alt+Down", lambda: self.shift(1))

    @property
    def current(self) -> int:
        """The chosen row, or -1."""
        return self.table.currentIndex().row()

    def start_row(self, at: int, row: Row) -> None:
        """Put a new row in and begin to type its first cell."""
        self.model.insert_row(at, row)
        index = self.model.index(at, 0)
        self.table.setFocus()
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def shift(self, by: int) -> None:
        """Move the chosen row."""
        if self.current >= 0:
            to = self.model.shift_row(self.current, by)
            self.table.setCurrentIndex(self.model.index(to, max(self._column(), 0)))

    def _column(self) -> int:
        return self.table.currentIndex().column()

    def finish_typing(self) -> None:
        """Take over what is being typed in a cell."""
        editor = self.table.focusWidget()
        if editor is not None and editor is not self.table and self.table.isAncestorOf(editor):
            self.table.setFocus()

    @property
    def touched(self) -> bool:
        return self.model.touched

    def stored(self, db: Database) -> list[Row]:
        """The rows as the file holds them."""
        raise NotImplementedError

    def write(self, do: Do) -> None:
        """Write what is wanted with `do(action, *args)`."""
        raise NotImplementedError

    def over(self, host: Dialog) -> None:
        if self.listens:
            self.together = Together(host, self, self.listens)

    def fill(self) -> None:
        self.set_rows(self.session.read(self.stored))

    def save(self) -> bool:
        if self.together is not None:
            if not self.together.save():
                return False
        else:
            self.write(self.session.do)
        self.fill()
        return True

    def set_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Show what the file holds, with the first row chosen."""
        self.model.set_rows(rows)
        if rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self.table.setCurrentIndex(QModelIndex())


def _style() -> str:
    """Rows like those of every other table; the cell that F2 edits has a ring."""
    line = f"1px solid {hexa('border')}"
    return (
        f"QTableView {{ selection-background-color: {hexa('selection')};"
        f" selection-color: {hexa('text')}; }}"
        f"QTableView::item {{ padding: 0 8px; border-bottom: {line}; color: {hexa('text')}; }}"
        f"QTableView::item:selected {{ background: {hexa('selection')}; }}"
        f"QTableView::item:focus {{ border: 2px solid {hexa('accent')}; }}"
        f"QHeaderView::section {{ background: {hexa('surface')}; color: {hexa('text-3')};"
        f" border: none; border-bottom: {line}; padding: 0 8px; font-size: {fonts.scaled(12)}px; }}"
    )


class HomeBar(QFrame):
    """A line that asks, inside the page, who or what takes over; then it acts."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label("", "body", "text", wrap=True)
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Takes over"))
        self.go = Button("", small=True, danger=True)
        self.go.setAutoDefault(False)
        self.back = Button(tr("Keep"), small=True)
        self.back.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for widget in (self.choice, self.go, self.back):
            row.addWidget(widget)
        self._done: Callable[[int | None], None] = lambda _key: None
        self.go.clicked.connect(self._act)
        self.back.clicked.connect(self.hide)
        self.hide()

    def ask(
        self,
        words: str,
        verb: str,
        choices: Sequence[tuple[int, str]],
        done: Callable[[int | None], None],
    ) -> None:
        """Show the line; `done` gets the key that was chosen."""
        self.words.setText(words)
        self.go.setText(verb)
        self.choice.clear()
        for key, name in choices:
            self.choice.addItem(name, key)
        self._done = done
        self.show()
        self.choice.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.box(QPainter(self), self.rect(), 6, color("warn-soft"))

    def _act(self) -> None:
        self.hide()
        self._done(self.choice.currentData())
