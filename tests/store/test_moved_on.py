"""Undo takes back one's own steps only, and names the colleague who has built on one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.actions import activities, deals, leads, people
from salesdesk.errors import UserError
from salesdesk.queries.leads import one, stale_scores
from salesdesk.session import Session


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    path = tmp_path / "a.salesdesk"
    hannah = Session.create(path, name="Acme")
    hannah.i_am(hannah.do(people.add, "Hannah Marlow", role="owner"))
    key = hannah.do(people.add, "Priya Shah", role="sales")
    priya = Session.open(path, person_id=key)
    yield hannah, priya
    priya.close()
    hannah.close()


def refused(session: Session) -> UserError:
    with pytest.raises(UserError) as caught:
        session.undo()
    return caught.value


def test_a_colleague_who_built_on_my_step_is_named_with_the_field(
    both: tuple[Session, Session],
) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 100})
    hannah.do(deals.edit, deal, {"amount": 200})
    priya.do(deals.edit, deal, {"amount": 300})
    error = refused(hannah)
    assert error.title == (
        "Cannot undo: Priya Shah has changed the amount of the deal “Kitchen” since."
    )
    assert "without Priya Shah’s" in error.hint and "history" in error.hint
    assert hannah.db.value("select amount from deal where id = ?", (deal,)) == 300


def test_another_field_of_the_same_record_is_no_hindrance(both: tuple[Session, Session]) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 100})
    hannah.do(deals.edit, deal, {"amount": 200})
    priya.do(deals.edit, deal, {"title": "Larder"})
    assert hannah.undo() == "Change deal"
    found = hannah.db.row("select title, amount from deal where id = ?", (deal,))
    assert found == ("Larder", 100)


def test_a_record_that_a_colleague_has_filled_in_is_not_taken_away(
    both: tuple[Session, Session],
) -> None:
    hannah, priya = both
    lead = hannah.do(leads.create, {"name": "Anna"})
    priya.do(leads.edit, lead, {"town": "Reading", "phone": "0118 496 0142"})
    error = refused(hannah)
    assert error.title.startswith("Cannot undo: Priya Shah has changed the ")
    assert "town" in error.title and "of the lead “Anna” since" in error.title


def test_ones_own_later_step_is_said_to_be_ones_own(both: tuple[Session, Session]) -> None:
    hannah, _ = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 100})
    hannah.do(deals.edit, deal, {"amount": 200})
    step = int(hannah.db.value("select max(id) from change"))
    hannah.do(deals.edit, deal, {"amount": 300})
    with pytest.raises(UserError, match="you have changed the amount of the deal “Kitchen” since"):
        hannah.undo_change(step)


def test_a_colleague_who_undid_the_record_itself_is_named(both: tuple[Session, Session]) -> None:
    hannah, priya = both
    deal = priya.do(deals.create, {"title": "Kitchen", "amount": 100})
    made = int(priya.db.value("select max(id) from change"))
    hannah.do(deals.edit, deal, {"amount": 200})
    hannah.undo()
    priya.undo_change(made)
    with pytest.raises(UserError, match="Priya Shah has deleted the deal “Kitchen” since"):
        hannah.redo()


def test_what_only_follows_is_no_hindrance_and_is_told_anew(both: tuple[Session, Session]) -> None:
    hannah, priya = both
    lead = hannah.do(leads.create, {"name": "Anna"})
    hannah.do(leads.tick, lead, "need", True)
    priya.do(leads.edit, lead, {"email": "anna@example.co.uk", "town": "Reading"})  # more points
    assert hannah.undo() == "Tick checklist"
    found = hannah.read(one, lead) or {}
    assert (found["need_ok"], found["town"]) == (0, "Reading")
    assert hannah.read(stale_scores) == []


def test_a_record_whose_points_faded_is_still_taken_back(both: tuple[Session, Session]) -> None:
    hannah, _ = both
    lead = hannah.do(leads.create, {"name": "Anna"})
    with hannah.db.change("Scores follow time", "outside"):
        hannah.db.table("lead").update(lead, {"score": 1})
    assert hannah.undo() == "Add lead"
    assert hannah.read(one, lead) is None


def test_a_lead_that_a_colleague_has_called_too_is_still_being_worked_on(
    both: tuple[Session, Session],
) -> None:
    hannah, priya = both
    lead = hannah.do(leads.create, {"name": "Anna"})

    def state() -> tuple[object, ...] | None:
        return hannah.db.row(
            "select status, first_response_at, read_at is not null from lead where id = ?", (lead,)
        )

    nine, ten = "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"
    hannah.do(activities.log, "call", "Rang", lead_id=lead, at=nine)
    priya.do(activities.log, "email", "Wrote", lead_id=lead, at=ten)
    priya.do(activities.note, "Sounds keen", lead_id=lead)
    assert hannah.undo() == "Log activity"
    assert state() == ("working", ten, 1)
    assert hannah.redo() == "Log activity"
    assert state() == ("working", nine, 1)
    hannah.undo()
    assert priya.undo() == "Add note"
    assert priya.undo() == "Log activity"
    assert state() == ("new", None, 1)


def test_the_first_call_is_taken_back_alone_and_the_lead_is_new_again(
    both: tuple[Session, Session],
) -> None:
    hannah, _ = both
    lead = hannah.do(leads.create, {"name": "Anna"})
    hannah.do(activities.log, "call", "Rang", lead_id=lead)
    hannah.undo()
    found = hannah.read(one, lead) or {}
    assert (found["status"], found["first_response_at"], found["read_at"]) == ("new", None, None)


def test_a_first_response_that_came_with_the_lead_stays(both: tuple[Session, Session]) -> None:
    hannah, _ = both
    values = {"name": "Anna", "name_key": "anna", "received_at": hannah.db.now()}
    told = "2026-11-20T09:00:00Z"
    with hannah.db.change("Import"):
        table = hannah.db.table("lead")
        lead = table.insert({**values, "first_response_at": told, "status": "working"})
    hannah.do(activities.log, "call", "Rang", lead_id=lead)
    hannah.undo()
    found = hannah.read(one, lead) or {}
    assert (found["status"], found["first_response_at"]) == ("working", told)


def test_a_colleagues_note_on_the_record_is_named(both: tuple[Session, Session]) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 100})
    priya.do(activities.log, "call", "Asked for a second quote", deal_id=deal)
    error = refused(hannah)
    assert error.title == (
        "Cannot undo: Priya Shah has added the activity “Asked for a second quote” "
        "to the deal “Kitchen” since."
    )
    assert hannah.db.value("select count(*) from deal") == 1
    own = hannah.do(deals.create, {"title": "Larder"})
    made = int(hannah.db.value("select max(id) from change"))
    hannah.do(activities.note, "Mine", deal_id=own)
    with pytest.raises(UserError, match="you have added the activity “Mine” to the deal “Larder”"):
        hannah.undo_change(made)
