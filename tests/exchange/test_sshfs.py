"""Two computers that have the same folder mounted over sshfs: the share that lost files before."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.jobs import sharing
from salesdesk.session import Session
from tests.exchange.computers import Computer

SERVER = next(
    (
        path
        for path in ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server")
        if Path(path).exists()
    ),
    None,
)
PATIENCE = 60.0  # sshfs keeps what it knows of a folder for some seconds


@contextlib.contextmanager
def mounted(place: Path, target: Path) -> Iterator[Path]:
    """The folder `place`, as sshfs shows it; the server at the other end is a plain pipe."""
    assert SERVER is not None
    target.mkdir()
    mine, theirs = os.pipe(), os.pipe()
    server = subprocess.Popen([SERVER], stdin=mine[0], stdout=theirs[1])
    client = subprocess.Popen(
        ["sshfs", f":{place}", str(target), "-f", "-o", "passive"], stdin=theirs[0], stdout=mine[1]
    )
    for handle in (*mine, *theirs):
        os.close(handle)
    try:
        until = time.monotonic() + 10
        while not os.path.ismount(target):
            if client.poll() is not None or time.monotonic() > until:
                pytest.skip("this system does not let a test mount with FUSE")
            time.sleep(0.05)
        yield target
    finally:
        subprocess.run(["fusermount3", "-uz", str(target)], check=False, capture_output=True)
        for process in (client, server):
            process.terminate()
            process.wait()


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("sshfs") is None or SERVER is None or not Path("/dev/fuse").exists(),
    reason="sshfs, its server or FUSE is not on this system",
)
def test_two_sshfs_mounts_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nas = tmp_path / "nas"
    nas.mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        sharing.share(session, nas)
    with mounted(nas, tmp_path / "one") as one, mounted(nas, tmp_path / "two") as two:
        team = [
            Computer(tmp_path / home, mount / "Acme.salesdesk", monkeypatch)
            for home, mount in (("ann", one), ("bob", two))
        ]
        for number in range(100):
            for computer in team:
                computer.lead(f"{computer.home.name} {number:03}")
                if number % 5 == 0:
                    computer.sync(refresh=number % 20 == 0)
                    assert not computer.problem()
        until = time.monotonic() + PATIENCE
        while team[0].names() != team[1].names() and time.monotonic() < until:
            for computer in team:
                computer.sync()
        assert len(team[0].names()) == 200
        assert team[0].tables() == team[1].tables()
        assert [computer.session.check() for computer in team] == [[], []]
        for computer in team:
            computer.close()
    shutil.copy(nas / "Acme.salesdesk", tmp_path / "as it lies there.salesdesk")
    with Session.open(tmp_path / "as it lies there.salesdesk") as reader:
        assert reader.check() == []
        assert reader.db.value("select count(*) from lead") == 200
