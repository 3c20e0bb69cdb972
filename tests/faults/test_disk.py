"""A disk that is full or read-only, and a file that goes away: words, and nothing is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.actions import action, leads
from salesdesk.errors import UserError
from salesdesk.jobs.rescue import rescue
from salesdesk.session import Session
from salesdesk.store.database import Database

#: Writes until the disk says no; prints the keys that were saved, then the sentence.
WRITER = """
import resource, sys
from pathlib import Path
from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.session import Session
path = Path(sys.argv[1])
with Session.open(path) as session:
    if sys.argv[2] == "limit":
        room = path.stat().st_size + 400_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        while True:
            notes = "many words " * 2000
            print(session.do(leads.create, {"name": "Ann Lee", "notes": notes}), flush=True)
    except UserError as error:
        print(error.title, flush=True)
    print(session.db.value("select count(*) from lead"), flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1)) if sys.argv[2] == "limit" else None
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme"):
        pass
    return tmp_path / "Acme.salesdesk"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; only root can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    try:
        made = subprocess.run(words, capture_output=True).returncode == 0
    except OSError:
        made = False
    if not made:
        pytest.skip("a small disk cannot be made here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def written_until_no(path: Path, how: str) -> tuple[list[int], str]:
    """The keys that were saved, and the sentence that ended it."""
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path), how], capture_output=True, text=True
    )
    *keys, words, count = done.stdout.splitlines()
    assert int(count) == len(keys), "what was saved can still be read"
    return [int(key) for key in keys], words


def is_all_there(path: Path, keys: list[int]) -> None:
    with Session.open(path) as session:
        assert {k for (k,) in session.db.rows("select id from lead")} == set(keys)
        assert session.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_file_that_may_not_grow_keeps_what_was_saved(path: Path) -> None:
    keys, words = written_until_no(path, "limit")
    assert keys
    assert words.startswith(("Could not save: the disk is full", "The disk did not answer"))
    is_all_there(path, keys)


def test_a_full_disk_keeps_what_was_saved(small_disk: Path) -> None:
    with Session.create(small_disk / "Acme.salesdesk", name="Acme"):
        pass
    keys, words = written_until_no(small_disk / "Acme.salesdesk", "disk")
    assert keys and words == "Could not save: the disk is full."
    is_all_there(small_disk / "Acme.salesdesk", keys)


def test_a_rescue_onto_a_full_disk_says_so(path: Path, small_disk: Path) -> None:
    (small_disk / "filled").write_bytes(bytes(3_900_000))
    with pytest.raises(UserError, match=r"Free some space|could not be written"):
        rescue(path, small_disk / "new.salesdesk")
    assert {p.name for p in small_disk.iterdir()} == {"filled"}
    with Session.open(path) as session:
        assert session.check() == []


@action("New lead")
def add(db: Database) -> int:
    """A lead with only a name."""
    return db.table("lead").insert({"name": "Ann", "name_key": "ann", "received_at": db.now()})


def test_a_file_that_becomes_read_only_while_it_is_open_is_not_lost(path: Path) -> None:
    with Session.open(path) as session:
        key = session.do(add)
    path.chmod(0o444)
    with Session.open(path) as session:
        with pytest.raises(UserError, match="reading only"):
            session.do(add)
        assert session.db.value("select id from lead") == key


def moved(path: Path) -> None:
    path.rename(path.with_name("Elsewhere.salesdesk"))


def replaced(path: Path) -> None:
    moved(path)
    with Session.create(path, name="Another"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file in its place")
@pytest.mark.parametrize("happens", [moved, Path.unlink, replaced])
def test_a_file_that_goes_away_is_noticed_and_can_be_kept(
    happens: object, path: Path, tmp_path: Path
) -> None:
    with Session.open(path) as session:
        key = session.do(leads.create, {"name": "Ann Lee"})
        assert callable(happens)
        happens(path)
        with pytest.raises(UserError, match="Could not save"):
            session.do(leads.create, {"name": "Bo Lind"})
        session.save_copy(tmp_path / "kept.salesdesk")
    with Session.open(tmp_path / "kept.salesdesk") as session:
        assert session.db.rows("select id from lead") == [(key,)]
        assert session.check() == []
    if path.exists():  # the other file was left alone
        with Session.open(path) as other:
            assert other.db.value("select count(*) from lead") == 0


def test_a_program_that_was_killed_leaves_a_mark_and_the_next_one_looks(path: Path) -> None:
    from salesdesk.store import health

    code = "import os, sys; from salesdesk.session import Session; Session.open(sys.argv[1]); "
    subprocess.run([sys.executable, "-c", code + "os.kill(os.getpid(), 9)", str(path)])
    folder = Path(os.environ["SALESDESK_HOME"]) / "open"
    assert len(list(folder.iterdir())) == 1
    with path.open("r+b") as file:  # what an unclean end may have done
        size = path.stat().st_size
        file.seek(size // 2)
        file.write(bytes(size // 4))
    before = path.read_bytes()
    with pytest.raises(UserError, match="is damaged"):
        Session.open(path)
    assert path.read_bytes() == before
    assert health.known_damage(path)
    with pytest.raises(UserError, match="is damaged"):  # and it is not forgotten
        Session.open(path)


def test_a_closed_file_leaves_no_mark(path: Path) -> None:
    folder = Path(os.environ["SALESDESK_HOME"]) / "open"
    with Session.open(path), Session.open(path):
        assert len(list(folder.iterdir())) == 2
    assert list(folder.iterdir()) == []
