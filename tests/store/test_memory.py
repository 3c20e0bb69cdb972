"""What this computer remembers survives threads that remember at once, and blocked folders."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.store import seats

ROOT = Path(__file__).parents[2]


def test_threads_that_remember_at_once_forget_nothing() -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: seats.remember(f"key {n}", n), range(200)))
    assert [seats.recall().get(f"key {n}") for n in range(200)] == list(range(200))


def test_programs_that_remember_at_once_forget_nothing() -> None:
    words = "import sys; from salesdesk.store import seats\n"
    words += "for n in range(40): seats.remember(f'{sys.argv[1]} {n}', n)"
    programs = [
        subprocess.Popen([sys.executable, "-c", words, name], cwd=ROOT) for name in ("a", "b", "c")
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    known = seats.recall()
    assert [known.get(f"{name} {n}") for name in "abc" for n in range(40)] == [*range(40)] * 3


def test_a_backup_that_has_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a backups").write_text("in the way", encoding="utf-8")
    said = pytest.raises(UserError, match="for backups cannot be made")
    with Session.create(tmp_path / "a.salesdesk", name="A") as session, said:
        session.back_up()
