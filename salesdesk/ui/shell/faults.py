"""Our own mistakes: written to a log and named in plain words, while the window stays open."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from salesdesk import mistakes
from salesdesk.store.faults import Busy
from salesdesk.ui.kit.text import tr


def note(error: BaseException) -> Path:
    """Write a mistake of the window to the log; the log."""
    return mistakes.note(error, "window")


def words(path: Path) -> str:
    """What a person is told about a mistake of ours."""
    return tr(
        "SalesDesk made a mistake. What was saved before is safe. It is written in {path}."
    ).format(path=path)


def catch(say: Callable[[str], object], again: Callable[[], object]) -> None:
    """From now on an error that nobody expected is noted and said, and the program goes on.

    A panel that met a file which was being written is no mistake: it reads `again`.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, Busy):
            again()
            return
        say(words(note(error)))

    sys.excepthook = hook
