"""When the power goes, whatever was acknowledged is there and the file is whole."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("apsw", reason="simulated power cuts need apsw")

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.session import Session
from tests.faults import power

CHANGES, CUTS, CUTS_IN_FULL = 25, 40, 400


@pytest.fixture
def start(tmp_path: Path) -> Path:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme"):
        pass
    return path


def work(path: Path, disk: power.Disk, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Work with the real program on the recorded disk: (steps until then, key) of what is saved."""
    vfs = power.RecordingVFS(disk)
    real = sqlite3.connect

    def connect(place: str, *args: object, **kw: object) -> object:
        return power.Connection(place, vfs.name) if "mode=rw" in str(place) else real(place)

    saved: list[tuple[int, int]] = []
    with monkeypatch.context() as patch:
        patch.setattr("sqlite3.connect", connect)
        with Session.open(path) as session:
            for number in range(CHANGES):
                key = session.do(leads.create, {"name": f"Ann {number}", "notes": "x" * 30_000})
                session.do(leads.edit, key, {"notes": "called"})
                saved.append((len(disk.steps), key))
    return saved


def cut(
    disk: power.Disk, at: int, start: dict[str, bytes], folder: Path, luck: random.Random
) -> Path:
    """The folder as it is after the power went."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in disk.after_cut(at, start, luck).items():
        (folder / name).write_bytes(content)
    return folder / "Acme.salesdesk"


def outcomes(start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cuts: int) -> list[bool]:
    """For each power cut, whether the file was whole and had all that was saved."""
    disk, before = power.Disk(), {start.name: start.read_bytes()}
    saved = work(start, disk, monkeypatch)
    assert len(saved) == CHANGES
    assert {"write", "cut"} <= {step.kind for step in disk.steps}
    found = []
    for number in range(cuts):
        luck = random.Random(number)
        at = luck.randrange(len(disk.steps) + 1)
        path = cut(disk, at, before, tmp_path / "after", luck)
        found.append(whole_with(path, {key for steps, key in saved if steps <= at}))
    return found


def whole_with(path: Path, acknowledged: set[int]) -> bool:
    try:
        with Session.open(path) as session:
            there = {k for (k,) in session.db.rows("select id from lead where notes = 'called'")}
            session.do(leads.create, {"name": "Bo Lind"})
            return acknowledged <= there and session.check() == []
    except UserError:
        return False


def test_a_power_cut_loses_nothing_that_was_saved(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(outcomes(start, tmp_path, monkeypatch, CUTS))


def test_without_waiting_for_the_disk_much_would_be_lost(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulation is a real one."""
    monkeypatch.setattr(power, "SYNCHRONOUS", "off")
    assert not all(outcomes(start, tmp_path, monkeypatch, CUTS))


@pytest.mark.slow
def test_four_hundred_power_cuts_lose_nothing(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(outcomes(start, tmp_path, monkeypatch, CUTS_IN_FULL))
