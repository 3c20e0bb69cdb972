"""The commands for a file that a team shares: share, sync, team."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salesdesk.cli.words import AS_JSON, FILE, changing, cli, say, tell
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

if TYPE_CHECKING:
    from salesdesk.teams import Team


@cli.command()
@FILE
@click.argument("place", type=click.Path(path_type=Path))
@click.pass_obj
def share(clock: Clock, file: Path, place: Path) -> None:
    """Share FILE with a team by putting it in PLACE.

    PLACE is a folder on a share, or one that is synced. The other way round, backup FILE OUT
    writes a file of your own of what the team has.
    """
    from salesdesk.jobs import sharing

    with Session.open(file, clock=clock) as session:
        shared = sharing.share(session, place)
    say(f"Shared as {shared}")
    say(f"From now on open that one, here and on every computer. {file} stays as a copy.")


@cli.command()
@FILE
@AS_JSON
@click.pass_obj
def sync(clock: Clock, file: Path, as_json: bool) -> None:
    """Exchange changes with the team of FILE once."""
    with _team(file, clock) as (team, _):
        done, status = team.sync(refresh=True), team.status()
    if as_json:
        told = {"sent": done.sent, "came_from": list(done.came_from), **_facts(status)}
        tell(told)
    if status.problem is not None and not status.online:
        raise UserError(
            _waiting(status.waiting_out, str(status.problem.title)), status.problem.hint
        )
    if as_json:
        return
    names = ", ".join(done.came_from)
    came = f"Changes came from {names}." if names else "Nothing new came."
    say(f"Sent {formats.plural(done.sent, 'change')}. {came}")
    if status.problem is not None:
        say(str(status.problem))


@cli.command()
@FILE
@AS_JSON
@click.pass_obj
def team(clock: Clock, file: Path, as_json: bool) -> None:
    """Say who shares FILE, who is in, and what waits."""
    with _team(file, clock) as (exchange, local):
        exchange.sync()
        status = exchange.status()
    if as_json:
        tell(_facts(status))
        return
    for seat in status.people:
        seen = formats.within(formats.when(seat.last_seen, local.now(), local.zone))
        here = "you" if seat.is_me else "in" if seat.online else f"last seen {seen}"
        told = f"{seat.name} on {seat.computer}: {here}, SalesDesk {seat.version}"
        if seat.unread:
            told += f", {formats.plural(seat.unread, 'change')} not read yet"
        if seat.missing:
            told += f", {formats.plural(seat.missing, 'change')} of theirs not here yet"
        say(told)
    say(f"Waiting to be sent: {status.waiting_out}; to be taken in: {status.waiting_in}")
    if status.problem is not None:
        say(str(status.problem))


@contextmanager
def _team(file: Path, clock: Clock) -> Iterator[tuple["Team", Clock]]:
    with changing(file, clock) as session:
        if session.team is None:
            raise UserError(
                f"{file.name} is not shared.", "Share it first: salesdesk share FILE PLACE"
            )
        yield session.team, session.db.clock
        session.poll()  # what came from colleagues is worth a backup, too


def _waiting(count: int, title: str) -> str:
    return f"{title} Changes waiting: {count}." if count else title


def _facts(status: object) -> dict[str, object]:
    facts = {
        name: value for name, value in vars(status).items() if name not in ("people", "problem")
    }
    people = [dataclasses.asdict(seat) for seat in vars(status)["people"]]
    problem = vars(status)["problem"]
    return {**facts, "people": people, "problem": None if problem is None else str(problem)}
