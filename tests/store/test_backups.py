"""A backup is complete, checked and noted; the check of a file works where nothing is written."""

import os
import sqlite3
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import backup_folder, backups, restoring

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "Acme.salesdesk", name="Acme", clock=CLOCK)
    made.do(leads.create, {"name": "Ada Archer"})
    return made


def test_the_note_beside_a_backup_says_what_was_found_in_it(session: Session) -> None:
    made = session.back_up()
    note = backup_folder.read_note(made)
    assert note is not None
    assert note.sha256 == backup_folder.sha256(made) and note.size == made.stat().st_size
    assert (note.rows["lead"], note.why, note.place) == (1, "by-hand", str(session.path))
    session.close()


def test_a_backup_holds_one_state_while_others_write(session: Session) -> None:
    with Session.open(session.path, clock=CLOCK) as other:
        other.do(leads.create, {"name": "Ben Bold"})
        made = session.back_up()
        other.do(leads.create, {"name": "Cleo Cole"})
    note = backup_folder.read_note(made)
    assert note is not None and note.rows["lead"] == 2
    session.close()


def test_a_copy_that_lost_a_row_is_not_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = iter([{"lead": 2}, {"lead": 1}])
    monkeypatch.setattr(backups, "_rows", lambda _: next(counted))
    with pytest.raises(UserError, match="did not pass its check and was not kept"):
        session.back_up()
    assert list(backup_folder.of_file(session.path).iterdir()) == []
    session.close()


def test_what_a_copy_that_was_cut_off_left_behind_is_swept_up(session: Session) -> None:
    folder = backup_folder.of_file(session.path)
    folder.mkdir()
    old, new = folder / "old.salesdesk.part", folder / "new.salesdesk.part"
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    session.back_up()
    assert not old.exists()
    assert new.exists(), "another program may be writing it just now"
    session.close()


def test_a_backup_without_its_note_is_listed_and_looked_through(session: Session) -> None:
    made = session.back_up()
    backup_folder.note_of(made).unlink()
    found = backup_folder.listing(session.path, "Europe/London")[0]
    assert not found.whole
    restoring.verify(found)
    content = bytearray(made.read_bytes())
    content[16384 * 3 : 16384 * 3 + 600] = b"\xff" * 600
    made.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        restoring.verify(found)
    session.close()


def test_the_check_of_a_file_that_is_only_read_looks_at_the_search_too(session: Session) -> None:
    path = session.path
    session.close()
    with Session.open(path, read_only=True) as reader:
        before = path.read_bytes()
        assert reader.check() == []
        assert path.read_bytes() == before
    damaged = sqlite3.connect(path, isolation_level=None)
    damaged.execute("delete from lead_start")
    damaged.close()
    with Session.open(path, read_only=True) as reader:
        assert any("the search index does not match" in fault for fault in reader.check())


def test_the_check_waits_for_a_writer_and_does_not_call_it_damage(session: Session) -> None:
    writer = sqlite3.connect(session.path, isolation_level=None)
    writer.execute("begin immediate")
    session.db.connection.execute("pragma busy_timeout = 20")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        backups.check(session.db.connection)
    writer.execute("rollback")
    assert backups.check(session.db.connection) == []
    writer.close()
    session.close()
