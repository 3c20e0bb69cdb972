"""The command `salesdesk` itself, and what its commands share."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from salesdesk import __version__, start
from salesdesk.errors import UserError
from salesdesk.model import tidy
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


def _named(context: click.Context, parameter: click.Parameter, file: Path) -> Path:
    if not file.name:  # such as "" or "/"
        raise UserError("A folder is not a SalesDesk file.", "Choose a file in it.")
    if file.exists() and not file.is_file() and not file.is_dir():  # a pipe would be waited for
        raise UserError(f"{file.name} is not a SalesDesk file.", "Choose another.")
    return file


FILE = click.argument("file", type=click.Path(path_type=Path), callback=_named)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print for a program to read.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--today", envvar="SALESDESK_TODAY", help="Use this day as today: YYYY-MM-DD.")
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context, today: str | None) -> None:
    """SalesDesk: campaigns, leads and deals in one funnel, in one file.

    Without a command it opens the window.
    """
    context.obj = start.clock(today)
    if context.invoked_subcommand is None:
        sys.exit(start.window(None, context.obj))


@contextmanager
def changing(file: Path, clock: Clock) -> Iterator[Session]:
    """FILE, open to be changed; if it was, it is backed up as a window does every few hours.

    A script may run a hundred commands, and a large import has just made a backup of its own.
    """
    with Session.open(file, clock=clock) as session:
        path, before = session.db.path, session.position()
        yield session
        changed = session.position() != before
    if changed:
        from salesdesk.jobs import safekeeping
        from salesdesk.store import backups

        safekeeping.when_closed(path, clock, backups.HOURS)


def say(words: str = "") -> None:
    """Print words; what a terminal would take for an order, or cannot show, is left out."""
    click.echo(tidy.text(words))


def tell(facts: object) -> None:
    """Print facts for a program to read: plain JSON, whatever letters the terminal knows."""
    click.echo(json.dumps(facts))
