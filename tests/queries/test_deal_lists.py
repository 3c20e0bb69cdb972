"""The board's counts and sums, quiet deals, the views and one deal's way are what people count."""

import pytest

from salesdesk.actions import deals as do
from salesdesk.actions import objections
from salesdesk.errors import UserError
from salesdesk.model.calendar import month_of
from salesdesk.queries import deal_board, deal_detail, deals, figures, settings
from salesdesk.queries.deals import Filters
from salesdesk.session import Session

TODAY = "2026-10-15"


def stage(session: Session, name: str) -> int:
    return next(s.key for s in session.read(settings.stages) if s.name == name)


def age(session: Session, key: int, since: str, contact: str | None = None) -> None:
    """Let a deal stand in its stage since a day in the past."""
    with session.db.change("test"):
        session.db.table("deal").update(
            key, {"stage_since": f"{since}T12:00:00Z", "last_contact_at": contact}
        )


def test_the_board_counts_and_sums_every_deal_of_a_stage(session: Session) -> None:
    for amount in (100_00, 250_50, 0):
        session.do(do.create, {"title": "A", "amount": amount})
    own = {
        "title": "B",
        "amount": 1000_00,
        "probability": 80,
        "stage_id": stage(session, "Closing"),
    }
    session.do(do.create, own)
    lost = session.do(do.create, {"title": "C", "amount": 999_00})
    session.do(do.lose, lost, session.read(settings.reasons, "lost")[0].key)
    columns = session.read(deal_board.board, Filters())
    assert [c.stage.name for c in columns] == [
        "Prospecting",
        "Qualifying",
        "Presenting",
        "Negotiating",
        "Closing",
    ]
    assert (columns[0].count, columns[0].amount, columns[0].weighted) == (3, 350_50, 35_05)
    assert (columns[4].count, columns[4].amount, columns[4].weighted) == (1, 1000_00, 800_00)
    assert session.read(deals.summary, Filters()) == deals.Sum(4, 1350_50, 835_05)


def test_the_largest_amounts_are_added_up_or_it_is_said_why_not(session: Session) -> None:
    largest = {"title": "A", "amount": 10**15, "probability": 100, "expected_on": TODAY}
    for _ in range(93):  # percents of pennies: more than 63 bits hold
        session.do(do.create, largest)
    found = session.read(deals.summary, Filters())
    assert (found.amount, found.weighted) == (93 * 10**15, 93 * 10**15)
    assert session.read(deal_board.board, Filters())[0].weighted == 93 * 10**15
    now = session.read(figures.figures, month_of(session.today))
    assert now.weighted_value == now.forecast == 93 * 10**15
    with pytest.raises(UserError, match="too large to be added up"):
        session.db.value("select sum(n) from (select 9223372036854775807 as n union select 1)")


def test_a_column_lists_its_cards_from_the_top(session: Session) -> None:
    first = session.do(do.create, {"title": "First"})
    second = session.do(do.create, {"title": "Second"})
    keys = session.read(deal_board.column_keys, stage(session, "Prospecting"), Filters())
    assert list(keys) == [second, first]
    found = session.read(deals.cards, list(keys))
    assert found[first].title == "First"


def test_a_deal_is_quiet_without_contact_move_or_plan_for_longer_than_its_stage_allows(
    session: Session,
) -> None:
    made = {t: session.do(do.create, {"title": t}) for t in ("old", "called", "planned", "late")}
    for key in made.values():
        age(session, key, "2026-09-30")  # 15 days; the stage allows 14
    age(session, made["called"], "2026-09-30", "2026-10-14T09:00:00Z")
    session.do(do.edit, made["planned"], {"next_step": "Call", "next_step_on": TODAY})
    session.do(do.edit, made["late"], {"next_step": "Call", "next_step_on": "2026-10-14"})
    edge = session.do(do.create, {"title": "edge"})
    age(session, edge, "2026-10-01")
    keys = session.read(deals.table_keys, Filters("quiet"))
    assert set(keys) == {made["old"], made["late"]}
    cards = session.read(deals.cards, [*made.values(), edge])
    assert {key for key, card in cards.items() if card.quiet} == set(keys)


