"""The program with a screen: one application, and one window for the file that is open."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session, recall, remember
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.theme import apply_theme
from salesdesk.ui.shell import faults, files
from salesdesk.ui.shell.first_run import FirstRun
from salesdesk.ui.shell.window import MainWindow


def has_screen() -> bool:
    """True where a window can be shown; without a display a QApplication ends the process."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return True
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application(theme: str | None = None) -> QApplication:
    """The one application, dressed."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["SalesDesk"])
    app.setApplicationName("SalesDesk")
    # no organisation name: Qt's folders and platformdirs' then agree
    size = recall().get("text_size", 100)
    fonts.set_scale(size if isinstance(size, int) and 90 <= size <= 150 else 100)
    apply_theme(app, theme or str(recall().get("theme", "system")))
    return app


class Desk(QObject):
    """Which window is open: the first-run screen, or that of a file."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.window: FirstRun | MainWindow | None = None

    def show(self, wanted: object) -> None:
        """Open the file at a path; None shows the first-run screen."""
        if isinstance(wanted, Path):
            try:
                session = self._open(wanted)
            except UserError as error:
                self._refused(error)
                return
            files.note_recent(session.path)
            section = self.window.section().id if isinstance(self.window, MainWindow) else "today"
            self._put(lambda: MainWindow(session, section))
        else:
            remember("last", "")
            self._put(FirstRun)

    def _open(self, path: Path) -> Session:
        if str(path) == "sample":
            from salesdesk.sample import make_sample

            folder = Path.home() / "SalesDesk"
            folder.mkdir(exist_ok=True)
            path = folder / "Marlow & Finch.salesdesk"
            if not path.exists():
                make_sample(path, self._clock)
        same = isinstance(self.window, MainWindow) and self.window.session.path == path
        if same and isinstance(self.window, MainWindow):
            self.window.close()
        session = Session.open(path, clock=self._clock)
        remember("last", str(session.path.resolve()))
        return session

    def _put(self, make: type[FirstRun] | object) -> None:
        old = self.window
        window = make()  # type: ignore[operator]
        self.window = window
        window.file_wanted.connect(self.show)
        if old is not None:
            window.setGeometry(old.geometry())
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()

    def say(self, words: str) -> None:
        """Say something in whatever window is open."""
        if isinstance(self.window, MainWindow):
            self.window.toast(words)
        elif self.window is not None:
            self.window.failed(UserError(words, ""))

    def _refused(self, error: UserError) -> None:
        if self.window is None:
            self._put(FirstRun)
        if self.window is not None:
            self.window.failed(error)


def run(path: Path | None, clock: Clock | None = None) -> int:
    """Open the window, on `path`, on the last file, or with the first-run screen."""
    app = application()
    desk = Desk(clock or Clock())
    last = recall().get("last")
    if path is None and isinstance(last, str) and last and Path(last).is_file():
        path = Path(last)
    faults.catch(desk.say)
    desk.show(path)
    return app.exec()
