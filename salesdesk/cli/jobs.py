"""The commands for the work of the day: the same actions, queries and reports as the window."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from salesdesk import start
from salesdesk.cli.words import AS_JSON, FILE, changing, cli, say, tell
from salesdesk.errors import UserError
from salesdesk.model import calendar
from salesdesk.model.calendar import Clock, Period
from salesdesk.session import Session

KINDS = ("leads", "deals", "contacts", "organisations", "campaigns", "results")


@cli.command("open")
@FILE
@click.pass_obj
def open_(clock: Clock, file: Path) -> None:
    """Open FILE in the window."""
    with Session.open(file, clock=clock, read_only=True):
        pass  # a file that is refused is refused here, in words, before any window
    sys.exit(start.window(file, clock))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def demo(clock: Clock, file: Path | None) -> None:
    """Make the sample business in FILE and open it.

    An existing file is opened as it is.
    """
    from salesdesk.sample import make_sample

    path = file or Path.home() / "SalesDesk" / "Marlow & Finch.salesdesk"
    if path.exists():
        Session.open(path, clock=clock, read_only=True).close()
    else:
        with suppress(OSError):  # making the file says in words that its folder is missing
            path.parent.mkdir(parents=True, exist_ok=True)
        make_sample(path, clock)
    say(f"The sample business is in {path}")
    offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    if not offscreen and start.has_screen():
        sys.exit(start.window(path, clock))


@cli.command()
@FILE
@click.option("--name", required=True, help="The name of the business.")
@click.option("--currency", default="GBP", show_default=True)
@click.option("--timezone", default="Europe/London", show_default=True)
@click.pass_obj
def new(clock: Clock, file: Path, name: str, currency: str, timezone: str) -> None:
    """Make a new, empty FILE."""
    Session.create(file, name=name, currency=currency, zone=timezone, clock=clock).close()
    say(f"Made {file}")


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the rows are.")
@click.option("--map", "columns", multiple=True, metavar='"COLUMN=FIELD"')
@click.option("--value", "values", multiple=True, metavar='"FIELD:THEIRS=OURS"')
@click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]))
@click.option(
    "--on-duplicate", type=click.Choice(["skip", "fill", "overwrite", "add"]), default="skip"
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--errors", type=click.Path(path_type=Path), help="Write refused rows to this CSV.")
@click.option("--fields", "list_fields", is_flag=True, help="List the fields to map to.")
@AS_JSON
@click.pass_obj
def import_(
    clock: Clock,
    file: Path | None,
    source: Path | None,
    kind: str | None,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    date_order: str | None,
    on_duplicate: str,
    dry_run: bool,
    errors: Path | None,
    list_fields: bool,
    as_json: bool,
) -> None:
    """Bring the rows of SOURCE into FILE, as one change.

    SOURCE is a CSV, TSV, XLSX, XLS or ODS file.
    """
    from salesdesk.jobs import imports

    if list_fields:
        for field in imports.describe_fields(kind):
            say(f"{field.kind:14}{field.name:20}{field.accepts}")
        return
    if file is None or source is None or kind is None:
        raise click.UsageError("Give FILE, SOURCE and --as, or --fields.")
    with changing(file, clock) as session:
        result = imports.import_file(
            session,
            source,
            kind,
            columns=imports.pairs(columns, "="),
            values=imports.value_pairs(values),
            date_order=date_order,
            on_duplicate=on_duplicate,
            dry_run=dry_run,
            errors_path=errors,
        )
    if as_json:
        tell(result.as_json())
    else:
        say(result.words())


@cli.command()
@FILE
@click.argument("outdir", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "json"]), default="csv")
@click.option("--as-typed", is_flag=True, help="For programs: no quote before =, + and the like.")
@click.pass_obj
def export(clock: Clock, file: Path, outdir: Path, form: str, as_typed: bool) -> None:
    """Write each table of FILE, complete, to OUTDIR."""
    from salesdesk.jobs.exporting import export_all

    with Session.open(file, clock=clock, read_only=True) as session:
        for part in export_all(session.db, outdir, form, as_typed=as_typed):
            say(part.words)


def _period(
    month: str | None, quarter: str | None, year: str | None, first: str | None, last: str | None
) -> Period | None:
    named = [text for text in (month, quarter, year) if text]
    if len(named) > 1 or (named and (first or last)) or bool(first) != bool(last):
        raise click.UsageError("Give one of --month, --quarter, --year, or --from with --to.")
    if first and last:
        period = calendar.span(calendar.asked("day", first).first, calendar.asked("day", last).last)
        if period.last < period.first:
            raise UserError("The period ends before it begins.", "Swap --from and --to.")
        return period
    for what, text in (("month", month), ("quarter", quarter), ("year", year)):
        if text:
            return calendar.asked(what, text)
    return None


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--month", help="2026-10")
@click.option("--quarter", help="2026-Q4")
@click.option("--year", help="2026")
@click.option("--from", "first", help="First day, with --to.")
@click.option("--to", "last", help="Last day, with --from.")
@click.option(
    "--by", type=click.Choice(["person", "campaign", "channel", "product", "stage", "month"])
)
@click.option("--explain", is_flag=True, help="How each figure is worked out.")
@AS_JSON
@click.pass_obj
def figures(
    clock: Clock,
    file: Path | None,
    month: str | None,
    quarter: str | None,
    year: str | None,
    first: str | None,
    last: str | None,
    by: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Print the figures of FILE for a period, or this month."""
    from salesdesk.model import formats
    from salesdesk.queries import figures as figs
    from salesdesk.queries import settings

    if explain:
        if as_json:
            tell(figs.EXPLAIN)
        else:
            say("\n\n".join(f"{name}\n    {words}" for name, words in figs.EXPLAIN.items()))
        return
    if file is None:
        raise click.UsageError("Missing argument 'FILE'.")
    period = _period(month, quarter, year, first, last)
    with Session.open(file, clock=clock, read_only=True) as session:
        db = session.db
        period = period or calendar.month_of(db.today())
        places = formats.decimals(db_currency := settings.settings(db).currency)
        head = {"period": period.name, "currency": db_currency}
        found: Any = {**head, **figs.whole_told(db, period, places)}
        if by is not None:
            found = [{**head, **part} for part in figs.parts_told(db, period, by, places)]
    if as_json:
        tell(found)
        return
    for one in found if isinstance(found, list) else [found]:
        for name, value in one.items():
            say(f"{name:28}{'–' if value is None else value}")
        say()


