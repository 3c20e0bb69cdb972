"""Timelines, handovers and details tell what happened with a lead, and nothing else."""

from salesdesk.actions import activities, campaigns, deals, handovers, leads, objections, people
from salesdesk.model import scores
from salesdesk.queries import handovers as handover_queries
from salesdesk.queries import lead_detail, timelines
from salesdesk.queries import settings as set_up
from salesdesk.session import Session


def ready(session: Session) -> int:
    campaign = session.do(campaigns.create, "Open day")
    key = session.do(
        leads.create,
        {"name": "Ann", "campaign_id": campaign, "received_at": "2026-10-10T09:00:00Z"},
    )
    for point in ("need", "budget", "authority", "timing"):
        session.do(leads.tick, key, point, True)
    return key


def test_a_timeline_tells_the_newest_first_and_both_sides(session: Session) -> None:
    key = ready(session)
    session.do(activities.log, "call", "Called", lead_id=key, at="2026-10-12T09:00:00Z")
    session.do(objections.raise_objection, "Too dear", lead_id=key)
    offer = session.do(handovers.hand_over, key, session.person_id, summary="Nice")
    reason = session.read(set_up.reasons, "return")[0]
    session.do(handovers.return_lead, offer, reason.key, "Half the budget")
    events = session.read(timelines.of_record, "lead", key)
    assert [e.at for e in events] == sorted((e.at for e in events), reverse=True)
    told = {e.title: e.body for e in events}
    assert told[f"Returned by sales: {reason.label}"] == "Half the budget"
    assert told["Objection: Too dear"] == ""
    assert events[-1].title == "Came in through Open day"
    assert events[-2].title == "Called"


def test_a_deals_timeline_holds_the_leads_calls_and_its_stages(session: Session) -> None:
    key = ready(session)
    session.do(activities.log, "visit", "Measured", lead_id=key)
    deal = session.do(handovers.convert, key)
    session.do(deals.win, deal)
    kinds = [e.kind for e in session.read(timelines.of_record, "deal", deal)]
    assert {"visit", "stage", "won"} <= set(kinds)


def test_who_takes_leads_is_told_with_the_work_they_have(session: Session) -> None:
    tom = session.do(people.add, "Tom", role="sales")
    session.do(people.add, "Mia", role="marketing")
    session.do(deals.create, {"title": "Kitchen", "amount": 500, "owner_id": tom})
    found = session.read(handover_queries.receivers)
    assert next((r.name, r.open_deals, r.open_value) for r in found) == ("Tom", 1, 500)
    assert "Mia" not in [r.name for r in found]


def test_a_handover_stays_as_it_was_when_the_lead_moves_on(session: Session) -> None:
    key = ready(session)
    session.do(leads.tick, key, "budget", True, "£5,000")
    offer = session.do(handovers.hand_over, key, session.person_id)
    waiting = session.read(handover_queries.pending, key)
    assert waiting is not None
    assert (waiting.key, waiting.to_id) == (offer, session.person_id)
    session.do(handovers.withdraw, offer)
    session.do(leads.tick, key, "budget", True, "£9,000")
    found = session.read(handover_queries.one, offer)
    assert found is not None
    assert found.checklist["budget"] == {"ok": 1, "words": "£5,000"}


def test_the_detail_of_a_lead_adds_up_and_is_gone_with_the_lead(session: Session) -> None:
    key = ready(session)
    found = session.read(lead_detail.detail, key)
    assert found is not None
    assert scores.total(found.lines) == found.lead["score"] == 62
    session.do(leads.trash, key)
    assert session.read(lead_detail.detail, key) is None
