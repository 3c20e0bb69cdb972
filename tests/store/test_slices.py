"""A colleague's large change comes in by slices: nobody waits for its end, nothing is half done."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from salesdesk.actions import activities, leads
from salesdesk.errors import UserError
from salesdesk.model.lead_text import search_fold
from salesdesk.queries import history
from salesdesk.session import Session
from salesdesk.store import entering, merging, record_merges, shipments, slices
from salesdesk.store.database import Database
from tests.store.copies import lacking, tables

ROWS = 120


class Stopped(Exception):
    """The program dies here."""


def bring(db: Database, old: int) -> list[int]:
    """An import as large as it is mixed: new leads, one that was here, links both ways."""
    campaign = db.table("campaign").insert({"name": "Fair", "name_key": "fair"})
    keys = []
    for number in range(ROWS):
        row = {"name": f"P{number}", "name_key": f"p{number}", "received_at": db.now()}
        more = {"campaign_id": campaign, "duplicate_of": keys[-1] if number % 7 == 3 else None}
        keys.append(db.table("lead").insert({**row, **more, "fold": search_fold(row)}))
        call = {"kind": "call", "subject": "Rang", "lead_id": keys[-1], "done_at": db.now()}
        db.table("activity").insert(call)
    db.table("lead").update(old, {"notes": "in the list", "duplicate_of": keys[-1]})
    return keys


def after_each(monkeypatch: pytest.MonkeyPatch, what: Callable[[int], None]) -> None:
    """Do something between every two slices; it is told how many came."""
    count = 0

    def pause(seconds: float) -> None:
        nonlocal count
        count += 1
        what(count)

    monkeypatch.setattr(merging, "time", SimpleNamespace(sleep=pause))


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Session, Session, int]]:
    """Ann's and Bob's copies with a lead in both; twenty entries are a slice."""
    monkeypatch.setattr(slices, "AT_ONCE", 20)
    with Session.create(tmp_path / "ann.salesdesk", name="Two") as ann:
        lead = ann.do(leads.create, {"name": "Eleanor"})
        ann.save_copy(tmp_path / "bob.salesdesk")
        with Session.open(tmp_path / "bob.salesdesk") as bob:
            yield ann, bob, lead


def test_a_large_change_comes_in_by_slices_and_is_the_same_in_the_end(
    pair: tuple[Session, Session, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, lead = pair
    ann.do(bring, lead)
    large = shipments.known(ann.db.connection)[ann.db.seat]
    seen: list[int] = []
    parts = len(slices.cut(bob.db.connection, lacking(ann, bob)[0]))

    def between(count: int) -> None:
        there = shipments.known(bob.db.connection)[ann.db.seat]
        seen.append(bob.db.value("select count(*) from lead"))
        assert bob.check() == []
        passed_on = {change.id for change in shipments.after(bob.db.connection, {})}
        # what is half here is passed on to nobody
        assert (there == large) == (large in passed_on) == (len(seen) >= parts)

    after_each(monkeypatch, between)
    assert merging.take_in(bob.db, lacking(ann, bob)).changes == 1
    assert parts > 2 * ROWS // 20 and seen[3] < seen[-2]
    assert tables(ann) == tables(bob)
    assert bob.db.value("select count(*) from change where arriving is not null") == 0
    count = (
        "select count(*) from entry where change_id = (select max(id) from change where seat = ?)"
    )
    assert ann.db.value(count, (ann.db.seat,)) == bob.db.value(count, (ann.db.seat,))


@pytest.mark.parametrize("stop", [1, 2, 5, 9])
def test_who_dies_between_two_slices_goes_on_where_they_were(
    stop: int,
    pair: tuple[Session, Session, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, bob, lead = pair
    ann.do(bring, lead)
    cargo = lacking(ann, bob)

    def die(count: int) -> None:
        if count == stop:
            raise Stopped

    after_each(monkeypatch, die)
    with pytest.raises(Stopped):
        merging.take_in(bob.db, cargo)
    shutil.copy(bob.db.path, tmp_path / "killed.salesdesk")
    monkeypatch.undo()
    monkeypatch.setattr(slices, "AT_ONCE", 31)  # the next version may cut otherwise
    with Session.open(tmp_path / "killed.salesdesk") as again:
        half = again.db.value("select count(*) from lead")
        assert half < ROWS + 1
        assert ann.db.seat not in shipments.known(again.db.connection) or again.check() == []
        assert merging.take_in(again.db, cargo).changes == 1
        assert tables(again) == tables(ann)
        assert merging.take_in(again.db, cargo).changes == 0
        assert again.check() == []


def test_what_is_done_here_meanwhile_comes_together_with_it_in_every_order(
    pair: tuple[Session, Session, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, lead = pair
    chance = random.Random(7)
    keys = ann.do(bring, lead)
    me = bob.another()

    def work(count: int) -> None:
        here = [key for (key,) in me.db.rows("select id from lead")]
        some = chance.choice(here)
        me.do(leads.edit, some, {"town": f"T{count}"})
        me.do(activities.log, "call", f"Rang {count}", lead_id=some)
        if count % 3 == 0:
            me.undo()
        if count == 2:
            me.do(leads.edit, lead, {"notes": "mine"})

    after_each(monkeypatch, work)
    merging.take_in(bob.db, lacking(ann, bob))
    monkeypatch.undo()
    me.close()
    ann.save_copy(tmp_path / "carl.salesdesk")
    with Session.open(tmp_path / "carl.salesdesk") as carl:
        ann.do(leads.edit, keys[3], {"phone": "0118 496 0142"})
        for target in (ann, carl):
            cargo = lacking(bob, target)
            chance.shuffle(cargo)
            assert merging.take_in(target.db, cargo).waiting == []
        merging.take_in(bob.db, lacking(ann, bob))
        merging.take_in(carl.db, lacking(ann, carl))
        assert tables(ann) == tables(bob) == tables(carl)
        clashes = [
            {(row, clash.field) for row, clash in record_merges.open_clashes(s.db.connection)}
            for s in (ann, bob, carl)
        ]
        assert clashes[0] == clashes[1] == clashes[2]
        assert bob.check() == []


def test_an_edit_made_before_the_colleagues_value_was_seen_is_asked_about(
    pair: tuple[Session, Session, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, _ = pair
    others = [ann.do(leads.create, {"name": f"Old {n}"}) for n in range(60)]
    merging.take_in(bob.db, lacking(ann, bob))

    def rename(db: Database) -> None:
        for key in others:
            db.table("lead").update(key, {"town": "Henley"})

    ann.do(rename)
    me = bob.another()

    def work(count: int) -> None:
        if count == 1:
            me.do(leads.edit, others[-1], {"town": "Woodley"})

    after_each(monkeypatch, work)
    merging.take_in(bob.db, lacking(ann, bob))
    monkeypatch.undo()
    me.close()
    merging.take_in(ann.db, lacking(bob, ann))
    assert tables(ann) == tables(bob)
    for session in (ann, bob):
        (row, clash), *rest = record_merges.open_clashes(session.db.connection)
        assert (row, clash.field, rest) == (("lead", others[-1]), "town", [])


def test_a_colleagues_import_is_undone_as_a_whole_once_it_is_all_here(
    pair: tuple[Session, Session, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, lead = pair
    before = tables(ann)
    ann.do(bring, lead)
    change = ann.read(history.to_undo)
    assert change is not None
    me = bob.another()

    def too_early(count: int) -> None:
        if count == 3:
            with pytest.raises(UserError, match="still coming in"):
                me.undo_change(change.id)

    after_each(monkeypatch, too_early)
    cargo = lacking(ann, bob)
    merging.take_in(bob.db, cargo)
    monkeypatch.undo()
    me.close()
    ann.undo()
    merging.take_in(bob.db, lacking(ann, bob))
    assert tables(ann) == tables(bob)
    assert [row[0] for row in tables(bob)["lead"]] == [row[0] for row in before["lead"]]
    assert bob.check() == []


def test_many_small_changes_come_in_short_transactions(
    pair: tuple[Session, Session, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, _ = pair
    for number in range(60):
        ann.do(leads.create, {"name": f"Lead {number}"})
    sizes = []
    enter = entering.enter

    def measured(connection: Any, batch: Any, *rest: Any, **more: Any) -> None:
        sizes.append(sum(len(change.entries) for change in batch))
        enter(connection, batch, *rest, **more)

    monkeypatch.setattr(entering, "enter", measured)
    assert merging.take_in(bob.db, lacking(ann, bob)).changes == 60
    assert max(sizes) <= 20 and len(sizes) > 2
    assert tables(ann) == tables(bob)