def test_the_views_hold_what_their_names_say(session: Session) -> None:
    me = session.person_id
    session.do(do.create, {"title": "a", "owner_id": me, "expected_on": "2026-10-31"})
    session.do(do.create, {"title": "b", "expected_on": "2026-11-01"})
    won, lost, before = (session.do(do.create, {"title": t}) for t in ("w", "l", "o"))
    session.do(do.win, won)
    session.do(do.win, before, "2026-09-30")
    session.do(do.lose, lost, session.read(settings.reasons, "lost")[0].key)
    assert session.read(deals.counts) == {
        "open": 2,
        "mine": 1,
        "quiet": 0,
        "closing": 1,
        "won": 1,
        "lost": 1,
    }
    november = session.read(deals.table_keys, Filters(month="2026-11"))
    assert [c.title for c in session.read(deals.cards, list(november)).values()] == ["b"]
    assert session.read(deals.months_expected) == ["2026-10", "2026-11"]


def test_a_deal_is_found_by_its_title_or_by_who_it_is_with(session: Session) -> None:
    with session.db.change("test"):
        zoe = session.db.table("contact").insert({"name": "Zoë", "name_key": "zoe"})
    first = session.do(do.create, {"title": "Kitchen 50%", "contact_id": zoe})
    session.do(do.create, {"title": "Stairs"})
    for typed in ("kitch", "ZOË", "50%"):
        assert list(session.read(deals.table_keys, Filters(text=typed))) == [first], typed
    assert list(session.read(deals.table_keys, Filters(text="_"))) == []


def test_the_table_sorts_and_puts_empty_values_last(session: Session) -> None:
    late = session.do(do.create, {"title": "a", "expected_on": "2026-12-01"})
    none = session.do(do.create, {"title": "b"})
    soon = session.do(do.create, {"title": "c", "expected_on": "2026-11-01"})
    assert list(session.read(deals.table_keys, Filters(), "expected")) == [soon, late, none]
    assert list(session.read(deals.table_keys, Filters(), "expected", True)) == [late, soon, none]
    for sort in deals.SORTS:
        assert len(session.read(deals.table_keys, Filters(), sort)) == 3


def test_the_path_tells_the_days_spent_in_each_stage(session: Session) -> None:
    key = session.do(do.create, {"title": "a"})
    session.do(do.move, key, stage(session, "Qualifying"))
    session.do(do.move, key, stage(session, "Closing"))
    days = ("2026-10-01", "2026-10-04", "2026-10-09")
    events = session.db.rows("select id from stage_event where deal_id = ? order by id", (key,))
    with session.db.change("test"):
        for (event,), day in zip(events, days, strict=True):
            session.db.table("stage_event").update(event, {"at": f"{day}T12:00:00Z"})
    path = session.read(deal_detail.path, key)
    assert [(p.name, p.days, p.state) for p in path] == [
        ("Prospecting", 3, "passed"),
        ("Qualifying", 5, "passed"),
        ("Presenting", None, "passed"),
        ("Negotiating", None, "passed"),
        ("Closing", 6, "current"),
    ]


def test_one_deal_is_told_with_its_objections_and_its_phone(session: Session) -> None:
    with session.db.change("test"):
        ben = session.db.table("contact").insert({"name": "Ben Whitlock", "name_key": "ben"})
        session.db.table("contact_point").insert(
            {"contact_id": ben, "kind": "phone", "value": "0118 496 0177", "value_key": "1"}
        )
    key = session.do(do.create, {"title": "Kitchen", "contact_id": ben})
    session.do(objections.raise_objection, "Too dear", deal_id=key)
    found = session.read(deal_detail.detail, key)
    assert found is not None
    assert (found.name, found.phone, found.stage) == (
        "Ben Whitlock",
        "0118 496 0177",
        "Prospecting",
    )
    assert [o.words for o in session.read(deal_detail.objections, key)] == ["Too dear"]
    session.do(do.trash, key)
    assert session.read(deal_detail.detail, key) is None


def test_a_quote_adds_up_with_its_tax(session: Session) -> None:
    key = session.do(do.create, {"title": "Kitchen"})
    with session.db.change("test"):
        quote = session.db.table("quote").insert(
            {"deal_id": key, "number": "1", "quoted_on": TODAY, "tax_percent": 20}
        )
        session.db.table("quote_line").insert(
            {"quote_id": quote, "words": "Units", "quantity_milli": 2500, "unit_price": 100_00}
        )
    found = session.read(deal_detail.quotes, key)[0]
    assert (found.net, found.tax) == (250_00, 50_00)
