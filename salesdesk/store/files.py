"""Making and opening a file: what is looked at before it is trusted, and its pragmas."""

import os
import sqlite3
import stat
from pathlib import Path

from salesdesk import __version__
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import cipher_pages, drivers, faults, health, locks, seats, triggers, vetting
from salesdesk.store.database import Database
from salesdesk.store.reading import Progress
from salesdesk.store.schema import APPLICATION_ID, PAGE_SIZE, SCHEMA_VERSION

MAGIC = b"SQLite format 3\x00"


def create(path: Path, clock: Clock) -> Database:
    """Make a new, empty file at `path` and open it; UserError if something is in the way."""
    if path.exists():
        raise UserError(f"There is already a file called {path.name}.", "Choose another name.")
    if not path.parent.is_dir():
        raise UserError(
            f"The folder {path.parent} does not exist.", "Make it first, or choose another."
        )
    with faults.in_words():
        connection = connect(path, "rwc")
        lay_out(connection, clock)
        vetting.passed(connection, path)
    return _database(connection, path, clock, read_only=False)


def lay_out(connection: sqlite3.Connection, clock: Clock) -> None:
    """Put all tables, indexes and triggers into an empty file."""
    connection.execute(f"pragma page_size = {PAGE_SIZE}")
    connection.execute("begin immediate")
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
    import uuid  # only a new file draws one

    from salesdesk.store import layout

    for statement in layout.statements():
        connection.execute(statement)

    now = clock.now()
    connection.execute(
        "insert into file_identity values (1, ?, ?, ?)", (str(uuid.uuid4()), now, __version__)
    )
    connection.execute("insert into journal_state (id, change_id) values (1, 0)")
    connection.execute(
        "insert into change (id, clock, seat, at, words, kind) "
        "values (0, 0, 0, ?, 'Changed outside SalesDesk', 'outside')",
        (now,),
    )
    triggers.install(connection)
    connection.execute("commit")


def open_file(
    path: Path, clock: Clock, *, read_only: bool = False, person_id: int | None = None
) -> Database:
    """Open a file after a look at it; nothing is changed in one that is refused.

    Raises UserError for what is missing, a folder, empty, of another program, damaged, newer
    or locked. A file without write permission opens for reading only.
    """
    with faults.in_words(path):
        return _opened(path, clock, read_only, person_id)


def _opened(path: Path, clock: Clock, read_only: bool, person_id: int | None) -> Database:
    version = look(path)
    read_only = read_only or not _writable(path)
    connection = None
    try:
        if not vetting.is_known(path):
            _vet(path, version, None)
        if not read_only:
            health.look_before_writing(path)
        connection = connect(path, "ro" if read_only else "rw")
        known = vetting.unchanged(connection, path)
        if not known:
            vetting.check_parts(connection, path, version)
        if version < SCHEMA_VERSION and not read_only:
            from salesdesk.store import backups, migrations

            backups.backup_beside(connection, path, clock, "before-update")
            migrations.migrate(connection, version)
        if not known or version < SCHEMA_VERSION:
            vetting.passed(connection, path)
        if version < SCHEMA_VERSION and read_only:
            from salesdesk.store import older

            older.stand_in(connection)
        return _database(connection, path, clock, read_only=read_only, person_id=person_id)
    except BaseException:
        if connection is not None:
            connection.close()
        raise


def get_to_know(path: Path, go_on: Progress | None = None) -> None:
    """Look through a file that was never opened here, before it is opened; slow if it is large."""
    with faults.in_words(path):
        version = look(path)
        if not vetting.is_known(path):
            _vet(path, version, go_on)


def _vet(path: Path, version: int, go_on: Progress | None) -> None:
    """The whole look at a file that was never opened here, for reading only."""
    try:
        _vet_as(path, version, "ro", go_on)
    except sqlite3.OperationalError as error:
        if not faults.is_unfinished(error):
            raise
        # its last writer was stopped: what it left is put back first, as SQLite does
        _vet_as(path, version, "rw", go_on)


def _vet_as(path: Path, version: int, mode: str, go_on: Progress | None) -> None:
    connection = drivers.connect(path, mode)
    try:
        vetting.look_through(connection, path, version, go_on)
        vetting.passed(connection, path)
    finally:
        connection.close()


