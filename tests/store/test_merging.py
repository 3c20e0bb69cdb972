"""Copies of a file that went separate ways come together: field by field, nothing lost."""

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk.model.lead_text import search_fold
from salesdesk.session import Session
from salesdesk.store import database, merging, record_merges, shipments
from salesdesk.store.database import Database
from salesdesk.store.merging import TakenIn
from tests.store.copies import are_alike, lacking, pairs, tables, with_two_more


def put(db: Database, table: str, values: dict[str, Any]) -> int:
    return db.table(table).insert(values)


def change(db: Database, table: str, key: int, values: dict[str, Any]) -> None:
    if table == "lead":
        values = {**values, "fold": search_fold({**db.table(table).get(key), **values})}
    db.table(table).update(key, values)


def drop(db: Database, table: str, key: int) -> None:
    db.table(table).delete(key)


def new_lead(db: Database, name: str) -> int:
    values = {"name": name, "name_key": name.lower(), "received_at": db.now()}
    return put(db, "lead", {**values, "fold": search_fold(values)})


def send(source: Session, target: Session) -> TakenIn:
    """Everything that `target` lacks, through the lines that travel."""
    lines = [shipments.to_line(shipment) for shipment in lacking(source, target)]
    return merging.take_in(target.db, [shipments.from_line(line) for line in lines])


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Session, Session, int]]:
    """Two copies of one file and a lead that is in both."""
    with Session.create(tmp_path / "ann.salesdesk", name="Ann & Bob") as ann:
        lead = ann.do(new_lead, "Eleanor")
        ann.save_copy(tmp_path / "bob.salesdesk")
        with Session.open(tmp_path / "bob.salesdesk") as bob:
            yield ann, bob, lead


def lead_of(session: Session, key: int) -> dict[str, Any]:
    return session.db.dicts("select * from lead where id = ?", (key,))[0]


def test_two_seats_never_make_the_same_key(pair: tuple[Session, Session, int]) -> None:
    ann, bob, _ = pair
    assert ann.db.seat != bob.db.seat
    assert ann.do(new_lead, "One") != bob.do(new_lead, "Two")


def test_different_fields_of_one_record_are_both_kept(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"phone": "0118 496 0142"})
    bob.do(change, "lead", lead, {"town": "Caversham"})
    assert not send(bob, ann).clashes
    assert not send(ann, bob).clashes
    assert (lead_of(ann, lead)["phone"], lead_of(ann, lead)["town"]) == (
        "0118 496 0142",
        "Caversham",
    )
    assert tables(ann) == tables(bob)


def test_the_same_field_keeps_the_later_value_and_shows_the_other(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"budget": "£12,000"})
    bob.do(change, "lead", lead, {"budget": "£15,000"})
    assert send(ann, bob).clashes == {("lead", lead, "budget")}
    send(bob, ann)
    for session in (ann, bob):
        assert lead_of(session, lead)["budget"] == "£15,000"
        won, lost = session.db.rows("select won, lost from clash")[0]
        assert (json.loads(won), json.loads(lost)) == ("£15,000", "£12,000")


def test_a_later_choice_ends_the_clash_everywhere(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"budget": "£12,000"})
    bob.do(change, "lead", lead, {"budget": "£15,000"})
    send(ann, bob)
    bob.do(change, "lead", lead, {"budget": "£12,000 to £15,000"})
    send(bob, ann)
    for session in (ann, bob):
        assert lead_of(session, lead)["budget"] == "£12,000 to £15,000"
        assert record_merges.open_clashes(session.db.connection) == []


