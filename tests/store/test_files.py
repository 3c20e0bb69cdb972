"""What a file says for itself when it is opened, moved, damaged or in use."""

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from salesdesk.actions import action
from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.store import locations
from salesdesk.store.database import Database


@action("New lead")
def add_lead(db: Database, name: str) -> int:
    """A lead with only a name."""
    return db.table("lead").insert(
        {"name": name, "name_key": name.lower(), "received_at": db.now()}
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme"):
        pass
    return tmp_path / "Acme.salesdesk"


def refused(path: Path) -> str:
    """The sentence with which `path` is refused; its bytes must stay as they were."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UserError) as caught:
        Session.open(path)
    assert before is None or path.read_bytes() == before
    assert caught.value.hint
    return caught.value.title


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "There is no file gone.salesdesk" in refused(tmp_path / "gone.salesdesk")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.salesdesk").touch()
    assert "is empty" in refused(tmp_path / "x.salesdesk")


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.salesdesk").write_text("name,email\n" * 50)
    assert "is not a SalesDesk file" in refused(tmp_path / "x.salesdesk")


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.salesdesk") as other:
        other.execute("create table t (a)")
    other.close()
    assert "belongs to another program" in refused(tmp_path / "x.salesdesk")


def test_a_newer_file_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("pragma user_version = 999")
    other.close()
    assert "newer SalesDesk" in refused(path)


def test_a_truncated_file_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert "damaged" in refused(path)


def test_a_file_full_of_noise_behind_its_header_is_refused(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + os.urandom(len(content) - 100))
    assert "damaged" in refused(path)


def test_a_trigger_of_somebody_else_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create trigger evil after insert on lead begin delete from deal; end")
    other.commit()
    other.close()
    assert "parts that SalesDesk did not make (evil)" in refused(path)


def test_a_read_only_file_can_be_read_but_not_written(path: Path) -> None:
    path.chmod(0o444)
    with Session.open(path) as session:
        assert session.db.value("select count(*) from stage") == 7
        with pytest.raises(UserError, match="reading only"):
            session.do(add_lead, "Ann")


def test_a_new_file_never_replaces_one(path: Path) -> None:
    with pytest.raises(UserError, match="already a file"):
        Session.create(path, name="Other")


@pytest.mark.parametrize(
    ("name", "currency", "zone"),
    [("", "GBP", "Europe/London"), ("A", "POUND", "Europe/London"), ("A", "GBP", "Mars/Base")],
)
def test_a_new_file_needs_a_name_a_currency_and_a_zone(
    tmp_path: Path, name: str, currency: str, zone: str
) -> None:
    with pytest.raises(UserError):
        Session.create(tmp_path / "n.salesdesk", name=name, currency=currency, zone=zone)
    assert not (tmp_path / "n.salesdesk").exists()


def test_a_file_that_was_moved_is_noticed_and_nothing_is_lost(path: Path) -> None:
    with Session.open(path) as session:
        session.do(add_lead, "Ann")
        path.rename(path.with_name("elsewhere.salesdesk"))
        with pytest.raises(UserError, match="moved, renamed or deleted"):
            session.do(add_lead, "Bob")
        session.save_copy(path.with_name("copy.salesdesk"))
    with Session.open(path.with_name("copy.salesdesk")) as copy:
        assert copy.db.rows("select name from lead") == [("Ann",)]


def test_a_file_that_was_replaced_is_not_written_to(path: Path, tmp_path: Path) -> None:
    with Session.open(path) as session:
        other = tmp_path / "other.salesdesk"
        shutil.copyfile(path, other)
        other.replace(path)
        with pytest.raises(UserError, match="another file now stands"):
            session.do(add_lead, "Bob")
    with Session.open(path) as fresh:
        assert fresh.db.rows("select name from lead") == []


def test_a_copy_gets_a_seat_of_its_own(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.salesdesk"
    shutil.copyfile(path, copy)
    with Session.open(path) as here, Session.open(copy) as there:
        assert here.db.seat != there.db.seat
        assert here.do(add_lead, "Ann") != there.do(add_lead, "Ann")


def test_the_same_file_keeps_its_seat(path: Path) -> None:
    with Session.open(path) as first:
        seat = first.db.seat
        first.do(add_lead, "Ann")
    with Session.open(path) as second:
        assert second.db.seat == seat


def test_an_older_state_of_the_file_gets_a_new_seat(path: Path) -> None:
    old = path.read_bytes()
    with Session.open(path) as session:
        seat = session.db.seat
        session.do(add_lead, "Ann")
    with path.open("r+b") as file:  # the same inode, as a restoring program may leave it
        file.write(old)
        file.truncate()
    with Session.open(path) as restored:
        assert restored.db.seat != seat


def test_a_writer_waits_for_another_and_then_goes_on(path: Path) -> None:
    with Session.open(path) as session:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("begin immediate")
        threading.Timer(0.2, lambda: other.execute("commit")).start()
        session.do(add_lead, "Ann")
        assert session.db.value("select count(*) from lead") == 1
        other.close()


def test_a_file_that_stays_locked_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salesdesk.store.patience.BUSY_SECONDS", 0.05)
    with Session.open(path) as session:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(UserError, match="another program is writing"):
            session.do(add_lead, "Ann")
        other.close()


def test_a_backup_is_complete_and_opens(path: Path) -> None:
    with Session.open(path) as session:
        session.do(add_lead, "Ann")
        backup = session.back_up()
    with Session.open(backup) as copy:
        assert copy.db.rows("select name from lead") == [("Ann",)]
        assert copy.check() == []


def test_a_synced_folder_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "work").mkdir(parents=True)
    assert locations.is_shared(tmp_path / "Dropbox" / "work" / "a.salesdesk")
    assert not locations.is_shared(tmp_path / "a.salesdesk")


def test_what_is_no_file_of_a_team_is_opened_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Acme.salesdesk-team").mkdir()
    assert locations.is_team(tmp_path / "Acme.salesdesk")
    for name in ("", "Acme.csv", "Other.salesdesk", "Acme backups/Acme.salesdesk"):
        assert not locations.is_team(tmp_path / name)
    assert not locations.is_team(Path())


def test_a_check_finds_a_search_index_that_does_not_fit(path: Path) -> None:
    with Session.open(path) as session:
        session.do(add_lead, "Ann Example")
        assert session.check() == []
        session.db.execute("insert into lead_search (lead_search) values ('delete-all')")
        assert any("search index" in fault for fault in session.check())


def test_a_file_in_a_folder_that_cannot_be_written_is_opened_for_reading(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = os.access
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    closed = {path.parent, path.with_name(f"{path.name}-journal")}

    def access(place: Path, mode: int) -> bool:
        return place not in closed and may(place, mode)

    monkeypatch.setattr(os, "access", access)
    with Session.open(path) as session:
        assert session.db.read_only
        with pytest.raises(UserError, match="reading only"):
            session.do(add_lead, "Ann")
