"""A look at a file from somebody else, before it becomes the working file.

A trigger in it could empty tables, a view could hang, an index could compute for ever. So a file
that this computer has not seen is opened for reading only, within a time limit, and each part of
it must be exactly one that SalesDesk makes. Which parts a file had when it passed is remembered
as a digest: the next opening compares that alone.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.errors import UserError
from salesdesk.store import faults, seats, triggers, version_1
from salesdesk.store.reading import Progress, Stopped, pieces

if TYPE_CHECKING:
    from salesdesk.store.layout import Part

#: Steps of SQLite's machine between two looks at the clock.
STEPS = 20_000
SECONDS, BYTES_A_SECOND = 20.0, 4_000_000
#: SQLite's own notes; what they hold is never run.
BOOKS = frozenset({"sqlite_sequence"})


class Foreign(UserError):
    """A file with parts that SalesDesk did not make; a clean copy of it may be opened."""

    def __init__(self, path: Path, title: str) -> None:
        super().__init__(
            title,
            "Nothing was changed in it. A clean copy takes over what SalesDesk knows: open it "
            "in the window, or use salesdesk clean FILE OUT.",
        )
        self.path = path


def is_known(path: Path) -> bool:
    """True when this very file passed here before, or was made here."""
    return isinstance(seats.recall().get(_place(path)), str)


def passed(connection: sqlite3.Connection, path: Path) -> None:
    """Remember the parts of a file that was made here or has passed."""
    place, digest = _place(path), digest_of(connection)
    if seats.recall().get(place) != digest:
        seats.remember(place, digest)


def unchanged(connection: sqlite3.Connection, path: Path) -> bool:
    """True when the parts of the file are those with which it passed."""
    return seats.recall().get(_place(path)) == digest_of(connection)


def digest_of(connection: sqlite3.Connection) -> str:
    """One short text for all parts of a file."""
    rows = connection.execute("select type, name, tbl_name, sql from sqlite_master")
    return _digest("\x1e".join("\x1f".join(map(str, row)) for row in rows))


def _digest(words: str) -> str:
    try:  # each opening needs it; all of hashlib takes longer to load than the file to open
        from _sha512 import sha512  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha512
    return str(sha512(words.encode("utf-8", "replace")).hexdigest()[:32])


def _place(path: Path) -> str:
    found = path.stat()
    return f"vetted:{found.st_dev}:{found.st_ino}"


def look_through(
    connection: sqlite3.Connection, path: Path, version: int, go_on: Progress | None = None
) -> None:
    """The whole look, on a connection that can only read; Foreign or UserError where it fails."""
    if go_on is not None:
        # the checks jump about in the file: where it was read in one go they take a third
        for _ in pieces(path, go_on):
            pass
    for pragma in ("trusted_schema = off", "cell_size_check = on", "query_only = on"):
        connection.execute(f"pragma {pragma}")
    with in_time(connection, path, go_on):
        check_parts(connection, path, version)
        verdict = connection.execute("pragma quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise faults.damaged(path)
        broken = connection.execute("pragma foreign_key_check").fetchone()
        if broken:
            raise Foreign(
                path,
                f"{path.name} was not written by SalesDesk alone: "
                f"a {broken[0]} refers to a {broken[2]} that is not there.",
            )


def check_parts(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Foreign where a part is not as SalesDesk makes it; UserError where a table is missing."""
    from salesdesk.store.layout import fresh_parts, parts_of  # only for a file that is new here

    strange = triggers.strangers(connection, version)
    found = {n: part for n, part in parts_of(connection).items() if n not in BOOKS}
    if version == 1:
        if not strange and digest_of_parts(found) != version_1.PARTS:
            strange = ["its tables"]
    else:
        wanted = fresh_parts()
        if missing := sorted(n for n, part in wanted.items() if n not in found and part.is_table):
            raise faults.damaged(path, f"a part of it is missing: {', '.join(missing[:3])}")
        strange += [n for n in found if n not in wanted and n not in strange]
        strange += [
            n
            for n, p in wanted.items()
            if n not in strange and not (n in found and p.is_as(found[n]))
        ]
    if strange:
        raise Foreign(
            path,
            f"{path.name} holds parts that SalesDesk did not make "
            f"({', '.join(name[:40] for name in strange[:3])}).",
        )


def digest_of_parts(found: "dict[str, Part]") -> str:
    """One short text for parts, whatever their order and spelling."""
    from salesdesk.store.layout import canonical

    lines = sorted(f"{p.kind} {p.name} {canonical(p.sql)}" for p in found.values() if p.is_plain)
    return _digest("\n".join(lines))


@contextmanager
def in_time(
    connection: sqlite3.Connection, path: Path, go_on: Progress | None = None
) -> Iterator[None]:
    """Whatever runs inside ends after a while that grows with the file, with words."""
    size = path.stat().st_size if path.exists() else 0
    until = time.monotonic() + SECONDS + size / BYTES_A_SECOND

    def stopped() -> bool:
        return go_on is not None and not go_on(1.0)

    connection.set_progress_handler(lambda: int(time.monotonic() > until or stopped()), STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        if stopped():
            raise Stopped(path) from error
        raise UserError(
            f"{path.name} takes too long to be read: it may have been made to do so.",
            "Nothing was changed in it. Ask for a fresh copy from where it came.",
        ) from error
    finally:
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed meanwhile
            connection.set_progress_handler(None, 0)
