"""A window on a shared file closes: the last changes are sent, or it is said that they wait."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.team.commands import QUITTING

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


class WaitingDialog(Dialog):
    """Changes wait on this computer: close all the same, or stay."""

    def __init__(self, window: "MainWindow", count: int, problem: str) -> None:
        one = count == 1
        title = tr("1 change has not reached the team") if one else ""
        title = title or tr("{n} changes have not reached the team").format(n=f"{count:,}")
        super().__init__(title, window, tr("Close"), window.close, icon="hourglass")
        self.cancel.setText(tr("Stay"))
        what = tr("It is kept") if one else tr("They are kept")
        kept = tr("{what} on this computer, and will be sent when this file is open here again.")
        self.body.addWidget(Label(kept.format(what=what), "body", "text", wrap=True))
        if problem:
            self.body.addWidget(Label(problem, "small", "text-2", wrap=True))


def may_close(window: "MainWindow", event: QCloseEvent) -> bool:
    """False where a person should know first that changes wait; they can close all the same."""
    live = window.live
    by_a_person = event.spontaneous() or bool(window.property(QUITTING))
    if live is None or live.parted or not by_a_person:
        return True
    status = live.team.status()
    if status.online or not status.waiting_out:
        return True
    window.setProperty(QUITTING, False)
    live.parted = True
    problem = "" if status.problem is None else status.problem.title
    dialog = WaitingDialog(window, status.waiting_out, problem)
    dialog.rejected.connect(lambda: _stays(window))
    window.dialog(dialog)
    event.ignore()
    return False


def _stays(window: "MainWindow") -> None:
    if window.live is not None:
        window.live.parted = False


def _goes_on(window: "MainWindow") -> bool:
    """Whether the same open file is shown in a new window, as after a change of colours."""
    return any(
        getattr(other, "session", None) is window.session and other.isVisible()
        for other in QApplication.topLevelWidgets()
        if other is not window
    )


def end(window: "MainWindow") -> None:
    """End the exchange of a window; unless its file stays open in a new one, say goodbye."""
    live, session = window.live, window.session
    if live is None:
        return
    leaves = not _goes_on(window)
    if leaves:
        window.hide()  # it must not stand there frozen while a slow share is waited for
    live.stop(leave=leaves)
    window.live = None
    if leaves:
        session.team = None  # that was its goodbye: the window's thread never waits for a share
