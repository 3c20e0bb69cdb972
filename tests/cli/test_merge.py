"""salesdesk merge: the preview, the merge and its figures for a program."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesdesk.actions import leads
from salesdesk.cli.words import cli
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


def test_merge_tells_and_merges(tmp_path: Path) -> None:
    mine, copy = tmp_path / "Acme.salesdesk", tmp_path / "copy.salesdesk"
    with Session.create(mine, name="Acme") as session:
        session.save_copy(copy)
    with Session.open(copy) as session:
        session.do(leads.create, {"name": "Gemma"})

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, ["merge", str(mine), str(copy), *words], obj=Clock())
        if result.exception:
            raise result.exception
        return result.output

    assert "1 lead" in run("--dry-run")
    told = json.loads(run("--dry-run", "--json"))
    assert (told["merged"], told["changes"], told["fields_differ"]) == (False, 1, 0)
    merged = run()
    assert "Merged" in merged
    kept = {path.parent.name: path for path in tmp_path.rglob("* before-merge.salesdesk")}
    assert set(kept) == {"Acme backups", "copy backups"}, "both are backed up before"
    assert all(str(path) in merged for path in kept.values())
    for name, leads_before in (("Acme backups", 0), ("copy backups", 1)):
        with Session.open(kept[name], read_only=True) as session:
            assert session.db.value("select count(*) from lead") == leads_before
    assert "Nothing new" in run()
    with Session.open(mine) as session:
        assert session.db.value("select name from lead") == "Gemma"


def test_merge_of_what_is_no_copy_ends_with_words(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Session.create(tmp_path / f"{name}.salesdesk", name=name.upper()).close()
    with pytest.raises(Exception, match="not a copy"):
        CliRunner().invoke(
            cli,
            ["merge", str(tmp_path / "a.salesdesk"), str(tmp_path / "b.salesdesk")],
            obj=Clock(),
            catch_exceptions=False,
        )
