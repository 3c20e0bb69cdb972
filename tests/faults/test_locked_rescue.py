"""A damaged locked file comes back as far as its pages go, and nothing of it is ever plain."""

import random
import shutil
import statistics
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.jobs import locking, rescue
from salesdesk.session import Session
from salesdesk.store import cipher_pages, drivers, locks
from salesdesk.store.locks import PAGE
from salesdesk.store.schema import RECORDS
from tests.faults.damage import CLOCK, hurt, look

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
PASSPHRASE = "correct horse battery"
NAME = "Wilhelmina Quist"
COUNT = 120
Records = dict[tuple[str, int], tuple[object, ...]]
FILES = 30


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked file with some leads; copies of it are damaged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDESK_HOME", str(tmp_path_factory.mktemp("home")))
        path = tmp_path_factory.mktemp("whole") / "Acme.salesdesk"
        with Session.create(path, name="Acme", clock=CLOCK) as session:
            for number in range(COUNT):
                values = {"name": f"{NAME} {number}", "notes": f"She asks for {number}. " * 60}
                session.do(leads.create, values)
        locking.lock(path, locking.prepare(PASSPHRASE, PASSPHRASE))
    return path


@pytest.fixture(scope="module")
def expected(whole: Path) -> Records:
    """What is in it."""
    locks.unlock(whole, PASSPHRASE)
    return records(whole)


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    locks.unlock(whole, PASSPHRASE)
    return Path(shutil.copyfile(whole, tmp_path / "Acme.salesdesk"))


def records(path: Path) -> Records:
    connection = drivers.connect(path, "ro")
    try:
        return {
            (table, row[0]): row
            for table in RECORDS
            for row in connection.execute(f"select * from {table}").fetchall()
        }
    finally:
        connection.close()


def test_a_whole_file_comes_out_as_it_was(copy: Path, tmp_path: Path, expected: Records) -> None:
    done = rescue.rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert (done.lost, done.faults) == (0, ())
    assert records(tmp_path / "new.salesdesk") == expected
    locks.forget()
    locks.unlock(tmp_path / "new.salesdesk", PASSPHRASE)
    with Session.open(tmp_path / "new.salesdesk", clock=CLOCK) as session:
        assert session.check() == []


def test_a_flipped_bit_costs_no_record(copy: Path, tmp_path: Path, expected: Records) -> None:
    content = bytearray(copy.read_bytes())
    for number in range(3, len(content) // PAGE, 7):
        content[number * PAGE + 2000] ^= 4
    copy.write_bytes(bytes(content))
    look(copy)
    done = rescue.rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert (done.lost, done.faults) == (0, ())
    assert records(tmp_path / "new.salesdesk").keys() == expected.keys()


def test_damaged_files_never_end_in_a_traceback(
    copy: Path, tmp_path: Path, expected: Records
) -> None:
    content, lost = copy.read_bytes(), []
    for number in range(FILES):
        path, out = tmp_path / f"{number}.salesdesk", tmp_path / f"{number} new.salesdesk"
        path.write_bytes(hurt(content, random.Random(number), PAGE))
        look(path)
        done = rescue.rescue(path, out, clock=CLOCK)
        assert done.faults == ()
        assert NAME.encode() not in out.read_bytes()
        lost.append(len(expected.keys() - records(out).keys()))
    assert statistics.median(lost) == 0


def test_nothing_is_plain_on_the_disk_while_it_is_rescued(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks.unlock(copy, PASSPHRASE)
    with Session.open(copy, clock=CLOCK) as session:
        session.back_up()
    content = copy.read_bytes()
    copy.write_bytes(bytes(PAGE) + content[PAGE:])
    seen: list[str] = []

    def look(_: str, *rest: object) -> None:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        seen.extend(path.name for path in files if NAME.encode() in path.read_bytes())
        assert len(files) > 2

    done = rescue.rescue(copy, tmp_path / "new.salesdesk", say=look, clock=CLOCK)
    assert (seen, done.lost) == ([], 0)


@pytest.mark.parametrize("backup", [True, False])
@pytest.mark.parametrize("damage", ["salt", "first page", "zeros", "cut"])
def test_the_passphrase_is_asked_for_and_opens_what_is_left(
    copy: Path, tmp_path: Path, expected: Records, damage: str, backup: bool
) -> None:
    lock = locks.key_for(copy)
    with Session.open(copy, clock=CLOCK) as session:
        if backup:
            session.back_up()
    content = copy.read_bytes()
    changed = {
        "salt": bytes([content[0] ^ 1]) + content[1:],
        "first page": content[:200] + bytes([content[200] ^ 1]) + content[201:],
        "zeros": bytes(PAGE) + content[PAGE:],
        "cut": content[:-1000],
    }[damage]
    copy.write_bytes(changed)
    locks.forget()
    with pytest.raises(locks.Locked, match=r"Acme.salesdesk is locked"):
        rescue.rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    with pytest.raises(UserError, match="does not open"):
        locking.unlock(copy, "something else")
    salt_is_lost = damage in ("salt", "zeros") and not backup
    locking.unlock(copy, locks.recovery_key(lock) if salt_is_lost else PASSPHRASE)
    look(copy)
    done = rescue.rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert done.faults == ()
    assert records(tmp_path / "new.salesdesk").keys() >= {
        key for key in expected if key[0] == "lead"
    }


def test_a_plain_file_is_not_taken_for_a_locked_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.salesdesk"
    Session.create(path, name="Acme", clock=CLOCK).close()
    assert not cipher_pages.seems_locked(path)
    assert locks.key_for_damaged(path, []) is None


def test_the_window_of_another_key_opens_nothing(copy: Path) -> None:
    assert cipher_pages.seems_locked(copy)
    assert not cipher_pages.fits(copy, bytes(32))
