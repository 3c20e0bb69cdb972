"""Colleagues open one file on a share, and each sees what the others do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk import teams
from salesdesk.errors import UserError
from salesdesk.jobs import sharing
from salesdesk.session import Session
from salesdesk.store import locations
from tests.exchange.computers import Computer, all_sync, new_lead

Make = Callable[[str], Computer]


def test_a_colleagues_change_arrives_with_the_next_exchange(computer: Make) -> None:
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    key = ann.lead("Eleanor")
    assert ann.sync().sent == 1
    assert bob.sync().came_from
    changes = bob.session.poll()
    assert changes is not None and changes.rows("lead") == {key} and not changes.own
    bob.change(key, town="Reading")
    bob.sync()
    ann.sync()
    assert ann.session.db.value("select town from lead") == "Reading"
    assert ann.tables() == bob.tables()
    assert ann.sync() == bob.sync() == teams.Synced()


def test_the_shared_file_is_never_written_in_place(computer: Make, shared: Path) -> None:
    ann = computer("ann")
    inode, before = shared.stat().st_ino, shared.read_bytes()
    ann.lead("Eleanor")
    assert shared.read_bytes() == before
    ann.sync(refresh=True)
    assert shared.stat().st_ino != inode  # it was replaced as a whole
    assert ann.copy != shared and ann.session.path == shared
    own = shared.parent.parent / "as it lies there.salesdesk"
    shutil.copy(shared, own)
    with Session.open(own) as reader:
        assert reader.db.rows("select name from lead") == [("Eleanor",)]
        assert reader.team is None and reader.check() == []
    with Session.open(shared, read_only=True) as reader:
        assert reader.db.read_only and reader.path == shared


def test_the_tenth_opener_does_the_same_as_the_first(computer: Make) -> None:
    ann = computer("ann")
    for number in range(5):
        ann.lead(f"Lead {number}")
        ann.sync()
    ann.close()
    later = computer("zoe")
    assert later.names() == [f"Lead {number}" for number in range(5)]
    assert {seat.name for seat in later.status().people} and later.status().online


def test_who_is_in_and_where(computer: Make) -> None:
    ann, bob = computer("ann"), computer("bob")
    ann.team.note_place("deals")
    ann.sync()
    bob.sync()
    seen = {seat.computer: seat for seat in bob.status().people}
    assert seen["ann"].section == "deals" and seen["ann"].online and seen["bob"].is_me
    ann.close()
    bob.sync()
    assert not {seat.computer: seat for seat in bob.status().people}["ann"].online


def test_two_windows_on_one_computer_share_its_seat(computer: Make, shared: Path) -> None:
    ann = computer("ann")
    first = ann.session
    with Session.open(shared) as second:
        assert second.db.seat == first.db.seat
        second.do(new_lead, "From the second")
        ann.lead("From the first")
    bob = computer("bob")
    all_sync(ann, bob)
    assert bob.names() == ["From the first", "From the second"]


def test_the_copy_opens_while_the_share_is_away(computer: Make, shared: Path) -> None:
    ann = computer("ann")
    ann.lead("Before")
    ann.close()
    shared.parent.rename(shared.parent.with_name("away"))
    assert ann.names() == ["Before"]
    ann.lead("Offline")
    ann.sync()
    status = ann.status()
    assert not status.online and status.waiting_out == 1
    assert "cannot be reached" in ann.problem()
    assert not shared.parent.exists()  # nothing is made where the share was
    shared.parent.with_name("away").rename(shared.parent)
    ann.sync()
    assert ann.status().online and ann.status().waiting_out == 0 and not ann.problem()
    bob = computer("bob")
    assert bob.names() == ["Before", "Offline"]


def test_what_an_old_program_wrote_into_the_shared_file_is_taken_in(
    computer: Make, shared: Path, tmp_path: Path
) -> None:
    ann, bob = computer("ann"), computer("bob")
    ann.lead("Eleanor")
    all_sync(ann, bob)
    ann.sync(refresh=True)
    import sqlite3

    with sqlite3.connect(shared) as stranger:
        stranger.execute("update lead set town = 'Henley'")
    stranger.close()
    ann.close()
    ann.sync()
    bob.sync()
    assert ann.session.db.value("select town from lead") == "Henley"
    assert bob.session.db.value("select town from lead") == "Henley"


def test_sharing_leaves_the_file_as_a_copy_and_says_what_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        shared = sharing.share(session, tmp_path / "nas")
        assert shared == tmp_path / "nas" / "Acme.salesdesk"
        with pytest.raises(UserError, match="already a file"):
            sharing.share(session, tmp_path / "nas")
        with pytest.raises(UserError, match="no folder"):
            sharing.share(session, tmp_path / "nowhere" / "x.salesdesk")
    assert not locations.is_team(tmp_path / "Acme.salesdesk")
    assert locations.is_team(shared)
    with Session.open(shared) as session, pytest.raises(UserError, match="shared already"):
        sharing.share(session, tmp_path)


def test_a_shared_file_becomes_ones_own_again(computer: Make, tmp_path: Path) -> None:
    ann = computer("ann")
    ann.lead("Eleanor")
    own = sharing.unshare(ann.session, tmp_path / "Mine.salesdesk")
    with Session.open(own) as session:
        assert session.team is None
        assert session.db.rows("select name from lead") == [("Eleanor",)]


def test_a_file_in_a_synced_folder_becomes_a_teams_by_opening_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Acme.salesdesk"
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        session.save_copy(path)
    ann = Computer(tmp_path / "ann", path, monkeypatch)
    ann.lead("Eleanor")
    ann.close()
    assert (path.parent / "Acme.salesdesk-team" / "changes").is_dir()
    bob = Computer(tmp_path / "bob", path, monkeypatch)
    assert bob.names() == ["Eleanor"]
    bob.close()
