"""The rescue of a damaged file: copied first, read as far as it goes, filled, checked, counted."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.exchange.folders import Folder
from salesdesk.jobs.rescued import Rescued as Rescued
from salesdesk.model.calendar import Clock
from salesdesk.store import (
    backup_folder,
    backups,
    donors,
    files,
    locations,
    locks,
    rescues,
    wrecks,
)
from salesdesk.store.donors import Donor
from salesdesk.store.locks import Lock
from salesdesk.store.rescues import Say, Tally
from salesdesk.store.schema import RECORDS
from salesdesk.store.seals import Seal
from salesdesk.store.shipments import Shipment

DONORS = 2  # how many good backups are asked


def rescue(
    damaged: Path,
    out: Path,
    *,
    say: Say = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
) -> Rescued:
    """Make a new file at `out` of what can be saved of `damaged`, which is only read.

    `say` hears what is being read and how many rows of it; when `stop` says so nothing is kept
    and UserError is raised.
    """
    if out.exists():
        raise UserError(f"There is already a file called {out.name}.", "Choose another name.")
    if not damaged.is_file():
        raise UserError(f"There is no file {damaged.name}.", "Check the name.")
    if not damaged.stat().st_size:
        raise UserError(
            f"{damaged.name} is empty: there is nothing in it to rescue.",
            "Open a backup instead.",
        )
    now = (clock or Clock()).now()
    with _workshop(out) as folder:
        copy = _copied(damaged, folder)
        draft = folder / "draft"
        try:
            with _read(copy, damaged, folder, stop) as (wreck, found, identity):
                series = _series(damaged, identity[0], wreck.lock)
                work = rescues.Rescue(wreck, found, series, draft, now, say)
                tally, faults = _built(work, identity, say)
        except wrecks.Stopped:
            raise UserError(
                "The rescue was stopped.", "Nothing was written; the damaged file is as it was."
            ) from None
        if not any(tally.kinds[name].back for name in RECORDS):
            raise nothing(damaged)
        donors.settle(draft, out)
    return Rescued(out, tally, tuple(faults))


def mend(
    copy: Path,
    *,
    say: Say = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
) -> Rescued:
    """Rescue the copy of a team's file on this computer into its own place.

    The damaged one is kept beside it. The copy goes on under a new seat and reads the whole
    folder again; what it still has beyond the folder is sent.
    """
    from salesdesk.exchange.desks import Desk

    clock = clock or Clock()
    draft = copy.with_name(f"{copy.name}.mended")
    draft.unlink(missing_ok=True)
    done = rescue(copy, draft, say=say, stop=stop, clock=clock)
    desk = Desk(copy.parent.name)
    with desk.alone() as alone, _written():
        if not alone:
            draft.unlink()
            raise UserError(
                "Another window is exchanging changes of this file.", "Close it, then try again."
            )
        kept = copy.with_name(f"{copy.name}.{clock.now().replace(':', '')}.damaged")
        copy.rename(kept)
        with contextlib.suppress(FileNotFoundError):  # left by a change that was cut off
            copy.with_name(f"{copy.name}-journal").rename(kept.with_name(f"{kept.name}-journal"))
        (desk.path / "state.json").unlink(missing_ok=True)
        draft.rename(copy)
    return replace(done, out=copy)


def _built(
    work: rescues.Rescue, identity: tuple[str, str, str], say: Say
) -> tuple[Tally, list[str]]:
    try:
        tally = work.run(identity)
        say("check", 0)
        return tally, backups.check(work.out)
    finally:
        work.out.close()


def suggestion(path: Path) -> Path:
    """A free name beside a damaged file for what is rescued of it."""
    number, found = 1, path.with_name(f"{path.stem} rescued.salesdesk")
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} rescued {number}.salesdesk")
    return found


def nothing(damaged: Path) -> UserError:
    """For a file in which no record can be found."""
    return UserError(
        f"Nothing in {damaged.name} can be read as a SalesDesk file.",
        "Nothing was changed in it. Open a backup instead.",
    )


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder on the disk of the new file, gone at the end."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".rescue-", dir=out.absolute().parent))
    except OSError as error:
        raise UserError(
            f"Nothing can be written in {out.absolute().parent} ({error.strerror}).",
            "Choose another folder for the new file.",
        ) from error
    try:
        with _written():
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            f"The rescue could not be written ({error.strerror}).",
            "Free some space, or choose a folder on another disk.",
        ) from error


def _copied(damaged: Path, folder: Path) -> Path:
    """The file, and what a program that ended in the middle of a change left beside it."""
    copy = folder / "wreck"
    shutil.copyfile(damaged, copy)
    beside = damaged.with_name(damaged.name + "-journal")
    if beside.is_file() and beside.stat().st_size:
        shutil.copyfile(beside, folder / "wreck-journal")
    copy.chmod(0o600)
    return copy


@contextmanager
def _read(
    copy: Path, damaged: Path, folder: Path, stop: Callable[[], bool]
) -> Iterator[tuple[wrecks.Wreck, list[Donor], tuple[str, str, str]]]:
    """The wreck with a list of tables, its good backups and its identity."""
    lock = locks.key_for_damaged(damaged, salts_of(damaged))
    wreck = wrecks.Wreck(copy, stop, lock)
    found: list[Donor] = []
    try:
        identity = wreck.identity() if wreck.knows(wrecks.NEEDED) else None
        for path in backups_of(damaged):
            donor = _donor(path, identity, folder)
            if donor is not None:
                found.append(donor)
                identity = identity or donor.identity()
            if len(found) == DONORS:
                break
        if not wreck.knows(wrecks.NEEDED):
            _lend(wreck, found, folder)
            identity = wreck.identity() or identity
        yield wreck, found, identity or _named_by_team(damaged)
    finally:
        wreck.close()
        for donor in found:
            donor.connection.close()


def _folder(damaged: Path, lock: Lock | None = None) -> Folder:
    """The team folder of a file, or of the file of which it is the copy here."""
    return Folder(locations.shared_of(damaged) or damaged, Seal(lock))


def _named_by_team(damaged: Path) -> tuple[str, str, str]:
    """The identity of a file that has lost it: its team knows it; without a team, a new one."""
    uuid, made, version = donors.new_identity()
    return _folder(damaged).uuid() or uuid, made, version


def _series(damaged: Path, uuid: str, lock: Lock | None) -> Iterator[Shipment]:
    """The changes of all seats in the folder of a file's team, if it has one."""
    from salesdesk.exchange import parcels

    folder = _folder(damaged, lock)
    try:
        there = [(seat, n) for seat in folder.seats() for n in sorted(folder.numbers(seat))]
    except OSError:
        return  # no team has it
    for seat, number in there:
        try:
            data = folder.read(seat, number) or b""
            yield from parcels.unpack(data, uuid, seat, number, folder.seal)[1]
        except (OSError, ValueError, parcels.Torn, parcels.Newer):
            continue  # it cannot help


