"""Copies of a live file: complete, checked, and named so that the newest is easy to find."""

import os
import sqlite3
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store.search_index import SEARCH_INDEXES


def folder_of(path: Path) -> Path:
    """Where the backups of a file lie: beside it."""
    return path.with_name(f"{path.stem} backups")


def backup_beside(
    connection: sqlite3.Connection, path: Path, clock: Clock, why: str = "by-hand"
) -> Path:
    """Make a checked backup in the folder beside the file; its path."""
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} for backups cannot be made ({error.strerror}).",
            "Use File, Save a copy, and choose a folder that you can write to.",
        ) from error
    stem = f"{path.stem} {clock.local_now():%Y-%m-%d %H%M} {why}"
    target = folder / f"{stem}.salesdesk"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{stem} {number}.salesdesk"
    copy_to(connection, target)
    return target


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole live file to `target`, which must not exist; UserError if it cannot be.

    SQLite's own backup is used, because copying a file in use can lose what is not yet in it.
    It is written under another name, checked and synced, and only then takes its name.
    """
    if target.exists():
        raise UserError(f"There is already a file called {target.name}.", "Choose another name.")
    draft = target.with_name(target.name + ".part")
    try:
        copy = sqlite3.connect(draft)
        try:
            connection.backup(copy, pages=-1)
            verdict = copy.execute("pragma quick_check").fetchone()[0]
        finally:
            copy.close()
        if verdict != "ok":
            raise UserError(
                "The copy did not pass its check and was not kept.",
                "The file itself may be damaged: run a check on it.",
            )
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise UserError(
            f"Could not write the copy {target.name} ({error}).",
            "Check that the folder exists, is not full and can be written to.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


CHECK = ("integrity-check",)


def check(connection: sqlite3.Connection) -> list[str]:
    """Every fault that SQLite finds in the file, the references and the search index."""
    found = [str(r[0]) for r in connection.execute("pragma integrity_check")]
    faults = [] if found == ["ok"] else found
    for table, row_id, parent, _ in connection.execute("pragma foreign_key_check"):
        faults.append(f"{table} {row_id} refers to a {parent} that is not there")
    if not connection.in_transaction:
        try:
            connection.execute("begin immediate")
            for index in sorted(SEARCH_INDEXES):
                connection.execute(f"insert into {index} ({index}, rank) values (?, 1)", CHECK)
        except sqlite3.DatabaseError as error:
            faults.append(f"the search index does not match the leads ({error})")
        finally:
            connection.execute("rollback")
    return faults
