"""What may be shared, where a team's file opens, and what stays a file of one's own."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.exchange import presence
from salesdesk.exchange.folders import Folder
from salesdesk.jobs import sharing
from salesdesk.session import Session


def test_a_file_that_is_made_in_a_synced_folder_is_worked_on_in_a_copy(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Acme.salesdesk"
    with Session.create(path, name="Acme") as session:
        assert session.team is not None
        assert session.path == path and session.db.path != path
    assert (path.parent / "Acme.salesdesk-team").is_dir()


@pytest.mark.parametrize("name", ["n" * 300, "x/" + "n" * 300 + "/y", "n" * 250, "x/" * 3000])
def test_a_place_that_no_disk_can_have_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        before = set(tmp_path.iterdir())
        with pytest.raises(UserError) as refused:
            sharing.share(session, tmp_path / name)
        assert refused.value.hint
        assert set(tmp_path.iterdir()) - before <= {tmp_path / "Acme backups"}


def test_a_new_file_is_not_made_beside_the_team_folder_of_another(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Acme.salesdesk"
    Session.create(path, name="Acme").close()
    path.unlink()
    with pytest.raises(UserError, match=r"Acme\.salesdesk-team lies there already"):
        Session.create(path, name="Beta")
    assert not path.exists()
    assert Session.open(path).path == path, "its team still has the file"


def test_a_name_with_a_point_in_it_gets_its_ending(tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        shared = sharing.share(session, tmp_path / "nas" / "Acme 2.0")
    assert shared.name == "Acme 2.0.salesdesk"
    with Session.open(shared) as session:
        assert session.team is not None and session.db.path != shared


def test_a_share_that_got_no_team_folder_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Folder, uuid: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "nas").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        with monkeypatch.context() as patch, pytest.raises(UserError):
            patch.setattr(Folder, "make", full)
            sharing.share(session, tmp_path / "nas")
        assert sharing.share(session, tmp_path / "nas").is_file()


def test_a_place_that_cannot_be_looked_at_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        monkeypatch.setattr(Path, "is_dir", denied)
        with pytest.raises(UserError, match="cannot be written to"):
            sharing.share(session, tmp_path / "nas")
        monkeypatch.undo()


def test_exchanging_from_two_threads_does_no_harm(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    (tmp_path / "Dropbox").mkdir()
    with Session.create(tmp_path / "Dropbox" / "Acme.salesdesk", name="Acme") as session:
        team = session.team
        assert team is not None
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda _: team.sync(), range(20)))
        assert len(done) == 20 and team.status().problem is None


def test_one_computer_of_all_does_the_daily_chores(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    with Session.create(tmp_path / "Dropbox" / "Acme.salesdesk", name="Acme") as session:
        team = session.team
        assert team is not None
        team.sync()
        assert team.tends()
        folder = Folder(session.path)
        me = presence.everyone(folder)[0]
        presence.say(folder, replace(me, seat=session.db.seat - 1, person="Ann"))
        team.sync()
        assert not team.tends()
        presence.say(folder, replace(me, seat=session.db.seat - 1, person="Ann", here=False))
        team.sync()
        assert team.tends()
