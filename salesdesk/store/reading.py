"""Reading a whole file piece by piece: who waits for it sees how far it is, and can stop it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from salesdesk.errors import UserError

PIECE = 4 << 20
#: Called with how much of the file is read, 0 to 1; False ends it.
Progress = Callable[[float], bool]


class Stopped(UserError):
    """Whoever waited has thought better of it; nothing was changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} was not opened.", "Nothing was changed in it.")


def pieces(path: Path, go_on: Progress | None) -> Iterator[bytes]:
    """The content of a file; Stopped where nobody waits for it any more."""
    size, done = max(1, path.stat().st_size), 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece
            done += len(piece)
            if go_on is not None and not go_on(min(1.0, done / size)):
                raise Stopped(path)
