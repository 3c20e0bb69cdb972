"""Whether a file is whole: when it was looked through, what was found, and marks of its use.

All of it is remembered on this computer, not in the file. While a program has a file open for
writing there is a mark of it here; one that is left behind by a program that no longer runs says
that the file was not closed.
"""

import contextlib
import itertools
import os
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from salesdesk.store import drivers, faults, seats

#: So many bytes are looked through before anybody notices; a bigger file waits for a worker.
A_BLINK_OF_BYTES = 32_000_000
DAYS_OF_FULL = 7
_COUNT = itertools.count()


def quick(connection: sqlite3.Connection) -> list[str]:
    """What a fast look finds wrong; it passes over the contents of indexes."""
    try:
        found = [str(r[0]) for r in connection.execute("pragma quick_check(20)")]
    except sqlite3.DatabaseError as error:
        if faults.is_busy(error):
            raise
        return [str(error)]
    return [] if found == ["ok"] else found


def quick_beside_others(connection: sqlite3.Connection) -> list[str]:
    """The same, table by table: whoever saves meanwhile waits for one table at most."""
    try:
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and rootpage > 0"
        ).fetchall()
        for (table,) in tables:
            found = [str(r[0]) for r in connection.execute(f"pragma quick_check('{table}')")]
            if found != ["ok"]:
                return found
    except sqlite3.DatabaseError as error:
        if faults.is_busy(error):
            raise
        return [str(error)]
    return []


def full_beside_others(connection: sqlite3.Connection) -> list[str]:
    """The full check of a copy that is made for it: nobody who saves has to wait for its end."""
    copy = drivers.scratch(connection)  # SQLite takes this one away itself
    try:
        connection.backup(copy, pages=-1)
        return full(copy)
    except sqlite3.DatabaseError as error:
        if faults.words_for(error) is None or isinstance(faults.words_for(error), faults.Damaged):
            return [str(error)]
        raise
    finally:
        copy.close()


def full(connection: sqlite3.Connection) -> list[str]:
    """Every fault that can be found, in the tables, the indexes and the search."""
    from salesdesk.store import backups

    try:
        return backups.check(connection)
    except sqlite3.DatabaseError as error:
        if faults.is_busy(error):
            raise
        return [str(error)]


# -- what is remembered ---------------------------------------------------------------------


def note(path: Path, kind: str, today: date, found: list[str]) -> None:
    """Remember the outcome of a check of that kind, `quick` or `full`."""
    kept = last(path)
    days = {"quick": today.isoformat()}
    if kind == "full":
        days["full"] = today.isoformat()
    remembered = {**kept, **days, "faults": found[:5], "state": _state(path) if found else []}
    seats.remember(_name(path), remembered)


def last(path: Path) -> dict[str, Any]:
    """When the file was checked here, and what was found: quick, full, faults."""
    found = seats.recall().get(_name(path))
    return found if isinstance(found, dict) else {}


def due(path: Path, today: date) -> str:
    """The check that it is time for: `full` weekly, `quick` daily, or none."""
    kept = last(path)
    if not kept:
        note(path, "full", today, [])  # the week begins when a file is first seen
        return "quick"
    if _age(kept.get("full"), today) >= DAYS_OF_FULL:
        return "full"
    return "quick" if _age(kept.get("quick"), today) >= 1 else ""


def known_damage(path: Path) -> list[str]:
    """What a check found in the file as it still is; empty when it has been changed since."""
    kept = last(path)
    found = kept.get("faults")
    if not isinstance(found, list) or not found or kept.get("state") != _state(path):
        return []
    return [str(fault) for fault in found]


def _age(day: object, today: date) -> int:
    try:
        return abs((today - date.fromisoformat(str(day))).days)
    except ValueError:
        return DAYS_OF_FULL


def _name(path: Path) -> str:
    return f"check:{path.resolve()}"


def _state(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_ino, found.st_size, found.st_mtime_ns]


# -- marks ----------------------------------------------------------------------------------


def mark(path: Path) -> Path | None:
    """Say that this program has the file open for writing."""
    folder = _folder()
    made = folder / f"{_digest(path)}.{os.getpid()}.{next(_COUNT)}"
    for _ in range(2):
        try:
            made.touch()
        except FileNotFoundError:
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            break
        else:
            return made
    return None


def unmark(made: Path | None) -> None:
    """The file was closed."""
    if made is not None:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)


def left_open(path: Path) -> bool:
    """True when a program that no longer runs never closed the file."""
    try:
        found = [name for name in os.listdir(_folder()) if name.startswith(_digest(path))]  # noqa: PTH208 (a start asks)
    except OSError:
        return False
    gone = [name for name in found if not _runs(name)]
    for name in gone:
        unmark(_folder() / name)
    return bool(gone)


def _runs(name: str) -> bool:
    if os.name == "nt":  # os.kill would end the process there
        return True
    try:
        os.kill(int(name.split(".")[1]), 0)
    except (ValueError, IndexError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


def _folder() -> Path:
    return seats.home() / "open"


def _digest(path: Path) -> str:
    import zlib  # no secret: a short name for a path

    place = str(path.resolve()).encode("utf-8", "surrogateescape")
    return f"{zlib.crc32(place):08x}{len(place):04x}"


def look_before_writing(path: Path) -> None:
    """Raise `faults.Damaged` for what must not be written to.

    After an unclean end the file is looked through: at once where that takes no longer than a
    blink, else `due` says so to whoever has a worker for it.
    """
    if known_damage(path):
        raise faults.damaged(path)
    if not left_open(path):
        return
    if path.stat().st_size > A_BLINK_OF_BYTES:
        seats.remember(_name(path), {**last(path), "quick": ""})
        return
    connection = drivers.connect(path, "rw")
    try:
        found = quick(connection)
    finally:
        connection.close()
    if found:
        note(path, "quick", date.min, found)
        raise faults.damaged(path)
