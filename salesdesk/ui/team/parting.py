"""A window on a shared file closes: the last changes are sent, or wait here, and that is said."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def kept(count: int, name: str) -> str:
    """That changes wait and nothing is lost: no question, because there is nothing to decide."""
    form = tr("{n} changes in {name} are kept on this computer and are sent when it is open again.")
    if count == 1:
        form = tr("1 change in {name} is kept on this computer and is sent when it is open again.")
    return form.format(n=f"{count:,}", name=name)


def end(window: "MainWindow") -> None:
    """End the exchange of a window; unless its file stays open in a new one, say goodbye."""
    live, session = window.live, window.session
    if live is None:
        return
    others = _others(window)
    leaves = not any(getattr(other, "session", None) is session for other in others)
    if leaves:
        window.hide()  # it must not stand there frozen while a slow share is waited for
    live.stop(leave=leaves)
    window.live = None
    if not leaves:
        return
    session.team = None  # that was its goodbye: the window's thread never waits for a share
    waiting = live.team.status().waiting_out
    for other in others if waiting else ():
        say = getattr(other, "toast", None)
        if say is not None:
            say(kept(waiting, session.path.name))


def _others(window: "MainWindow") -> list[QWidget]:
    """What is shown in the place of a window that closes; nothing where the program ends."""
    shown = QApplication.topLevelWidgets()
    return [other for other in shown if other is not window and other.isVisible()]
