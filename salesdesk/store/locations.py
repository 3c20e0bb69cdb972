"""Where a file lies: on a share or in a synced folder, one writer at a time may have it.

Two computers that write one SQLite file over a share lose data. So the first one here puts
its name beside the file, and whoever comes second is told who has it and reads a snapshot.
"""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from salesdesk.errors import UserError

NETWORK = frozenset(
    "cifs smb3 smbfs nfs nfs4 afpfs webdav davfs davfs2 9p fuse.sshfs fuse.rclone "
    "fuse.davfs2 fuse.gvfsd-fuse".split()
)
SYNC_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".sync_.db")
SYNC_NAMES = ("Dropbox", "CloudStorage", "Mobile Documents", "OneDrive", "Google Drive")
STALE_SECONDS = 90.0
REFRESH_SECONDS = 20.0


@dataclass
class Claim:
    """This program's hold on a shared file, or the snapshot it reads instead."""

    path: Path
    marker: Path
    held_by: str | None = None
    snapshot: Path | None = None
    _refreshed: float = 0.0

    def refresh(self) -> None:
        """Say from time to time that the holder is still there."""
        if self.snapshot is None and time.monotonic() - self._refreshed > REFRESH_SECONDS:
            self._refreshed = time.monotonic()
            try:
                os.utime(self.marker)
            except OSError:
                return

    def release(self) -> None:
        """Take the marker away, or the snapshot."""
        if self.snapshot is None:
            self.marker.unlink(missing_ok=True)
        else:
            import shutil

            shutil.rmtree(self.snapshot.parent, ignore_errors=True)


def is_shared(path: Path) -> bool:
    """True for a file on a network share or in a folder that a sync tool carries."""
    folder = path.resolve().parent
    if str(folder).startswith("\\\\") or _mount_type(folder) in NETWORK:
        return True
    onedrive = os.environ.get("ONEDRIVE")
    if onedrive and folder.is_relative_to(onedrive):
        return True
    for parent in (folder, *folder.parents):
        if any((parent / mark).exists() for mark in SYNC_MARKS):
            return True
        if parent.name.split(" - ")[0] in SYNC_NAMES:
            return True
    return False


def claim(path: Path) -> Claim | None:
    """Take a shared file for writing, or a snapshot if somebody has it.

    None for a local file, and for one that another program on this computer holds: here
    SQLite's own locks do the work.
    """
    if not is_shared(path):
        return None
    marker = path.with_name(f".{path.name}.in-use")
    me = {"who": f"{_user()} on {_host()}", "host": _host(), "pid": os.getpid()}
    for _ in range(2):
        try:
            with marker.open("x", encoding="utf-8") as written:
                json.dump(me, written)
            return Claim(path, marker)
        except FileExistsError:
            holder = _holder(marker)
            if holder is None:
                marker.unlink(missing_ok=True)
                continue
            return Claim(path, marker, holder, _snapshot(path)) if holder else None
        except OSError:
            return Claim(path, marker, "nobody: the folder cannot be written to", _snapshot(path))
    return Claim(path, marker, "another program", _snapshot(path))


def _holder(marker: Path) -> str | None:
    """Who holds the file: empty for this computer, None when the marker was left behind."""
    try:
        age = time.time() - marker.stat().st_mtime
        found = json.loads(marker.read_text("utf-8"))
        who, host, pid = str(found["who"]), str(found["host"]), int(found["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if host == _host():
        return "" if _alive(pid) else None
    return who if age < STALE_SECONDS else None


def _host() -> str:
    import platform

    return platform.node()


def _alive(pid: int) -> bool:
    if os.name == "nt":  # os.kill would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _snapshot(path: Path) -> Path:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="salesdesk-"))
    target = folder / path.name
    try:
        shutil.copyfile(path, target)
        journal = path.with_name(path.name + "-journal")
        if journal.exists():
            shutil.copyfile(journal, folder / journal.name)
    except OSError as error:
        raise UserError(
            f"{path.name} is in use and could not be copied for reading ({error.strerror}).",
            "Try again in a moment.",
        ) from error
    return target


def _mount_type(folder: Path) -> str:
    best, kind = "", ""
    try:
        with Path("/proc/self/mounts").open(encoding="utf-8") as mounts:
            for line in mounts:
                _, point, fs, *_ = line.split()
                point = point.replace("\\040", " ")
                if folder.is_relative_to(point) and len(point) >= len(best):
                    best, kind = point, fs
    except OSError:
        return ""
    return kind


def _user() -> str:
    try:
        import getpass

        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"
