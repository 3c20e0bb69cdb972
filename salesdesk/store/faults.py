"""What SQLite and the disk may say, in words that people can act on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from salesdesk.errors import UserError
from salesdesk.store import locations

T = TypeVar("T")
_WORDS: dict[str, tuple[str, str]] = {
    "SQLITE_FULL": (
        "Could not save: the disk is full.",
        "Free some space elsewhere on this disk, then try again. Nothing was lost.",
    ),
    "SQLITE_READONLY": (
        "Could not save: this file is read-only.",
        "Save a copy in a folder that you can write to, and go on in the copy.",
    ),
    "SQLITE_READONLY_DBMOVED": (
        "Could not save: the file was moved or replaced while it was open.",
        "Save a copy of what you see, then open the file at its new place.",
    ),
    "SQLITE_BUSY": (
        "Could not save: another program is writing to this file.",
        "Wait a moment and try again.",
    ),
    "SQLITE_LOCKED": (
        "Could not save: another program is writing to this file.",
        "Wait a moment and try again.",
    ),
    "SQLITE_CORRUPT": (
        "This file is damaged.",
        "Nothing more is written to it. Open its newest backup, or rescue what it holds into a "
        "new file: salesdesk rescue FILE OUT.",
    ),
    "SQLITE_NOTADB": (
        "This is not a SalesDesk file, or it is damaged.",
        "Nothing was changed in it. Choose a file that ends in .salesdesk, open a backup, or "
        "rescue what it holds into a new file: salesdesk rescue FILE OUT.",
    ),
    "SQLITE_CANTOPEN": (
        "This file cannot be opened.",
        "Check that its folder can be reached and that you may read it.",
    ),
    "SQLITE_IOERR": (
        "The disk did not answer while the file was read or written.",
        "Check that the drive is connected, then try again. Nothing half-done was kept.",
    ),
    "SQLITE_CONSTRAINT": (
        "Could not save: something else in the file still refers to this record.",
        "Undo or change the later records first.",
    ),
}


_DAMAGED_HINT = (
    "Nothing was changed in it. Open its newest backup, or rescue what it holds into a new file: "
    "salesdesk rescue FILE OUT."
)


class Damaged(UserError):
    """A file that must not be written to: a backup is opened instead, or a rescue made."""

    #: Which file, where whoever met the damage knew it.
    path: Path | None = None


class Referred(UserError):
    """A record cannot go because another refers to it."""


_KINDS: dict[str, type[UserError]] = {
    "SQLITE_CORRUPT": Damaged, "SQLITE_NOTADB": Damaged, "SQLITE_CONSTRAINT": Referred,
}  # fmt: skip


def damaged(path: Path, what: str = "parts of it cannot be read") -> Damaged:
    """The sentence for a file with damage in it, or for this computer's copy of a team's file."""
    title, hint = f"{path.name} is damaged: {what}.", _DAMAGED_HINT
    if locations.is_copy_of_team(path):
        title = f"The copy of {path.name} on this computer is damaged: {what}."
        hint = (
            "Your colleagues are not touched by it. Open the file in the window, which mends the "
            f'copy, or rescue what it holds into a new file: salesdesk rescue "{path}" OUT.'
        )
    error = Damaged(title, hint)
    error.path = path
    return error


class Busy(UserError):
    """Another program has the file to itself just now; whoever cannot wait reads again later."""


def busy() -> Busy:
    """For a reader that must not wait."""
    return Busy(
        "The file is being written by another program or by an import.",
        "What you see is read again as soon as it can be.",
    )


def words_for(error: sqlite3.Error) -> UserError | None:
    """The plain sentence for a known fault of file or disk; None if it is our bug."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if "integer overflow" in str(error):
        return UserError(
            "The amounts are too large to be added up.",
            "Look for one with far too many digits, and correct it.",
        )
    if not name and isinstance(error, sqlite3.OperationalError):
        name = "SQLITE_CORRUPT"  # Python says by itself, without a code, that a text is no text
    for known in sorted(_WORDS, key=len, reverse=True):
        if name.startswith(known):
            return _KINDS.get(known, UserError)(*_WORDS[known])
    return None


def told(error: sqlite3.Error) -> Exception:
    """The words for an error of SQLite, or the error itself where there are none."""
    return words_for(error) or error


def plainly(read: Callable[[], T]) -> T:
    """What is read; known faults of file and disk come out as UserError."""
    try:
        return read()
    except sqlite3.Error as error:
        raise told(error) from error


@contextmanager
def in_words(path: Path | None = None) -> Iterator[None]:
    """Known faults of file and disk come out as UserError; with `path`, those of that file."""
    try:
        yield
    except sqlite3.Error as error:
        told = words_for(error) or error
        if isinstance(told, Damaged) and path is not None:
            told = damaged(path)
        raise told from error
    except OSError as error:
        if path is None:
            raise
        raise UserError(
            f"{path.name} cannot be read ({error.strerror}).",
            "Check that its folder can be reached and that you may read it.",
        ) from error


def is_busy(error: sqlite3.Error) -> bool:
    """True when another connection holds the lock that was wanted."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_unfinished(error: sqlite3.Error) -> bool:
    """True when a write was cut short and only a writer can put it back."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN"))


class Restored(UserError):
    """An older state of the file was put in its place while it was open."""


def restored(path: Path) -> Restored:
    """The sentence for a write that was prepared before a backup was restored."""
    return Restored(
        f"Could not save: {path.name} was just restored from a backup.",
        "What you see is read again. Look at it, then do this step once more.",
    )


def gone(path: Path) -> UserError:
    """The sentence for a file that is no longer where it was opened."""
    return UserError(
        f"Could not save: {path.name} was moved, renamed or deleted while it was open.",
        "Use File, Save a copy to keep what you see, then open the file at its new place.",
    )


def replaced(path: Path) -> UserError:
    """The sentence for a path that now holds another file."""
    return UserError(
        f"Could not save: another file now stands in the place of {path.name}.",
        "Use File, Save a copy to keep what you see, then open the file again.",
    )
