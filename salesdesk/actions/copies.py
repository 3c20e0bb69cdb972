"""What people do with copies of their file: merge them in, one step of Undo."""

import json

from salesdesk.actions import action, quotes
from salesdesk.store import unmerging
from salesdesk.store.database import Database
from salesdesk.store.unmerging import Ranges


@action(unmerging.WORDS)
def note_merge(db: Database, source: str, came: Ranges, changes: int, records: int) -> None:
    """Write down that a copy was merged, so that one Undo takes all of it back."""
    quotes.number_apart(db)
    _note(db, unmerging.KIND, source, unmerging.to_text(came), changes, records)


@action(unmerging.WORDS)
def merge_again(db: Database, source: str) -> int:
    """Do the merges again that were taken back; how many records came back."""
    undone = unmerging.undone(db.connection)
    rows = {row for _, came in undone for row in unmerging.rows_of(db.connection, came)}
    unmerging.do_again(db.connection, undone, db.stamp())
    mapping = json.dumps([key for key, _ in undone])
    _note(db, unmerging.AGAIN, source, mapping, len(undone), len(rows))
    return len(rows)


def _note(db: Database, kind: str, source: str, mapping: str, changes: int, records: int) -> None:
    counts = {"rows": changes, "created": 0, "updated": records, "skipped": 0, "errors": 0}
    row = {"kind": kind, "source": source, "at": db.now(), "mapping": mapping, **counts}
    db.table("import_run").insert(row)
    db.detail = source
