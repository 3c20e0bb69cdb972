"""The commands of merging in the menus, and the lines in the sidebar that lead to them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets

from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def commands(window: "MainWindow") -> list[Command]:
    """What can be done about copies of the open file."""
    return [
        Command(tr("Merge a copy…"), "", partial(choose, window), "git-merge"),
        Command(tr("Fields that differ…"), "", partial(decide, window), "git-merge"),
    ]


def names() -> list[str]:
    """The commands as they stand in the File menu."""
    return [tr("Merge a copy…"), tr("Fields that differ…")]


def choose(window: "MainWindow") -> None:
    """File, Merge a copy: choose which one."""
    from salesdesk.ui.shell import files

    start = str(window.session.path.parent)
    name, _ = QtWidgets.QFileDialog.getOpenFileName(
        window, tr("Merge a copy of this file"), start, files.FILTER
    )
    if name:
        merge(window, Path(name))


def merge(window: "MainWindow", other: Path) -> None:
    """Show what merging `other` would bring."""
    from salesdesk.ui.merging.dialog import MergeDialog

    window.dialog(MergeDialog(window, other))


def decide(window: "MainWindow") -> None:
    """File, Fields that differ: pick what to keep."""
    from salesdesk.ui.merging.differences import open_differences

    open_differences(window)
