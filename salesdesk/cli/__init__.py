"""The command line: click words for the same jobs that the window does."""

import sys

import click

from salesdesk import mistakes
from salesdesk.cli import backups as backups
from salesdesk.cli import copies as copies
from salesdesk.cli import damage as damage
from salesdesk.cli import jobs as jobs
from salesdesk.cli import locking as locking
from salesdesk.cli import merge as merge
from salesdesk.cli import teams as teams
from salesdesk.cli.words import cli
from salesdesk.errors import UserError


def main() -> None:
    """Run a command; exit 0 done, 1 the user can mend it, 2 wrong usage, 3 our fault."""
    with mistakes.told():
        try:
            _run()
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except click.Abort:
            sys.exit(1)


def _run() -> None:
    try:
        cli(standalone_mode=False)
    except UserError as error:
        if not locking.open_lock(error):
            raise
        cli(standalone_mode=False)  # a locked file stops a command before it does anything
