"""What files and folders on a share are called, or stand there instead: nobody is parted by it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.exchange.folders import Folder
from salesdesk.jobs import merges, sharing
from salesdesk.session import Session
from tests.exchange.computers import Computer, all_sync

Make = Callable[[str], Computer]
NAMES = [
    "😀 Ärger & 'one' \"two\".salesdesk",
    "two\nlines.salesdesk",
    "trailing .salesdesk",
    "50% [a]*?.salesdesk",
    "#hash?&.salesdesk",
    "-dash.salesdesk",
    "dots.in.it.salesdesk",
    "n" * 230 + ".salesdesk",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_shared_exchanged_and_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "nas").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        shared = sharing.share(session, tmp_path / "nas" / name)
    ann, bob = (Computer(tmp_path / who, shared, monkeypatch) for who in ("ann", "bob"))
    ann.lead("One")
    all_sync(ann, bob)
    bob.lead("Two")
    bob.sync(refresh=True)
    ann.close()
    assert ann.names() == ["One", "Two"] and not bob.problem()
    assert ann.session.back_up().is_file()
    for one in (ann, bob):
        one.close()


@pytest.fixture
def pair(computer: Make, shared: Path) -> tuple[Computer, Computer]:
    (shared.parent / ".stfolder").mkdir()  # as a sync tool marks its folders
    ann, bob = computer("ann"), computer("bob")
    ann.lead("One")
    all_sync(ann, bob)
    return ann, bob


def test_a_file_that_is_renamed_alone_does_not_part_the_team(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    bob.close()
    renamed = shared.rename(shared.with_name("Acme 2026.salesdesk"))
    bob.shared = renamed
    with pytest.raises(UserError, match="the team shares as Acme"):
        bob.names()
    assert not Folder(renamed).path.exists()
    Folder(shared).path.rename(Folder(renamed).path)  # as the sentence says
    bob.lead("Two")
    bob.sync()
    ann.close()
    ann.shared = renamed
    ann.sync()
    assert ann.names() == ["One", "Two"]


def test_a_conflicted_copy_is_merged_and_never_becomes_a_second_team(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    bob.close()
    bob.shared = shared.with_name("Acme (Bob's conflicted copy 2026-11-22).salesdesk")
    shutil.copy(shared, bob.shared)
    with pytest.raises(UserError, match="File, Merge"):
        bob.names()
    assert merges.preview(ann.session, bob.shared).nothing_new
    assert [p.name for p in shared.parent.iterdir() if p.is_dir() and "team" in p.name] == [
        "Acme.salesdesk-team"
    ]


def test_what_stands_where_files_should_holds_up_nobody_else(
    pair: tuple[Computer, Computer], shared: Path, computer: Make
) -> None:
    ann, bob = pair
    folder = Folder(shared)
    for name in ("presence/5.json", "snapshots/x.json", "changes/777/00000001.sdx"):
        (folder.path / name).mkdir(parents=True)
    for name in ("changes/9999", "changes/desktop.ini", "changes/.DS_Store", "identity (1).json"):
        (folder.path / name).write_text("nothing of ours")
    mine = folder.changes / str(ann.session.db.seat)
    shutil.copytree(mine, folder.changes / f"{mine.name} (1)")
    shutil.copy(mine / "00000001.sdx", mine / "00000002-DESKTOP.sdx")
    ann.lead("Two")
    for one in (ann, bob):
        one.look_again()
        one.sync(refresh=True)
    assert bob.names() == computer("zoe").names() == ["One", "Two"]
    assert bob.status().online and "nothing is lost" in bob.problem()
