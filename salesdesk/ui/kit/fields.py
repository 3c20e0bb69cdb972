"""Form fields: the label above, the editor, and one line under it when something is wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QStringListModel, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.labels import Label


class Field(QWidget):
    """A labelled editor; `fail` shows what to do, `fail("")` clears it."""

    def __init__(self, title: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = Label(title, "small medium", "text-2")
        self.title.setBuddy(editor)
        column.addWidget(self.title)
        column.addWidget(editor)
        self._hint = hint
        self.error = Label(hint, "small", "text-3", wrap=True)
        self.error.setVisible(bool(hint))
        column.addWidget(self.error)
        editor.setAccessibleName(title)

    def fail(self, words: str) -> None:
        """Say under the editor what to do; an empty text takes it back."""
        self.editor.setProperty("failed", bool(words))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        self.error.setText(words or self._hint)
        self.error.set_token("bad" if words else "text-3")
        self.error.setVisible(bool(words or self._hint))
        announce(self.editor, words)


def line(value: str = "", placeholder: str = "") -> QLineEdit:
    """One line of text."""
    editor = QLineEdit(value)
    editor.setPlaceholderText(placeholder)
    return editor


def suggesting(value: str, words: Sequence[str]) -> QLineEdit:
    """One line of text that offers what was used before."""
    editor = QLineEdit(value)
    completer = QCompleter(editor)
    completer.setModel(QStringListModel(list(words), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    editor.setCompleter(completer)
    return editor


def area(value: str = "", lines: int = 3) -> QPlainTextEdit:
    """Several lines of plain text; Tab leaves it."""
    editor = QPlainTextEdit(value)
    editor.setTabChangesFocus(True)
    editor.setFixedHeight(fonts.scaled(20) * lines + 14)
    return editor


def choice(options: Sequence[tuple[str, Any]], current: Any = None) -> QComboBox:
    """One of several: (words, value) pairs; read it with `chosen`."""
    editor = QComboBox()
    for words, value in options:
        editor.addItem(words, value)
    for index, (_, value) in enumerate(options):
        if value == current:
            editor.setCurrentIndex(index)
    editor.setMaxVisibleItems(14)
    return editor


def chosen(editor: QComboBox) -> Any:
    """The value behind the chosen words."""
    return editor.currentData()


def day(value: date | str | None) -> QDateEdit:
    """A day, with a calendar to pick from."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    editor = QDateEdit()
    editor.setCalendarPopup(True)
    editor.setLocale(QLocale.c())  # British English would say Sept here, and nowhere else
    editor.setDisplayFormat("ddd d MMM yyyy")
    if value is not None:
        editor.setDate(QDate(value.year, value.month, value.day))
    return editor


def day_of(editor: QDateEdit) -> date:
    """The day that is set."""
    found = editor.date()
    return date(found.year(), found.month(), found.day())


def check(words: str, on: bool = False) -> QCheckBox:
    """A box to tick."""
    editor = QCheckBox(words)
    editor.setChecked(on)
    return editor
