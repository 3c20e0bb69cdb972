"""The commands for the file itself: whole or damaged, copied, shared, merged, locked."""

from pathlib import Path

import click

from salesdesk.cli.words import FILE, cli
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


@cli.command()
@FILE
@click.pass_obj
def check(clock: Clock, file: Path) -> None:
    """Look through the whole FILE for damage."""
    with Session.open(file, clock=clock) as session:
        faults = session.check()
    if faults:
        for fault in faults:
            click.echo(fault)
        raise UserError(
            f"{file.name} is damaged.", "Nothing was changed in it. Open a backup instead."
        )
    click.echo(f"{file.name} is whole.")


@cli.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def backup(clock: Clock, file: Path, out: Path | None) -> None:
    """Write a complete, checked copy of FILE to OUT, or beside it."""
    with Session.open(file, clock=clock, read_only=True) as session:
        if out is None:
            out = session.back_up()
        else:
            session.save_copy(out)
    click.echo(f"Backed up as {out}")


@cli.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@click.pass_obj
def clean(clock: Clock, file: Path, out: Path) -> None:
    """Write a clean copy of FILE, which somebody else has tampered with, to OUT."""
    from salesdesk.store import clean_copies

    done = clean_copies.clean_copy(file, out, clock)
    click.echo(f"{done.rows:,} records are in {out}; {done.left_out:,} did not fit.")
