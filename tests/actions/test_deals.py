"""Deals are opened, moved, won, lost and reopened as people expect, one row at a time."""

import pytest

from salesdesk.actions import deals, objections
from salesdesk.errors import UserError
from salesdesk.queries import deal_places as places
from salesdesk.queries import settings
from salesdesk.session import Session


def stage(session: Session, name: str) -> int:
    return next(s.key for s in session.read(settings.stages) if s.name == name)


def deal(session: Session, key: int) -> dict[str, object]:
    return session.db.dicts("select * from deal where id = ?", (key,))[0]


def last_change_rows(session: Session) -> list[str]:
    return [
        str(name)
        for (name,) in session.db.rows(
            "select table_name from entry where change_id = (select max(change_id) from entry) "
            "order by id"
        )
    ]


def test_a_new_deal_stands_at_the_top_of_the_first_stage(session: Session) -> None:
    first = session.do(deals.create, {"title": "Kitchen", "amount": 100_00})
    second = session.do(deals.create, {"title": "Stairs"})
    row = deal(session, first)
    assert row["stage_id"] == stage(session, "Prospecting")
    assert (row["status"], row["opened_on"], row["amount"]) == ("open", "2026-10-15", 100_00)
    assert places.column(session.db, stage(session, "Prospecting")) == [second, first]
    assert session.db.value("select count(*) from stage_event where deal_id = ?", (first,)) == 1


def test_a_deal_needs_a_title_and_an_amount_that_is_not_below_nought(session: Session) -> None:
    with pytest.raises(UserError, match="is missing"):
        session.do(deals.create, {"title": "  "})
    with pytest.raises(UserError, match="amount"):
        session.do(deals.create, {"title": "A", "amount": -1})
    assert session.db.value("select count(*) from deal") == 0


def test_moving_a_card_writes_one_deal_row(session: Session) -> None:
    keys = [session.do(deals.create, {"title": f"Deal {n}"}) for n in range(4)]
    top = places.column(session.db, stage(session, "Prospecting"))
    session.do(deals.move, top[3], stage(session, "Prospecting"), top[1])
    assert places.column(session.db, stage(session, "Prospecting")) == [
        top[0],
        top[3],
        top[1],
        top[2],
    ]
    assert last_change_rows(session) == ["deal"]
    session.do(deals.move, keys[0], stage(session, "Closing"))
    assert sorted(last_change_rows(session)) == ["deal", "stage_event"]
    assert session.undo() == "Move deal"
    assert deal(session, keys[0])["stage_id"] == stage(session, "Prospecting")


def test_a_column_without_gaps_is_numbered_anew_and_keeps_its_order(session: Session) -> None:
    keys = [session.do(deals.create, {"title": f"Deal {n}"}) for n in range(3)]
    at = stage(session, "Prospecting")
    a, b, c = places.column(session.db, at)
    for _ in range(60):  # halves the gap each time until there is none
        session.do(deals.move, c, at, b)
        a, b, c = places.column(session.db, at)
    assert sorted((a, b, c)) == sorted(keys)
    session.do(deals.move, c, at, a)
    assert places.column(session.db, at) == [c, a, b]


def test_a_card_dropped_on_one_that_has_gone_lands_on_top(session: Session) -> None:
    gone, other, moved = (session.do(deals.create, {"title": t}) for t in "abc")
    closing = stage(session, "Closing")
    session.do(deals.move, other, closing)
    session.do(deals.move, moved, closing, gone)
    assert places.column(session.db, closing) == [moved, other]


def test_winning_closes_today_for_the_owner_and_undo_brings_it_back(session: Session) -> None:
    me = session.person_id
    key = session.do(deals.create, {"title": "Kitchen", "owner_id": me})
    session.do(deals.win, key)
    row = deal(session, key)
    assert (row["status"], row["closed_on"], row["closed_owner_id"]) == ("won", "2026-10-15", me)
    assert row["stage_id"] == stage(session, "Won")
    assert row["is_new_customer"] == 1
    with pytest.raises(UserError, match="already won"):
        session.do(deals.win, key)
    session.undo()
    row = deal(session, key)
    assert (row["status"], row["closed_on"]) == ("open", None)
    assert row["stage_id"] == stage(session, "Prospecting")


