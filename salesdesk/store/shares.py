"""Whether a folder lies on a network share, or in a folder that a sync tool carries."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

NETWORK = frozenset(
    "cifs smb3 smbfs nfs nfs4 afpfs webdav davfs davfs2 9p glusterfs ceph fuse.sshfs fuse.rclone "
    "fuse.davfs2 fuse.gvfsd-fuse fuse.glusterfs vboxsf fuse.vmhgfs-fuse".split()
)
#: What sync tools leave in the topmost folder that they carry.
MARK = re.compile(
    r"\.stfolder|\.dropbox|\.dropbox\.cache|\.(own|next)cloudsync\.log|\._?sync_.*\.db"
)
NAMES = (
    *("Dropbox", "CloudStorage", "Mobile Documents", "iCloudDrive"),
    *("OneDrive", "Google Drive", "My Drive", "Shared drives"),
)
REMOTE = 4  # what Windows calls a drive that is a share under a letter


def carries(folder: Path) -> bool:
    """True for a folder, with its links followed, that others may have at their computers too."""
    if str(folder).startswith("\\\\") or _is_drive_of_share(folder):
        return True
    if kind_of_disk(folder, mounts()) in NETWORK:
        return True
    if any(folder.is_relative_to(root) for root in _roots()):
        return True
    above = (folder, *folder.parents)
    return any(one.name.split(" - ")[0] in NAMES or _is_marked(one) for one in above)


def kind_of_disk(folder: Path, mounted: Iterator[tuple[str, str]]) -> str:
    """The file system that a folder lies on, as its system calls it; empty if unknown."""
    best, kind = "", ""
    for point, fs in mounted:
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, fs
    return kind


def mounts() -> Iterator[tuple[str, str]]:
    """Where each file system stands, and what it is; nothing where the system does not say."""
    if sys.platform == "darwin":
        import subprocess

        told = subprocess.run(["/sbin/mount"], capture_output=True, check=False).stdout
        yield from told_by_mac(os.fsdecode(told))
        return
    try:
        told = Path("/proc/self/mounts").read_bytes()
    except OSError:
        return
    for line in os.fsdecode(told).splitlines():
        _, point, fs, *_ = line.split(" ")
        yield re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point), fs


def told_by_mac(text: str) -> Iterator[tuple[str, str]]:
    """`//ann@nas/Sales on /Volumes/Sales (smbfs, nodev, mounted by ann)`, line by line."""
    for line in text.splitlines():
        found = re.fullmatch(r".*? on (/.*) \((\w+).*\)", line)
        if found:
            yield found[1], found[2]


def _is_drive_of_share(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == REMOTE)
    return False


def _roots() -> Iterator[Path]:
    """Folders that tools themselves name as theirs, whatever they are called."""
    for name in ("ONEDRIVE", "ONEDRIVECOMMERCIAL", "ONEDRIVECONSUMER"):
        if named := os.environ.get(name):
            yield Path(named)
    homes = (os.environ.get("APPDATA"), os.environ.get("LOCALAPPDATA"))
    places = [Path.home() / ".dropbox", *(Path(home) / "Dropbox" for home in homes if home)]
    for place in places:
        try:
            told = json.loads((place / "info.json").read_text("utf-8"))
            yield from (Path(account["path"]).resolve() for account in told.values())
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue  # it is not installed here, or tells it in another way now


def _is_marked(folder: Path) -> bool:
    try:
        with os.scandir(folder) as found:
            return any(
                # a folder .dropbox is where the tool keeps its settings: in one's home
                MARK.fullmatch(one.name) and not (one.name == ".dropbox" and one.is_dir())
                for one in found
            )
    except OSError:
        return False  # it may not be listed
