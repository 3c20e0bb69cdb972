"""Giving a file to a team, and taking it back as one's own."""

import contextlib
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.exchange import bases, troubles
from salesdesk.exchange.folders import Folder
from salesdesk.session import Session
from salesdesk.store import backups, locations, seals, seats, shipments

SAID = "share-said"


def share(session: Session, place: Path) -> Path:
    """Put the file where the team finds it, with its team folder; the path to open from now on.

    The file that was open stays where it is, as a copy.
    """
    if session.team is not None:
        raise UserError(f"{session.path.name} is shared already.", "Others open it where it is.")
    seal = seals.of(session.db.path)
    try:
        target = _free_place(session.path, place)
    except OSError as error:
        raise troubles.told(error, place) from error
    _refuse_folder_of_another(Folder(target), seats.uuid_of(session.db.connection), seal)
    session.adopt_strays()
    try:
        _put(session, target, seal)
    except OSError as error:
        # a file without its team folder would only stand in the way of the next try
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise troubles.told(error, target) from error
    return target


def _put(session: Session, target: Path, seal: seals.Seal) -> None:
    connection = session.db.connection
    backups.copy_to(connection, target)
    folder = Folder(target, seal)
    folder.make(seats.uuid_of(connection))
    told = bases.Facts(
        shipments.known(connection), {}, bases.sha256_of(target), bases.fingerprint(target)
    )
    bases.note_shared(folder, told)


def _free_place(path: Path, place: Path) -> Path:
    """Where the shared file will be; UserError or OSError where it cannot be."""
    locations.check_name(place)
    target = place / path.name if place.is_dir() else place
    if target.suffix.lower() != locations.ENDING:  # “Acme 2.0” has none yet
        target = target.with_name(target.name + locations.ENDING)
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}.", "Make it first, or choose another.")
    if target.resolve() == path.resolve() or target.exists():
        raise UserError(
            f"There is already a file called {target.name}.", "Choose another name or folder."
        )
    return target


def _refuse_folder_of_another(folder: Folder, uuid: str, seal: seals.Seal) -> None:
    """UserError where a team folder lies that is not of this file, or not of its lock."""
    there, lock = folder.whose()
    if there is not None and (there, lock) != (uuid, seal.name):
        why = "was made before its lock was changed" if there == uuid else "is of another file"
        raise UserError(
            f"The team folder {folder.path.name} lies there already and {why}.",
            "Choose another folder, so that nothing of it is lost.",
        )


def stayed_behind(session: Session) -> Path | None:
    """The team's file of which this one is a copy that stayed behind; told once of each copy."""
    shared = locations.shared_ones().get(seats.uuid_of(session.db.connection))
    if shared is None or session.team is not None or not _is_news(session.db.path):
        return None
    return shared


def _is_news(copy: Path) -> bool:
    """Whether a person has not heard of this copy what it is; from now on they have."""
    said, here = seats.recall().get(SAID, []), str(copy.resolve())
    if here in said:
        return False
    seats.remember(SAID, [*said, here])
    return True


def unshare(session: Session, target: Path) -> Path:
    """Write all that the team has into a file of one's own, which is no longer exchanged."""
    if session.team is None:
        raise UserError(f"{session.path.name} is not shared.", "It is your own file already.")
    locations.check_name(target)
    try:
        elsewhere = locations.is_team(target) or locations.is_shared(target)
    except OSError as error:
        raise troubles.told(error, target) from error
    if elsewhere:
        raise UserError(
            f"{target.parent} is on a share or in a synced folder.",
            "Choose a folder on this computer: there the file is yours alone.",
        )
    session.team.sync()
    session.save_copy(target)
    _is_news(target)  # who stops sharing knows
    return target