def test_putting_a_card_on_won_wins_it(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen"})
    session.do(deals.move, key, stage(session, "Won"))
    assert deal(session, key)["status"] == "won"


def test_losing_needs_a_reason(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen"})
    with pytest.raises(UserError, match="reason"):
        session.do(deals.lose, key, None)
    with pytest.raises(UserError, match="reason"):
        session.do(deals.move, key, stage(session, "Lost"))
    assert deal(session, key)["status"] == "open"
    reason = session.read(settings.reasons, "lost")[0].key
    session.do(
        deals.lose, key, reason, "Too slow", competitor="Earley Kitchens", ask_again_on="2027-04-15"
    )
    row = deal(session, key)
    assert (row["status"], row["reason_id"], row["reason_note"]) == ("lost", reason, "Too slow")
    assert row["closed_on"] == "2026-10-15"
    assert session.db.value("select name from competitor") == "Earley Kitchens"
    assert session.db.value("select planned_on from activity") == "2027-04-15"


def test_what_the_loser_learnt_reaches_the_campaign(session: Session) -> None:
    with session.db.change("test"):
        campaign = session.db.table("campaign").insert({"name": "Leaflet", "name_key": "leaflet"})
    key = session.do(deals.create, {"title": "Kitchen", "campaign_id": campaign})
    reason = session.read(settings.reasons, "lost")[0].key
    session.do(deals.lose, key, reason, "Say the wait on the first call")
    words = session.db.value("select words from feedback where campaign_id = ?", (campaign,))
    assert words == "Say the wait on the first call"


def test_a_reopened_deal_stands_where_it_was_before(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen"})
    session.do(deals.move, key, stage(session, "Presenting"))
    session.do(deals.lose, key, session.read(settings.reasons, "lost")[0].key)
    session.do(deals.reopen, key)
    row = deal(session, key)
    assert (row["status"], row["stage_id"]) == ("open", stage(session, "Presenting"))
    assert (row["closed_on"], row["reason_id"], row["closed_owner_id"]) == (None, None, None)


def test_an_abandoned_deal_is_neither_won_nor_lost(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen"})
    session.do(deals.abandon, key, "They moved away")
    assert deal(session, key)["status"] == "abandoned"
    assert deal(session, key)["closed_on"] == "2026-10-15"


def test_the_second_sale_to_a_firm_is_not_a_new_customer(session: Session) -> None:
    with session.db.change("test"):
        firm = session.db.table("organisation").insert({"name": "Cole", "name_key": "cole"})
    first, second = (
        session.do(deals.create, {"title": t, "organisation_id": firm}) for t in ("a", "b")
    )
    session.do(deals.win, first)
    session.do(deals.win, second)
    assert deal(session, first)["is_new_customer"] == 1
    assert deal(session, second)["is_new_customer"] == 0


def test_a_deal_can_be_written_as_closed(session: Session) -> None:
    key = session.do(
        deals.create,
        {
            "title": "Old job",
            "stage_id": stage(session, "Won"),
            "opened_on": "2026-08-01",
            "closed_on": "2026-09-01",
            "owner_id": session.person_id,
        },
    )
    row = deal(session, key)
    assert (row["status"], row["closed_on"]) == ("won", "2026-09-01")
    assert row["closed_owner_id"] == session.person_id


def test_saving_an_untouched_form_writes_nothing(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen", "amount": 5})
    before = session.db.value("select count(*) from change")
    session.do(deals.edit, key, {"title": "Kitchen", "amount": 5})
    assert session.db.value("select count(*) from change") == before
    session.do(deals.edit, key, {"title": "New kitchen"})
    assert deal(session, key)["title"] == "New kitchen"


def test_giving_a_won_deal_away_moves_no_history(session: Session) -> None:
    me = session.person_id
    key = session.do(deals.create, {"title": "Kitchen", "owner_id": me})
    session.do(deals.win, key)
    session.do(deals.edit, key, {"owner_id": None})
    assert deal(session, key)["owner_id"] is None
    assert deal(session, key)["closed_owner_id"] == me


def test_an_objection_is_raised_and_answered(session: Session) -> None:
    key = session.do(deals.create, {"title": "Kitchen"})
    raised = session.do(objections.raise_objection, "Too dear", deal_id=key)
    session.do(objections.answer, raised, "Like for like we are £150 less")
    row = session.db.row("select state, answer from objection where id = ?", (raised,))
    assert row == ("overcome", "Like for like we are £150 less")
    session.do(objections.fatal, raised)
    assert session.db.value("select state from objection") == "fatal"
    with pytest.raises(UserError, match="missing"):
        session.do(objections.raise_objection, " ", deal_id=key)