def look(path: Path) -> int:
    """Read the header by hand; the file's schema version."""
    if path.is_dir():
        raise UserError(f"{path.name} is a folder, not a SalesDesk file.", "Choose a file in it.")
    if not path.exists():
        raise UserError(
            f"There is no file {path.name} in {path.absolute().parent}.",
            "Check the name, or whether the drive is connected.",
        )
    if not path.is_file():  # a pipe would be waited for
        raise UserError(f"{path.name} is not a SalesDesk file.", "Choose another.")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read ({error.strerror}).",
            "Ask for permission to read it, or choose another file.",
        ) from error
    if not header:
        raise UserError(
            f"{path.name} is empty: it holds nothing, not even a header.",
            "Nothing was changed. Choose another file, or make a new one.",
        )
    numbers = [int.from_bytes(header[at : at + 4], "big") for at in (68, 60)]
    if header.startswith(MAGIC) and numbers[0] == APPLICATION_ID:
        return _judged(path, *numbers)
    if locks.lock_of(path):
        return _look_inside(path)
    if cipher_pages.seems_locked(path):
        raise faults.damaged(path, "it is locked, and its beginning or its end is not whole")
    if len(header) == 100 and _was_ours(path, header):
        raise faults.damaged(path, "its first page cannot be read")
    if not header.startswith(MAGIC) or len(header) < 100:
        raise UserError(
            f"{path.name} is not a SalesDesk file.",
            "Nothing was changed in it. To bring in a table, use File, Import.",
        )
    return _judged(path, *numbers)


def _look_inside(path: Path) -> int:
    """The schema version of a locked file: its header is locked too."""
    connection = drivers.connect(path, "ro")
    try:
        with faults.in_words(path):
            names = ("application_id", "user_version")
            numbers = (connection.execute(f"pragma {name}").fetchone()[0] for name in names)
            return _judged(path, *numbers)
    finally:
        connection.close()


def _judged(path: Path, application: int, version: int) -> int:
    if application != APPLICATION_ID:
        raise UserError(
            f"{path.name} belongs to another program.",
            "Nothing was changed in it. Choose a file that SalesDesk made.",
        )
    if version > SCHEMA_VERSION:
        raise UserError(
            f"{path.name} was made by a newer SalesDesk.",
            "Nothing was changed in it. Update SalesDesk on this computer, then open it again.",
        )
    return version


def _was_ours(path: Path, header: bytes) -> bool:
    """True for a file of ours by its name and size whose first bytes are not what they were."""
    if path.suffix != ".salesdesk" or path.stat().st_size < 2 * PAGE_SIZE:
        return False
    if not header.startswith(MAGIC):
        with path.open("rb") as file:
            content = file.read(64 * PAGE_SIZE)
        firsts = content[PAGE_SIZE::PAGE_SIZE]
        # each page of a table or index begins with one of four numbers
        return sum(first in (2, 5, 10, 13) for first in firsts) * 2 > len(firsts)
    mark = int.from_bytes(header[68:72], "big")
    return mark != APPLICATION_ID and (mark ^ APPLICATION_ID).bit_count() <= 2


def is_ours(path: Path) -> bool:
    """True for a file that SalesDesk made, whatever its name."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    if locks.lock_of(path):  # whose it is cannot be seen: by its name
        return path.suffix == ".salesdesk"
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return header.startswith(MAGIC) and ours


def _writable(path: Path) -> bool:
    # root may write anything; the mode bits still say what the owner meant
    bits = path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if not bits or not os.access(path, os.W_OK):
        return False
    # the journal of a change is a file of its own beside it
    journal = path.with_name(f"{path.name}-journal")
    beside = path.absolute().parent
    return os.access(beside, os.W_OK | os.X_OK) or os.access(journal, os.W_OK)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection as we use them, for "ro", "rw" or "rwc" (which makes the file)."""
    connection = drivers.connect(path, mode)
    for pragma in (
        "cell_size_check = on",
        "foreign_keys = on",
        "temp_store = memory",
        "cache_size = -65536",
    ):
        connection.execute(f"pragma {pragma}")
    if mode != "ro":
        # One file that really is one file, and nothing lost in a power cut: see ENGINEERING.
        connection.execute("pragma journal_mode = truncate")
        connection.execute("pragma synchronous = full")
    return connection


def _database(
    connection: sqlite3.Connection,
    path: Path,
    clock: Clock,
    *,
    read_only: bool,
    person_id: int | None = None,
) -> Database:
    zone = connection.execute("select value from setting where name = 'zone'").fetchone()
    if zone and zone[0]:
        clock = Clock(zone[0], clock.fixed)
    seat = 0 if read_only else seats.take(connection, path, clock.now())
    db = Database(connection, path, clock, seat=seat, read_only=read_only)
    db.person_id = person_id or seats.who_am_i(connection)
    connection.execute("pragma busy_timeout = 0")  # from here on we wait ourselves: patience.py
    return db
