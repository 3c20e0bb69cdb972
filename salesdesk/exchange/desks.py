"""The desk of one team file on this computer: the complete copy, what was sent, how far one is."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from salesdesk.exchange import writing
from salesdesk.exchange.folders import PARCEL, numbers_in, read_json, vector
from salesdesk.store import encryption, seats
from salesdesk.store.seals import PLAIN, Seal, Torn


@dataclass
class State:
    """What this copy knows of the team folder; all of it can be found out anew."""

    seat: int = 0
    #: The newest entry of the journal when this was written: an older file starts to read anew.
    entry: int = 0
    #: The newest change of each seat that the folder holds, as far as is known here.
    team: dict[int, int] = field(default_factory=dict)
    #: How many files of each seat's series are in the copy.
    read: dict[int, int] = field(default_factory=dict)
    #: How many changes are in files that are written here but not yet on the share.
    undelivered: dict[int, int] = field(default_factory=dict)
    #: The copy was put back to an older state and written to since: it must be made anew.
    went_back: bool = False
    #: SHA-256 of the shared file when it was last looked into.
    shared: str = ""
    #: Up to which file one's own series is joined into large ones.
    joined: int = 0
    #: How many erasures of persons one's own series has followed.
    erased: int = 0


class Desk:
    """The folder of one team file under what this computer remembers.

    Its complete copy is locked as the shared file is, and its series are sealed alike.
    """

    def __init__(self, uuid: str, seal: Seal = PLAIN) -> None:
        self.uuid, self.seal = uuid, seal
        self.path = seats.home() / "team" / uuid
        self.sent = self.path / "sent"

    def file(self) -> Path | None:
        """The complete copy; None if there is none yet."""
        return next(iter(sorted(self.path.glob("*.salesdesk"))), None)

    def state(self) -> State:
        """What was noted last."""
        found = read_json(self.path / "state.json")
        state = State()
        for name in ("team", "read", "undelivered"):
            setattr(state, name, vector(found.get(name)))
        for name in ("seat", "entry", "erased", "joined"):
            number = found.get(name)
            setattr(state, name, number if isinstance(number, int) else 0)
        state.went_back = found.get("went_back") is True
        state.shared = str(found.get("shared") or "")
        return state

    def note(self, state: State) -> None:
        """Keep what is known of the team folder."""
        writing.put(self.path / "state.json", json.dumps(asdict(state)).encode())

    def numbers(self, seat: int) -> set[int]:
        """The files of one's own series that were written."""
        return numbers_in(self.sent / str(seat))

    def parcel(self, seat: int, number: int) -> Path:
        """One's own copy of a file that was sent, to write it again if it is lost."""
        return self.sent / str(seat) / f"{number:08}.sdx"

    def keep(self, seat: int, number: int, data: bytes) -> None:
        """Keep a file of one's own series here."""
        target = self.parcel(seat, number)
        assert PARCEL.fullmatch(target.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        writing.put(target, data)

    def relock(self, seal: Seal) -> None:
        """Bring the copy, and what was sent from here, to the lock that the team has now."""
        old, file = self.seal, self.file()
        assert file is not None
        for series in self.sent.glob("*"):
            for number in numbers_in(series):
                sent = self.parcel(int(series.name), number)
                # those that fit neither lock stay: they are written again where they are missed
                with contextlib.suppress(Torn):
                    writing.put(sent, seal.close(old.open(sent.read_bytes())))
        encryption.relock(file, seal.lock)
        self.seal = seal

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """True for the one program on this computer that may exchange just now."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "exchange.lock").open("a+b") as lock:
            yield _locked(lock.fileno())


def _locked(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
