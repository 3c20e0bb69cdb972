"""What the import dialog lets run beside it: looking at a file, checking, importing.

A table that takes longer than a moment is read in a process of its own: a thread that reads
tables holds up the window.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.jobs import import_job, import_process
from salesdesk.jobs.import_job import BringJob, Look, LookJob, Wish
from salesdesk.jobs.imports import ImportResult
from salesdesk.model.formats import counted
from salesdesk.session import Session
from salesdesk.ui.imports import kinds

__all__ = ["Look", "Outcome", "Stop", "Wish", "look", "run"]

ERRORS_SHOWN = 500
A_MOMENT = 100_000  # bytes of a table that is read sooner than a process begins


@dataclass
class Outcome:
    """What an import did, or would do: the counts, and the rows that were refused."""

    counts: dict[str, Any]
    words: str
    errors: list[list[str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    result: ImportResult | None = None


class Stop(threading.Event):
    """Set by Cancel: the import ends at its next look, and nothing of it is kept."""


def look(path: Path, sheet: str | None) -> Look | UserError:
    """Open a table; a UserError comes back as a value, to be shown in the dialog."""
    if _is_long(path):
        job = LookJob(path.absolute(), sheet)
        try:
            found: Look | UserError = import_process.call(job, told=_deaf, stop=Stop())
            return found
        except import_process.NotStarted:
            pass
        except UserError as error:
            return error
    return import_job.look(path, sheet)


def run(
    session: Session,
    wish: Wish,
    *,
    dry_run: bool,
    told: Callable[[int], object],
    stop: Stop,
) -> Outcome | UserError:
    """Check or import the rows; nothing is kept of a check or of what was stopped."""
    found = _brought(session, wish, dry_run, told, stop)
    if isinstance(found, UserError):
        return found
    errors = [
        [str(e.line), e.column, e.reason, *e.cells] for e in found.tally.errors[:ERRORS_SHOWN]
    ]
    new = found.tally.created_rows
    words = f"{counted(new, kinds.words_of(wish.kind))} came in from {wish.path.name}."
    return Outcome(found.as_json(), words, errors, list(found.preview.source.headers), found)


def _brought(
    session: Session, wish: Wish, dry_run: bool, told: Callable[[int], object], stop: Stop
) -> ImportResult | UserError:
    def progress(done: int) -> bool:
        told(done)
        return not stop.is_set()

    if _is_long(wish.path) and not session.db.read_only:
        db = session.db
        job = BringJob(db.path.absolute(), db.clock, db.person_id, wish, dry_run)
        try:
            found: ImportResult | UserError = import_process.call(job, told=told, stop=stop)
            return found
        except import_process.NotStarted:
            pass
        except UserError as error:
            return error
    return import_job.bring(session, wish, dry_run=dry_run, progress=progress)


def _is_long(path: Path) -> bool:
    try:
        return path.stat().st_size > A_MOMENT
    except OSError:
        return False


def _deaf(_: int) -> None:
    return
