"""Our own mistakes: written to a log and named in plain words, while the window stays open."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from salesdesk import __version__
from salesdesk.store.seats import home
from salesdesk.ui.kit.text import tr


def note(error: BaseException) -> Path:
    """Write a mistake to the log beside what this computer remembers; the log."""
    path = home() / "errors.log"
    told = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"\n{__version__} window\n{told}")
    except OSError:
        sys.stderr.write(told)
    return path


def words(path: Path) -> str:
    """What a person is told about a mistake of ours."""
    return tr(
        "SalesDesk made a mistake. What was saved before is safe. It is written in {path}."
    ).format(path=path)


def catch(say: Callable[[str], object]) -> None:
    """From now on an error that nobody expected is noted and said, and the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        say(words(note(error)))

    sys.excepthook = hook
