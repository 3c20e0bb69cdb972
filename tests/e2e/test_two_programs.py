"""Two and more programs on one file at once: nothing fails, nothing is lost, each hears of it."""

import subprocess
import sys
from pathlib import Path

from salesdesk.session import Session

WRITER = """
import sys
from salesdesk.actions import action
from salesdesk.session import Session

@action("New lead")
def add(db, name):
    return db.table("lead").insert({"name": name, "name_key": name, "received_at": db.now()})

with Session.open(sys.argv[1]) as session:
    for n in range(int(sys.argv[3])):
        session.do(add, f"{sys.argv[2]}-{n}")
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(count)])


def test_four_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme") as session:
        running = [start(path, f"p{n}", 25) for n in range(4)]
        assert [p.wait(timeout=120) for p in running] == [0, 0, 0, 0]
        changes = session.poll()
        assert changes is not None and changes.tables == {"lead"} and not changes.own
        names = {n for (n,) in session.db.rows("select name from lead")}
        assert names == {f"p{p}-{n}" for p in range(4) for n in range(25)}
        assert session.check() == []


def test_a_program_that_is_killed_leaves_whole_changes_only(tmp_path: Path) -> None:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme") as session:
        for round_ in range(3):
            writer = start(path, f"r{round_}", 100_000)
            while session.poll() is None:
                assert writer.poll() is None
            writer.kill()
            writer.wait()
            assert session.check() == []
        rows, entries = session.db.row(
            "select (select count(*) from lead), (select count(*) from entry e "
            "join change c on c.id = e.change_id where e.table_name = 'lead')"
        ) or (0, 1)
        assert rows == entries > 0
