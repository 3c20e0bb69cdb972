"""The command `salesdesk` itself, and what its commands share."""

import sys
from pathlib import Path
from types import ModuleType

import click

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.model import calendar
from salesdesk.model.calendar import Clock

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
    if today:
        try:
            calendar.sensible(Clock(fixed=today).today())
        except ValueError as error:
            raise UserError(f"“{today}” is not a day.", "Write it as 2026-10-15.") from error
    context.obj = Clock(fixed=today or None)
    if context.invoked_subcommand is None:
        window(None, context.obj)


def screen() -> ModuleType:
    """The part of the program that needs Qt; UserError where its system libraries are missing."""
    try:
        from salesdesk.ui import app
    except ImportError as error:
        raise UserError(
            f"The window cannot be made on this computer ({error}).",
            "Run python3 packaging/dev.py run: it names the system libraries to install.",
        ) from error
    return app


def window(path: Path | None, clock: Clock) -> None:
    app = screen()

    if not app.hasscreen():
        raise UserError(
            "There is no screen here to open a window on.",
            "Use the commands instead: salesdesk --help lists them.",
        )
    sys.exit(app.run(path, clock))
