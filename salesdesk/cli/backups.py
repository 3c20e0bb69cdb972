"""The commands for backups: make one, list them, restore one."""

from pathlib import Path

import click

from salesdesk.cli.words import AS_JSON, FILE, cli, say, tell
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


@cli.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option("--list", "list_them", is_flag=True, help="List the backups, the newest first.")
@AS_JSON
@click.pass_obj
def backup(clock: Clock, file: Path, out: Path | None, list_them: bool, as_json: bool) -> None:
    """Write a complete, checked copy of FILE.

    To OUT, or to where its backups go.
    """
    if list_them:
        if out is not None:
            raise click.UsageError("--list takes no OUT.")
        _list(clock, file, as_json)
        return
    with Session.open(file, clock=clock, read_only=True) as session:
        if out is None:
            out = session.back_up()
        else:
            session.save_copy(out)
    if as_json:
        tell({"backup": str(out)})
    else:
        say(f"Backed up as {out}")


def _list(clock: Clock, file: Path, as_json: bool) -> None:
    from salesdesk.jobs import restores

    found = restores.listing_of(file, clock)
    if as_json:
        tell([restores.told(one) for one in found])
        return
    if not found:
        say(f"There are no backups of {file.name} yet.")
    for one in found:
        mark = "" if one.whole else "  not checked"
        why = restores.WHY.get(one.why, one.why)
        size = f"{one.size / 1_000_000:,.1f} MB"
        say(f"{one.made:%Y-%m-%d %H:%M}  {size:>12}  {why:26}{one.path}{mark}")


@cli.command()
@FILE
@click.argument("backup", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Say what would go and come back, change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_obj
def restore(
    clock: Clock, file: Path, backup: Path | None, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Put a BACKUP of FILE in its place.

    Without a BACKUP it is the newest that is good. What is there now is backed up first.
    Nothing is done unless you say yes, or --yes.
    """
    from salesdesk.jobs import restores

    chosen = restores.chosen(file, backup, clock)
    told: dict[str, object] = {"backup": str(chosen.path), "restored": False}
    try:
        session = Session.open(file, clock=clock)
    except UserError as error:
        if not as_json:
            say(f"{error.title} The backup {chosen.path.name} would take its place.")
        if not dry_run and _agreed(yes, as_json):
            kept = restores.put_in_place(file, chosen, clock)
            told |= {"restored": True, "kept": kept and str(kept)}
    else:
        with session:
            preview = restores.preview(session, chosen)
            told |= preview.as_json()
            if not as_json:
                say("\n".join(preview.sentences()))
            if not dry_run and not preview.difference.nothing and _agreed(yes, as_json):
                kept = restores.restore(session, chosen)
                told |= {"restored": True, "kept": str(kept)}
    if as_json:
        tell(told)
    elif told["restored"]:
        say(f"Restored {file} from {chosen.path.name}.")
        if told["kept"]:
            say(f"What was there before is kept as {told['kept']}")


def _agreed(yes: bool, as_json: bool) -> bool:
    if yes:
        return True
    if as_json:
        raise UserError("Nothing was restored.", "Add --yes to restore, or --dry-run to look.")
    click.confirm("Restore it?", abort=True)
    return True
