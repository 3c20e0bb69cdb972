"""Mistakes, theirs told and ours written to a log beside what this computer remembers."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.store.seats import home


def note(error: BaseException, where: str) -> Path:
    """Write a mistake and where it was made to the log; the log."""
    import traceback

    path = home() / "errors.log"
    told = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"\n{__version__} {where}\n{told}")
    except OSError:
        sys.stderr.write(told)
    return path


def beside(work: Callable[[], object], name: str, *, daemon: bool = True) -> threading.Thread:
    """Start a thread, the one way to do it: a mistake of ours in it goes to the log and ends it."""

    def run() -> None:
        try:
            work()
        except Exception as error:
            note(error, name)

    thread = threading.Thread(target=run, name=name, daemon=daemon)
    thread.start()
    return thread


@contextmanager
def told() -> Iterator[None]:
    """Tell what went wrong inside; exit 1 where the user can mend it, 3 where it is our fault."""
    try:
        yield
    except UserError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)
    except Exception as error:
        log = note(error, " ".join(sys.argv[1:]))
        sys.stderr.write(f"error: SalesDesk made a mistake. It is written in {log}.\n")
        sys.exit(3)
