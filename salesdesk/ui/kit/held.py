"""One field of an edit form: how its editor is read and filled, and how its value is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QTimeEdit,
    QWidget,
)

from salesdesk.model import formats
from salesdesk.ui.kit.text import tr

Say = Callable[[Any], str]


@dataclass(frozen=True)
class Held:
    """`get` is what stands in the editor (it never fails), `put` shows a value of the record."""

    label: str
    get: Callable[[], object]
    put: Callable[[Any], object]
    say: Say
    both: bool = False  # a note: what two people wrote can both be kept


def words_of(value: Any) -> str:
    """A value in words, where nothing better is known."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return "" if value is None else str(value)


def day_words(value: Any) -> str:
    """A day in words."""
    return formats.day(value) if value else tr("none")


def held(
    label: str,
    editor: QWidget,
    *,
    say: Say | None = None,
    typed: Callable[[Any], str] | None = None,
    both: bool = False,
) -> Held:
    """The field of a usual editor; `typed` says how a value stands in a line of text."""
    if isinstance(editor, QLineEdit):
        text = typed or words_of
        line = editor

        def put_line(value: Any) -> None:
            line.setText(text(value))
            line.setCursorPosition(0)

        return Held(label, line.text, put_line, say or words_of, both)
    if isinstance(editor, QPlainTextEdit):
        area = editor
        return Held(
            label, area.toPlainText, lambda v: area.setPlainText(words_of(v)), say or words_of, both
        )
    if isinstance(editor, QComboBox):
        return _choice(label, editor, say)
    return _other(label, editor, say)


def _other(label: str, editor: QWidget, say: Say | None) -> Held:
    """A box to tick, a day or a time."""
    if isinstance(editor, QCheckBox):
        box = editor
        return Held(label, box.isChecked, lambda v: box.setChecked(bool(v)), say or _ticked)
    if isinstance(editor, QDateEdit):
        date = editor
        return Held(label, date.date, lambda v: date.setDate(_day(v)), say or day_words)
    if isinstance(editor, QTimeEdit):
        time = editor
        return Held(label, time.time, lambda v: time.setTime(_time(v)), say or words_of)
    raise TypeError(type(editor).__name__)


def _ticked(value: Any) -> str:
    return words_of(bool(value))


def _day(value: Any) -> QDate:
    return QDate.fromString(str(value or ""), "yyyy-MM-dd")


def _time(value: Any) -> QTime:
    return QTime.fromString(str(value or "09:00"), "HH:mm")


def open_day(label: str, on: QCheckBox, day: QDateEdit) -> Held:
    """The field of a day that may be left open by a box beside it."""

    def put(value: Any) -> None:
        on.setChecked(bool(value))
        if value:
            day.setDate(_day(value))

    return Held(label, lambda: day.date() if on.isChecked() else None, put, day_words)


def _choice(label: str, box: QComboBox, say: Say | None) -> Held:
    if box.isEditable():
        return Held(label, box.currentText, lambda v: box.setCurrentText(words_of(v)), words_of)

    def words(value: Any) -> str:
        at = box.findData(value)
        return box.itemText(at) if at >= 0 else words_of(value)

    def put(value: Any) -> None:
        at = box.findData(value)
        if at < 0 and value is not None:
            box.addItem(words_of(value), value)
            at = box.count() - 1
        box.setCurrentIndex(at)

    return Held(label, box.currentData, put, say or words)
