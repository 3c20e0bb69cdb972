"""What two people set differently is shown with both values and settled once, everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.actions import activities, clashes, deals, leads, people
from salesdesk.actions.clashes import Choice
from salesdesk.jobs import merges
from salesdesk.queries import clashes as queries
from salesdesk.session import Session
from salesdesk.store import merging, shipments

Pair = tuple[Session, Session, int]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as mine:
        mine.do(people.add, "Ann Marlow")
        lead = mine.do(leads.create, {"name": "Eleanor", "town": "Reading"})
        mine.save_copy(tmp_path / "copy.salesdesk")
        with Session.open(tmp_path / "copy.salesdesk") as ann:
            ann.i_am(ann.db.value("select id from person where name = 'Ann Marlow'"))
            yield mine, ann, lead


def meet(one: Session, other: Session) -> None:
    merges.merge(one, other.path)
    merges.merge(other, one.path)


def exchange(one: Session, other: Session) -> None:
    """As in a team: nothing is noted in either copy."""
    for source, target in ((one, other), (other, one)):
        has = shipments.known(target.db.connection)
        merging.take_in(target.db, list(shipments.after(source.db.connection, has)))


def value(session: Session, field: str) -> object:
    return session.db.value(f"select {field} from lead where name = 'Eleanor'")


def test_a_difference_names_record_field_values_and_people(pair: Pair) -> None:
    mine, ann, lead = pair
    mine.do(leads.edit, lead, {"estimated_value": 1_500_00})
    ann.do(leads.edit, lead, {"estimated_value": 1_800_00})
    meet(mine, ann)
    (found,) = mine.read(queries.differences)
    assert (found.record, found.thing, found.label) == ("Eleanor", "lead", "Estimated value")
    assert (found.stands.words, found.other.words) == ("£1,800", "£1,500")
    assert (found.stands.who, found.stands.mine, found.other.mine) == ("Ann Marlow", False, True)
    assert mine.read(queries.count) == ann.read(queries.count) == 1


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [("stands", "theirs"), ("other", "mine"), ("both", "theirs\n\nmine")],
)
def test_what_is_settled_in_one_copy_is_settled_in_all(
    pair: Pair, choice: Choice, wanted: str
) -> None:
    mine, ann, lead = pair
    mine.do(leads.edit, lead, {"notes": "mine"})
    ann.do(leads.edit, lead, {"notes": "theirs"})
    meet(mine, ann)
    (found,) = mine.read(queries.differences)
    assert mine.do(clashes.settle, [(found, choice)]) == 1
    meet(mine, ann)
    for session in (mine, ann):
        assert value(session, "notes") == wanted
        assert session.read(queries.count) == 0
    assert mine.db.rows("select * from lead") == ann.db.rows("select * from lead")
    assert mine.do(clashes.settle, [(found, choice)]) == 0  # settled once


@pytest.mark.parametrize("choice", ["stands", "other", "both"])
def test_who_takes_an_answer_back_asks_again_in_every_copy(pair: Pair, choice: Choice) -> None:
    mine, ann, lead = pair
    mine.do(leads.edit, lead, {"notes": "mine"})
    ann.do(leads.edit, lead, {"notes": "theirs"})
    exchange(mine, ann)
    (found,) = mine.read(queries.differences)
    mine.do(clashes.settle, [(found, choice)])
    exchange(mine, ann)
    for turn, left in ((mine.undo, 1), (mine.redo, 0), (mine.undo, 1)):
        assert turn() is not None
        exchange(mine, ann)
        assert mine.read(queries.count) == ann.read(queries.count) == left
    for session in (mine, ann):
        (again,) = session.read(queries.differences)
        assert (again.stands.words, again.other.words) == ("theirs", "mine")
    assert mine.do(clashes.settle, [(found, "other")]) == 1
    exchange(mine, ann)
    assert (value(ann, "notes"), ann.read(queries.count)) == ("mine", 0)


def test_what_somebody_else_took_back_still_differs(pair: Pair) -> None:
    mine, ann, lead = pair
    ann.do(leads.edit, lead, {"town": "Henley"})
    mine.do(leads.edit, lead, {"town": "Woodley"})
    mine.undo()
    exchange(mine, ann)
    assert mine.read(queries.count) == ann.read(queries.count) == 1


def test_settling_is_undone_and_done_again_like_anything(pair: Pair) -> None:
    mine, ann, lead = pair
    mine.do(leads.edit, lead, {"town": "Henley", "budget": "1"})
    ann.do(leads.edit, lead, {"town": "Woodley", "budget": "2"})
    meet(mine, ann)
    found = mine.read(queries.differences)
    mine.do(clashes.settle, [(found[0], "other"), (found[1], "stands")])
    assert value(mine, found[0].field) == {"town": "Henley", "budget": "1"}[found[0].field]
    mine.undo()
    assert (value(mine, "town"), value(mine, "budget")) == ("Woodley", "2")
    mine.redo()
    meet(mine, ann)
    assert mine.db.rows("select * from lead") == ann.db.rows("select * from lead")


def test_two_closings_of_a_deal_are_one_difference(pair: Pair) -> None:
    mine, ann, _ = pair
    deal = mine.do(deals.create, {"title": "Kitchen", "amount": 100_00})
    meet(mine, ann)
    mine.do(deals.win, deal)
    ann.do(deals.lose, deal, ann.db.value("select id from reason where kind = 'lost'"), "too dear")
    meet(mine, ann)
    (found,) = mine.read(queries.differences)
    assert found.label == "Stage and outcome"
    assert found.stands.words.startswith("Lost") and "too dear" in found.stands.words
    assert found.other.words.startswith("Won")
    mine.do(clashes.settle, [(found, "other")])
    meet(mine, ann)
    for session in (mine, ann):
        row = session.db.dicts("select * from deal")[0]
        assert (row["status"], row["reason_note"]) == ("won", None)
        kind = session.db.value("select kind from stage where id = ?", (row["stage_id"],))
        assert kind == "won"


def test_two_acceptances_of_one_handover_do_not_leave_two_deals_unnoticed(pair: Pair) -> None:
    from salesdesk.actions import handovers

    mine, ann, lead = pair
    for point in ("need", "budget", "authority", "timing"):
        mine.do(leads.tick, lead, point, True)
    offer = mine.do(handovers.hand_over, lead, ann.person_id)
    meet(mine, ann)
    ours = mine.do(handovers.accept, offer)
    theirs = ann.do(handovers.accept, offer)
    meet(mine, ann)
    assert {key for (key,) in mine.db.rows("select id from deal")} == {ours, theirs}
    found = {d.field for d in mine.read(queries.differences) if d.table == "lead"}
    assert "status" in found
    stands = mine.db.value("select deal_id from lead")
    assert stands == theirs
    assert mine.check() == ann.check() == []


def test_an_edit_that_saved_a_deleted_record_is_told_and_can_be_deleted_after_all(
    pair: Pair,
) -> None:
    mine, ann, lead = pair
    ann.do(leads.trash, lead)
    mine.do(leads.edit, lead, {"town": "Henley"})
    meet(mine, ann)
    (found,) = ann.read(queries.differences)
    assert (found.stands.words, found.other.words) == ("Kept", "Deleted")
    ann.do(clashes.settle, [(found, "other")])
    meet(mine, ann)
    for session in (mine, ann):
        assert value(session, "trashed_at") is not None
        assert session.read(queries.count) == 0


@pytest.mark.parametrize(("choice", "status"), [("stands", "working"), ("other", "new")])
def test_a_call_that_one_deleted_and_one_put_right(pair: Pair, choice: Choice, status: str) -> None:
    """It stands until somebody settles it; then the lead is as the contacts that stand say."""
    mine, ann, lead = pair
    key = mine.do(activities.log, "call", "Rang", lead_id=lead)
    meet(mine, ann)
    mine.do(activities.trash, key)
    ann.do(activities.edit, key, {"outcome": "wants a quote"})
    meet(mine, ann)
    (found,) = mine.read(queries.differences)
    assert (found.record, found.thing) == ("Rang", "activity")
    assert mine.db.value("select trashed_at from activity") is None
    mine.do(clashes.settle, [(found, choice)])
    assert value(mine, "status") == status
    assert (value(mine, "first_response_at") is not None) == (status == "working")
    meet(mine, ann)
    assert value(ann, "status") == status and ann.read(queries.count) == 0


def test_two_moments_of_one_call(pair: Pair) -> None:
    """The first response is that of the moment that was chosen."""
    mine, ann, lead = pair
    key = mine.do(activities.log, "call", "Rang", lead_id=lead, at="2026-10-01T09:00:00Z")
    meet(mine, ann)
    mine.do(activities.edit, key, {"done_at": "2026-10-02T09:00:00Z"})
    ann.do(activities.edit, key, {"done_at": "2026-10-03T09:00:00Z"})
    meet(mine, ann)
    (found,) = mine.read(queries.differences)
    mine.do(clashes.settle, [(found, "stands")])
    assert value(mine, "first_response_at") == "2026-10-03T09:00:00Z"
    mine.undo()
    mine.do(clashes.settle, [(found, "other")])
    assert value(mine, "first_response_at") == "2026-10-02T09:00:00Z"
