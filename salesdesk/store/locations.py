"""Where a file lies: on a share or in a synced folder it is a team's, and never written in place.

Two computers that write one SQLite file over a share lose data: see `teams.py` for what is
done instead.
"""

from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store import shares

ENDING = ".salesdesk"
TEAM = ".salesdesk-team"
BACKUPS = " backups"
#: Before the path of a shared file, where it is remembered which copy here is of it.
KNOWN = "team:"


def is_team(path: Path) -> bool:
    """True for a SalesDesk file on a share, in a synced folder, or with its team folder beside it.

    A backup that lies there is what it is: opened itself, never exchanged.
    """
    if path.suffix.lower() != ENDING or path.absolute().parent.name.endswith(BACKUPS):
        return False
    try:
        if path.with_name(path.stem + TEAM).is_dir() or is_away(path):
            return True
        return path.is_file() and is_shared(path)
    except OSError:
        return False  # no path at all: a name that is too long, a folder that may not be read


def check_name(path: Path) -> None:
    """UserError for what no disk can have as a path: a name that is too long, an odd sign in it."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UserError(
            f"“{path.name[:40]}…” cannot be the name of a file or folder ({why}).",
            "Choose a shorter or simpler one.",
        ) from error


def check_new(path: Path) -> None:
    """UserError for a new file where a team folder of its name lies: it would be that team's."""
    folder = path.with_name(path.stem + TEAM)
    try:
        taken = folder.is_dir() and not path.exists()
    except OSError:
        return  # who makes the file says why it cannot be
    if taken:
        raise UserError(
            f"The team folder {folder.name} lies there already: it is of another file.",
            "Choose another name or another folder.",
        )


def is_copy_of_team(path: Path) -> bool:
    """True for the complete copy of a team's file on this computer."""
    from salesdesk.store import seats

    return path.absolute().parent.parent == (seats.home() / "team").absolute()


def shared_of(copy: Path) -> Path | None:
    """The shared file of which a copy on this computer is; None if it is none, or forgotten."""
    return shared_ones().get(copy.absolute().parent.name) if is_copy_of_team(copy) else None


def shared_ones() -> dict[str, Path]:
    """The shared files that were opened on this computer, by their identity."""
    from salesdesk.store import seats

    kept = seats.recall().items()
    return {str(uuid): Path(n.removeprefix(KNOWN)) for n, uuid in kept if n.startswith(KNOWN)}


def is_away(path: Path) -> bool:
    """True for a team's file whose share is away, and of which there is a copy here."""
    if path.exists():
        return False
    from salesdesk.store import seats

    return f"{KNOWN}{path.absolute()}" in seats.recall()


def is_shared(path: Path) -> bool:
    """True for a file on a network share or in a folder that a sync tool carries."""
    return shares.carries(path.resolve().parent)
