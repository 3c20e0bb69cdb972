"""The commands for the file itself: whole or damaged, copied, shared, merged, locked."""

from pathlib import Path

import click

from salesdesk.cli.words import FILE, cli, say
from salesdesk.model.calendar import Clock


@cli.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@click.pass_obj
def clean(clock: Clock, file: Path, out: Path) -> None:
    """Write a clean copy of a FILE that was tampered with to OUT."""
    from salesdesk.store import clean_copies

    done = clean_copies.clean_copy(file, out, clock)
    say(f"{done.rows:,} records are in {out}; {done.left_out:,} did not fit.")
