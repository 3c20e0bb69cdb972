"""Odd names, odd places and odd terminals: one sentence each, and nothing half-made is left."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.session import Session

ROOT = Path(__file__).resolve().parents[2]
Words = tuple[object, ...]


def run(
    *words: object, prepare: Callable[[], None] | None = None, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "salesdesk", *map(str, words)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        preexec_fn=prepare,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )


def refused(*words: object, prepare: Callable[[], None] | None = None) -> str:
    """What it says when it refuses: one line, after which nothing was printed or broken."""
    result = run(*words, prepare=prepare)
    assert result.returncode == 1 and not result.stdout, result
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ") and line.isprintable()
    return line


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "Acme.salesdesk", name="Žofie & Söhne") as session:
        for number in range(50):
            session.do(leads.create, {"name": f"Zoë {number}", "notes": "=1+1\u2028" * 200})
    return tmp_path / "Acme.salesdesk"


def commands(name: object, path: Path) -> list[Words]:
    """Commands that get a name in each place that takes one."""
    return [
        ("check", name),
        ("restore", name, "--json"),
        ("decrypt", name),
        ("merge", path, name),
        ("rescue", path, name),
        ("report", path, "monthly", "--out", name),
        ("import", path, name, "--as", "leads"),
    ]


@pytest.mark.parametrize("which", range(7))
def test_a_name_that_no_file_can_have_is_said(path: Path, which: int) -> None:
    refused(*commands(path.with_name("y" * 300), path)[which])


@pytest.mark.parametrize("which", range(7))
def test_a_folder_for_a_name_is_said(path: Path, which: int) -> None:
    refused(*commands("/", path)[which])


@pytest.mark.parametrize("name", ["a\nb.salesdesk", "\x1b[2Jc.salesdesk", "d\udcff.salesdesk"])
def test_strange_letters_in_a_name_stay_out_of_the_terminal(path: Path, name: str) -> None:
    assert "There is no file" in refused("check", path.with_name(name))
    done = run("backup", path, path.with_name(name))
    assert done.returncode == 0 and "\x1b" not in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_what_is_no_file_is_neither_read_nor_replaced(path: Path) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    for words in commands(pipe, path):
        refused(*words)
    assert pipe.is_fifo()


def test_what_is_no_table_is_not_imported(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "copy.csv")
    assert "File, Merge" in refused("import", path, tmp_path / "copy.csv", "--as", "leads")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n" * 50)
    assert "not a table" in refused("import", path, tmp_path / "letter.pdf", "--as", "leads")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_an_export_that_finds_no_room_leaves_no_half_of_a_file(
    path: Path, tmp_path: Path, form: str
) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    out = tmp_path / "out"
    assert "Could not write" in refused("export", path, out, "--format", form, prepare=little_room)
    assert [p.name for p in out.iterdir() if "lead" in p.name or "Sales" in p.name] == []


def test_facts_are_json_whatever_the_terminal_can_show(path: Path) -> None:
    result = run("history", path, "--json")
    assert any("Zoë" in str(change["detail"]) for change in json.loads(result.stdout))


def test_who_reads_along_may_stop(path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = run("history", path, stdout=writing)
    os.close(writing)
    assert result.returncode == 1 and result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_the_output_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        result = run("figures", "--explain", stdout=full.fileno())
    assert result.returncode == 1 and "No space left" in result.stderr
