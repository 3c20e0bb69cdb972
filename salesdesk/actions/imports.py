"""Bringing in the rows of a table: one import is one change, at any size."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from salesdesk.actions import action, import_rows
from salesdesk.actions.import_lookups import Lookups
from salesdesk.actions.import_rows import Bringer, Outcome
from salesdesk.importing.cells import BadCell, Cells, Reading
from salesdesk.importing.sources import Row
from salesdesk.store.database import Database

Progress = Callable[[int], bool]
TELL_EVERY = 500


class Cancelled(Exception):
    """The person stopped the import: nothing of it is kept."""


class OnlyTried(Exception):
    """A dry run came to its end: nothing of it is kept."""


@dataclass(frozen=True)
class RowError:
    """A row that was not taken: its line, the column, why, and its cells."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...]


@dataclass
class Tally:
    """What became of the rows; rows = created of the main kind + updated + skipped + errors."""

    rows: int = 0
    created_rows: int = 0
    updated: int = 0
    skipped: int = 0
    duplicates: int = 0
    created: Counter[str] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)


@action("Import")
def bring_in(
    db: Database,
    kind: str,
    source: str,
    reading: Reading,
    rows: Iterable[Row],
    on_duplicate: str,
    tally: Tally,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> None:
    """Write the rows; bad ones go into `tally.errors` with line, column and reason.

    Raises Cancelled when `progress(rows done)` says no, and OnlyTried after a dry run: both
    leave the file as it was.
    """
    bringer = import_rows.bringer(db, kind, Lookups(db, tally.created), on_duplicate)
    bringer.import_id = db.new_key()
    bringer.nameless = f"of {source}" if not import_rows.has_identity(kind, reading) else ""
    for line, cells in rows:
        tally.rows += 1
        _one(bringer, reading, line, cells, tally)
        if progress is not None and tally.rows % TELL_EVERY == 0 and not progress(tally.rows):
            raise Cancelled
    bringer.flush()
    tally.created[kind] = tally.created_rows
    _note_run(db, bringer.import_id, kind, source, tally)
    db.detail = f"{tally.created_rows:,} {kind} from {source}"
    if dry_run:
        raise OnlyTried


def _one(bringer: Bringer, reading: Reading, line: int, cells: list[str], tally: Tally) -> None:
    try:
        outcome = bringer.take(Cells(reading, line, cells))
    except BadCell as bad:
        tally.errors.append(RowError(line, bad.column, bad.reason, tuple(cells)))
        return
    if outcome is Outcome.CREATED:
        tally.created_rows += 1
    elif outcome is Outcome.UPDATED:
        tally.updated += 1
        tally.duplicates += 1
    else:
        tally.skipped += 1
        tally.duplicates += outcome is Outcome.DUPLICATE


def _note_run(db: Database, key: int, kind: str, source: str, tally: Tally) -> None:
    row: dict[str, Any] = {"id": key, "source": source, "kind": kind, "at": db.now()}
    row |= {"rows": tally.rows, "created": tally.created_rows, "updated": tally.updated}
    row |= {"skipped": tally.skipped, "errors": len(tally.errors)}
    db.table("import_run").insert(row)
