"""Dialogs: a title that says what and to whom, a body, and a footer with verbs."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import IconLabel, Pane, Rule


class Scrim(QWidget):
    """The shade over the window while a dialog is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())

    def paintEvent(self, event: object) -> None:
        from PySide6.QtGui import QColor, QPainter

        from salesdesk.ui.kit.tokens import theme

        shade = QColor(0, 0, 0, 143) if theme() == "dark" else QColor(27, 29, 33, 87)
        QPainter(self).fillRect(self.rect(), shade)


class Dialog(QDialog):
    """One question, with Cancel (Esc) and one primary verb (Ctrl Enter).

    Put the form into `.body`. `on_done` runs when the primary is pressed: a UserError from it
    is shown in the footer and the dialog stays open with everything that was typed.
    """

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        primary: str,
        on_done: Callable[[], object] | None = None,
        *,
        width: int = 520,
        icon: str | None = None,
        danger: bool = False,
    ) -> None:
        """`danger`: what the verb does cannot be undone."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        limit = parent.window().width() - 48 if parent is not None else width
        self.setFixedWidth(min(width, max(420, limit)))
        self._on_done = on_done
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(24, 14, 16, 14)
        self.head.setSpacing(10)
        if icon:
            self.head.addWidget(IconLabel(icon, "text"))
        self.title = Elided(title, "dialog title")
        self.head.addWidget(self.title)
        self.head.addStretch()
        self._staying = False
        self.cross = self._cross()
        self.head.addWidget(self.cross)
        column.addLayout(self.head)
        column.addWidget(Rule())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 16, 24, 20)
        self.body.setSpacing(12)
        column.addLayout(self.body)
        column.addWidget(Rule())
        column.addWidget(self._footer(primary, danger))
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(sequence), self, self.finish)

    def _cross(self) -> Button:
        """Closes the dialog by the pointer; keys have Esc."""
        cross = Button("", "x", quiet=True, small=True)
        cross.setAccessibleName(tr("Close"))
        cross.setToolTip(tr("Close  Esc"))
        cross.setAutoDefault(False)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(self.reject)
        return cross

    def _footer(self, primary: str, danger: bool) -> Pane:
        foot = Pane("surface-2")
        row = self.foot = QHBoxLayout(foot)
        row.setContentsMargins(24, 14, 24, 14)
        row.setSpacing(8)
        self.note = Label("", "small", "text-2", wrap=True)
        row.addWidget(self.note, 1)
        self.cancel = Button(tr("Cancel"), key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.cancel.setAutoDefault(False)
        row.addWidget(self.cancel)
        self.primary = Button(primary, key="Ctrl Enter", primary=not danger, danger=danger)
        self.primary.clicked.connect(self.finish)
        self.primary.setAutoDefault(False)
        row.addWidget(self.primary)
        return foot

    def hold(self, on: bool) -> None:
        """While it is on, nobody leaves: what was begun is not left half-way."""
        self._staying = on
        self.cancel.setEnabled(not on)
        self.cross.setVisible(not on)

    def reject(self) -> None:
        """Leave, unless something holds it."""
        if not self._staying:
            super().reject()

    def fail(self, words: str) -> None:
        """Say in the footer what is wrong."""
        self.note.set_token("bad")
        self.note.setText(words)
        announce(self, words)
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Make room for words that came under a field or into the footer."""
        if self._needed() > self.height():
            self.fit()

    def fit(self) -> None:
        """Be as high as what is said now needs."""
        self.resize(self.width(), min(self._needed(), self.screen().availableSize().height()))

    def _needed(self) -> int:
        layout = self.layout()
        if layout is None:
            return self.height()
        layout.activate()
        if not layout.hasHeightForWidth():  # nothing in it wraps
            return layout.totalSizeHint().height()
        return layout.totalHeightForWidth(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """Qt has measured wrapped words at a width of its own, not at the one they have."""
        super().showEvent(event)
        if (
            not self.testAttribute(Qt.WidgetAttribute.WA_Resized)
            and self._needed() != self.height()
        ):
            self.fit()

    def finish(self) -> None:
        """Do what the primary button says."""
        if not self.primary.isEnabled():
            return
        try:
            if self._on_done is not None and self._on_done() is False:
                QTimer.singleShot(0, self, self._grow)
                return
        except UserError as error:
            self.fail(str(error))
            return
        self.accept()

    def open_over(self) -> None:
        """Show it over its window, shaded, without stopping the event loop."""
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            scrim = Scrim(window)
            scrim.show()
            self.finished.connect(lambda _: scrim.hide())
            self.finished.connect(lambda _: scrim.deleteLater())
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            event.ignore()  # Enter in a field goes on to the next one; Ctrl Enter finishes
            self.focusNextChild()
            return
        super().keyPressEvent(event)
