"""From the first line of the process to the window; what can wait is not loaded before it."""

import gc
import os
import sys
from pathlib import Path
from types import ModuleType

from salesdesk.errors import UserError
from salesdesk.jobs import opening
from salesdesk.model import calendar
from salesdesk.model.calendar import Clock
from salesdesk.session import Session, recall
from salesdesk.store import locations
from salesdesk.store.faults import Damaged
from salesdesk.store.locks import Locked
from salesdesk.store.vetting import Foreign


def clock(today: str | None) -> Clock:
    """The clock of this run; it stands still on `today` where that is given."""
    if today:
        try:
            calendar.sensible(Clock(fixed=today).today())
        except ValueError as error:
            raise UserError(f"“{today}” is not a day.", "Write it as 2026-10-15.") from error
    return Clock(fixed=today or None)


def has_screen() -> bool:
    """True where a window can be shown; without a display a QApplication ends the process."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return True
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def window(path: Path | None, clock: Clock) -> int:
    """Show a window on `path`, on the last file or on the first-run screen, until it is closed."""
    if not has_screen():
        if path is not None:  # a file that is refused is refused in words, screen or not
            Session.open(path, clock=clock, read_only=True).close()
        raise UserError(
            "There is no screen here to open a window on.",
            "Use the commands instead: salesdesk --help lists them.",
        )
    # A start makes many objects and drops few: to search them for rings costs time for nothing.
    # `run` takes the search up again after the first paint.
    gc.disable()
    # the file first: PySide looks into each module that is loaded after it
    wanted = _given(path, clock) if path is not None else _last(clock)
    return int(screen().run(wanted, clock))


def _given(path: Path, clock: Clock) -> Session | Path:
    """The file that was asked for; its path where the window has a way on to offer."""
    if opening.takes_long(path):
        return path
    try:
        return Session.open(path, clock=clock)
    except (Damaged, Foreign, Locked):
        return path


def _last(clock: Clock) -> Session | Path | None:
    """The file that was open last; its path where it is refused, which the window then says."""
    last = recall().get("last")
    if not (isinstance(last, str) and last):
        return None
    if not Path(last).is_file() and not locations.is_team(Path(last)):
        return None  # a team's file opens though its share is away
    if opening.takes_long(Path(last)):
        return Path(last)
    try:
        return Session.open(Path(last), clock=clock)
    except UserError:
        return Path(last)


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
