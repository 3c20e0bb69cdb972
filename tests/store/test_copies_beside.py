"""Conflicted copies beside a file are found by their names and by what is inside."""

import shutil
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.jobs import merges
from salesdesk.session import Session
from salesdesk.store.copies_beside import is_named_like_one

ACME = "Acme.salesdesk"


@pytest.mark.parametrize(
    "name",
    [
        "Acme (Ann's conflicted copy 2026-11-22).salesdesk",
        "Acme (conflicted copy 2026-11-22 101500).salesdesk",
        "Acme (In Konflikt stehende Kopie von Ann 2026-11-22).salesdesk",
        "Acme.sync-conflict-20261122-101500-ABC1234.salesdesk",
        "Acme-LAPTOP.salesdesk",
        "Acme-ANN-PC-2.salesdesk",
        "Acme (1).salesdesk",
        "Acme 2.salesdesk",
        "Acme_conflict-20261122-101500.salesdesk",
    ],
)
def test_names_that_sync_tools_give(name: str) -> None:
    assert is_named_like_one(name, ACME)


@pytest.mark.parametrize(
    "name", [ACME, "Acme copy.salesdesk", "Acme Ltd.salesdesk", "Acme (1).csv", "Beta 2.salesdesk"]
)
def test_names_that_they_do_not(name: str) -> None:
    assert not is_named_like_one(name, ACME)


def test_copies_are_offered_until_merged_or_passed_over(tmp_path: Path) -> None:
    with Session.create(tmp_path / ACME, name="Acme") as mine:
        for number in (2, 3, 4):
            mine.save_copy(tmp_path / f"Acme {number}.salesdesk")
        Session.create(tmp_path / "Acme-BETA.salesdesk", name="Beta").close()
        (tmp_path / "Acme-TEXT.salesdesk").write_text("no")
        assert merges.copies_beside(mine) == []  # copies without anything new ask for nothing
        for number in (2, 3):
            with Session.open(tmp_path / f"Acme {number}.salesdesk") as other:
                other.do(leads.create, {"name": f"Lead {number}"})
        found = merges.copies_beside(mine)
        assert [path.name for path in found] == ["Acme 2.salesdesk", "Acme 3.salesdesk"]
        merges.merge(mine, found[0])
        assert merges.copies_beside(mine) == found[1:]
        merges.pass_over(mine, found[1:])
        assert merges.copies_beside(mine) == []
        with Session.open(found[1]) as other:
            other.do(leads.create, {"name": "And one more"})
        assert merges.copies_beside(mine) == found[1:]


def test_a_merged_copy_is_moved_to_the_backups_and_replaces_nothing(tmp_path: Path) -> None:
    with Session.create(tmp_path / ACME, name="Acme") as mine:
        copy = tmp_path / "Acme (1).salesdesk"
        mine.save_copy(copy)
        again = tmp_path / "again"
        shutil.copy(copy, again)
        first = merges.move_aside(mine, copy)
        shutil.copy(again, copy)
        second = merges.move_aside(mine, copy)
    assert first != second and first.exists() and second.exists() and not copy.exists()
