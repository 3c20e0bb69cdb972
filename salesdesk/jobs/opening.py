"""Opening what is new on this computer: it is fetched and looked through before it is used."""

from pathlib import Path

from salesdesk.model.calendar import Clock
from salesdesk.store import files, health, locations, vetting
from salesdesk.store.reading import Progress


def takes_long(path: Path) -> bool:
    """Whether a file has to be fetched or looked through first, and nobody could overlook it."""
    if locations.is_team(path):
        from salesdesk import teams

        return not locations.is_away(path) and not teams.is_here(path)
    try:
        large = path.is_file() and path.stat().st_size > health.A_BLINK_OF_BYTES
        return large and not vetting.is_known(path)
    except OSError:
        return False  # opening it says why


def get_ready(path: Path, clock: Clock, go_on: Progress | None = None) -> None:
    """Do what takes long; UserError where the file cannot be opened. Safe on any thread."""
    if locations.is_team(path):
        from salesdesk import teams

        teams.fetch(path, clock, go_on)
    else:
        files.get_to_know(path, go_on)
