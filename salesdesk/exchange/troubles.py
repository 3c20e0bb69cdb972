"""What a share may say, in words; none of it stops the work on this computer."""

import errno
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.store.locations import ENDING, TEAM
from salesdesk.store.seals import Seal

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
SHUT = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class Away(UserError):
    """The share is simply not there, as on a train; nothing is wrong."""


def told(error: OSError, place: Path) -> UserError:
    """The sentence for a share that cannot be read or written just now."""
    if error.errno in FULL:
        return UserError(
            f"The share with {place.name} is full.",
            "Your changes are kept on this computer and are sent when there is room.",
        )
    if error.errno in SHUT:
        return UserError(
            f"The folder of {place.name} cannot be written to.",
            "Your changes are kept on this computer. Ask who looks after the share for permission.",
        )
    return gone(place)


def gone(place: Path) -> UserError:
    """The sentence for a share that is away."""
    return Away(
        f"The share with {place.name} cannot be reached.",
        "Go on working: your changes are kept here and are sent when it is back.",
    )


def not_there(place: Path) -> UserError:
    """The sentence for a folder that can be listed, and in which the team's file is not."""
    if place.exists() or not place.parent.is_dir():
        return gone(place)
    return Away(
        f"{place.name} is not in {place.parent.name or place.parent} just now.",
        "The share may be away. Go on working: your changes are kept here and are sent when it is "
        "back. If the file was moved with its team folder, open it where it is now.",
    )


def another(place: Path) -> UserError:
    """The sentence for a folder that belongs to another file."""
    return UserError(
        f"The team folder beside {place.name} belongs to another file.",
        "Nothing was exchanged. Put the file back to where its own team folder is.",
    )


def not_whole(place: Path) -> UserError:
    """The sentence for a shared file that a sync tool has not brought yet."""
    return UserError(
        f"{place.name} has not arrived whole yet.",
        "Wait until the share or the sync tool has brought all of it, then open it again. If it "
        "stays so, ask a colleague to change something in it: the file is then written anew.",
    )


#: How a team comes to a locked file, or from it to one that is not: the folder goes with the file.
ANEW = "choose Stop sharing, lock or unlock the file of your own that you get, and share it again"


def replaced(place: Path) -> UserError:
    """The sentence for another business's file in the place of the shared one."""
    return UserError(
        f"{place.name} is another file than its team folder belongs to: it was left as it is.",
        "Move that file away, and one of the team takes its place by itself.",
    )


def other_lock(place: Path, seal: Seal) -> UserError:
    """The sentence for a shared file that was locked, or unlocked, alone."""
    now, team = ("is not locked", "is") if seal.lock else ("was locked", "is not")
    return UserError(
        f"{place.name} {now}, but its team folder {team}: nothing of it was taken in.",
        "Move that file away, and one of the team takes its place by itself. To change the lock of "
        f"a team's file, {ANEW}.",
    )


def mixed(place: Path, seal: Seal) -> UserError:
    """The sentence for a copy that is locked in another way than the team folder is."""
    if seal.lock is None:
        return UserError(
            f"The team folder of {place.name} is locked with a passphrase now.",
            "Nothing was exchanged. Close the file and open it again: the passphrase is asked for.",
        )
    return UserError(
        f"The team folder of {place.name} is not locked as the copy on this computer is.",
        "Nothing was exchanged. Ask who shared it. If it was done on purpose, take the lock away "
        "from the copy here: salesdesk decrypt FILE.",
    )


def strange(name: str, seal: Seal) -> UserError:
    """The sentence for a file of changes that is not sealed as the team folder is."""
    what = "not sealed, or sealed with another passphrase" if seal.lock else "sealed"
    return UserError(
        f"Changes of {name} in the team folder are {what}.",
        f"They were not taken in. {name}'s computer writes them again when it is there.",
    )


def renamed(place: Path, folder: Path) -> UserError:
    """The sentence for a file that lies beside its team folder under another name."""
    known = f"{folder.name.removesuffix(TEAM)}{ENDING}"
    return UserError(
        f"{place.name} is a copy of the file that the team shares as {known}.",
        f"Open {known}; what is in the copy comes in by File, Merge. If the file itself was "
        "renamed, give its folder the same name.",
    )


def newer(name: str, version: str) -> UserError:
    """The sentence for a colleague who writes what this program does not know."""
    return UserError(
        f"{name} works with a newer SalesDesk ({version}).",
        "Update SalesDesk on this computer; their changes wait until then and nothing is lost.",
    )


def older(name: str, version: str) -> UserError:
    """The sentence for a colleague who cannot take in what this program writes."""
    return UserError(
        f"{name} works with an older SalesDesk ({version}).",
        f"Ask {name} to update SalesDesk; until then your changes wait there.",
    )


def torn(name: str) -> UserError:
    """The sentence for a file of changes that has not arrived whole."""
    return UserError(
        f"Changes of {name} have not arrived whole yet.",
        "They are fetched again by themselves; nothing is lost.",
    )


def ahead(name: str) -> UserError:
    """The sentence for a clock that is wrong by more than a day."""
    return UserError(
        f"The clock of {name}'s computer is more than a day ahead.",
        "Set it right: of two changes to one field, the one with the later time is shown.",
    )


def went_back() -> UserError:
    """The sentence for a copy that was put back to an older state and written to since."""
    return UserError(
        "This computer was put back to an older state and the file was changed since.",
        "Close the file and open it again: the copy here is then made anew with your changes.",
    )
