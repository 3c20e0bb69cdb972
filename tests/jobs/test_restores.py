"""Restoring a backup: what would go is said first, nothing is lost, open windows go on."""

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.actions import erasing, leads
from salesdesk.errors import UserError
from salesdesk.jobs import restores
from salesdesk.model.calendar import Clock
from salesdesk.queries import history, search
from salesdesk.session import Session
from salesdesk.store import backup_folder, encryption, patience, restoring
from salesdesk.store.feed import Changes


def at(day: str) -> Clock:
    return Clock("Europe/London", day)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "Acme.salesdesk"
    with Session.create(place, name="Acme", clock=at("2026-10-15T17:02")) as session:
        session.do(leads.create, {"name": "Ada Archer"})
        session.do(leads.create, {"name": "Ben Bold"})
        session.back_up()
    return place


def opened(path: Path, day: str = "2026-10-19T09:00") -> Session:
    return Session.open(path, clock=at(day))


def names(session: Session) -> list[str]:
    return [
        str(name)
        for (name,) in session.db.rows(
            "select name from lead where trashed_at is null order by name"
        )
    ]


def key_of(session: Session, name: str) -> int:
    return int(session.db.value("select id from lead where name = ?", (name,)))


def test_what_would_go_and_come_back_is_said_with_who_and_since_when(path: Path) -> None:
    with opened(path) as session:
        session.do(leads.create, {"name": "Cleo Cole"})
        session.do(leads.edit, key_of(session, "Ada Archer"), {"notes": "rang twice"})
        session.do(leads.trash, key_of(session, "Ben Bold"))
        said = restores.preview(session, restores.listing(session)[0])
        assert said.difference.lost == 3
        text = " ".join(said.sentences())
        assert "3 changes since Thu 15 Oct 17:02 would go" in text
        assert "1 lead would go." in text
        assert "1 lead would be as it was." in text
        assert "1 lead comes back." in text
        assert names(session) == ["Ada Archer", "Cleo Cole"], "a preview changes nothing"


def test_a_backup_of_the_same_state_would_change_nothing(path: Path) -> None:
    with opened(path) as session:
        said = restores.preview(session, restores.listing(session)[0])
        assert said.sentences() == ["The file holds the same as this backup: nothing would change."]


def test_a_restore_brings_the_old_state_and_keeps_what_was_there(path: Path) -> None:
    with opened(path) as session:
        backup = restores.listing(session)[0]
        session.do(leads.create, {"name": "Cleo Cole"})
        safety = restores.restore(session, backup)
        assert names(session) == ["Ada Archer", "Ben Bold"]
        assert session.undo() is None, "a restore cannot be undone by Undo"
        assert session.check() == []
        with Session.open(safety, read_only=True) as kept:
            assert "Cleo Cole" in names(kept)
        # and forward again
        again = next(b for b in restores.listing(session) if b.path == safety)
        assert again.why == "before-restore"
        said = " ".join(restores.preview(session, again).sentences())
        assert "1 lead comes back." in said
        assert "1 change that an earlier restore took away would be there again." in said
        restores.restore(session, again)
        assert names(session) == ["Ada Archer", "Ben Bold", "Cleo Cole"]
    with opened(path) as session:
        assert names(session) == ["Ada Archer", "Ben Bold", "Cleo Cole"]
        assert not list(path.parent.glob(".*restoring*"))


def test_after_a_restore_no_key_is_made_twice(path: Path) -> None:
    with opened(path) as session:
        backup = restores.listing(session)[0]
        lost = session.do(leads.create, {"name": "Cleo Cole"})
        restores.restore(session, backup)
        assert session.do(leads.create, {"name": "Dora Dean"}) != lost
    with opened(path) as session:
        assert session.do(leads.create, {"name": "Eve East"}) != lost


