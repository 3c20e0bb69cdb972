"""Bringing in the rows of a table: one import is one change, at any size."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from salesdesk.actions import action, import_rows
from salesdesk.actions.import_deals import Campaigns, Deals, Results
from salesdesk.actions.import_lookups import Lookups
from salesdesk.actions.import_many_leads import ManyLeads
from salesdesk.actions.import_people import Contacts, Organisations
from salesdesk.actions.import_rows import Bringer
from salesdesk.actions.import_rows import RowError as RowError
from salesdesk.actions.import_rows import Tally as Tally
from salesdesk.importing.cells import Reading
from salesdesk.importing.sources import Row
from salesdesk.model import formats
from salesdesk.store.database import Database

Progress = Callable[[int], bool]
TELL_EVERY = 500
#: What brings in the rows of each kind of table.
BRINGERS: dict[str, type[Bringer]] = {
    "leads": ManyLeads,
    "contacts": Contacts,
    "organisations": Organisations,
    "deals": Deals,
    "campaigns": Campaigns,
    "results": Results,
}


class Cancelled(Exception):
    """The person stopped the import: nothing of it is kept."""


class OnlyTried(Exception):
    """A dry run came to its end: nothing of it is kept."""


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
    bringer = BRINGERS[kind](db, Lookups(db, tally.created), on_duplicate)
    bringer.import_id = db.new_key()
    bringer.nameless = f"of {source}" if not import_rows.has_identity(kind, reading) else ""
    bringer.only_tried = dry_run and on_duplicate in ("skip", "add")
    # first of all: while a row waits for its run, each further one is asked who else waits
    run = db.table("import_run")
    run.insert(
        {"id": bringer.import_id, "source": source, "kind": kind, "at": db.now(), **_told(tally)}
    )
    bringer.begin(reading)
    for part in _slices(rows):
        bringer.take_all(part, tally)
        if progress is not None and tally.rows % TELL_EVERY == 0 and not progress(tally.rows):
            raise Cancelled
    bringer.finish()
    tally.dayless = bringer.dayless
    tally.created[kind] = tally.created_rows
    run.update(bringer.import_id, _told(tally))
    db.detail = f"{formats.counted(tally.created_rows, kind)} from {source}"
    if dry_run:
        raise OnlyTried


def _slices(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, TELL_EVERY)):
        yield part


def _told(tally: Tally) -> dict[str, int]:
    made = {"rows": tally.rows, "created": tally.created_rows, "updated": tally.updated}
    return made | {"skipped": tally.skipped, "errors": len(tally.errors)}
