"""Campaigns: planned, spent on, counted, talked about and deleted."""

from datetime import date

import pytest

from salesdesk.actions import campaigns, feedback, people
from salesdesk.errors import UserError
from salesdesk.model.calendar import month_of
from salesdesk.queries import campaigns as queries
from salesdesk.queries import feedback as said_by_sales
from salesdesk.queries.figures import figures
from salesdesk.session import Session
from tests.records import put


def lead(session: Session, name: str, campaign_id: int) -> int:
    return session.do(
        put,
        "lead",
        {
            "name": name,
            "name_key": name.lower(),
            "received_at": "2026-10-02T09:00:00Z",
            "campaign_id": campaign_id,
        },
    )


def test_a_campaign_gets_a_code_that_can_be_spoken(session: Session) -> None:
    first = session.do(campaigns.create, "Autumn showroom open day", {"budget": 240_000})
    second = session.do(campaigns.create, "Autumn leaflet")
    found = {c.key: c for c in session.read(queries.campaigns)}
    assert found[first].code == "AUTUMN"
    assert found[second].code == "AUTUMN2"
    assert found[first].owner_id == session.person_id
    assert session.read(queries.by_code, "autumn") == first
    with pytest.raises(UserError, match="belongs to another campaign"):
        session.do(campaigns.edit, second, {"code": "autumn"})


def test_a_campaign_cannot_end_before_it_starts(session: Session) -> None:
    with pytest.raises(UserError, match="ends before it starts"):
        session.do(campaigns.create, "A", {"starts_on": "2026-10-02", "ends_on": "2026-10-01"})
    key = session.do(campaigns.create, "A", {"starts_on": "2026-10-02"})
    with pytest.raises(UserError, match="ends before it starts"):
        session.do(campaigns.edit, key, {"ends_on": "2026-09-30"})


def test_saving_an_untouched_campaign_writes_nothing(session: Session) -> None:
    key = session.do(campaigns.create, "Open day", {"message": "See it, touch it"})
    before = session.db.value("select count(*) from change")
    held = session.read(queries.fields, key)
    session.do(campaigns.edit, key, {name: held[name] for name in campaigns.FIELDS})
    assert session.db.value("select count(*) from change") == before


def test_spend_is_a_ledger_and_own_time_has_a_price(session: Session) -> None:
    key = session.do(campaigns.create, "Open day", {"budget": 100_000})
    priya = session.do(people.add, "Priya Shah", hourly_cost=3000)
    session.do(campaigns.record_spend, key, 36_000, "2026-10-09", "media", "Radio spot 4 of 4")
    session.do(
        campaigns.record_spend, key, None, "2026-10-10", minutes=50, person_id=priya, note="Set up"
    )
    touches = session.read(queries.touches, key)
    assert [(t.kind, t.number) for t in touches] == [("own_time", 2500), ("media", 36_000)]
    with pytest.raises(UserError, match="has no hourly cost"):
        session.do(
            campaigns.record_spend,
            key,
            None,
            "2026-10-10",
            minutes=50,
            person_id=session.person_id,
        )
    with pytest.raises(UserError, match="no amount"):
        session.do(campaigns.record_spend, key, 0, "2026-10-10")


def test_results_add_up(session: Session) -> None:
    key = session.do(campaigns.create, "Open day")
    session.do(campaigns.record_result, key, "attendees", 61, "2026-10-10")
    session.do(campaigns.record_result, key, "attendees", 9, "2026-10-11")
    october = month_of(date(2026, 10, 1))
    assert figures(session.db, october, campaign_id=key).engaged == 70
    session.undo()
    assert figures(session.db, october, campaign_id=key).engaged == 61


def test_the_timeline_is_kept_in_order(session: Session) -> None:
    key = session.do(campaigns.create, "Open day")
    late = session.do(campaigns.add_activity, key, "Open day", "2026-10-10")
    session.do(campaigns.add_activity, key, "Posters", "2026-09-14", "2026-09-28")
    assert [line.name for line in session.read(queries.schedule, key)] == ["Posters", "Open day"]
    session.do(campaigns.finish_activity, late)
    assert [line.done for line in session.read(queries.schedule, key)] == [False, True]
    with pytest.raises(UserError, match="ends before"):
        session.do(campaigns.edit_activity, late, {"ends_on": "2026-10-01"})


