"""A disk that loses its power: what was synced stays, of the rest anything may have arrived."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
#: How a connection is told to wait for the disk.
SYNCHRONOUS = "full"


@dataclass(frozen=True)
class Step:
    """One thing that was asked of the disk."""

    name: str  # of the file
    kind: str  # write, cut, sync or delete
    place: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """All that was asked of the disk, in order."""

    steps: list[Step] = field(default_factory=list)

    def after_cut(self, at: int, start: dict[str, bytes], luck: random.Random) -> dict[str, bytes]:
        """What lies on the disk when the power goes after so many steps."""
        synced = {name: bytearray(content) for name, content in start.items()}
        waiting: dict[str, list[Step]] = {}
        for step in self.steps[:at]:
            if step.kind == "delete":
                synced.pop(step.name, None)
                waiting.pop(step.name, None)
            elif step.kind == "sync":
                content = synced.setdefault(step.name, bytearray())
                for one in waiting.pop(step.name, []):
                    _apply(content, one)
            else:
                waiting.setdefault(step.name, []).append(step)
        for name, steps in waiting.items():
            content = synced.setdefault(name, bytearray())
            chance = luck.choice((0.0, 0.5, 0.9, 1.0))
            for one in steps:
                for part in _parts(one, luck):
                    if luck.random() < chance:
                        _apply(content, part)
        return {name: bytes(content) for name, content in synced.items()}


def _parts(step: Step, luck: random.Random) -> Iterator[Step]:
    """A long write reaches the disk in pieces."""
    if step.kind == "write" and len(step.data) > SECTOR and luck.random() < 0.3:
        cut = luck.randrange(1, len(step.data) // SECTOR + 1) * SECTOR
        yield Step(step.name, "write", step.place, step.data[:cut])
        yield Step(step.name, "write", step.place + cut, step.data[cut:])
    else:
        yield step


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del content[step.place :]
    elif step.data:
        content.extend(bytes(max(0, step.place - len(content))))
        content[step.place : step.place + len(step.data)] = step.data


class RecordingVFS(apsw.VFS):
    """The disk of this computer, with a record of all that is asked of it."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.name = f"recording{id(disk)}"
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "RecordingFile":
        return RecordingFile(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.disk.steps.append(Step(Path(filename).name, "delete"))
        super().xDelete(filename, syncdir)


class RecordingFile(apsw.VFSFile):
    """One open file of it."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        full = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(full or "temporary").name
        self._steps = disk.steps

    def xWrite(self, data: Any, offset: int) -> None:
        self._steps.append(Step(self._name, "write", offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._steps.append(Step(self._name, "cut", newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._steps.append(Step(self._name, "sync"))
        super().xSync(flags)


class Cursor:
    """An apsw cursor under the names of Python's own module."""

    def __init__(self, connection: apsw.Connection, sql: str, params: Any) -> None:
        before = connection.total_changes()
        self._cursor = connection.cursor()
        self._cursor.execute(sql, params or None)
        self._rows = list(self._cursor) if self._returns() else []
        self._next = iter(self._rows)
        self.rowcount = connection.changes() if connection.total_changes() > before else 0

    def _returns(self) -> bool:
        try:
            self.description: Sequence[tuple[Any, ...]] = self._cursor.getdescription()
        except apsw.ExecutionCompleteError:
            self.description = ()
            return False
        return True

    def fetchone(self) -> Any:
        return next(self._next, None)

    def fetchall(self) -> list[Any]:
        return list(self._next)

    def __iter__(self) -> Iterator[Any]:
        return self._next


class Connection:
    """An apsw connection under the names of Python's own module."""

    def __init__(self, uri: str, vfs: str) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        self._own = apsw.Connection(uri, flags=flags, vfs=vfs)

    def execute(self, sql: str, params: Any = ()) -> Cursor:
        return Cursor(self._own, sql.replace("= full", f"= {SYNCHRONOUS}"), params)

    def executescript(self, sql: str) -> None:
        Cursor(self._own, sql, ())

    def executemany(self, sql: str, rows: Any) -> None:
        self._own.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        return self._own.in_transaction

    @property
    def total_changes(self) -> int:
        return self._own.total_changes()

    def close(self) -> None:
        self._own.close()
