"""Reading that is given up as soon as nobody waits for it any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from salesdesk.store.database import Database

#: How many steps of a statement pass between two looks; a fraction of a millisecond.
STEPS = 20_000


class Stopped(Exception):
    """Something else is wanted by now."""


@contextmanager
def stoppable(db: Database, stop: Callable[[], bool]) -> Iterator[None]:
    """Whatever is read inside ends with `Stopped` once `stop()` says so."""
    if stop():
        raise Stopped
    db.connection.set_progress_handler(stop, STEPS)
    try:
        yield
    except Exception as error:
        if stop():
            raise Stopped from error
        raise
    finally:
        db.connection.set_progress_handler(None, 0)
