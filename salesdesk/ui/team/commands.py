"""What the File menu has for working as a team."""

from typing import TYPE_CHECKING

from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow
    from salesdesk.ui.team.live import Live


def commands(window: "MainWindow") -> list[Command]:
    """Share the file, see the team, and take the file back to this computer."""
    shared, mine = window.session.team is not None, not window.session.db.read_only

    def share() -> None:
        from salesdesk.ui.team.share import ShareDialog

        window.dialog(ShareDialog(window))

    def stop() -> None:
        from salesdesk.ui.team.share import UnshareDialog

        window.dialog(UnshareDialog(window))

    return [
        Command(tr("Share with my team…"), "", share, "users", not shared and mine),
        Command(tr("Team…"), "", lambda: show_team(window), "users", shared),
        Command(tr("Stop sharing…"), "", stop, "log-out", shared),
    ]


def names() -> list[str]:
    """The commands, as the File menu lists them."""
    return [tr("Share with my team…"), tr("Team…"), tr("Stop sharing…")]


def show_team(window: "MainWindow") -> None:
    """Who is in the team, and how the exchange stands."""
    from salesdesk.ui.team.people import TeamDialog

    if window.session.team is not None:
        window.dialog(TeamDialog(window))


def begin(window: "MainWindow") -> "Live | None":
    """Exchange with the team while the window is open; None for a file of one's own."""
    team = window.session.team
    if team is None or window.session.db.read_only:
        return None
    from salesdesk.ui.team.live import Live

    return Live(window, team)


def stop(window: "MainWindow") -> None:
    """Exchange no more, and wait for no share: the copy here is damaged."""
    live, window.live, window.session.team = window.live, None, None
    if live is not None:
        live.stop(leave=False, seconds=0)


def end(window: "MainWindow") -> None:
    """The window closes."""
    if window.live is not None:
        from salesdesk.ui.team import parting

        parting.end(window)
