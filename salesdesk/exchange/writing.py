"""Writing a file so that others see the whole of it or nothing, also after a power cut."""

import contextlib
import os
import secrets
from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Write under a temporary name, sync, rename; OSError leaves nothing behind."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Sync a folder where the system can, so that a rename in it survives a power cut."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
