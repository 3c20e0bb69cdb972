"""A copy that is locked with a passphrase is merged like any other, once its key is known."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from salesdesk.actions import leads
from salesdesk.cli.words import cli
from salesdesk.jobs import locking, merges
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import locks

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
MINE, OTHERS = "correct horse battery", "four quiet words here"
Pair = tuple[Path, Path]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Acme, and a copy that was taken to a fair."""
    mine, copy = tmp_path / "Acme.salesdesk", tmp_path / "fair.salesdesk"
    with Session.create(mine, name="Acme") as session:
        session.save_copy(copy)
    with Session.open(copy) as session:
        session.do(leads.create, {"name": "Gemma"})
    return mine, copy


def lock(path: Path, passphrase: str) -> None:
    locking.lock(path, locking.prepare(passphrase, passphrase))


@pytest.mark.parametrize(("mine", "others"), [(None, OTHERS), (MINE, None), (MINE, OTHERS)])
def test_locked_and_plain_copies_are_merged(
    pair: Pair, mine: str | None, others: str | None
) -> None:
    for path, passphrase in zip(pair, (mine, others), strict=True):
        if passphrase:
            lock(path, passphrase)
    with Session.open(pair[0]) as session:
        outcome = merges.merge(session, pair[1])
        assert session.db.value("select name from lead") == "Gemma"
        kept = [locking.is_locked(path) for path in outcome.backups]
        assert kept == [mine is not None, others is not None]
    assert locking.is_locked(pair[0]) == (mine is not None)
    assert locking.is_locked(pair[1]) == (others is not None)


def test_one_passphrase_may_lock_both(pair: Pair) -> None:
    for path in pair:
        lock(path, MINE)
    with Session.open(pair[0]) as session:
        assert merges.merge(session, pair[1]).changes == 1


def test_what_another_program_left_in_a_locked_copy_comes_along(pair: Pair) -> None:
    with Session.open(pair[1]) as session:
        session.db.connection.execute("update lead set town = 'Henley'")
    lock(pair[1], OTHERS)
    with Session.open(pair[0]) as session:
        merges.merge(session, pair[1])
        assert session.db.value("select town from lead") == "Henley"


def test_a_copy_whose_passphrase_is_not_known_asks_for_it(pair: Pair) -> None:
    lock(pair[1], OTHERS)
    locks.forget()
    with Session.open(pair[0]) as session:
        with pytest.raises(locking.Locked, match=r"fair.salesdesk is locked.*Type the passphrase"):
            merges.preview(session, pair[1])
        locking.unlock(pair[1], OTHERS)
        assert merges.preview(session, pair[1]).changes == 1


def test_the_command_reads_the_passphrase_or_says_what_is_missing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(pair[1], OTHERS)

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "salesdesk", "merge", *map(str, pair)],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    refused = run()
    assert refused.returncode == 1
    assert "SALESDESK_PASSPHRASE" in refused.stderr and "Traceback" not in refused.stderr
    monkeypatch.setenv("SALESDESK_PASSPHRASE", MINE)
    assert "does not open fair.salesdesk" in run().stderr
    monkeypatch.setenv("SALESDESK_PASSPHRASE", OTHERS)
    assert "Merged fair" in run().stdout


def test_the_command_reads_two_passphrases(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, passphrase in zip(pair, (MINE, OTHERS), strict=True):
        lock(path, passphrase)
    locks.forget()
    monkeypatch.setenv("SALESDESK_PASSPHRASE", MINE)

    def run() -> Result:
        return CliRunner().invoke(cli, ["merge", *map(str, pair)], obj=Clock())

    assert "does not open fair.salesdesk" in str(run().exception)
    monkeypatch.setenv("SALESDESK_OTHER_PASSPHRASE", "something else")
    assert "does not open fair.salesdesk" in str(run().exception)
    monkeypatch.setenv("SALESDESK_OTHER_PASSPHRASE", OTHERS)
    assert "Merged fair" in run().output
    told = CliRunner().invoke(cli, ["merge", "--help"]).output
    assert "SALESDESK_OTHER_PASSPHRASE" in told
