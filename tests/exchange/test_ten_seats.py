"""Ten colleagues in processes of their own, and a sync tool at its worst: nothing is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from salesdesk.jobs import sharing
from salesdesk.session import Session
from tests.exchange.carrier import Carrier

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """One colleague; asked and answered by lines."""

    def __init__(self, home: Path, shared: Path, seed: int) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.colleague", str(shared), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "SALESDESK_HOME": str(home)},
            text=True,
        )

    def ask(self, words: str) -> None:
        assert self.child.stdin is not None
        self.child.stdin.write(words + "\n")
        self.child.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.child.stdout is not None
        found = json.loads(self.child.stdout.readline())
        assert isinstance(found, dict)
        return found

    def end(self) -> None:
        self.child.kill()
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                pipe.close()
        self.child.wait()


def everyone(team: list[Process], words: str) -> list[dict[str, Any]]:
    for one in team:
        one.ask(words)
    return [one.answer() for one in team]


def folders_of(tmp_path: Path, count: int) -> list[Path]:
    """A synced folder for each, all with the same shared file to begin with."""
    folders = [tmp_path / f"seat{number}" for number in range(count)]
    for folder in folders:
        folder.mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        sharing.share(session, folders[0])
    carrier = Carrier(folders, 0)
    carrier.round(honest=True)
    return folders


@pytest.mark.parametrize(
    ("seats", "changes", "rounds"),
    [(10, 300, 5), pytest.param(10, 10_000, 50, marks=pytest.mark.slow)],
)
def test_all_end_alike_and_none_is_lost(
    tmp_path: Path, seats: int, changes: int, rounds: int
) -> None:
    folders = folders_of(tmp_path, seats)
    carrier = Carrier(folders, 1)
    carrier.round(honest=True)
    team = [
        Process(tmp_path / f"home{number}", folder / "Acme.salesdesk", number)
        for number, folder in enumerate(folders)
    ]
    try:
        for one in team:
            one.answer()
        for _ in range(rounds):
            everyone(team, f"work {changes // seats // rounds}")
            everyone(team, "sync")
            carrier.round()
        for _ in range(40):
            carrier.round(honest=True)
            stands = everyone(team, "sync")
            if all(stand["out"] == stand["in"] == 0 for stand in stands):
                told = everyone(team, "tell")
                if all(one["changes"] == told[0]["changes"] for one in told):
                    break
        else:
            raise AssertionError(f"they never came to an end: {stands}")
        assert all(one["tables"] == told[0]["tables"] for one in told)
        assert all(one["faults"] == [] for one in told)
        known = {key for (key,) in told[0]["changes"]}
        for one in told:
            assert known.issuperset(one["acknowledged"])
        acknowledged = sum(len(one["acknowledged"]) for one in told)
        assert acknowledged > changes * 0.9
        assert all(carrier.did[what] for what in ("late", "half", "twice", "hidden"))
    finally:
        for one in team:
            one.end()
