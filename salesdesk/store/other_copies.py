"""Another copy of the open file: looked at with suspicion, read, and never written to."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.store import drivers, faults, files, migrations, seats, strays, vetting
from salesdesk.store.database import Database
from salesdesk.store.schema import SCHEMA_VERSION


@contextmanager
def opened(path: Path, clock: Clock, mine: Database) -> Iterator[Database]:
    """Another copy of the file `mine`, for reading; UserError for anything else.

    One of an older version, one that was left in the middle of a write, and one that another
    program wrote into are copied first, and what has to be done is done to the copy.
    """
    version = files.look(path)
    with tempfile.TemporaryDirectory(prefix="salesdesk-merge-") as folder:
        try:
            place = path
            if version < SCHEMA_VERSION or _unfinished(path):
                place = _copied(path, Path(folder))
            # what is left of a write is put back in the copy of it, never in the file
            mode = "ro" if place == path else "rw"
            with closing(drivers.connect(place, mode)) as seen:
                vetting.look_through(seen, path, version)
                _same_business(seen, path, mine)
                written_into = place == path and strays.are_there(seen)
            if written_into:
                place = _copied(path, Path(folder))
            if place != path:
                _made_ready(place, version)
            with closing(files.connect(place, "ro")) as connection:
                yield Database(connection, path, clock, read_only=True)
        except OSError as error:
            raise UserError(
                f"{path.name} cannot be read ({error.strerror}).",
                "Nothing was changed. Copy it to this computer, then merge the copy.",
            ) from error
        except sqlite3.DatabaseError as error:
            raise faults.words_for(error) or damaged(path) from error
        except ValueError as error:  # letters that are none, texts that are no JSON
            raise damaged(path) from error


def damaged(path: Path) -> UserError:
    """The sentence for a copy whose parts make no sense."""
    return UserError(
        f"{path.name} is damaged.",
        "Nothing was changed. Merge a backup of it, or rescue it first and merge what comes out.",
    )


def _unfinished(path: Path) -> bool:
    left = path.with_name(path.name + "-journal")
    return any(p.exists() and p.stat().st_size for p in (left, path.with_name(path.name + "-wal")))


def _copied(path: Path, folder: Path) -> Path:
    for ending in ("-journal", "-wal", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            shutil.copyfile(part, folder / part.name)
    return folder / path.name


def _same_business(connection: sqlite3.Connection, path: Path, mine: Database) -> None:
    if seats.uuid_of(connection) == seats.uuid_of(mine.connection):
        return
    found = connection.execute("select value from setting where name = 'business_name'").fetchone()
    whose = f" of {found[0]}" if found and found[0] else ""
    raise UserError(
        f"{path.name} is another file{whose}, not a copy of this one.",
        "Only copies of one file can be merged. To bring its records over, open it, use "
        "File, Export, and then File, Import here.",
    )


def _made_ready(place: Path, version: int) -> None:
    with closing(files.connect(place, "rw")) as connection:
        if version < SCHEMA_VERSION:
            migrations.migrate(connection, version)
        connection.execute("begin immediate")
        strays.adopt(connection)
        connection.execute("commit")


def name_seats(db: Database, names: dict[int, str]) -> None:
    """Keep what the computers are called from which changes came; call inside a transaction."""
    db.connection.executemany(
        "update seat set name = ? where id = ? and name = ''",
        [(name, seat) for seat, name in names.items()],
    )
