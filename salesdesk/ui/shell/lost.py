"""The bar that says when the file of a window was moved, deleted or replaced, and the ways on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salesdesk.errors import UserError
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import IconLabel, Pane
from salesdesk.ui.shell import files

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

LOOK_MS = 1000


class Lost(QObject):
    """Looks each second whether the file still stands in its place; the file stays open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.bar: LostBar | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def look(self) -> None:
        """Show the bar while the file is not there, and take it away when it is back."""
        fault = files.fault_of(self._window.session)
        if fault is None:
            if self.bar is not None and not self.bar.isHidden():
                self.bar.hide()
                self._window.hearing.soon()
            return
        if self.bar is None:
            self.bar = LostBar(self._window)
            whole = self._window.centralWidget()
            root = whole.layout() if whole is not None else None
            if isinstance(root, QVBoxLayout):
                root.insertWidget(0, self.bar)
        self.bar.say(fault, self._window.session.path.name)


class LostBar(Pane):
    """What happened, that nothing is lost, and two ways on."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__("warn-soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel("triangle-alert", "warn"))
        self.words = Label("", "body", "text", wrap=True)
        row.addWidget(self.words, 1)
        self.save = Button(tr("Save my copy as…"), primary=True)
        self.save.clicked.connect(lambda: files.save_copy(window))
        row.addWidget(self.save)
        self.open = Button(tr("Open the file…"))
        self.open.clicked.connect(lambda: files.open_file(window))
        row.addWidget(self.open)
        self.hide()

    def say(self, fault: UserError, name: str) -> None:
        """Say it once; it stays until the file is back or another one is open."""
        what = fault.title.removeprefix(tr("Could not save: "))
        words = tr(
            "{what} Nothing is lost: all that was saved is still here to be read. To go on "
            "working, save your copy under a name, or open {name} where it is now."
        ).format(what=what[:1].upper() + what[1:], name=name)
        if self.isHidden() or words != self.words.text():
            self.words.setText(words)
            self.show()
            announce(self, words)
