"""The check of a file: when one is due, what it finds, and what is remembered of it."""

from pathlib import Path

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import health


def check(path: Path, *, full: bool = False, clock: Clock | None = None) -> list[str]:
    """Every fault found in a file that is not open; remembered, and nothing is written to it."""
    with Session.open(path, clock=clock, read_only=True) as session:
        with session.db.waiting() as connection:
            found = (health.full if full else health.quick)(connection)
        health.note(session.db.path, "full" if full else "quick", session.today, found)
    return found


def checked(session: Session, *, full: bool = False) -> list[str]:
    """Look through an open file beside others that work in it; the outcome is remembered."""
    look = health.full_beside_others if full else health.quick_beside_others
    with session.db.waiting() as connection:
        found = look(connection)
    health.note(session.db.path, "full" if full else "quick", session.today, found)
    return found


def remember(session: Session, found: list[str]) -> None:
    """Note what somebody ran into while working: the file is not opened for writing again."""
    health.note(session.db.path, "quick", session.today, found)


def due(session: Session) -> str:
    """The check that it is time for in an open file: `quick`, `full` or none."""
    return "" if session.db.read_only else health.due(session.db.path, session.today)
