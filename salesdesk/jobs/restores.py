"""Restoring a backup: what would go and what would come back, the safety copy, the exchange."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.model.calendar import Clock, to_moment
from salesdesk.session import Session
from salesdesk.store import (
    backup_compare,
    backup_folder,
    backups,
    files,
    locations,
    locks,
    restoring,
    seats,
)
from salesdesk.store.backup_compare import Difference
from salesdesk.store.backup_folder import Backup

TRIES = 5
#: What people count; any other row belongs to one of these and is an "other detail".
NOUNS = {
    "lead": "lead",
    "deal": "deal",
    "stage_event": "deal move",
    "contact": "contact",
    "organisation": "company",
    "campaign": "campaign",
    "campaign_cost": "cost",
    "activity": "activity",
    "handover": "handover",
    "quote": "quote",
    "sale": "sale",
    "product": "product",
    "segment": "segment",
    "target": "target",
    "setting": "setting",
}
WHY = {
    "by-hand": "By hand",
    "on-close": "When the file was closed",
    "while-open": "While the file was open",
    "before-update": "Before an update",
    "before-merge": "Before a merge",
    "before-import": "Before an import",
    "before-restore": "Before a restore",
    "before-erase": "Before erasing",
}


@dataclass(frozen=True)
class Preview:
    """What restoring one backup would do to the file as it is now."""

    backup: Backup
    difference: Difference
    now: str
    zone: str

    def sentences(self) -> list[str]:
        """It in plain words, one sentence for each thing."""
        found = self.difference
        if found.nothing:
            return ["The file holds the same as this backup: nothing would change."]
        said = []
        if found.lost:
            people = ", ".join(f"{name or 'others'} {count:,}" for name, count in found.by_person)
            changes = formats.plural(found.lost, "change")
            said.append(f"{changes} since {self.since()} would go ({people}).")
        for numbers, one, many in (
            (found.gone, "would go", "would go"),
            (found.changed, "would be as it was", "would be as they were"),
            (found.back, "comes back", "come back"),
        ):
            if numbers:
                verb = one if sum(numbers.values()) == 1 else many
                said.append(f"{counted(numbers)} {verb}.")
        if found.returning:
            changes = formats.plural(found.returning, "change")
            said.append(f"{changes} that an earlier restore took away would be there again.")
        return said

    def since(self) -> str:
        """When the backup was made, as people say it inside a sentence."""
        return formats.within(formats.when(to_moment(self.backup.made), self.now, self.zone))

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "backup": str(self.backup.path),
            "made": to_moment(self.backup.made),
            **asdict(self.difference),
        }


def counted(numbers: dict[str, int]) -> str:
    """`3 leads, 9 deal moves and 2 other details`."""
    parts = [
        _plural(numbers[table], noun) for table, noun in NOUNS.items() if numbers.get(table, 0)
    ]
    if other := sum(count for table, count in numbers.items() if table not in NOUNS):
        parts.append(_plural(other, "other detail"))
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _plural(count: int, noun: str) -> str:
    if count != 1 and noun.endswith("y"):
        return f"{count:,} {noun[:-1]}ies"
    return formats.plural(count, noun)


def listing(session: Session) -> list[Backup]:
    """The backups of this file, the newest first."""
    db = session.db
    uuid = seats.uuid_of(db.connection)
    # of a team's file, the copy on this computer is what is backed up
    places = dict.fromkeys([db.path, session.path])
    found = {b.path: b for path in places for b in backup_folder.listing(path, db.clock.zone, uuid)}
    return sorted(found.values(), key=lambda b: (b.made, b.written), reverse=True)


def is_teams(session: Session) -> bool:
    """True if others have copies of the file: their changes would come back after a restore."""
    # a job's own session knows nothing of the team, but it is on the team's copy
    return session.team is not None or locations.is_copy_of_team(session.db.path)


def preview(session: Session, backup: Backup) -> Preview:
    """What would go and what would come back; UserError if the backup is damaged."""
    _look_at(session, backup)
    db = session.db
    difference = backup_compare.compare(db.path, backup.path)
    return Preview(backup, difference, db.now(), db.clock.zone)


def _look_at(session: Session, backup: Backup) -> None:
    if (locks.lock_of(backup.path) is None) != (locks.lock_of(session.db.path) is None):
        raise UserError(
            f"{backup.path.name} is from before the lock of this file was changed.",
            f"Copy it out of {backup.path.parent} and open it as a file of its own.",
        )
    restoring.verify(backup)
    if backup_folder.uuid_in(backup.path) != seats.uuid_of(session.db.connection):
        raise UserError(
            f"{backup.path.name} is no backup of this file, but of another one.",
            "To see what is in it, save it as a file of its own and open that.",
        )


def restore(session: Session, backup: Backup) -> Path:
    """Put the backup in the place of the whole file; the safety copy of what was there.

    It is one transaction: cut off at any moment, the file is as before or as restored. Other
    windows on the file read again by themselves. Not to be undone, but by restoring the safety
    copy.
    """
    db = session.db
    if is_teams(session):
        raise UserError(
            "This file is shared: what a restore takes away would come back from the others.",
            "Save the backup as a file of its own, and take over from it what you need.",
        )
    if db.read_only:
        raise UserError(
            "Could not restore: this file is open for reading only.",
            "Save the backup as a file of its own in a folder that you can write to.",
        )
    db.check_place()
    _look_at(session, backup)
    draft = db.path.with_name(f".{db.path.name}.restoring")
    try:
        with db.waiting() as connection:
            restoring.prepare(backup.path, draft, connection, db.now())
        safety = _exchange(session, draft)
    except OSError as error:
        raise UserError(
            f"Could not restore: {error.strerror or error}.",
            "Nothing was changed. Check that the disk is not full and can be written to.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    session.begin_anew()
    return safety


def _exchange(session: Session, draft: Path) -> Path:
    db = session.db
    for _ in range(TRIES):
        with db.waiting() as connection:
            safety = backups.backup_beside(connection, db.path, db.clock, "before-restore")
        note = backup_folder.read_note(safety)
        try:
            restoring.pour(draft, db.connection, note.state if note else "")
        except restoring.Moved:
            # somebody saved meanwhile: theirs belongs into the safety copy too
            backup_folder.remove(safety)
            continue
        return safety
    raise UserError(
        "Could not restore: others are writing to this file all the time.",
        "Nothing was changed. Try again in a moment.",
    )


def save_as(backup: Backup, target: Path) -> None:
    """Write the backup as a file of its own; UserError if something is in the way."""
    restoring.verify(backup)
    connection = backups.open_backup(backup.path)
    try:
        backups.copy_to(connection, target)
    finally:
        connection.close()


def listing_of(path: Path, clock: Clock) -> list[Backup]:
    """The backups of a file that may be gone or damaged: then its name must do."""
    if path.exists():
        try:
            with Session.open(path, clock=clock, read_only=True) as session:
                return listing(session)
        except UserError:
            pass
    return backup_folder.listing(path, clock.zone)


def chosen(path: Path, backup: Path | None, clock: Clock) -> Backup:
    """That backup, or else the newest one that is as it was made; UserError if there is none."""
    found = listing_of(path, clock)
    if backup is not None:
        wanted = backup.resolve()
        same = [one for one in found if one.path.resolve() == wanted]
        return same[0] if same else backup_folder.one(backup, clock.zone)
    for one in found:
        try:
            restoring.verify(one)
        except UserError:
            continue
        return one
    raise UserError(
        f"There is no good backup of {path.name}.",
        "Name the backup to restore, if you have one elsewhere.",
    )


def told(backup: Backup) -> dict[str, Any]:
    """A backup for programs."""
    return {
        "path": str(backup.path),
        "made": to_moment(backup.made),
        "why": backup.why,
        "size": backup.size,
        "checked": backup.whole,
    }


def put_in_place(path: Path, backup: Backup, clock: Clock) -> Path | None:
    """Restore a file that is gone or cannot be opened; where its remains were kept, if any."""
    restoring.verify(backup)
    draft = path.with_name(f".{path.name}.restoring")
    kept = None
    try:
        restoring.prepare(backup.path, draft, None, clock.now())
        if path.exists():
            stem = f"{path.stem} damaged {clock.local_now():%Y-%m-%d %H%M}"
            kept, number = path.with_name(f"{stem}{path.suffix}"), 1
            while kept.exists():
                number += 1
                kept = path.with_name(f"{stem} {number}{path.suffix}")
            path.replace(kept)
            journal = path.with_name(f"{path.name}-journal")
            if journal.exists():  # it belongs to the remains: beside another file it would ruin it
                journal.replace(kept.with_name(f"{kept.name}-journal"))
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError as error:
        raise UserError(
            f"Could not restore {path.name}: {error.strerror or error}.",
            "Check that the disk is not full and can be written to.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    files.open_file(path, clock, read_only=True).connection.close()
    return kept
