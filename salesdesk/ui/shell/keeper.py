"""Lets a window's file be backed up by itself, and says once what a person has to know of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from salesdesk.jobs import safekeeping
from salesdesk.store import backup_folder
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from pathlib import Path

    from salesdesk.session import Session
    from salesdesk.ui.shell.window import MainWindow

FIRST_MS = 60_000
EVERY_MS = 600_000


def words(session: "Session", what: str, *, here: bool = False) -> str:
    """What is said of the backups, each of it once; `here`, where the other place is chosen."""
    if what == "trouble":
        folder = backup_folder.of_file(session.db.path)
        said = tr("Backups cannot be written to {folder}. The file itself is fine.")
        said = said.format(folder=folder)
    else:
        said = tr("Your backups are on the same disk as the file: if it fails, both are gone.")
    if here:
        return f"{said} {tr('Choose another place for them.')}"
    return f"{said} {tr('File, Backups chooses another place.')}"


class Keeper(QObject):
    """Looks every ten minutes whether a backup is due; makes one when the file is closed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._let_go = window, window.let_go
        window.let_go = self._close
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Make a backup if one is due, and say what is to be said."""
        self._timer.start(EVERY_MS)
        session = self._window.session
        if session.db.read_only:
            return

        def done(_: "Path | None") -> None:
            what = safekeeping.to_say(session)
            if what is not None:
                self._window.toast(words(session, what))

        self._window.background(safekeeping.look_after, done)

    def _close(self) -> None:
        session = self._window.session
        path, clock = session.db.path, session.db.clock
        self._let_go()
        if not session.db.read_only:
            safekeeping.when_closed(path, clock)