def test_another_window_hears_of_a_restore_and_goes_on(path: Path) -> None:
    with opened(path) as here, opened(path) as there:
        backup = restores.listing(here)[0]
        lost = there.do(leads.create, {"name": "Cleo Cole"})
        here.poll()
        heard: list[Changes] = []
        there.subscribe(heard.append)
        restores.restore(here, backup)
        with pytest.raises(UserError, match="was just restored from a backup"):
            there.do(leads.create, {"name": "Dora Dean"})
        there.poll()
        assert heard[-1].words == "Restored from a backup"
        assert "lead" in heard[-1].tables
        assert names(there) == ["Ada Archer", "Ben Bold"]
        assert there.do(leads.create, {"name": "Dora Dean"}) != lost
        here.poll()
        assert names(here) == ["Ada Archer", "Ben Bold", "Dora Dean"]
    with opened(path) as session:
        assert session.read(history.latest, 1)[0].words == "Add lead"


def test_what_somebody_saves_at_the_last_moment_is_in_the_safety_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as here, opened(path) as there:
        backup = restores.listing(here)[0]
        pour, late = restoring.pour, iter(["Cleo Cole"])

        def poured(draft: Path, live: sqlite3.Connection, state: str) -> None:
            for name in late:
                there.do(leads.create, {"name": name})
            pour(draft, live, state)

        monkeypatch.setattr(restoring, "pour", poured)
        safety = restores.restore(here, backup)
        assert names(here) == ["Ada Archer", "Ben Bold"]
        with Session.open(safety, read_only=True) as kept:
            assert "Cleo Cole" in names(kept)


def test_one_flipped_bit_is_seen_and_the_file_left_alone(path: Path) -> None:
    with opened(path) as session:
        backup = restores.listing(session)[0]
        content = bytearray(backup.path.read_bytes())
        content[-20] ^= 4
        backup.path.write_bytes(content)
        for step in (restores.preview, restores.restore):
            with pytest.raises(UserError, match="is damaged: its checksum is not what it was"):
                step(session, restores.listing(session)[0])
        assert len(restores.listing(session)) == 1


def test_a_file_of_a_team_is_not_turned_back_but_its_backup_becomes_a_file(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as session:
        backup = restores.listing(session)[0]
        monkeypatch.setattr(restores, "is_teams", lambda _: True)
        with pytest.raises(UserError, match="would come back from the others"):
            restores.restore(session, backup)
        target = tmp_path / "As it was.salesdesk"
        restores.save_as(backup, target)
        with Session.open(target) as copy:
            assert names(copy) == ["Ada Archer", "Ben Bold"]


def test_who_was_erased_stays_erased(path: Path) -> None:
    with opened(path) as session:
        key = key_of(session, "Ben Bold")
        session.do(leads.edit, key, {"email": "ben.bold@example.com", "notes": "likes oak"})
        backup = session.back_up()
        session.do(erasing.erase, "lead", key)
        session.do(leads.create, {"name": "Cleo Cole"})
        restores.restore(session, restores.chosen(path, backup, session.db.clock))
        assert names(session) == ["Ada Archer", "Erased person"]
        assert session.check() == []
        assert session.db.value("select count(*) from suppression") > 0
        journal = session.db.rows("select before, after from entry")
        assert not any("bold" in str(part).lower() for entry in journal for part in entry)
        assert session.read(search.keys, "bold") == []


def test_a_file_that_is_gone_comes_back_from_its_newest_good_backup(path: Path) -> None:
    with opened(path) as session:
        session.do(leads.create, {"name": "Cleo Cole"})
        newest = session.back_up()
    newest.write_bytes(newest.read_bytes()[:5000])
    path.unlink()
    clock = at("2026-10-19T10:00")
    backup = restores.chosen(path, None, clock)
    assert restores.put_in_place(path, backup, clock) is None
    with opened(path) as session:
        assert names(session) == ["Ada Archer", "Ben Bold"]


def test_a_damaged_file_is_kept_when_its_backup_takes_its_place(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 4000)
    clock = at("2026-10-19T10:00")
    kept = restores.put_in_place(path, restores.chosen(path, None, clock), clock)
    assert kept is not None and kept.read_bytes()[16:] == b"\x07" * 4000
    with opened(path) as session:
        assert names(session) == ["Ada Archer", "Ben Bold"]


def test_backups_of_another_file_with_the_same_name_are_not_listed(path: Path) -> None:
    path.unlink()
    with Session.create(path, name="Another") as session:
        assert restores.listing(session) == []
        session.back_up()
        assert len(restores.listing(session)) == 1
    assert len(backup_folder.listing(path, "Europe/London")) == 2


def test_a_restore_waits_for_a_writer_and_gives_up_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "BUSY_SECONDS", 0.05)
    with opened(path) as session:
        backup = restores.listing(session)[0]
        session.do(leads.create, {"name": "Cleo Cole"})
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("begin immediate")
        with pytest.raises(UserError, match="another program is writing"):
            restores.restore(session, backup)
        writer.execute("rollback")
        writer.close()
        assert names(session) == ["Ada Archer", "Ben Bold", "Cleo Cole"]
        session.do(leads.create, {"name": "Dora Dean"})
        restores.restore(session, backup)
        assert names(session) == ["Ada Archer", "Ben Bold"]