def test_a_deleted_campaign_gives_its_leads_and_costs_a_new_home(session: Session) -> None:
    old = session.do(campaigns.create, "Leaflet")
    new = session.do(campaigns.create, "Open day")
    lead(session, "Jo Marsh", old)
    session.do(campaigns.record_spend, old, 5000, "2026-10-01")
    with pytest.raises(UserError, match="2 leads, deals, costs and results"):
        session.do(campaigns.trash, old)
    session.do(campaigns.trash, old, new)
    assert [c.key for c in session.read(queries.campaigns)] == [new]
    assert session.db.value("select campaign_id from lead") == new
    assert session.db.value("select campaign_id from campaign_cost") == new
    session.undo()
    assert session.db.value("select campaign_id from lead") == old


def test_what_was_done_is_logged_today_and_not_tomorrow(session: Session) -> None:
    key = session.do(campaigns.create, "Open day")
    session.do(campaigns.log_touch, key, "call", "Follow-up calls, 9 of 23 done")
    touch = session.read(queries.touches, key)[0]
    assert (touch.words, touch.on) == ("Follow-up calls, 9 of 23 done", "2026-10-15")
    assert session.read(queries.touch_count, key) == 1
    with pytest.raises(UserError, match="still to come"):
        session.do(campaigns.log_touch, key, "call", "More calls", "2026-10-16")


def test_what_sales_says_comes_back_to_the_campaign_and_is_answered(session: Session) -> None:
    key = session.do(campaigns.create, "Open day")
    said = session.do(feedback.say, "preference", "They want it in six weeks", campaign_id=key)
    assert [s.status for s in session.read(said_by_sales.said, key)] == ["new"]
    session.do(feedback.reply, said, "We changed the letter")
    found = session.read(said_by_sales.said, key)[0]
    assert (found.status, found.reply) == ("seen", "We changed the letter")
    session.do(feedback.act, said)
    assert session.read(said_by_sales.said, key)[0].status == "acted"
    with pytest.raises(UserError, match="Nothing says why"):
        session.do(feedback.decline, said, " ")


def test_answers_and_reasons_of_returned_leads_are_counted(session: Session) -> None:
    key = session.do(campaigns.create, "Open day")
    jo, al = lead(session, "Jo Marsh", key), lead(session, "Al Reed", key)
    slip = {"to_id": session.person_id, "offered_at": "2026-10-03T09:00:00Z"}
    slip |= {"due_at": "2026-10-04T09:00:00Z"}
    answered = {"answered_at": "2026-10-03T15:00:00Z"}
    reason = session.db.value("select id from reason where kind = 'return' limit 1")
    session.do(put, "handover", {**slip, "lead_id": al, "outcome": "accepted", **answered})
    session.do(
        put,
        "handover",
        {**slip, "lead_id": jo, "outcome": "returned", "reason_id": reason, **answered},
    )
    [(_, figures)] = session.read(queries.with_figures)
    assert (figures.leads, figures.accepted, figures.returned) == (2, 1, 1)
    assert session.read(said_by_sales.returned, key)[0].person == "Jo Marsh"


def test_the_total_adds_counts_and_works_rates_out_anew(session: Session) -> None:
    first = session.do(campaigns.create, "Open day", {"starts_on": "2026-09-01"})
    second = session.do(campaigns.create, "Leaflet", {"starts_on": "2026-09-01"})
    session.do(campaigns.record_spend, first, 9000, "2026-10-01")
    session.do(campaigns.record_spend, second, 1000, "2026-10-01")
    for name in ("Jo", "Al", "Ed"):
        lead(session, name, first)
    lead(session, "Bo", second)
    found = [figures for _, figures in session.read(queries.with_figures)]
    total = queries.total_of(found)
    assert total is not None
    assert (total.leads, total.spend, total.cost_per_lead) == (4, 10_000, 2500)
    assert queries.total_of([]) is None