def _lend(wreck: wrecks.Wreck, found: list[Donor], folder: Path) -> None:
    for donor in found:
        if donor.lock != wreck.lock:
            continue  # its pages have another size
        with donor.opened() as whole:
            if wreck.borrow(whole, donor.label):
                return
    with donors.blank(folder / "empty", Clock(), wreck.lock) as empty:
        wreck.borrow(empty, "SalesDesk")


def salts_of(damaged: Path) -> list[bytes]:
    """What the backups of a locked file tell of its lock, should it have lost that itself."""
    found = [locks.lock_of(path) for path in backups_of(damaged)]
    return list(dict.fromkeys(salt for salt in found if salt is not None))


def backups_of(damaged: Path) -> list[Path]:
    """The backups of a file, wherever they went, the newest first."""
    return [found.path for found in backup_folder.listing(damaged, "UTC")]


def _donor(path: Path, identity: tuple[str, str, str] | None, folder: Path) -> Donor | None:
    if not files.is_ours(path):
        return None
    donor = donors.asked(path, f"the backup of {_day_of(path)}", folder)
    if donor is None or identity is None or donor.identity()[0] == identity[0]:
        return donor
    donor.connection.close()
    return None


def _day_of(path: Path) -> str:
    day = datetime.fromtimestamp(path.stat().st_mtime).date()
    days = (date.today() - day).days
    return f"{day:%A}" if 0 <= days < 7 else f"{day.day} {day:%B %Y}"
