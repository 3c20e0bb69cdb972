"""share, sync and team, typed as a person types them."""

import json
import subprocess
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.session import Session
from tests import commands


def run(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return commands.run(*words, SALESDESK_HOME=str(home))


def test_share_sync_and_team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bob, nas = tmp_path / "ann", tmp_path / "bob", tmp_path / "nas"
    nas.mkdir()
    Session.create(tmp_path / "Acme.salesdesk", name="Acme").close()
    done = run(ann, "share", tmp_path / "Acme.salesdesk", nas)
    assert done.returncode == 0 and "From now on open that one" in done.stdout
    shared = nas / "Acme.salesdesk"
    done = run(bob, "sync", shared)
    assert done.returncode == 0, done.stderr
    monkeypatch.setenv("SALESDESK_HOME", str(ann))
    with Session.open(shared) as session:
        session.do(leads.create, {"name": "Eve"})
    assert "Changes came from" in run(bob, "sync", shared).stdout
    assert len(list(bob.rglob("* on-close.salesdesk"))) == 1, "what came is backed up here"
    facts = json.loads(run(bob, "team", shared, "--json").stdout)
    assert facts["online"] and facts["waiting_out"] == 0 and len(facts["people"]) == 2
    assert "you" in run(bob, "team", shared).stdout
    assert "last seen today " in run(bob, "team", shared).stdout
    nas.rename(tmp_path / "away")
    gone = run(bob, "sync", shared)
    assert gone.returncode == 1 and "cannot be reached" in gone.stderr
    facts = json.loads(run(bob, "sync", shared, "--json").stdout)
    assert not facts["online"] and "cannot be reached" in facts["problem"]
    nas.mkdir()  # the place of a share that is not mounted is an empty folder
    empty = run(bob, "sync", shared)
    assert empty.returncode == 1 and "Acme.salesdesk is not in nas just now" in empty.stderr
    nas.rmdir()
    (tmp_path / "away").rename(nas)
    assert run(bob, "sync", shared).returncode == 0


def test_a_file_of_ones_own_is_not_synced(tmp_path: Path) -> None:
    Session.create(tmp_path / "Acme.salesdesk", name="Acme").close()
    done = run(tmp_path / "home", "sync", tmp_path / "Acme.salesdesk")
    assert done.returncode == 1 and "is not shared" in done.stderr
    assert "salesdesk share" in done.stderr


def test_a_backup_of_a_shared_file_is_a_file_of_ones_own(tmp_path: Path) -> None:
    home, nas, own = tmp_path / "home", tmp_path / "nas", tmp_path / "own.salesdesk"
    nas.mkdir()
    Session.create(tmp_path / "Acme.salesdesk", name="Acme").close()
    run(home, "share", tmp_path / "Acme.salesdesk", nas)
    assert run(home, "backup", nas / "Acme.salesdesk", own).returncode == 0
    assert "is not shared" in run(home, "team", own).stderr
    with Session.open(own) as session:
        session.do(leads.create, {"name": "Eve"})
    assert run(home, "sync", nas / "Acme.salesdesk").stdout.startswith("Sent 0 ")
    assert "backup FILE OUT" in " ".join(run(home, "share", "--help").stdout.split())
