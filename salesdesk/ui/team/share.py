"""File, Share with my team, and the way back: where, and what will be made there."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtWidgets import QHBoxLayout

from salesdesk.errors import UserError
from salesdesk.jobs import opening
from salesdesk.session import Session
from salesdesk.store import locations
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label, small
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Card, IconLabel
from salesdesk.ui.shell.folder_row import FolderRow

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

ENDING = ".salesdesk"


class PlaceDialog(Dialog):
    """A folder and a name, and what will be there; the work is done on another thread."""

    def __init__(self, window: "MainWindow", title: str, verb: str, icon: str) -> None:
        super().__init__(title, window, verb, self._begin, width=640, icon=icon)
        self._window = window
        self._busy = False

    def _ask_place(self) -> None:
        self.row = FolderRow(self._window.session.path.parent, self._place_changed)
        self.folder = self.row.line
        self.body.addWidget(self.row)

    def _place_changed(self) -> None:
        try:
            self._show()
        except UserError as error:
            self.fail(str(error))
        else:
            self.note.setText("")

    def _show(self) -> None:
        """Say what will be made there."""
        raise NotImplementedError

    def _work(self, session: Session, target: Path) -> Path:
        """Make it."""
        raise NotImplementedError

    def _made(self, path: Path) -> None:
        """It is made: go on with it."""
        raise NotImplementedError

    def target(self) -> Path | None:
        """The file that will be made; None until a folder is chosen."""
        folder = self.row.path()
        return None if folder is None else self._in(folder)

    def _in(self, folder: Path) -> Path:
        target = folder / self._window.session.path.name
        locations.check_name(target)
        return target

    def _begin(self) -> bool:
        target = self._in(self.row.asked())
        if self._busy:
            return False
        self._busy = True
        self.primary.setEnabled(False)
        self.note.set_token("text-2")
        self.note.setText(tr("Copying…"))
        session = self._window.session
        job = self._job(session, target)

        def work(own: Session) -> Path:
            made = job(own)
            with contextlib.suppress(UserError):  # opening it says so
                opening.get_ready(made, own.db.clock)
            return made

        self._window.jobs.start(session, work, self._arrived, self._went_wrong)
        return False

    def _job(self, session: Session, target: Path) -> Callable[[Session], Path]:
        return lambda own: self._work(own, target)

    def _arrived(self, path: Path) -> None:
        self.accept()
        self._made(path)

    def _went_wrong(self, error: Exception) -> None:
        self._busy = False
        self.primary.setEnabled(True)
        if isinstance(error, UserError):
            self.fail(str(error))
        else:
            self.note.setText("")
            self._window.failed(error)


class ShareDialog(PlaceDialog):
    """Choose the place; from then on everybody opens the file there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window, tr("Share with my team"), tr("Share"), "users")
        self.body.addWidget(
            Label(
                tr(
                    "Choose a folder that all of you can open: on an office share or NAS, in "
                    "Dropbox, OneDrive or the like, or on a memory stick. It needs no server."
                ),
                "body",
                "text-2",
                wrap=True,
            )
        )
        self._ask_place()
        self.made = Card(tr("What will be made there"), "surface-2", 12)
        self.lines = [_line(self.made, icon) for icon in ("file-text", "folder-open", "info")]
        self.body.addWidget(self.made)
        helping = Button(tr("How sharing works"), icon="circle-help", quiet=True, small=True)
        helping.setAutoDefault(False)
        helping.clicked.connect(self._help)
        self.body.addWidget(helping)
        self._show()
        self.folder.setFocus()

    def _show(self) -> None:
        session = self._window.session
        stem, name = session.path.stem, session.path.name
        target = self.target()
        self.lines[0].setText(tr("{name}: the file that all of you open").format(name=name))
        self.lines[1].setText(
            tr("{name}-team: a folder beside it, through which changes go").format(
                name=f"{stem}{ENDING}"
            )
        )
        last = tr("The file that is open now stays where it is, as a copy of today.")
        if target is not None and os.path.lexists(target):
            last = tr("There is already a file called {name}. Choose another folder.").format(
                name=name
            )
        self.lines[2].setText(last)

    def _work(self, session: Session, target: Path) -> Path:
        from salesdesk.jobs import sharing

        return sharing.share(session, target)

    def _made(self, path: Path) -> None:
        window = self._window
        window.file_wanted.emit(path)
        words = tr("{name} is shared. Colleagues choose File, Open, and this file.")
        _say_in_new_window(window, words.format(name=path.name))

    def _help(self) -> None:
        from salesdesk.ui.help.window import show_help

        self.reject()
        show_help(self._window, "sharing")


class UnshareDialog(PlaceDialog):
    """Write a file of one's own; the shared one stays for the others."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window, tr("Stop sharing"), tr("Make a local file"), "log-out")
        self.body.addWidget(
            Label(
                tr(
                    "You get a complete file of your own in a folder of this computer, and it "
                    "opens. What you do in it is yours alone from then on. Your colleagues keep "
                    "the shared file and go on with it."
                ),
                "body",
                "text-2",
                wrap=True,
            )
        )
        self._ask_place()
        self._words = small("", wrap=True)
        self.body.addWidget(self._words)
        self.folder.setText(str(Path.home()))
        self.folder.setFocus()

    def _show(self) -> None:
        target = self.target()
        words = "" if target is None else tr("{path} will be made.").format(path=target)
        if target is not None and os.path.lexists(target):
            words = tr("There is already a file {path}. Choose another folder.").format(path=target)
        self._words.setText(words)

    def _job(self, session: Session, target: Path) -> Callable[[Session], Path]:
        from salesdesk.jobs import sharing

        # the exchange belongs to the session of the window; another would not know of it
        team = session.team

        def work(own: Session) -> Path:
            own.team = team
            try:
                return sharing.unshare(own, target)
            finally:
                own.team = None

        return work

    def _made(self, path: Path) -> None:
        team = self._window.session.team
        words = tr("{name} is your own file now. The team keeps the shared one.")
        if team is not None and not team.status().online:
            away = tr("The share is away: what colleagues did meanwhile is not in it.")
            words = f"{words} {away}"
        self._window.file_wanted.emit(path)
        _say_in_new_window(self._window, words.format(name=path.name))


def _line(card: Card, icon: str) -> Label:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(icon, "text-3"))
    words = Label("", "body", "text", wrap=True)
    row.addWidget(words, 1)
    card.body.addLayout(row)
    return words


def _say_in_new_window(old: "MainWindow", words: str) -> None:
    """Say it in the window that took the place of the old one."""
    from salesdesk.ui.shell.window import MainWindow

    shown = [w for w in QtWidgets.QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    for window in shown:
        if window is not old and window.isVisible():
            window.toast(words)
