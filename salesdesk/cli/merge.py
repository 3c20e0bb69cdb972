"""The command that brings another copy of a file into it: merge."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesdesk.cli.locking import know_lock
from salesdesk.cli.words import AS_JSON, FILE, changing, cli, say, tell
from salesdesk.model.calendar import Clock
from salesdesk.store.locks import ENV_OTHER_PASSPHRASE

if TYPE_CHECKING:
    from salesdesk.jobs.merges import Outcome, Preview


@cli.command()
@FILE
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@AS_JSON
@click.pass_obj
def merge(clock: Clock, file: Path, other: Path, dry_run: bool, as_json: bool) -> None:
    """Bring everything of OTHER, a copy of FILE, into FILE.

    Both are backed up before. OTHER is only read. Undo takes all of it back. Locked files are
    opened with SALESDESK_PASSPHRASE; where OTHER has another passphrase, it is read from
    SALESDESK_OTHER_PASSPHRASE, or asked for.
    """
    from salesdesk.jobs import locking, merges

    with changing(file, clock) as session:
        if locking.is_locked(other):
            know_lock(other, os.environ.get(ENV_OTHER_PASSPHRASE))
        told = merges.preview(session, other)
        outcome = None if dry_run or told.nothing_new else merges.merge(session, other)
    if as_json:
        tell(_facts(told, outcome))
        return
    for line in told.lines():
        say(line)
    say(outcome.words() if outcome else told.words())
    for path in outcome.backups if outcome else ():
        say(f"Backed up before as {path}")


def _facts(told: "Preview", outcome: "Outcome | None") -> dict[str, Any]:
    people = [(share, False) for share in told.theirs] + [(share, True) for share in told.mine]
    return {
        "merged": outcome is not None,
        "changes": told.changes,
        "records": outcome.records if outcome else told.records,
        "fields_differ": len(outcome.clashes if outcome else told.clashes),
        "people": [
            {"who": s.who, "computer": s.computer, "here": here, "changed": s.counts}
            for s, here in people
        ],
        "backups": [str(path) for path in outcome.backups] if outcome else [],
    }