@cli.command()
@FILE
@click.argument("which", type=click.Choice(["monthly"]))
@click.option("--month", help="2026-10; without it, the month of today")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--black-and-white", is_flag=True, help="Patterns instead of colours.")
@click.pass_obj
def report(
    clock: Clock, file: Path, which: str, month: str | None, out: Path, black_and_white: bool
) -> None:
    """Print the monthly report of FILE as a PDF."""
    from salesdesk.jobs.exporting import writing
    from salesdesk.reports import monthly
    from salesdesk.reports.pdf import write_pdf

    period = _period(month, None, None, None, None)
    with Session.open(file, clock=clock, read_only=True) as session:
        first = period.first if period else session.today.replace(day=1)
        with writing(out):
            write_pdf(monthly.monthly(session.db, first), out, black_and_white=black_and_white)
    say(f"Wrote {out}")


@cli.command()
@FILE
@click.argument("outdir", type=click.Path(path_type=Path))
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900", show_default=True)
@click.option("--panel", help="today, leads, deals, campaigns, contacts or reports")
@click.pass_obj
def pictures(
    clock: Clock, file: Path, outdir: Path, theme: str, size: str, panel: str | None
) -> None:
    """Write a PNG of each panel of FILE to OUTDIR."""
    try:
        wide, high = (int(part) for part in size.lower().split("x"))
    except ValueError as error:
        raise UserError(f"“{size}” is not a size.", "Write it as 1440x900.") from error
    start.screen()  # said before anything is made
    session = Session.open(file, clock=clock)
    if not start.has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from salesdesk.ui.pictures import take_pictures

    for path in take_pictures(session, outdir, theme, (wide, high), panel):
        say(str(path))


@cli.command()
@FILE
@click.option("--limit", type=click.IntRange(1, 10**9), default=20, show_default=True)
@AS_JSON
@click.pass_obj
def history(clock: Clock, file: Path, limit: int, as_json: bool) -> None:
    """List the newest changes of FILE."""
    from dataclasses import asdict

    from salesdesk.queries import history as changes

    with Session.open(file, clock=clock, read_only=True) as session:
        found = session.read(changes.latest, limit)
    if as_json:
        tell([asdict(change) for change in found])
        return
    for change in found:
        what = change.words if not change.detail else f"{change.words}: {change.detail}"
        mark = {"undo": "undone: ", "redo": "again: "}.get(change.kind, "")
        state = " (undone)" if change.undone else ""
        say(f"{change.at}  {change.person or '–':18}{mark}{what}{state}, {change.rows} rows")


@cli.command()
@FILE
@click.pass_obj
def undo(clock: Clock, file: Path) -> None:
    """Take back the last change of FILE made on this computer."""
    with changing(file, clock) as session:
        words = session.undo()
    say("There is nothing to undo." if words is None else f"Undone: {words}")


@cli.command()
@FILE
@click.pass_obj
def redo(clock: Clock, file: Path) -> None:
    """Do again what was undone last."""
    with changing(file, clock) as session:
        words = session.redo()
    say("There is nothing to redo." if words is None else f"Done again: {words}")


@cli.command("self-test")
@click.pass_obj
def self_test(clock: Clock) -> None:
    """Do the main job in a new file: does everything work here?"""
    from salesdesk.jobs.selftest import run

    for step in run(clock):
        say(step)
    say("ok")
