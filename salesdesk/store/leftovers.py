"""Making a file whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from salesdesk.errors import UserError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that takes its name only when it is complete."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        yield draft
        draft.replace(path)
    finally:
        for part in (draft, draft.with_name(f"{draft.name}-journal")):
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def none_of(path: Path) -> Iterator[None]:
    """Around the making of a file: if it fails half-way, on a full disk, nothing is left of it."""
    try:
        there = path.exists()
    except (OSError, ValueError) as error:
        raise UserError(
            "The file cannot have this name: it is too long, or holds a sign that no name may.",
            "Choose a shorter name of letters and numbers.",
        ) from error
    try:
        yield
    except BaseException:
        for part in () if there else (path, path.with_name(f"{path.name}-journal")):
            with suppress(OSError):
                part.unlink()
        raise
