"""A program that is killed in the middle of its work loses nothing that it said was saved."""

import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.session import Session

ROUNDS = 4
WRITER = """
import sys
from pathlib import Path
from salesdesk.actions import leads
from salesdesk.session import Session
session = Session.open(Path(sys.argv[1]))
while True:
    key = session.do(leads.create, {"name": "Ann Lee"})
    session.do(leads.edit, key, {"notes": "called"})
    print(key, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme"):
        pass
    return tmp_path / "Acme.salesdesk"


def killed(path: Path, after: int) -> set[int]:
    """Run the writer, kill it when it has told of some leads; the keys that it told."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(after)]
    writer.kill()
    told += writer.stdout.read().splitlines(keepends=True)
    writer.wait()
    writer.stdout.close()
    return {int(line) for line in told if line.endswith("\n")}


def test_what_was_said_to_be_saved_is_there_after_a_kill(path: Path) -> None:
    told: set[int] = set()
    for turn in range(ROUNDS):
        told |= killed(path, 5 + 3 * turn)
        with Session.open(path) as session:
            saved = {k for (k,) in session.db.rows("select id from lead where notes = 'called'")}
            assert told <= saved
            assert session.check() == []
            astray = session.db.value(
                "select count(*) from entry e left join change c on c.id = e.change_id "
                "and e.id between c.first_entry and c.last_entry where c.id is null"
            )
            assert astray == 0
            assert session.undo() in ("Add lead", "Edit lead", "Give lead to", None)
            session.redo()
