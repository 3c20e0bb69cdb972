"""Copies of a live file: complete, checked, and named so that the newest is easy to find."""

import contextlib
import os
import shutil
import sqlite3
import time
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import backup_folder, backup_rotation, drivers, faults, journal, seats
from salesdesk.store.backup_folder import Backup, Note
from salesdesk.store.schema import RECORDS
from salesdesk.store.search_index import SEARCH_INDEXES

#: While a file is open and changes, a backup is made as often as this.
HOURS = 4
#: An import of more rows than these is preceded by a backup.
FEW_ROWS = 50
STALE_DRAFT_SECONDS = 86_400


def backup_beside(
    connection: sqlite3.Connection, path: Path, clock: Clock, why: str = "by-hand"
) -> Path:
    """Make a checked backup where those of this file go; its path.

    Old ones are rotated afterwards. Where the folder cannot be written, one that the program
    makes by itself goes to this computer's own folder; for one by hand that is a UserError.
    """
    first: UserError | None = None
    for folder in backup_folder.ways_out(path, why):
        try:
            made = _backup_into(folder, connection, path, clock, why)
        except UserError as error:
            first = first or error
            continue
        _rotate(path, clock, seats.uuid_of(connection))
        return made
    raise first or UserError("There is no folder for backups.", "Choose one in File, Backups.")


def _backup_into(
    folder: Path, connection: sqlite3.Connection, path: Path, clock: Clock, why: str
) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} for backups cannot be made ({error.strerror}).",
            "Choose another place for them in File, Backups.",
        ) from error
    _sweep(folder)
    now = clock.local_now()
    target = _free_name(folder, f"{backup_folder.stem_of(path)} {now:%Y-%m-%d %H%M} {why}")
    rows = copy_to(connection, target)
    try:
        note = _note(target, path, clock.now(), why, rows)
        backup_folder.write_note(target, note)
        _sync(folder)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise _not_written(target, error) from error
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target, number = folder / f"{stem}.salesdesk", 1
    while target.exists():
        number += 1
        target = folder / f"{stem} {number}.salesdesk"
    return target


def _note(copy: Path, path: Path, at: str, why: str, rows: dict[str, int]) -> Note:
    connection = open_backup(copy)
    try:
        uuid, state = seats.uuid_of(connection), state_of(connection)
        version = int(connection.execute("pragma user_version").fetchone()[0])
    finally:
        connection.close()
    size, checksum = copy.stat().st_size, backup_folder.sha256(copy)
    return Note(uuid, str(path.absolute()), at, why, size, checksum, state, rows, version)


def open_backup(path: Path) -> sqlite3.Connection:
    """Open a backup for reading; nothing is written to it or beside it."""
    connection = drivers.connect(path, "ro", immutable=True)
    connection.execute("pragma cell_size_check = on")
    return connection


def state_of(connection: sqlite3.Connection) -> str:
    """What tells one state of a file from another: its newest entry and its newest change."""
    return f"{journal.newest(connection)}:{journal.last_clock(connection)}"


def newest(path: Path, clock: Clock, uuid: str) -> Backup | None:
    """The newest whole backup of the file at this place."""
    place = str(path.absolute())
    for backup in backup_folder.listing(path, clock.zone, uuid):
        if backup.whole and backup.note is not None and backup.note.place == place:
            return backup
    return None


def if_changed(
    connection: sqlite3.Connection, path: Path, clock: Clock, why: str, hours: float = 0
) -> Path | None:
    """Back up if the file has changed since its last backup, and that is old enough."""
    last = newest(path, clock, seats.uuid_of(connection))
    if last is not None and last.note is not None:
        if last.note.state == state_of(connection):
            return None
        if (clock.local_now() - last.made).total_seconds() < hours * 3600:
            return None
    return backup_beside(connection, path, clock, why)


def _rotate(path: Path, clock: Clock, uuid: str) -> None:
    place = str(path.absolute())
    ours = [
        backup
        for backup in backup_folder.listing(path, clock.zone, uuid)
        # a copy of the file at another place has backups and a rotation of its own
        if backup.note is not None and backup.note.place == place
    ]
    for backup in backup_rotation.to_drop(ours, clock.local_now()):
        try:
            backup_folder.remove(backup.path)
        except OSError:
            return  # one too many is no harm; the next time tries again