def test_a_restore_that_is_killed_leaves_the_file_as_it_was_or_as_it_was_to_be(path: Path) -> None:
    with opened(path) as session:
        for number in range(300):
            session.do(leads.create, {"name": f"Zoe {number:03}"})
        before = names(session)
        backup = restores.listing(session)[0]
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(backup.path)], stdout=subprocess.PIPE
        ) as job:
            assert job.stdout is not None
            job.stdout.readline()  # the safety copy is there
            job.stdout.readline()  # now the pages are poured
            job.kill()
        with opened(path) as session:
            assert names(session) in (before, ["Ada Archer", "Ben Bold"])
            assert session.check() == []
            if names(session) != before:
                safety = next(b for b in restores.listing(session) if b.why == "before-restore")
                restores.restore(session, safety)
                assert names(session) == before


KILLED = """
import sys
from pathlib import Path
from salesdesk.jobs import restores
from salesdesk.session import Session
from salesdesk.store import backups
path, backup = Path(sys.argv[1]), Path(sys.argv[2])
state_of = backups.state_of
def told(connection):
    found = state_of(connection)
    print("state", flush=True)
    return found
backups.state_of = told
with Session.open(path) as session:
    restores.restore(session, restores.chosen(path, backup, session.db.clock))
"""


def test_a_backup_of_version_1_is_restored_as_the_present_version(tmp_path: Path) -> None:
    old = tmp_path / "old.salesdesk"
    packed = Path(__file__).parents[1] / "store" / "version-1.salesdesk.gz"
    old.write_bytes(gzip.decompress(packed.read_bytes()))
    with Session.open(old) as session:
        before = restores.listing(session)[0]
        assert before.why == "before-update" and before.whole
        had = names(session)
        session.do(leads.create, {"name": "Zoe Zander"})
        assert restores.preview(session, before).difference.gone["lead"] == 1
        restores.restore(session, before)
        assert names(session) == had
        assert session.check() == []
        session.do(leads.create, {"name": "Zoe Zander"})


def test_a_locked_file_is_restored_from_a_locked_backup_and_not_from_an_open_one(
    path: Path,
) -> None:
    pytest.importorskip("sqlcipher3")
    encryption.encrypt(path, "correct horse battery")
    with opened(path) as session:
        session.back_up()
        session.do(leads.create, {"name": "Cleo Cole"})
        locked, plain = restores.listing(session)
        assert restores.preview(session, locked).difference.gone == {"lead": 1}
        safety = restores.restore(session, locked)
        assert names(session) == ["Ada Archer", "Ben Bold"]
        assert not safety.read_bytes().startswith(b"SQLite"), "the safety copy is locked alike"
        for step in (restores.preview, restores.restore):
            with pytest.raises(UserError, match="from before the lock of this file was changed"):
                step(session, plain)
