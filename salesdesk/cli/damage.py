"""The commands for damage: the check of a file, and the rescue of what it holds."""

from pathlib import Path

import click

from salesdesk.cli.words import AS_JSON, FILE, cli, say, tell
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock


@cli.command()
@FILE
@click.option("--full", is_flag=True, help="Look through the indexes and references as well.")
@click.pass_obj
def check(clock: Clock, file: Path, full: bool) -> None:
    """Look through FILE for damage; nothing is written to it."""
    from salesdesk.jobs import checks

    found = checks.check(file, full=full, clock=clock)
    if found:
        for fault in found:
            say(fault)
        raise UserError(
            f"{file.name} is damaged.",
            "Open its newest backup, or rescue what it holds: salesdesk rescue FILE OUT.",
        )
    say(f"{file.name} is whole.")


@cli.command(name="rescue")
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@AS_JSON
@click.pass_obj
def rescue_file(clock: Clock, file: Path, out: Path, as_json: bool) -> None:
    """Save what is left of a damaged FILE into a new file OUT.

    The damaged one stays as it is.
    """
    from salesdesk.jobs import rescue

    done = rescue.rescue(file, out, clock=clock)
    if as_json:
        tell(done.as_json())
        return
    for line in done.lines():
        say(line)
    say(f"The new file is {out}")
