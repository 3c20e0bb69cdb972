"""Our own mistakes: written to a log and named in plain words, while the window stays open."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.store.faults import Busy, Damaged
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def note(error: BaseException) -> Path:
    """Write a mistake of the window to the log; the log."""
    return mistakes.note(error, "window")


def said(error: Exception) -> str:
    """What a person is told; a mistake of ours goes to the log, and they are told where that is."""
    if isinstance(error, UserError):
        return str(error)
    path = note(error)
    return tr(
        "SalesDesk made a mistake. What was saved before is safe. It is written in {path}."
    ).format(path=path)


def show(window: "MainWindow", error: Exception) -> None:
    """Say it in the window; damage to its file stops the writing and has a dialog of its own."""
    if isinstance(error, Damaged):
        from salesdesk.ui.shell import care  # what it needs, no start needs

        if care.met(window, error):
            return
    window.toast(said(error))


def catch(failed: Callable[[Exception], object], again: Callable[[], object]) -> None:
    """From now on an error that nobody expected is said by `failed`, and the program goes on.

    A panel that met a file which was being written is no mistake: it reads `again`.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, Busy):
            again()
        else:
            failed(error)

    sys.excepthook = hook
