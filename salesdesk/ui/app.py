"""The program with a screen: one application, and one window for the file that is open."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.errors import UserError
from salesdesk.jobs import opening
from salesdesk.model.calendar import Clock
from salesdesk.session import Session, recall, remember
from salesdesk.start import has_screen as has_screen
from salesdesk.store.faults import Damaged
from salesdesk.store.locks import Locked
from salesdesk.store.vetting import Foreign
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.theme import apply_theme
from salesdesk.ui.shell import faults, files, looks, places
from salesdesk.ui.shell.files import Anew
from salesdesk.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from salesdesk.ui.shell.first_run import FirstRun


#: So soon a thread that computes lets the window's thread go on: Python's own five milliseconds
#: are lost at each event while a worker counts.
SWITCH_SECONDS = 0.0005


def application(theme: str | None = None) -> QApplication:
    """The one application, dressed."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["SalesDesk"])
    app.setApplicationName("SalesDesk")
    sys.setswitchinterval(SWITCH_SECONDS)
    # no organisation name: Qt's folders and platformdirs' then agree
    size = recall().get("text_size", 100)
    fonts.set_scale(size if isinstance(size, int) and 90 <= size <= 150 else 100)
    looks.take_up()
    apply_theme(app, theme or str(recall().get("theme", "system")))
    return app


class Desk(QObject):
    """Which window is open: the first-run screen, or that of a file."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.window: FirstRun | MainWindow | None = None

    def begin(self, wanted: Session | Path | None) -> None:
        """The first window of the program: of an open file, of a path, or the first-run screen."""
        if isinstance(wanted, Session):
            window = MainWindow(wanted, *places.left(wanted), hasty=True)
            window.later(lambda: _note(wanted))
            self._put(window)
        else:
            self.show(wanted)

    def show(self, wanted: object) -> None:
        """Open the file at a path; None shows the first-run screen.

        The session of the window itself, or its path, makes the window anew.
        """
        here = self.window.session if isinstance(self.window, MainWindow) else None
        if here is not None and _is_open(here, wanted):
            self._again(here)
        elif isinstance(wanted, Anew):
            self._anew(wanted)
        elif isinstance(wanted, Path):
            if opening.takes_long(wanted):
                self._get_ready(wanted)
            else:
                self._show_file(wanted)
        else:
            remember("last", "")
            self._put(_first_run())

    def _show_file(self, path: Path) -> None:
        try:
            session = self._open(path)
            window = self._window_of(session)
        except UserError as error:
            self._refused(error, path)
            return
        _note(session)
        self._put(window)

    def _get_ready(self, path: Path) -> None:
        """A file that is large and new here, or still with the team: not on this thread."""
        from salesdesk.ui.shell.opening import OpeningDialog

        parent = self._some_window()
        OpeningDialog(parent, path, self._clock, self._show_file, self._refused).begin_over()

    def _open(self, path: Path) -> Session:
        if str(path) == "sample":
            from salesdesk.sample import make_sample

            folder = Path.home() / "SalesDesk"
            folder.mkdir(exist_ok=True)
            path = folder / "Marlow & Finch.salesdesk"
            if not path.exists():
                make_sample(path, self._clock)
        return Session.open(path, clock=self._clock)

    def _window_of(self, session: Session) -> MainWindow:
        section = self.window.section().id if isinstance(self.window, MainWindow) else "today"
        try:
            return MainWindow(session, section)
        except UserError:
            session.close()
            raise

    def _again(self, session: Session) -> None:
        """The same file in a new window, as other colours need it: it stays open meanwhile."""
        old = self.window
        if isinstance(old, MainWindow):
            places.keep(old)
            session.db.impatient = False
            window = self._window_of(session)
            old.let_go = lambda: None
            self._put(window)

    def _put(self, window: "FirstRun | MainWindow") -> None:
        old = self.window
        self.window = window
        window.file_wanted.connect(self.show)
        if isinstance(window, MainWindow):
            window.later(partial(_keep_safe, window))
        if old is not None:
            window.setGeometry(old.geometry())
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()

    def say(self, words: str) -> None:
        """Say something in whatever window is open."""
        if self.window is not None:
            self.window.toast(words)

    def failed(self, error: Exception) -> None:
        """Say what went wrong where nobody expected it."""
        if isinstance(self.window, MainWindow):
            self.window.failed(error)
        elif self.window is not None:
            self.window.failed(UserError(faults.said(error), ""))

    def read_again(self) -> None:
        """The file was being written when something was to be shown."""
        if isinstance(self.window, MainWindow):
            self.window.hearing.soon()

    def _some_window(self) -> QWidget:
        """The window that is open; where there is none, the first-run screen."""
        if self.window is None:
            self._put(_first_run())
        assert self.window is not None
        return self.window

    def _refused(self, error: Exception, path: Path) -> None:
        window = self._some_window()
        if isinstance(error, Foreign):
            from salesdesk.ui.shell.untrusted import CleanCopyDialog

            CleanCopyDialog(window, error, self._clock, self._cleaned).open_over()
        elif isinstance(error, Locked):
            from salesdesk.ui.shell.locking import PassphraseDialog

            PassphraseDialog(window, error.path, partial(self.show, path)).open_over()
        elif isinstance(error, Damaged):
            from salesdesk.ui.shell.damage import DamageDialog

            DamageDialog(window, error, path, self._clock, self.show).open_over()
        else:
            self.failed(error)

    def _anew(self, wanted: Anew) -> None:
        """Close the file, do what nobody may have it open for, and open it again."""
        from salesdesk.ui.shell.opening import AnewDialog

        self._put(_first_run())

        def done(words: str) -> None:
            self._show_file(wanted.path)
            self.say(words)

        AnewDialog(self._some_window(), wanted, done).begin_over()

    def _cleaned(self, path: Path, words: str) -> None:
        self.show(path)
        self.say(words)


def _keep_safe(window: MainWindow) -> None:
    from salesdesk.ui.shell.care import Care
    from salesdesk.ui.shell.keeper import Keeper

    Keeper(window)
    Care(window)


def _first_run() -> "FirstRun":
    from salesdesk.ui.shell.first_run import FirstRun

    return FirstRun()


def _is_open(session: Session, wanted: object) -> bool:
    if wanted is session:
        return True
    # a file that was moved or replaced while it was open is another one from now on
    same = isinstance(wanted, Path) and wanted.resolve() == session.path.resolve()
    return same and files.fault_of(session) is None


def _note(session: Session) -> None:
    files.note_recent(session.path)
    remember("last", str(session.path.resolve()))


def desk(wanted: Session | Path | None, clock: Clock) -> Desk:
    """The application with its first window, shown."""
    application()
    made = Desk(clock)
    faults.catch(made.failed, made.read_again)
    made.begin(wanted)
    return made


def run(wanted: Session | Path | None, clock: Clock) -> int:
    """Show a window on a file, and work in it until it is closed."""
    made = desk(wanted, clock)
    QTimer.singleShot(0, _settle)
    ended = QApplication.exec()
    del made
    return ended


def _settle() -> None:
    """What the start has made stays: the search for rings begins with what comes after it."""
    gc.freeze()
    gc.enable()
