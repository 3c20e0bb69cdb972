"""Writing: one action against a bare commit, sixteen programs at once, and news of others."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from salesdesk.actions import leads
from salesdesk.session import Session
from salesdesk.store.schema import PAGE_SIZE
from salesdesk.ui.app import application
from salesdesk.ui.shell.window import MainWindow
from tests.bench import data, kit

WRITERS, EACH = 16, 25
#: A writer: waits for the word to begin, writes, tells its longest wait in seconds.
OURS = """
import sys, time
from pathlib import Path
from salesdesk.actions import leads
from salesdesk.session import Session
session = Session.open(Path(sys.argv[1]))
key = session.db.value("select min(id) from lead") + int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
worst = 0
for turn in range(int(sys.argv[3])):
    began = time.perf_counter()
    session.do(leads.mark_read, key, bool(turn % 2))
    worst = max(worst, time.perf_counter() - began)
print(worst, flush=True)
"""
BARE = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("pragma journal_mode = truncate")
connection.execute("pragma synchronous = full")
print("ready", flush=True)
sys.stdin.readline()
worst = 0
for turn in range(int(sys.argv[3])):
    began = time.perf_counter()
    connection.execute("begin immediate")
    connection.execute("update one set n = n + 1")
    connection.execute("commit")
    worst = max(worst, time.perf_counter() - began)
print(worst, flush=True)
"""
OTHER = """
import sys, time
from pathlib import Path
from salesdesk.actions import leads
from salesdesk.session import Session
session = Session.open(Path(sys.argv[1]))
key = session.db.value("select min(id) from lead") + 50
print("ready", flush=True)
for turn in range(5):
    sys.stdin.readline()
    session.do(leads.mark_read, key, turn % 2 == 0)
    print(time.time(), flush=True)
"""


def measure(big: Path, small: Path) -> list[str]:
    """On copies; the bare file is in the same journal mode, with the same page size."""
    path = data.copy_of(big)
    bare = _bare_file()
    one = sqlite3.connect(bare, isolation_level=None)
    for pragma in ("journal_mode = truncate", "synchronous = full"):
        one.execute(f"pragma {pragma}")
    with kit.opened(path) as session:
        key = int(session.db.value("select max(id) from lead"))
        people = [int(k) for (k,) in session.db.rows("select id from person limit 2")]
        commit, simple, scored = _medians(
            lambda turn: _commit(one),
            lambda turn: session.do(leads.mark_read, key - 1, bool(turn % 2)),
            lambda turn: session.do(leads.assign, key, people[turn % 2]),
        )
    one.close()
    ours, failed = _together(OURS, path)
    theirs, _ = _together(BARE, bare)
    words = f"{WRITERS - failed} of {WRITERS} without a failure"
    return [
        kit.ratio("journaled action (mark as read) / bare commit", simple, commit, 1.5),
        kit.ratio("journaled action with rescoring (assign) / bare commit", scored, commit, 1.5),
        kit.ratio("16 writers, worst wait / SQLite's busy handler", ours, theirs, 1 / 3),
        kit.said("16 programs writing at once", words),
        kit.most_of("another program's change seen, worst", _seen(path), 1.2, "s"),
    ]


def _bare_file() -> Path:
    path = data.FOLDER / "bare.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"pragma page_size = {PAGE_SIZE}")
    connection.execute("pragma journal_mode = truncate")
    connection.execute("create table one (id integer primary key, n integer not null)")
    connection.execute("insert into one values (1, 0)")
    connection.close()
    return path


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("begin immediate")
    connection.execute("update one set n = n + 1")
    connection.execute("commit")


def _medians(*works: Callable[[int], object], count: int = 201) -> list[float]:
    """Of each, taken in turn: what else keeps the disk busy then slows all of them alike."""
    found = [[kit.seconds(partial(work, turn)) for work in works] for turn in range(count)]
    return [kit.middle(seconds) for seconds in zip(*found, strict=True)]


def _spawn(code: str, path: Path, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, str(path), str(number), str(EACH)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def _together(code: str, path: Path) -> tuple[float, int]:
    """The worst wait of all, and how many failed."""
    writers = [_spawn(code, path, number) for number in range(WRITERS)]
    for writer in writers:
        if writer.stdout is not None:
            writer.stdout.readline()
    for writer in writers:
        if writer.stdin is not None:
            writer.stdin.write("go\n")
            writer.stdin.flush()
    told = [writer.communicate()[0] for writer in writers]
    waits = [float(words) for words in told if words.strip()]
    return max(waits, default=0.0), sum(writer.returncode != 0 for writer in writers)


def _enough(heard: list[float], count: int) -> bool:
    return len(heard) >= count


def _seen(path: Path) -> float:
    """The longest of five waits from another program's commit to our window's hearing of it."""
    application("light")
    session: Session = kit.opened(path)
    window = MainWindow(session, "leads")
    window.show()
    kit.wait(lambda: not window.jobs.busy())
    heard: list[float] = []
    session.subscribe(lambda changes: None if changes.own else heard.append(time.time()))
    other = _spawn(OTHER, path, 0)
    worst = 0.0
    if other.stdin is None or other.stdout is None:
        return worst
    other.stdout.readline()
    for turn in range(1, 6):
        other.stdin.write("go\n")
        other.stdin.flush()
        kit.wait(partial(_enough, heard, turn))
        worst = max(worst, heard[-1] - float(other.stdout.readline()))
    other.communicate()
    window.close()
    return worst
