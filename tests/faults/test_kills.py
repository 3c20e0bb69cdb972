"""Programs that are killed while they write lose nothing that they said was saved."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from salesdesk.session import Session

ROUNDS, ROUNDS_IN_FULL = 6, 60
WRITER = """
import sys
from salesdesk.actions import leads
from salesdesk.session import Session
session = Session.open(sys.argv[1])
print("ready", flush=True)
while True:
    key = session.do(leads.create, {"name": "Ann Lee"})
    session.do(leads.edit, key, {"notes": "called"})
    print(key, flush=True)
"""

#: Entries that belong to no change.
ASTRAY = (
    "select count(*) from entry e left join change c on c.id = e.change_id "
    "and e.id between c.first_entry and c.last_entry where c.id is null"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme"):
        pass
    return tmp_path / "Acme.salesdesk"


class Writer:
    """A program that writes without pause and tells each key when it is saved."""

    def __init__(self, path: Path) -> None:
        words = [sys.executable, "-c", WRITER, str(path)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.told: list[str] = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self.told += self._process.stdout

    def kill(self) -> None:
        self._process.kill()

    def ended(self) -> set[int]:
        """The keys that were told before the kill."""
        self._process.wait()
        self._listener.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return {int(line) for line in self.told if line.endswith("\n") and line != "ready\n"}


def killed(path: Path, count: int, luck: random.Random) -> set[int]:
    """Let some programs write and kill each at a moment of its own; the keys that they told."""
    writers = [Writer(path) for _ in range(count)]
    wanted = luck.randrange(4, 30)
    while sum(len(writer.told) for writer in writers) < wanted:
        threading.Event().wait(luck.random() / 100)
    for writer in luck.sample(writers, count):
        threading.Event().wait(luck.random() / 50)
        writer.kill()
    return set().union(*(writer.ended() for writer in writers))


def survive(path: Path, writers: int, rounds: int) -> None:
    told: set[int] = set()
    for turn in range(rounds):
        told |= killed(path, writers, random.Random(turn))
        with Session.open(path) as session:
            saved = {k for (k,) in session.db.rows("select id from lead where notes = 'called'")}
            assert told <= saved
            assert session.check() == []
            assert session.db.value(ASTRAY) == 0
            assert session.undo() in ("Add lead", "Edit lead", "Give lead to", None)
            session.redo()
    assert told


@pytest.mark.parametrize("writers", [1, 3])
def test_what_killed_programs_said_was_saved_is_there(path: Path, writers: int) -> None:
    survive(path, writers, ROUNDS)


@pytest.mark.slow
def test_sixty_rounds_of_kills_lose_nothing(path: Path) -> None:
    survive(path, 3, ROUNDS_IN_FULL)
