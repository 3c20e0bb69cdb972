"""What the File menu has for working as a team."""

from typing import TYPE_CHECKING

from salesdesk.store import locations
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from pathlib import Path

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
    if window.session.db.read_only:
        return None
    if team is None:
        _tell_of_team(window)
        return None
    from salesdesk.ui.team.live import Live

    return Live(window, team)


def _tell_of_team(window: "MainWindow") -> None:
    """Who opens the copy that stayed behind when a file was shared works for nobody else."""
    if not locations.shared_ones():
        return
    from salesdesk.jobs import sharing

    def told(shared: "Path | None") -> None:
        if shared is not None:
            words = tr(
                "Your team works in {path}. This file is a copy: what you do in it stays in it "
                "until you merge it there."
            )
            window.toast(words.format(path=shared))

    window.background(sharing.stayed_behind, told)


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
