"""The commands for backups: made, listed, restored, each with a dry run and for programs."""

import json
from pathlib import Path

import pytest
from click import Abort
from click.testing import CliRunner

from salesdesk.actions import leads
from salesdesk.cli import cli
from salesdesk.errors import UserError
from salesdesk.jobs import safekeeping
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "Acme.salesdesk"
    with Session.create(place, name="Acme", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Ada Archer"})
    return place


def run(*words: object, answer: str = "") -> str:
    """What a command prints; its UserError is raised."""
    parts = ["--today", "2026-10-16", *(str(word) for word in words)]
    done = CliRunner().invoke(cli, parts, input=answer, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def add(path: Path, name: str) -> None:
    with Session.open(path, clock=CLOCK) as session:
        session.do(leads.create, {"name": name})


def names(path: Path) -> list[str]:
    with Session.open(path, read_only=True) as session:
        return [str(row[0]) for row in session.db.rows("select name from lead order by name")]


def test_backups_are_listed_for_people_and_for_programs(path: Path) -> None:
    assert "There are no backups of Acme.salesdesk yet." in run("backup", path, "--list")
    run("backup", path)
    listed = run("backup", path, "--list")
    assert "2026-10-16 12:00" in listed and "MB  By hand" in listed
    found = json.loads(run("backup", path, "--list", "--json"))
    assert [(one["why"], one["checked"]) for one in found] == [("by-hand", True)]
    assert Path(found[0]["path"]).is_file()


def test_a_dry_run_says_what_would_go_and_changes_nothing(path: Path) -> None:
    run("backup", path)
    add(path, "Ben Bold")
    said = run("restore", path, "--dry-run")
    assert "1 change since today 12:00 would go" in said and "1 lead would go." in said
    told = json.loads(run("restore", path, "--dry-run", "--json"))
    assert (told["lost"], told["gone"], told["restored"]) == (1, {"lead": 1}, False)
    assert names(path) == ["Ada Archer", "Ben Bold"]


def test_a_restore_asks_first(path: Path) -> None:
    run("backup", path)
    add(path, "Ben Bold")
    with pytest.raises(Abort):
        run("restore", path, answer="n\n")
    assert names(path) == ["Ada Archer", "Ben Bold"]
    said = run("restore", path, answer="y\n")
    assert "Restored " in said and "before-restore" in said
    assert names(path) == ["Ada Archer"]


def test_a_program_says_yes_beforehand(path: Path) -> None:
    run("backup", path)
    add(path, "Ben Bold")
    with pytest.raises(UserError, match="Add --yes"):
        run("restore", path, "--json")
    told = json.loads(run("restore", path, "--json", "--yes"))
    assert told["restored"] and Path(told["kept"]).is_file()
    assert names(path) == ["Ada Archer"]
    assert names(Path(told["kept"])) == ["Ada Archer", "Ben Bold"]


def test_a_named_backup_is_restored_and_one_of_another_file_is_not(
    path: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.salesdesk"
    run("backup", path, elsewhere)
    add(path, "Ben Bold")
    run("restore", path, elsewhere, "--yes")
    assert names(path) == ["Ada Archer"]
    other = tmp_path / "other.salesdesk"
    Session.create(other, name="Another").close()
    with pytest.raises(UserError, match="no backup of this file, but of another one"):
        run("restore", path, other, "--yes")
    with pytest.raises(UserError, match="cannot be read"):
        run("restore", path, tmp_path / "nowhere.salesdesk")
    text = tmp_path / "text.salesdesk"
    text.write_text("hello", encoding="utf-8")
    with pytest.raises(UserError, match="is not a backup of a SalesDesk file"):
        run("restore", path, text)


def test_a_file_that_is_gone_is_restored_and_one_without_backups_says_so(
    path: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="There is no good backup of Acme"):
        run("restore", path)
    run("backup", path)
    path.unlink()
    said = run("restore", path, answer="y\n")
    assert "would take its place" in said
    assert names(path) == ["Ada Archer"]


def test_a_damaged_file_is_kept_beside_the_restored_one(path: Path) -> None:
    run("backup", path)
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\x00" * 4000 + content[4100:])
    told = json.loads(run("restore", path, "--yes", "--json"))
    assert told["restored"] and "damaged" in told["kept"]
    assert names(path) == ["Ada Archer"]


def test_a_command_that_changes_the_file_backs_it_up_and_one_that_reads_does_not(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Acme backups"
    run("figures", path)
    run("history", path)
    table = tmp_path / "leads.csv"
    table.write_text("Name\nBea Brook\n")
    run("import", path, table, "--as", "leads", "--dry-run")
    safekeeping.wait()
    assert not folder.exists()
    run("import", path, table, "--as", "leads")
    safekeeping.wait()
    assert [p.name.split(" on-close")[0] for p in folder.glob("*.salesdesk")] != []
    before = len(list(folder.glob("*.salesdesk")))
    run("redo", path)
    safekeeping.wait()
    assert len(list(folder.glob("*.salesdesk"))) == before, "there was nothing to do again"
    run("undo", path)
    safekeeping.wait()
    assert len(list(folder.glob("*.salesdesk"))) == before, "the one of just now is enough"