def _sweep(folder: Path) -> None:
    """Take away what a copy that was cut off long ago has left."""
    for draft in folder.glob("*.part"):
        try:
            if time.time() - draft.stat().st_mtime > STALE_DRAFT_SECONDS:
                draft.unlink()
        except OSError:
            continue


def copy_to(connection: sqlite3.Connection, target: Path) -> dict[str, int]:
    """Copy the whole live file to `target`, which must not exist; how many rows it holds.

    SQLite's own backup is used, because copying a file in use can lose what is not yet in it.
    It is written under another name, checked, compared and synced, and only then takes its name.
    UserError if it cannot be.
    """
    draft = target.with_name(target.name + ".part")
    try:
        if target.exists():
            raise UserError(
                f"There is already a file called {target.name}.", "Choose another name."
            )
        draft.unlink(missing_ok=True)
        _room_for(connection, draft)
        rows = _pour(connection, draft)
        verdict, copied = _look_at(draft)
        if verdict != "ok" or copied != rows:
            raise UserError(
                "The copy did not pass its check and was not kept.",
                "The file itself may be damaged: run a check on it.",
            )
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _not_written(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return rows


def _pour(connection: sqlite3.Connection, draft: Path) -> dict[str, int]:
    copy = drivers.connect(draft, like=connection)
    # counted in one view of the file with the copy: a writer may go on meanwhile
    begun = not connection.in_transaction
    if begun:
        connection.execute("begin")
    try:
        rows = _rows(connection)
        connection.backup(copy, pages=-1)
    finally:
        copy.close()
        if begun and connection.in_transaction:
            connection.execute("rollback")
    return rows


def _look_at(draft: Path) -> tuple[str, dict[str, int]]:
    copy = open_backup(draft)
    try:
        return str(copy.execute("pragma quick_check").fetchone()[0]), _rows(copy)
    finally:
        copy.close()


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    found = {r[0] for r in connection.execute("select name from sqlite_master")}
    tables = [table for table in (*RECORDS, "change", "entry") if table in found]
    return {t: connection.execute(f"select count(*) from {t}").fetchone()[0] for t in tables}


def _room_for(connection: sqlite3.Connection, draft: Path) -> None:
    pages, size = (
        int(connection.execute(f"pragma {name}").fetchone()[0])
        for name in ("page_count", "page_size")
    )
    if shutil.disk_usage(draft.parent).free < pages * size:
        raise UserError(
            f"There is no room for the copy {draft.stem} in {draft.parent}.",
            f"It takes {pages * size // 1_000_000 + 1:,} MB. Free some space or choose another "
            "place.",
        )


def _sync(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(target: Path, error: Exception) -> UserError:
    told = faults.words_for(error) if isinstance(error, sqlite3.Error) else None
    if isinstance(told, faults.Damaged):
        return told
    why = error.strerror if isinstance(error, OSError) else error
    return UserError(
        f"Could not write the copy {target.name[:80]} ({why}).",
        "Check that the folder exists, is not full and can be written to.",
    )


CHECK = ("integrity-check",)


def check(connection: sqlite3.Connection) -> list[str]:
    """Every fault that SQLite finds in the file, the references and the search index."""
    found = [str(r[0]) for r in connection.execute("pragma integrity_check")]
    faults = [] if found == ["ok"] else found
    for table, row_id, parent, _ in connection.execute("pragma foreign_key_check"):
        faults.append(f"{table} {row_id} refers to a {parent} that is not there")
    return faults if connection.in_transaction else faults + _search_faults(connection)


def _search_faults(connection: sqlite3.Connection) -> list[str]:
    connection.execute("begin immediate")
    try:
        there = {str(name) for (name,) in connection.execute("select name from sqlite_master")}
        for index in sorted(there & SEARCH_INDEXES.keys()):  # an older file has fewer
            connection.execute(f"insert into {index} ({index}, rank) values (?, 1)", CHECK)
    except sqlite3.DatabaseError as error:
        if not (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_READONLY"):
            return [f"the search index does not match the leads ({error})"]
    else:
        return []
    finally:
        connection.execute("rollback")
    # the check of a search index is an insert: a file open for reading is copied for it
    copy = drivers.scratch(connection)  # SQLite takes this one away itself
    try:
        connection.backup(copy, pages=-1)
        return _search_faults(copy)
    finally:
        copy.close()
