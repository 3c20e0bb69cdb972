"""A colleague's import comes in at once, and as if each row had been merged by itself."""

from pathlib import Path
from typing import Any

import pytest

from salesdesk.model.lead_text import search_fold
from salesdesk.session import Session
from salesdesk.store import fresh_rows, merging
from salesdesk.store.database import Database
from tests.store.copies import lacking, tables


def bring(db: Database, count: int) -> list[int]:
    campaign = db.table("campaign").insert({"name": "Fair", "name_key": "fair"})
    rows: list[dict[str, Any]] = []
    for number in range(count):
        row = {
            "name": f"Jönas {number}",
            "name_key": f"jonas {number}",
            "received_at": db.now(),
            "town": "Reading" if number % 3 else None,
            "campaign_id": campaign if number % 2 else None,
        }
        rows.append({**row, "fold": search_fold(row)})
    keys = db.table("lead").insert_many(rows)
    db.table("lead").update(keys[5], {"town": "Woodley"})
    for key in keys[:3]:
        db.table("activity").insert({"kind": "call", "subject": "Rang", "lead_id": key})
    return keys


@pytest.mark.parametrize("few", [1, 10**9])
def test_an_import_of_a_colleague_is_the_same_here(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_rows, "FEW", few)
    with Session.create(tmp_path / "a.salesdesk", name="A") as ann:
        ann.save_copy(tmp_path / "b.salesdesk")
        with Session.open(tmp_path / "b.salesdesk") as bob:
            keys = ann.do(bring, 300)
            ann.do(lambda db: db.table("lead").trash(keys[7]))
            sent = lacking(ann, bob)
            assert merging.take_in(bob.db, sent).changes == len(sent) == 2
            assert tables(ann) == tables(bob)
            assert bob.check() == []  # the search index is whole, too
            entries = "select table_name, row_id, op, before, after from entry order by id"
            assert ann.db.rows(entries) == bob.db.rows(entries)
            changes = bob.poll()
            assert changes is None or not changes.own


def test_a_campaign_that_was_undone_comes_back_with_the_leads_that_refer_to_it(
    tmp_path: Path,
) -> None:
    with Session.create(tmp_path / "a.salesdesk", name="A") as ann:
        campaign = ann.do(
            lambda db: db.table("campaign").insert({"name": "Fair", "name_key": "fair"})
        )
        ann.save_copy(tmp_path / "b.salesdesk")
        with Session.open(tmp_path / "b.salesdesk") as bob:
            row = {"name": "Eve", "name_key": "eve", "campaign_id": campaign}
            bob.do(
                lambda db: db.table("lead").insert_many(
                    {**row, "received_at": db.now(), "fold": "eve"} for _ in range(300)
                )
            )
            ann.undo()
            for source, target in ((bob, ann), (ann, bob)):
                merging.take_in(target.db, lacking(source, target))
            assert ann.db.value("select trashed_at from campaign where id = ?", (campaign,))
            assert ann.check() == bob.check() == []
            assert tables(ann)["campaign"] == tables(bob)["campaign"]
