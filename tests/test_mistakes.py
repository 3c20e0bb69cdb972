"""A thread of the program never ends in an exception that nobody hears of."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk import mistakes
from salesdesk.errors import UserError
from salesdesk.jobs import import_process, safekeeping
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import backups, files, seats

CLOCK = Clock("Europe/London", "2026-10-15")
FAULTS = [
    OSError(5, "Input/output error"),
    FileNotFoundError(2, "No such file or directory"),
    sqlite3.OperationalError("database is locked"),
    sqlite3.DatabaseError("database disk image is malformed"),
    UserError("It is locked meanwhile.", "Type the passphrase."),
    RuntimeError("a mistake of ours"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Acme.salesdesk"
    Session.create(path, name="Acme", clock=CLOCK).close()
    return path


def failing(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize("error", FAULTS, ids=str)
def test_whatever_fails_in_a_thread_ends_in_the_log(
    error: Exception, mistakes_are_meant: None
) -> None:
    mistakes.beside(lambda: failing(error)(), "test").join()
    assert str(error) in (seats.home() / "errors.log").read_text("utf-8")


@pytest.mark.parametrize("error", FAULTS, ids=str)
@pytest.mark.parametrize(
    ("where", "name"), [(files, "open_file"), (backups, "if_changed"), (backups, "copy_to")]
)
def test_the_backup_of_a_closed_file_fails_quietly(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    where: object,
    name: str,
    mistakes_are_meant: None,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(where, name, failing(error))
        safekeeping.when_closed(path, CLOCK)
        safekeeping.wait()
    with Session.open(path, clock=CLOCK) as session:
        assert session.check() == []


@pytest.mark.parametrize("what", ["deleted", "replaced", "damaged", "a folder"])
def test_a_file_that_is_gone_before_its_backup_begins_is_left_alone(path: Path, what: str) -> None:
    path.unlink()
    if what == "replaced":
        path.write_text("something else")
    if what == "damaged":
        path.write_bytes(b"SQLite format 3\0" + bytes(9000))
    if what == "a folder":
        path.mkdir()
    safekeeping.when_closed(path, CLOCK)
    safekeeping.wait()
    assert not path.with_name("Acme backups").exists()


def test_a_file_that_is_taken_away_while_it_is_closed_lets_go_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(path, clock=CLOCK)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "exists", lambda self, **_: True)  # it goes right after this look
        path.unlink()
        session.close()
    with pytest.raises(sqlite3.ProgrammingError):
        session.db.connection.execute("select 1")


def test_a_child_that_dies_is_heard_and_its_watch_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/true")
    with pytest.raises(import_process.NotStarted):
        import_process.call(object(), told=lambda _: None, stop=threading.Event())
    assert not [thread for thread in threading.enumerate() if thread.name == "import"]
