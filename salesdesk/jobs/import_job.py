"""What the import window asks for: look at a table, try its rows, bring them in; no screen needed.

`python -m salesdesk.jobs.import_job` does one of them as a child process: it reads the job from its
standard input and answers in pickles on its standard output, a row count now and then and the
result at last. When its input says anything more, or ends, it stops and nothing is kept.
"""

import os
import pickle
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.importing import sources
from salesdesk.jobs import children
from salesdesk.jobs.imports import ImportResult
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

SAMPLE = 500


@dataclass
class Look:
    """A table as it was found: its first rows, and how many there are."""

    source: sources.Source
    sample: list[sources.Row]
    total: int


@dataclass(frozen=True)
class Wish:
    """How the rows are to come in."""

    path: Path
    sheet: str | None
    kind: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    date_order: str | None
    on_duplicate: str


@dataclass(frozen=True)
class LookJob:
    """To look at a table."""

    path: Path
    sheet: str | None


@dataclass(frozen=True)
class BringJob:
    """To try the rows of a table with a file, or bring them in."""

    file: Path
    clock: Clock
    person_id: int | None
    wish: Wish
    dry_run: bool


def look(path: Path, sheet: str | None) -> Look | UserError:
    """Open a table; a UserError comes back as a value, to be shown in the dialog."""
    try:
        source = sources.open_source(path, sheet)
        rows = source.rows()
        sample = list(islice(rows, SAMPLE))
        total = len(sample) + sum(1 for _ in rows)
        # the cells of a workbook are read again when they come in: two copies help nobody
        return Look(replace(source, cells=None), sample, total)
    except UserError as error:
        return error


def bring(
    session: Session, wish: Wish, *, dry_run: bool, progress: Callable[[int], bool]
) -> ImportResult | UserError:
    """Check or import the rows; nothing is kept of a check or of what was stopped."""
    from salesdesk.jobs import imports

    try:
        preview = imports.look(
            wish.path,
            wish.kind,
            columns=wish.columns,
            date_order=wish.date_order,
            sheet=wish.sheet,
        )
        result = imports.bring(
            session,
            preview,
            value_table=wish.values,
            on_duplicate=wish.on_duplicate,
            dry_run=dry_run,
            progress=progress,
        )
    except UserError as error:
        return error
    except OSError as error:
        words = f"{wish.path.name} cannot be read any more ({error.strerror})."
        return UserError(words, "Nothing of it was kept. Choose the file again.")
    if result is None:
        return UserError("The import was stopped.", "Nothing of it was kept.")
    preview.source = replace(preview.source, cells=None)
    return result


def _done(job: object, progress: Callable[[int], bool]) -> object:
    if isinstance(job, LookJob):
        return look(job.path, job.sheet)
    if not isinstance(job, BringJob):
        raise TypeError(f"no job: {job!r}")
    from salesdesk.store import files

    # like a window's second connection: the window holds the claim to the file
    with Session(files.open_file(job.file, job.clock, person_id=job.person_id)) as session:
        return bring(session, job.wish, dry_run=job.dry_run, progress=progress)


def main() -> None:
    """Be the child: do the job of the standard input."""
    out = children.begin()
    stop = threading.Event()

    def say(*message: Any) -> None:
        pickle.dump(message, out)
        out.flush()

    def progress(rows: int) -> bool:
        say("rows", rows)
        return not stop.is_set()

    def listen() -> None:
        sys.stdin.buffer.read(1)  # a word from the window, or its end
        stop.set()

    say("ready", None)
    job = pickle.load(sys.stdin.buffer)
    mistakes.beside(listen, "import")
    try:
        say("done", _done(job, progress))
    except UserError as error:
        say("done", error)
    except Exception:
        import traceback

        say("failed", traceback.format_exc())
    # the thread that listens may hold the input: leave without waiting for it
    os._exit(0)


if __name__ == "__main__":
    from salesdesk.jobs import import_job

    import_job.main()  # by its name, so that what is pickled is known by it
