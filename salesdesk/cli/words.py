"""The command `salesdesk` itself, and what its commands share."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from salesdesk import __version__, start
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

FILE = click.argument("file", type=click.Path(path_type=Path))
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
    """FILE, open to be changed; if it was, it is backed up as when a window closes it."""
    with Session.open(file, clock=clock) as session:
        path, before = session.db.path, session.position()
        yield session
        changed = session.position() != before
    if changed:
        from salesdesk import safekeeping

        safekeeping.when_closed(path, clock)
