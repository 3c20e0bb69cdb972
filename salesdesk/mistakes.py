"""Mistakes, theirs told and ours written to a log beside what this computer remembers."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.model import tidy
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
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserError as error:
        _end(error)
    except BrokenPipeError:  # who read along has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)
    except OSError as error:
        _end(_of_the_system(error))
    except Exception as error:
        log = note(error, " ".join(sys.argv[1:]))
        sys.stderr.write(f"error: SalesDesk made a mistake. It is written in {log}.\n")
        sys.exit(3)


def _end(error: UserError) -> NoReturn:
    """Say it in one line, whatever is in the names that it tells, and end."""
    sys.stderr.write(f"error: {tidy.line(str(error))}\n")
    sys.exit(1)


def _of_the_system(error: OSError) -> UserError:
    """The sentence for what no part of the program expected of a file, a folder or a disk."""
    name = Path(os.fsdecode(error.filename or "")).name or "A file"
    return UserError(
        f"{name[:80]} cannot be read or written ({error.strerror or error}).",
        "Check its name and place, or choose another.",
    )
