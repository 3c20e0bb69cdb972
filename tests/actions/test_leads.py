"""Leads, handovers and activities as a person would notice them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk.actions import activities, contacts, edits, handovers, leads, organisations, people
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import handovers as handover_queries
from salesdesk.queries import leads as queries
from salesdesk.queries import links, timelines
from salesdesk.queries import settings as set_up
from salesdesk.session import Session

POINTS = ("need", "budget", "authority", "timing", "in_area")


def lead(session: Session, key: int) -> dict[str, Any]:
    found = session.read(queries.one, key)
    assert found is not None
    return found


def new(session: Session, ticks: int = 4, **values: Any) -> int:
    key = session.do(leads.create, {"name": "Eleanor Whitcombe", **values})
    for point in POINTS[:ticks]:
        session.do(leads.tick, key, point, True, f"about {point}")
    return key


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name": "Ann"}, "Ann"),
        ({"first_name": "Ann", "last_name": "Lee"}, "Ann Lee"),
        ({"organisation_name": "Lee Ltd"}, "Lee Ltd"),
        ({"email": "ann@example.com"}, "ann@example.com"),
        ({"phone": "0118 496 0142"}, "0118 496 0142"),
    ],
)
def test_one_thing_that_says_who_it_is_is_enough(
    session: Session, values: dict[str, str], name: str
) -> None:
    assert lead(session, session.do(leads.create, values))["name"] == name


def test_a_lead_that_nothing_is_known_of_is_refused_and_nothing_stored(session: Session) -> None:
    with pytest.raises(UserError, match="Nothing says who"):
        session.do(leads.create, {"asked_for": "a kitchen"})
    assert session.read(queries.counts)["all"] == 0


def test_a_lead_needs_enough_ticks_to_qualify(session: Session) -> None:
    key = new(session, ticks=3)
    with pytest.raises(UserError, match="3 of 4 points"):
        session.do(leads.qualify, key)
    session.do(leads.tick, key, "timing", True)
    session.do(leads.qualify, key)
    assert lead(session, key)["status"] == "qualified"
    assert lead(session, key)["qualified_at"] == "2026-10-15T11:00:00Z"


def test_the_score_is_the_sum_of_its_lines_and_follows_every_tick(session: Session) -> None:
    key = new(session, ticks=0)
    assert lead(session, key)["score"] == 0
    session.do(leads.tick, key, "budget", True)
    session.do(leads.edit, key, {"email": "e@example.co.uk"})
    lines = session.read(queries.score_lines, lead(session, key))
    assert [(line.label, line.points) for line in lines] == [
        ("Budget stated", 20),
        ("Can be emailed", 5),
    ]
    assert lead(session, key)["score"] == 25


def test_the_first_outgoing_call_is_the_first_response(session: Session) -> None:
    key = new(session, ticks=0)
    session.do(activities.note, "Left a card", lead_id=key)
    session.do(activities.log, "email", "Asked for a call", direction="in", lead_id=key)
    assert lead(session, key)["status"] == "new"
    assert lead(session, key)["first_response_at"] is None
    session.do(activities.log, "call", "Called", outcome="no answer", lead_id=key)
    assert lead(session, key)["status"] == "working"
    assert lead(session, key)["first_response_at"] == "2026-10-15T11:00:00Z"
    titles = [e.title for e in session.read(timelines.of_record, "lead", key)]
    assert "Called, no answer" in titles


def handed_over(session: Session, **values: Any) -> tuple[int, int, int]:
    tom = session.do(people.add, "Tom Finch", role="sales")
    key = new(session, **values)
    offer = session.do(handovers.hand_over, key, tom, summary="Nice people", first_step="Call")
    return key, offer, tom


def test_accepting_makes_organisation_contact_and_deal_in_one_change(session: Session) -> None:
    from salesdesk.actions import campaigns

    campaign = session.do(campaigns.create, "Open day")
    key, offer, tom = handed_over(
        session,
        organisation_name="Whitcombe Ltd",
        email="e@example.com",
        phone="0118 496 0142",
        campaign_id=campaign,
        estimated_value=1_350_000,
    )
    session.do(activities.log, "call", "Called", lead_id=key)
    session.do(contacts.set_consent, "email", "opted_in", lead_id=key, basis="ticked on the card")
    before = dict(_everything(session))
    deal_id = session.do(handovers.accept, offer, title="Shaker kitchen")
    deal = session.db.dicts("select * from deal where id = ?", (deal_id,))[0]
    assert (deal["title"], deal["amount"], deal["owner_id"]) == ("Shaker kitchen", 1_350_000, tom)
    assert deal["campaign_id"] == campaign
    assert deal["next_step"] == "Call"
    found = lead(session, key)
    assert found["status"] == "accepted"
    assert (found["deal_id"], found["contact_id"]) == (deal_id, deal["contact_id"])
    kinds = {
        p["kind"]: p["value"] for p in links.points(session.db, "contact_id", deal["contact_id"])
    }
    assert kinds == {"email": "e@example.com", "phone": "0118 496 0142"}
    consents = links.last_consents(session.db, "contact_id", deal["contact_id"])
    assert consents["email"]["state"] == "opted_in"
    told = [e.title for e in session.read(timelines.of_record, "deal", deal_id)]
    assert "Called" in told
    assert session.undo() == "Accept lead"
    assert dict(_everything(session)) == before


def _everything(session: Session) -> Iterator[tuple[str, Any]]:
    for table in ("lead", "deal", "contact", "organisation", "contact_point", "activity",
                  "handover", "consent", "stage_event"):  # fmt: skip
        skip = ("version", "updated_at", "updated_by")
        yield (
            table,
            [
                {k: v for k, v in row.items() if k not in skip}
                for row in session.db.dicts(f"select * from {table} order by id")
            ],
        )


def test_a_failing_acceptance_leaves_nothing_behind(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, offer, _ = handed_over(session, organisation_name="Whitcombe Ltd")
    before = dict(_everything(session))

    def fail(*_: object) -> int:
        raise UserError("No.", "No.")

    monkeypatch.setattr("salesdesk.actions.deals.create", fail)
    with pytest.raises(UserError):
        session.do(handovers.accept, offer)
    assert dict(_everything(session)) == before


def test_returning_says_why_to_marketing_and_brings_the_lead_back(session: Session) -> None:
    key, offer, _ = handed_over(session)
    with pytest.raises(UserError, match="needs a reason"):
        session.do(handovers.return_lead, offer, None)
    reason = session.read(set_up.reasons, "return")[0]
    session.do(handovers.return_lead, offer, reason.key, "Half of what it costs")
    assert lead(session, key)["status"] == "returned"
    words = session.db.value("select words from feedback where lead_id = ?", (key,))
    assert words == f"{reason.label}: Half of what it costs"
    with pytest.raises(UserError, match="returned already"):
        session.do(handovers.accept, offer)
    second = session.do(handovers.hand_over, key, session.person_id)
    assert second != offer
    rounds = session.read(handover_queries.of_lead, key)
    assert [r.outcome for r in rounds] == ["pending", "returned"]


def test_a_sole_trader_goes_from_lead_to_deal_in_one_step(session: Session) -> None:
    key = new(session, need="")
    deal_id = session.do(handovers.convert, key, amount=5000)
    assert lead(session, key)["deal_id"] == deal_id
    assert [h.outcome for h in session.read(handover_queries.of_lead, key)] == ["accepted"]
    session.undo()
    assert lead(session, key)["status"] == "new"


def test_a_handover_is_due_after_the_agreed_working_day(tmp_path: Path) -> None:
    friday = Clock("Europe/London", "2026-10-16T12:00")
    with Session.create(tmp_path / "b.salesdesk", name="B", clock=friday) as session:
        assert session.read(handovers.due) == "2026-10-19T11:00:00Z"


def test_the_strictest_consent_wins_when_a_duplicate_is_closed(session: Session) -> None:
    first = new(session, ticks=0, email="e@example.com")
    second = new(session, ticks=1, phone="0118 496 0142", email="e@example.com")
    session.do(contacts.set_consent, "email", "opted_out", lead_id=second)
    session.do(contacts.set_consent, "email", "opted_in", lead_id=first)
    assert session.read(queries.counts)["duplicates"] == 2
    session.do(leads.set_duplicate, second, first)
    kept = lead(session, first)
    assert kept["phone"] == "0118 496 0142"
    assert kept["need_ok"] == 1
    assert session.read(queries.consents, first)["email"]["state"] == "opted_out"
    assert session.read(queries.counts)["duplicates"] == 0
    session.undo()
    assert lead(session, second)["status"] == "new"
    assert lead(session, first)["phone"] is None


def test_merging_contacts_keeps_everything_and_the_strictest_consent(session: Session) -> None:
    keep = session.do(contacts.create, {"name": "Ann Lee", "email": "a@example.com"})
    other = session.do(
        contacts.create, {"name": "A. Lee", "email": "A@example.com", "phone": "0118 496 0142"}
    )
    session.do(contacts.set_consent, "email", "opted_out", contact_id=other)
    session.do(contacts.set_consent, "email", "opted_in", contact_id=keep)
    call = session.do(activities.log, "call", "Rang", contact_id=other)
    session.do(contacts.merge, keep, other)
    points = links.points(session.db, "contact_id", keep)
    assert sorted(p["kind"] for p in points) == ["email", "phone"]
    assert links.last_consents(session.db, "contact_id", keep)["email"]["state"] == "opted_out"
    assert session.db.value("select contact_id from activity where id = ?", (call,)) == keep
    session.undo()
    assert session.db.value("select contact_id from activity where id = ?", (call,)) == other


def test_each_lead_is_in_the_views_where_one_looks_for_it(session: Session) -> None:
    me = session.person_id
    a = new(session, owner_id=me)
    session.do(leads.snooze, a, "2026-10-20")
    b = new(session, owner_id=me)
    session.do(leads.nurture, b, "2027-01-10")
    new(session, owner_id=me)
    counts = session.read(queries.counts)
    expected = {"new": 1, "waiting": 1, "snoozed": 1, "nurture": 1, "all": 3}
    assert {view: counts[view] for view in expected} == expected
    with pytest.raises(UserError, match="not in the future"):
        session.do(leads.snooze, b, "2026-10-15")
    session.do(leads.disqualify, a, session.read(set_up.reasons, "disqualify")[0].key, "too far")
    assert session.read(queries.counts)["disqualified"] == 1
    session.do(leads.reopen, a)
    assert lead(session, a)["reason_id"] is None


def test_a_next_step_is_planned_moved_and_done(session: Session) -> None:
    key = new(session, ticks=0)
    session.do(activities.plan_step, "lead", key, "Call back", "2026-10-16", "16:00", "call")
    session.do(activities.move_step, "lead", key, "2026-10-19")
    assert lead(session, key)["next_step_on"] == "2026-10-19"
    session.do(activities.finish_step, "lead", key)
    found = lead(session, key)
    assert found["next_step"] is None
    assert found["first_response_at"] is not None
    with pytest.raises(UserError, match="No next step"):
        session.do(activities.finish_step, "lead", key)


def test_a_score_fades_with_each_week_without_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "c.salesdesk"
    with Session.create(path, name="C", clock=Clock(fixed="2026-10-01")) as session:
        key = session.do(leads.create, {"name": "Ann", "asked_for": "a door"})
        rule = {"axis": "interest", "label": "Weeks with no reply", "points": -2}
        with session.db.change("rule"):
            session.db.table("score_rule").insert({**rule, "condition": "each weeks_quiet"})
    with Session.open(path, clock=Clock(fixed="2026-10-23")) as session:
        assert leads.refresh_scores(session.db) == 1
        assert lead(session, key)["score"] == 10 - 3 * 2
        session.do(activities.log, "call", "She rang", direction="in", lead_id=key)
        assert lead(session, key)["score"] == 10


def test_a_handover_is_withdrawn_in_time_and_expires_after_it(tmp_path: Path) -> None:
    path = tmp_path / "d.salesdesk"
    with Session.create(path, name="D", clock=Clock(fixed="2026-10-15T12:00")) as session:
        key, offer, _ = handed_over(session)
        with pytest.raises(UserError, match="still time"):
            session.do(handovers.expire, offer)
        session.do(handovers.withdraw, offer, "Wrong person")
        assert lead(session, key)["status"] == "qualified"
        again = session.do(handovers.hand_over, key, session.person_id)
    with Session.open(path, clock=Clock(fixed="2026-10-20T12:00")) as session:
        session.do(handovers.expire, again)
        outcomes = [h.outcome for h in session.read(handover_queries.of_lead, key)]
        assert outcomes == ["expired", "withdrawn"]
        back = lead(session, key)
        assert (back["status"], back["next_step_on"]) == ("qualified", "2026-10-20")
        assert back["next_step"].startswith("Hand over again: ")
        late = session.read(handover_queries.one, again)
        assert late is not None and (late.answered_at, late.answered_by) == (late.due_at, None)


def test_a_known_contact_is_not_made_twice_and_gets_what_it_lacked(session: Session) -> None:
    ann = session.do(contacts.create, {"name": "Ann Lee", "email": "ann@example.com"})
    tom = session.do(people.add, "Tom Finch", role="sales")
    key = session.do(
        leads.create, {"name": "A. Lee", "email": "Ann@example.com", "phone": "0118 496 0142"}
    )
    for point in POINTS:
        session.do(leads.tick, key, point, True)
    session.do(handovers.accept, session.do(handovers.hand_over, key, tom))
    assert lead(session, key)["contact_id"] == ann
    assert session.db.value("select count(*) from contact") == 1
    kinds = sorted(p["kind"] for p in links.points(session.db, "contact_id", ann))
    assert kinds == ["email", "phone"]


def test_merging_organisations_moves_people_and_deals(session: Session) -> None:
    keep = session.do(organisations.create, {"name": "Lee Ltd", "notes": "old"})
    other = session.do(
        organisations.create, {"name": "Lee Limited", "town": "Reading", "notes": "x"}
    )
    ann = session.do(contacts.create, {"name": "Ann", "organisation_id": other})
    session.do(organisations.merge, keep, other)
    row = session.db.dicts("select * from organisation where id = ?", (keep,))[0]
    assert (row["town"], row["notes"]) == ("Reading", "old\n\nx")
    assert session.db.value("select organisation_id from contact where id = ?", (ann,)) == keep
    assert session.db.value("select trashed_at from organisation where id = ?", (other,))
    session.undo()
    assert session.db.value("select organisation_id from contact where id = ?", (ann,)) == other


def test_a_lead_with_sales_or_closed_is_left_alone(session: Session) -> None:
    key, _, _ = handed_over(session)
    for step in (leads.qualify, leads.nurture, leads.trash):
        with pytest.raises(UserError, match="with sales"):
            session.do(step, key)
    other = new(session, ticks=0)
    session.do(leads.disqualify, other, session.read(set_up.reasons, "disqualify")[0].key)
    with pytest.raises(UserError, match="closed"):
        session.do(leads.snooze, other, "2026-10-20")
    session.do(leads.reopen, other)
    session.do(leads.trash, other)
    assert session.read(queries.counts)["all"] == 1
    session.do(edits.bring_back, "lead", other)
    assert session.read(queries.counts)["all"] == 2
