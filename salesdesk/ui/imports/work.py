"""What the import dialog lets run on another thread: looking at a file, checking, importing."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.importing import sources
from salesdesk.imports import ImportResult
from salesdesk.session import Session
from salesdesk.ui.imports import kinds

SAMPLE = 500
ERRORS_SHOWN = 500


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
    try:
        source = sources.open_source(path, sheet)
        rows = source.rows()
        sample = list(islice(rows, SAMPLE))
        return Look(source, sample, len(sample) + sum(1 for _ in rows))
    except UserError as error:
        return error


def run(
    session: Session,
    wish: Wish,
    *,
    dry_run: bool,
    told: Callable[[int], object],
    stop: Stop,
) -> Outcome | UserError:
    """Check or import the rows; nothing is kept of a check or of what was stopped."""
    from salesdesk import imports

    def progress(done: int) -> bool:
        told(done)
        return not stop.is_set()

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
    errors = [
        [str(e.line), e.column, e.reason, *e.cells] for e in result.tally.errors[:ERRORS_SHOWN]
    ]
    counts = result.as_json()
    new = result.tally.created_rows
    words = f"{new:,} {kinds.words_of(wish.kind)} came in from {wish.path.name}."
    return Outcome(counts, words, errors, list(preview.source.headers), result)
