"""A share or a synced folder is recognised, and a folder of one's own is not taken for one."""

import json
from pathlib import Path

import pytest

from salesdesk.store import locations, shares

MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ann@nas/Sales (old) on /Volumes/Sales (old) (smbfs, nodev, nosuid, mounted by ann)
nas:/export on /Volumes/export (nfs, nodev, nosuid)
map auto_home on /System/Volumes/Data/home (autofs, automounted)
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/Users/ann/Documents", "apfs"),
        ("/Volumes/Sales (old)/2026", "smbfs"),
        ("/Volumes/export", "nfs"),
    ],
)
def test_a_share_of_a_mac_is_told_by_its_list(place: str, kind: str) -> None:
    assert shares.kind_of_disk(Path(place), shares.told_by_mac(MAC)) == kind
    assert (kind in shares.NETWORK) == (kind != "apfs")


def test_a_share_under_a_folder_of_this_computer_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = [("/", "ext4"), (str(tmp_path / "N A S"), "cifs")]
    monkeypatch.setattr(shares, "mounts", lambda: iter(mounted))
    assert locations.is_shared(tmp_path / "N A S" / "Sales" / "a.salesdesk")
    assert not locations.is_shared(tmp_path / "a.salesdesk")


@pytest.mark.parametrize("mark", [".stfolder/", ".dropbox", ".dropbox.cache/", ".sync_0a1b.db"])
def test_what_a_sync_tool_leaves_in_its_folder_tells_it(tmp_path: Path, mark: str) -> None:
    team = tmp_path / "team" / "sales"
    team.mkdir(parents=True)
    assert not locations.is_shared(team / "a.salesdesk")
    left = team.parent / mark
    left.mkdir() if mark.endswith("/") else left.touch()
    assert locations.is_shared(team / "a.salesdesk")
    assert not locations.is_shared(tmp_path / "a.salesdesk")


def test_a_folder_that_dropbox_names_is_recognised_and_the_home_around_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / ".dropbox").mkdir()
    told = {"business": {"path": str(tmp_path / "Acme files"), "host": 1}}
    (tmp_path / ".dropbox" / "info.json").write_text(json.dumps(told))
    assert locations.is_shared(tmp_path / "Acme files" / "sales" / "a.salesdesk")
    assert not locations.is_shared(tmp_path / "Documents" / "a.salesdesk")
    (tmp_path / ".dropbox" / "info.json").write_text('["something else"]')
    assert not locations.is_shared(tmp_path / "Acme files" / "a.salesdesk")


def test_a_folder_that_may_not_be_listed_is_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shares.os, "scandir", shut)
    assert not locations.is_shared(tmp_path / "a.salesdesk")
