"""The team folder: where things lie in it, and which names in it count."""

import json
import re
from pathlib import Path
from typing import Any

from salesdesk.exchange import writing
from salesdesk.exchange.parcels import LARGEST
from salesdesk.store.locations import TEAM
from salesdesk.store.seals import PLAIN, Seal, Torn

FORMAT = 1
#: Files of facts are much smaller: of anything else no more than that is read.
MOST_BYTES = 1 << 20
#: Exact names only: what a sync tool calls "00000003 (1).sdx" or a "conflicted copy" is none.
PARCEL = re.compile(r"(\d{8})\.sdx")
SEAT = re.compile(r"[1-9]\d{0,9}")


class Folder:
    """The folder beside one shared file. Absence in it never means deletion."""

    def __init__(self, shared: Path, seal: Seal = PLAIN) -> None:
        self.shared, self.seal = shared, seal
        self.path = beside(shared)
        self.changes = self.path / "changes"
        self.presence = self.path / "presence"
        self.snapshots = self.path / "snapshots"

    def uuid(self) -> str | None:
        """Which file the folder belongs to; None while that cannot be read."""
        return self.whose()[0]

    def whose(self) -> tuple[str | None, str | None]:
        """The same, and which lock its files are sealed with: `Seal.name`."""
        found = read_json(self.path / "identity.json")
        uuid, lock = found.get("uuid"), found.get("locked")
        return uuid if isinstance(uuid, str) else None, lock if isinstance(lock, str) else None

    def make(self, uuid: str) -> None:
        """Make the folder, or what is missing of it; OSError where that cannot be."""
        for folder in (self.path, self.changes, self.presence, self.snapshots):
            folder.mkdir(exist_ok=True)
        if not (self.path / "identity.json").exists():
            identity = {"uuid": uuid, "format": FORMAT, "locked": self.seal.name}
            writing.put(self.path / "identity.json", json.dumps(identity, indent=1).encode())

    def seats(self) -> list[int]:
        """The seats that have written here."""
        return sorted(
            int(entry.name) for entry in self.changes.iterdir() if SEAT.fullmatch(entry.name)
        )

    def numbers(self, seat: int) -> set[int]:
        """The files of one seat's series that are here now."""
        return numbers_in(self.changes / str(seat))

    def parcel(self, seat: int, number: int) -> Path:
        """Where one file of a series lies."""
        return self.changes / str(seat) / f"{number:08}.sdx"

    def read(self, seat: int, number: int) -> bytes | None:
        """One file of a series; None where it is not there, nothing in it where it is held."""
        place = self.parcel(seat, number)
        try:
            # a file of any size is made in a moment: what cannot be one of a series is not read
            return place.read_bytes() if place.stat().st_size <= LARGEST else b""
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (IsADirectoryError, PermissionError):  # this one only: the others are read
            return b""

    def next_number(self, seat: int, number: int) -> int | None:
        """The next file of a series behind a number; None where there is none."""
        return min((n for n in self.numbers(seat) if n > number), default=None)


def beside(shared: Path) -> Path:
    """The team folder of a shared file."""
    return shared.with_name(shared.stem + TEAM)


def numbers_in(folder: Path) -> set[int]:
    """The numbers of the files of a series in a folder; none where there is no folder."""
    try:
        names = [entry.name for entry in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return set()
    return {int(found[1]) for name in names if (found := PARCEL.fullmatch(name))}


def read_json(path: Path, seal: Seal = PLAIN) -> dict[str, Any]:
    """A small file of facts; empty where it is missing, torn, sealed otherwise or another file."""
    try:
        with path.open("rb") as file:
            found = json.loads(seal.open(file.read(MOST_BYTES)))
    except (OSError, ValueError, RecursionError, Torn):
        return {}
    return found if isinstance(found, dict) else {}


def vector(found: Any) -> dict[int, int]:
    """A mapping of seats to numbers as JSON keeps it; empty if it is none."""
    if not isinstance(found, dict):
        return {}
    numbers = found.values()
    if not all(type(number) is int and 0 <= number < 2**63 for number in numbers):
        return {}
    try:
        return {int(seat): number for seat, number in found.items()}
    except ValueError:
        return {}
