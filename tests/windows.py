"""The program's window in a test, and what stands in for it where one section is enough."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.ui.shell.window import MainWindow


@contextmanager
def shown(
    qtbot: QtBot, session: Session, section: str = "today", size: tuple[int, int] | None = None
) -> Iterator[MainWindow]:
    """The window of a session, in front of all others; in the end nothing of it is left."""
    window = MainWindow(session, section)
    if size is not None:
        window.resize(*size)
    window.show()
    window.activateWindow()  # there is no window manager that would
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    gone(window)


def gone(window: QMainWindow) -> None:
    """Close a window for good: it would take the keys of the tests that follow."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class FakeShell:
    """The window as far as one section needs it: jobs run at once, what it is asked is kept."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.asked: list[tuple[Any, ...]] = []
        self.dialogs: list[QDialog] = []

    @property
    def said(self) -> list[str]:
        """The words that a person was told, the newest last."""
        return [str(asked[1]) for asked in self.asked if asked[0] in ("toast", "failed")]

    def open_list(self, section: str, view: str) -> None:
        self.asked.append(("list", section, view))

    def open_record(self, table: str, key: int) -> None:
        self.asked.append(("record", table, key))

    def open_palette(self) -> None:
        self.asked.append(("palette",))

    def toast(self, words: str, undo: bool = False) -> None:
        self.asked.append(("toast", words))

    def failed(self, error: Exception) -> None:
        self.asked.append(("failed", error))

    def run(self, action: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        try:
            return self.session.do(action, *args, **kw)
        except UserError as error:
            self.failed(error)
            return None

    def background(self, work: Callable[[Session], Any], done: Callable[[Any], object]) -> None:
        done(work(self.session))

    def dialog(self, dialog: QDialog) -> None:
        self.dialogs.append(dialog)


class FakeWindow(FakeShell, QMainWindow):
    """The same as a widget; a dialog stands over it."""

    def __init__(self, session: Session) -> None:
        QMainWindow.__init__(self)
        FakeShell.__init__(self, session)

    def dialog(self, dialog: QDialog) -> None:
        super().dialog(dialog)
        dialog.open()
