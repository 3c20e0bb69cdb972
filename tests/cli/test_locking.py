"""A file is locked and unlocked from the command line."""

from pathlib import Path

import pytest

from salesdesk.session import Session
from salesdesk.store import locks
from tests.commands import run

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")


def test_a_file_is_locked_read_and_unlocked(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    Session.create(path, name="Acme").close()
    known = {"SALESDESK_PASSPHRASE": "correct horse battery"}
    asked = run("encrypt", path)
    assert asked.returncode == 1
    assert "nobody here to ask" in asked.stderr
    assert locks.lock_of(path) is None

    locked = run("encrypt", path, **known)
    assert locked.returncode == 0, locked.stderr
    assert "The recovery key: " in locked.stdout
    assert "a.salesdesk is locked." in locked.stdout
    assert locks.lock_of(path)

    refused = run("check", path)
    assert refused.returncode == 1
    assert "is locked with a passphrase" in refused.stderr
    assert "is whole" in run("check", path, **known).stdout
    wrong = run("check", path, SALESDESK_PASSPHRASE="something else")
    assert "does not open a.salesdesk" in wrong.stderr
    assert "ERROR CORE" not in wrong.stderr

    plain = run("decrypt", path, **known)
    assert "no longer locked" in plain.stdout
    assert "is whole" in run("check", path).stdout


def test_the_passphrase_is_changed_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    Session.create(path, name="Acme").close()
    old = {"SALESDESK_PASSPHRASE": "correct horse battery"}
    new = {"SALESDESK_NEW_PASSPHRASE": "another passphrase"}
    assert "is not locked" in run("encrypt", path, "--new-passphrase", **old, **new).stderr
    run("encrypt", path, **old)
    assert "--new-passphrase" in run("encrypt", path, **old).stderr
    changed = run("encrypt", path, "--new-passphrase", **old, **new)
    assert "The recovery key: " in changed.stdout, changed.stderr
    assert "has its new passphrase" in changed.stdout
    assert "does not open" in run("check", path, **old).stderr
    assert "is whole" in run("check", path, SALESDESK_PASSPHRASE="another passphrase").stdout


def test_a_locked_file_is_shared_and_its_lock_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    Session.create(path, name="Acme").close()
    known = {"SALESDESK_PASSPHRASE": "correct horse battery"}
    run("encrypt", path, **known)
    (tmp_path / "nas").mkdir()
    shared = tmp_path / "nas" / path.name
    assert "Shared as" in run("share", path, shared.parent, **known).stdout
    assert "is locked with a passphrase" in run("sync", shared).stderr
    assert "Nothing new came." in run("sync", shared, **known).stdout
    for words in (("encrypt",), ("encrypt", "--new-passphrase"), ("decrypt",)):
        refused = run(words[0], shared, *words[1:], **known)
        assert refused.returncode == 1
        assert "The team shares a.salesdesk" in refused.stderr
        assert "Stop sharing" in refused.stderr
    assert locks.lock_of(shared)
