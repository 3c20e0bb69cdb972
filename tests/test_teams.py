"""What may be shared, where a team's file opens, and what stays a file of one's own."""

from dataclasses import replace
from pathlib import Path

from salesdesk.exchange import presence
from salesdesk.exchange.folders import Folder
from salesdesk.session import Session


def test_a_file_that_is_made_in_a_synced_folder_is_worked_on_in_a_copy(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Acme.salesdesk"
    with Session.create(path, name="Acme") as session:
        assert session.team is not None
        assert session.path == path and session.db.path != path
    assert (path.parent / "Acme.salesdesk-team").is_dir()


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
