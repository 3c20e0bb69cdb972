"""Single letters that act, wherever the focus is, unless it is in a text field."""

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from salesdesk.ui.kit.panels import Command

G_MS = 1500


def typing_in(widget: QWidget | None) -> bool:
    """True where letters are text."""
    if widget is None:
        return False
    if isinstance(widget, QtWidgets.QLineEdit | QtWidgets.QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QtWidgets.QAbstractSpinBox | QtWidgets.QComboBox)


_letters = [True]


def letters_on() -> bool:
    """Whether single letters, figures and signs act as keys."""
    return _letters[0]


def turn_letters(on: bool) -> None:
    """Let single letters act, or not: who dictates or slips needs them off (WCAG 2.1.4)."""
    _letters[0] = on


def by_letter(key: str) -> bool:
    """Whether a command's key is one letter, figure or sign, with or without Shift."""
    return len(key.removeprefix("Shift+")) == 1


class Keys(QObject):
    """Listens to the key presses of one window, at the widget that has the focus.

    A filter of the whole program would do, but then Python would be handed every event there is.
    """

    def __init__(self, window: "QWidget") -> None:
        super().__init__(window)
        self._window = window
        self._heard: QWidget | None = None
        self._after_g = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._forget)

    def listen(self) -> None:
        """Hear every key from now on."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._follow()

    def stop(self) -> None:
        """Listen no longer."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._follow)
        self._let_go()

    def _follow(self) -> None:
        """Listen where the keys arrive now."""
        self._let_go()
        target = QApplication.focusWidget() or self._window
        if target.window() is self._window:
            self._heard = target
            target.installEventFilter(self)

    def _let_go(self) -> None:
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = None

    def _forget(self) -> None:
        self._after_g = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QtGui.QKeyEvent):
            return False
        return QApplication.activeModalWidget() is None and self._pressed(event)

    def _pressed(self, event: "QtGui.QKeyEvent") -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and typing_in(QApplication.focusWidget()):
            return False
        if plain and not letters_on() and event.text().isprintable() and event.text().strip():
            return False
        if self._after_g:
            self._forget()
            return self._go(event.text().upper())
        if held == Qt.KeyboardModifier.NoModifier and event.key() == Qt.Key.Key_G:
            self._after_g = True
            self._timer.start(G_MS)
            return True
        pressed = QtGui.QKeySequence(event.keyCombination()).toString()
        if pressed in getattr(QApplication.focusWidget(), "own_keys", ()):
            return False  # here the key is about a part of the record, not about the record
        for command in self._window.menus.all_commands():  # type: ignore[attr-defined]
            if self._fits(command, pressed, event.text()) and command.enabled:
                command.slot()
                return True
        return False

    def _fits(self, command: Command, pressed: str, text: str) -> bool:
        if not command.key:
            return False
        wanted = QtGui.QKeySequence(command.key).toString()
        return wanted == pressed or (command.key == text and not text.isalnum())

    def _go(self, letter: str) -> bool:
        for section in self._window.sections:  # type: ignore[attr-defined]
            if section.letter == letter:
                self._window.go(section.id)  # type: ignore[attr-defined]
                return True
        return False
