"""A file that is locked with a passphrase: unreadable without it, the same as ever with it."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import search
from salesdesk.session import Session
from salesdesk.store import encryption, locks

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
CLOCK = Clock(fixed="2026-10-15")
PASSPHRASE = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme", clock=CLOCK) as session:
        for name in ("Ann Lee", "Bo Lind"):
            session.do(leads.create, {"name": name, "received_at": "2026-10-01T10:00:00Z"})
    return path


def names(session: Session) -> list[str]:
    return [row.name for row in session.read(search.search, "l")]


def test_nothing_can_be_read_without_the_passphrase(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    locks.forget()
    content = path.read_bytes()
    assert b"Lind" not in content
    assert b"SQLite" not in content
    with pytest.raises(locks.Locked, match=r"Acme.salesdesk is locked with a passphrase"):
        Session.open(path, clock=CLOCK)
    with pytest.raises(UserError, match="does not open"):
        locks.unlock(path, "correct horse batterY")
    assert path.read_bytes() == content


def test_with_the_passphrase_all_is_as_before(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    locks.forget()
    locks.unlock(path, PASSPHRASE)
    with Session.open(path, clock=CLOCK) as session:
        assert set(names(session)) == {"Ann Lee", "Bo Lind"}
        assert session.check() == []
        session.do(leads.create, {"name": "Cy Lund", "received_at": "2026-10-02T10:00:00Z"})
        with session.another() as other:
            assert len(names(other)) == 3
        assert session.undo() is not None
        assert session.read(search.search, "lund") == []


def test_the_recovery_key_opens_it_too(path: Path) -> None:
    lock = encryption.encrypt(path, PASSPHRASE)
    printed = locks.recovery_key(lock)
    assert locks.is_recovery_key(printed.lower().replace("-", " "), lock)
    assert not locks.is_recovery_key(printed[:-1] + ("A" if printed[-1] != "A" else "B"), lock)
    locks.forget()
    locks.unlock(path, printed)
    with Session.open(path, clock=CLOCK) as session:
        assert len(names(session)) == 2


def test_it_is_made_plain_again(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    encryption.decrypt(path)
    locks.forget()
    with Session.open(path, clock=CLOCK) as session:
        assert set(names(session)) == {"Ann Lee", "Bo Lind"}
        assert session.check() == []
    assert b"Lind" in path.read_bytes()


def test_a_short_passphrase_is_refused_and_nothing_changes(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="at least 8"):
        encryption.encrypt(path, "short")
    assert path.read_bytes() == before


def test_a_locked_file_is_not_locked_twice(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    with pytest.raises(UserError, match="locked already"):
        encryption.encrypt(path, PASSPHRASE)


def test_a_copy_elsewhere_opens_with_the_same_passphrase(path: Path, tmp_path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    shutil.copy(path, tmp_path / "copy.salesdesk")
    locks.forget()
    locks.unlock(tmp_path / "copy.salesdesk", PASSPHRASE)
    with Session.open(tmp_path / "copy.salesdesk", clock=CLOCK) as session:
        assert len(names(session)) == 2


def test_the_passphrase_may_come_from_the_environment(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encryption.encrypt(path, PASSPHRASE)
    locks.forget()
    monkeypatch.setenv("SALESDESK_PASSPHRASE", PASSPHRASE)
    with Session.open(path, clock=CLOCK) as session:
        assert len(names(session)) == 2


def test_without_the_extra_it_says_what_to_install(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.store import drivers

    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    drivers._classes.cache_clear()
    with pytest.raises(UserError, match="not installed here") as caught:
        encryption.encrypt(path, PASSPHRASE)
    assert "salesdesk[encryption]" in caught.value.hint


def test_a_damaged_locked_file_is_said(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    content = bytearray(path.read_bytes())
    content[9 * 4096 + 100] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(UserError, match="damaged"), Session.open(path, clock=CLOCK) as session:
        assert session.check() != []
        raise UserError("damaged", "as the check says")


def test_a_file_that_goes_while_it_is_opened_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encryption.encrypt(path, PASSPHRASE)
    known = locks.key_for

    def gone(wanted: Path) -> locks.Lock | None:
        key = known(wanted)
        wanted.unlink()
        return key

    monkeypatch.setattr(locks, "key_for", gone)
    with pytest.raises(UserError, match="cannot be opened"):
        Session.open(path, clock=CLOCK)


def test_backups_and_copies_are_locked_alike(path: Path, tmp_path: Path) -> None:
    lock = encryption.encrypt(path, PASSPHRASE)
    with Session.open(path, clock=CLOCK) as session:
        made = [session.back_up(), tmp_path / "copy.salesdesk"]
        session.save_copy(made[1])
    with Session.open(path, clock=CLOCK, read_only=True) as session:
        assert session.check() == []
    for copy in made:
        assert b"Lind" not in copy.read_bytes()
        locks.forget()
        locks.unlock(copy, locks.recovery_key(lock))
        with Session.open(copy, clock=CLOCK) as session:
            assert len(names(session)) == 2


def test_a_child_process_opens_it(path: Path) -> None:
    encryption.encrypt(path, PASSPHRASE)
    code = (
        "import sys; from salesdesk.session import Session; "
        "print(Session.open(sys.argv[1]).db.value('select count(*) from lead'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        env=locks.child_environment(),
        check=True,
    )
    assert done.stdout.strip() == "2"


def test_another_passphrase_comes_without_a_plain_state(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = encryption.encrypt(path, PASSPHRASE)
    new = locks.new_lock("another passphrase")
    seen: list[Path] = []
    compare = encryption._compare

    def look(path: Path, made: sqlite3.Connection) -> None:
        seen.extend(found for found in path.parent.iterdir() if found.is_file())
        assert all(b"Lind" not in found.read_bytes() for found in seen)
        compare(path, made)

    monkeypatch.setattr(encryption, "_compare", look)
    encryption.relock(path, new)
    assert len(seen) > 1
    locks.forget()
    for wrong in (PASSPHRASE, locks.recovery_key(old)):
        with pytest.raises(UserError, match="does not open"):
            locks.unlock(path, wrong)
    locks.unlock(path, "another passphrase")
    with Session.open(path, clock=CLOCK) as session:
        assert len(names(session)) == 2
        assert session.check() == []


def test_what_was_done_before_is_taken_back_after_the_lock_was_changed(path: Path) -> None:
    with Session.open(path, clock=CLOCK) as session:
        seat = session.db.seat
    encryption.encrypt(path, PASSPHRASE)
    encryption.relock(path, locks.new_lock("another passphrase"))
    encryption.decrypt(path)
    with Session.open(path, clock=CLOCK) as session:
        assert session.db.seat == seat
        assert session.undo() == "Add lead"
