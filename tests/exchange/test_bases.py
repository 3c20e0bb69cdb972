"""Joining from the best that the share holds, and keeping that good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.exchange import bases
from salesdesk.exchange.folders import Folder
from salesdesk.session import Session
from salesdesk.store.faults import Damaged
from salesdesk.store.schema import PAGE_SIZE
from tests.exchange.computers import Computer

Make = Callable[[str], Computer]


def snapshots(shared: Path) -> list[Path]:
    return sorted(Folder(shared).snapshots.glob("*.salesdesk"))


@pytest.fixture
def ann(computer: Make, monkeypatch: pytest.MonkeyPatch) -> Computer:
    monkeypatch.setattr(bases, "SNAPSHOT_AFTER", 2)
    ann = computer("ann")
    for round_ in range(4):
        for number in range(3):
            ann.lead(f"Lead {round_} {number}")
        ann.sync(refresh=True)
    return ann


def test_the_newest_two_snapshots_are_kept(ann: Computer, shared: Path) -> None:
    assert len(snapshots(shared)) == 2
    for path in snapshots(shared):
        assert bases.sha256_of(path) in path.name


def test_who_joins_takes_a_snapshot_when_the_shared_file_is_damaged(
    ann: Computer, shared: Path, computer: Make
) -> None:
    data = bytearray(shared.read_bytes())
    data[5000:9000] = bytes(4000)
    shared.write_bytes(data)
    bob = computer("bob")
    assert bob.names() == ann.names()
    assert bob.session.check() == []


def test_who_joins_takes_a_snapshot_when_the_shared_file_has_not_come(
    ann: Computer, shared: Path, computer: Make
) -> None:
    shared.unlink()
    bob = computer("bob")
    assert bob.names() == ann.names()
    bob.sync(refresh=True)
    assert shared.is_file()  # it is there again for those who come later


def test_a_damaged_snapshot_is_passed_over(ann: Computer, shared: Path, computer: Make) -> None:
    shared.unlink()
    newest = snapshots(shared)[-1]
    newest.write_bytes(newest.read_bytes()[:50_000])
    assert computer("bob").names() == ann.names()  # the older one, and the series behind it


def test_a_shared_file_that_is_not_whole_yet_is_said(tmp_path: Path, shared: Path) -> None:
    shared.write_bytes(shared.read_bytes()[:5000])
    with pytest.raises(UserError):
        Session.open(shared)


def spoil(path: Path) -> None:
    """Damage that neither the size nor the header of a file tells."""
    content = bytearray(path.read_bytes())
    content[PAGE_SIZE:] = bytes(len(content) - PAGE_SIZE)
    path.write_bytes(content)


def test_who_joins_at_a_damaged_shared_file_hears_what_mends_it(
    computer: Make, shared: Path
) -> None:
    ann = computer("ann")
    ann.lead("One")
    ann.sync(refresh=True)
    spoil(shared)
    with pytest.raises(UserError, match=r"not arrived whole yet.*ask a colleague to change"):
        computer("bob").names()
    ann.lead("Two")
    ann.sync(refresh=True)
    assert computer("bob").names() == ["One", "Two"]


def test_a_damaged_file_in_a_synced_folder_is_rescued_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    Session.create(tmp_path / "Acme.salesdesk", name="Acme").close()
    path = (tmp_path / "Acme.salesdesk").rename(folder / "Acme.salesdesk")
    spoil(path)
    with pytest.raises(Damaged, match=r"Acme\.salesdesk is damaged") as met:
        Session.open(path)
    assert met.value.path == path, "it is this one that is rescued, and no copy of it"


def test_a_damaged_copy_here_is_named_as_what_it_is(ann: Computer) -> None:
    copy, shared = ann.copy, ann.shared
    ann.close()
    spoil(copy)
    with pytest.raises(Damaged, match=r"copy of Acme\.salesdesk on this computer") as met:
        Session.open(shared).db.rows("select * from lead")
    assert str(copy) in met.value.hint


def test_a_joiner_reads_on_where_the_snapshot_ends(
    ann: Computer, shared: Path, computer: Make
) -> None:
    ann.lead("After the snapshot")
    ann.sync()
    folder, seat = Folder(shared), ann.session.db.seat
    ann.close()
    for number in sorted(folder.numbers(seat))[:-1]:
        folder.parcel(seat, number).write_bytes(b"never read by who comes now")
    bob = computer("bob")
    assert "After the snapshot" in bob.names() and not bob.problem()


def test_a_damaged_shared_file_is_made_good_by_who_is_idle(ann: Computer, shared: Path) -> None:
    shared.write_bytes(b"")
    ann.lead("One more")
    ann.sync(refresh=True)
    own = shared.parent.parent / "as it lies there.salesdesk"
    own.write_bytes(shared.read_bytes())
    with Session.open(own) as session:
        assert session.check() == []
