"""Our own mistakes: written to a log beside what this computer remembers."""

import sys
import traceback
from pathlib import Path

from salesdesk import __version__
from salesdesk.store.seats import home


def note(error: BaseException, where: str) -> Path:
    """Write a mistake and where it was made to the log; the log."""
    path = home() / "errors.log"
    told = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"\n{__version__} {where}\n{told}")
    except OSError:
        sys.stderr.write(told)
    return path