def test_an_edit_beats_a_deletion_that_did_not_know_of_it(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, lead = pair
    bob.do(change, "lead", lead, {"notes": "rang back, wants the larder too"})
    ann.do(change, "lead", lead, {"trashed_at": ann.db.now()})
    assert ("lead", lead, "trashed_at") in send(bob, ann).clashes
    send(ann, bob)
    assert lead_of(ann, lead)["trashed_at"] is None
    assert tables(ann) == tables(bob)
    ann.do(change, "lead", lead, {"trashed_at": ann.db.now()})
    send(ann, bob)
    assert lead_of(bob, lead)["trashed_at"] is not None  # now it is known, and meant


def test_a_record_that_is_referred_to_elsewhere_stays_as_deleted(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, _ = pair
    key = ann.do(new_lead, "Gemma")
    send(ann, bob)
    call = {"kind": "call", "subject": "Rang", "lead_id": key, "done_at": bob.db.now()}
    activity = bob.do(put, "activity", call)
    ann.undo()
    send(ann, bob)
    send(bob, ann)
    for session in (ann, bob):
        assert lead_of(session, key)["trashed_at"] is not None
        assert session.check() == []
    bob.do(drop, "activity", activity)
    send(bob, ann)
    assert tables(ann) == tables(bob)
    assert lead_of(ann, key)["trashed_at"] is not None  # whatever came first, it is the same


def test_a_record_that_is_rescued_brings_back_what_it_refers_to(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, _ = pair

    def bring(db: Database) -> int:
        campaign = put(db, "campaign", {"name": "Fair", "name_key": "fair"})
        return put(
            db,
            "lead",
            {"name": "Eve", "name_key": "eve", "received_at": db.now(), "campaign_id": campaign},
        )

    lead = ann.do(bring)
    send(ann, bob)
    bob.do(change, "lead", lead, {"town": "Reading"})
    ann.undo()
    send(bob, ann)
    send(ann, bob)
    assert tables(ann) == tables(bob)
    assert lead_of(ann, lead)["town"] == "Reading"
    assert ann.db.value("select trashed_at from campaign") is not None
    assert ann.check() == bob.check() == []


def test_taking_in_twice_changes_nothing(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    bob.do(change, "lead", lead, {"town": "Reading"})
    sent = list(shipments.after(bob.db.connection, {}))
    merging.take_in(ann.db, sent)
    before = tables(ann), ann.db.rows("select * from entry")
    again = merging.take_in(ann.db, sent)
    assert again.changes == 0 and again.waiting == []
    assert (tables(ann), ann.db.rows("select * from entry")) == before


def test_a_change_waits_for_what_its_author_knew(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    for field in ("town", "phone", "notes"):
        bob.do(change, "lead", lead, {field: "1"})
    first, second, third = list(shipments.after(bob.db.connection, {}))[-3:]
    assert merging.take_in(ann.db, [third]).waiting == [third]
    assert merging.take_in(ann.db, [third, second, first]).waiting == []
    assert [lead_of(ann, lead)[field] for field in ("town", "phone", "notes")] == ["1"] * 3


def test_a_rehearsal_tells_and_keeps_nothing(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"budget": "1"})
    bob.do(change, "lead", lead, {"budget": "2"})
    before = tables(ann)
    sent = lacking(bob, ann)
    told = merging.foresee(ann.db, sent)
    assert told.changes == 1 and told.clashes == {("lead", lead, "budget")}
    assert tables(ann) == before


def test_undo_turns_ones_own_steps_and_says_when_a_colleague_built_on_them(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"town": "Reading"})
    send(ann, bob)
    bob.do(change, "lead", lead, {"town": "Woodley"})
    bob.do(change, "lead", lead, {"phone": "7"})
    send(bob, ann)
    with pytest.raises(Exception, match="changed the town of the lead “Eleanor” since"):
        ann.undo()
    assert lead_of(ann, lead)["phone"] == "7"


def test_undo_keeps_the_words_of_a_colleague_in_the_search(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, lead = pair
    ann.do(change, "lead", lead, {"notes": "wants the larder"})
    send(ann, bob)
    bob.do(change, "lead", lead, {"name": "Beatrice"})
    send(bob, ann)
    ann.undo()
    assert lead_of(ann, lead)["fold"] == search_fold(lead_of(ann, lead))
    send(ann, bob)
    assert tables(ann) == tables(bob)


def test_what_another_program_wrote_travels_too(pair: tuple[Session, Session, int]) -> None:
    ann, bob, lead = pair
    ann.db.connection.execute("update lead set town = 'Henley' where id = ?", (lead,))
    ann.adopt_strays()
    send(ann, bob)
    assert lead_of(bob, lead)["town"] == "Henley"


def another_program(session: Session, sql: str) -> None:
    with sqlite3.connect(session.db.path) as connection:
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("first", ["ann", "bob"])
@pytest.mark.parametrize("more", [False, True])
def test_what_another_program_wrote_before_a_copy_was_made_is_one_change(
    first: str, more: bool, tmp_path: Path
) -> None:
    with Session.create(tmp_path / "ann.salesdesk", name="Two") as ann:
        lead = ann.do(new_lead, "Eleanor")
        another_program(ann, "update lead set town = 'Henley', phone = '7'")
        another_program(
            ann,
            "insert into tag (id, name, name_key, created_at, updated_at) "
            "select 77, 'fair', 'fair', created_at, updated_at from lead",
        )
        ann.save_copy(tmp_path / "bob.salesdesk")
        if more:  # the run goes on here, and not in the copy
            another_program(ann, "update lead set notes = 'written outside'")
        with Session.open(tmp_path / "bob.salesdesk") as bob:
            bob.do(change, "lead", lead, {"town": "Woodley"})
            order = [(ann, bob), (bob, ann)] if first == "ann" else [(bob, ann), (ann, bob)]
            for source, target in order * 2:
                source.adopt_strays()
                send(source, target)
            assert tables(ann) == tables(bob)
            assert lead_of(ann, lead)["town"] == "Woodley"
            assert lead_of(ann, lead)["notes"] == ("written outside" if more else None)
            clashes = {c.field for _, c in record_merges.open_clashes(ann.db.connection)}
            assert clashes <= ({"town"} if more else set())
            assert ann.adopt_strays() == bob.adopt_strays() == 0


def test_a_stray_that_is_adopted_late_is_not_newer_than_a_real_edit(
    pair: tuple[Session, Session, int],
) -> None:
    ann, bob, lead = pair
    another_program(ann, "update lead set town = 'Henley'")
    ann.do(change, "lead", lead, {"phone": "7"})
    bob.do(change, "lead", lead, {"town": "Woodley"})
    ann.adopt_strays()
    send(ann, bob)
    send(bob, ann)
    for session in (ann, bob):
        assert lead_of(session, lead)["town"] == "Woodley"
        ((_, clash),) = record_merges.open_clashes(session.db.connection)
        assert clash.lost_values == {"town": "Henley"}
    assert tables(ann) == tables(bob)


def test_what_is_done_after_a_stray_is_newer_though_the_clock_stands_still(
    pair: tuple[Session, Session, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, lead = pair
    monkeypatch.setattr(database.time, "time", lambda: 1_000_000_000)
    for number in range(8):
        another_program(ann, f"update lead set town = 'outside {number}'")
        ann.do(change, "lead", lead, {"town": f"T{number}"})
    ann.adopt_strays()
    send(ann, bob)
    assert lead_of(bob, lead)["town"] == lead_of(ann, lead)["town"] == "T7"


@pytest.mark.parametrize("seed", range(12))
def test_all_orders_and_repetitions_end_in_the_same_bytes(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three seats with jumping clocks write at random and exchange at random."""
    chance = random.Random(seed)
    monkeypatch.setattr(
        database.time, "time", lambda: 1_790_000_000 + chance.uniform(-90_000, 90_000)
    )
    first = Session.create(tmp_path / "0.salesdesk", name="Three")
    for name in "abc":
        first.do(new_lead, name)
    seats = with_two_more(first, tmp_path)
    for _ in range(60):
        _something(chance, chance.choice(seats))
        if chance.random() < 0.2:
            _exchange(chance, *chance.sample(seats, 2))
    for _ in range(3):
        for source, target in pairs(seats):
            send(source, target)
    clashes = [
        [
            (row, clash.field, clash.won.change, clash.lost.change)
            for row, clash in record_merges.open_clashes(session.db.connection)
        ]
        for session in seats
    ]
    assert are_alike(seats)
    assert clashes[0] == clashes[1] == clashes[2]
    for session in seats:
        assert session.check() == []
        session.close()


def _exchange(chance: random.Random, source: Session, target: Session) -> None:
    sent = list(shipments.after(source.db.connection, {}))
    chance.shuffle(sent)
    sent += sent[: chance.randrange(3)]
    if chance.random() < 0.3:
        sent = sent[: len(sent) // 2]
    merging.take_in(target.db, sent)


def _something(chance: random.Random, session: Session) -> None:
    def some(table: str) -> int | None:
        keys = [key for (key,) in session.db.rows(f"select id from {table}")]
        return chance.choice(keys) if keys else None

    word, what = f"w{chance.randrange(1000)}", chance.randrange(9)
    lead, tagging = some("lead"), some("tagging")
    try:
        if what == 0 or lead is None:
            session.do(new_lead, word)
        elif what in (1, 2, 3):
            field = chance.choice(["town", "phone", "notes", "name"])
            session.do(change, "lead", lead, {field: "Ä" + word})
        elif what == 4:
            session.do(change, "lead", lead, {"trashed_at": chance.choice([None, "2026-11-22"])})
        elif what == 5:
            tag = session.do(put, "tag", {"name": word, "name_key": word})
            session.do(put, "tagging", {"tag_id": tag, "table_name": "lead", "row_id": lead})
        elif what == 6 and tagging is not None:
            session.do(drop, "tagging", tagging)
        elif what == 7:
            session.undo()
        else:
            session.redo()
    except Exception as error:  # an undo that a colleague has built on says so
        assert "since" in str(error) or "is there again" in str(error)
