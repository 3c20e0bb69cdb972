"""What there is only one of stays one when two colleagues write it at once."""

from collections.abc import Callable

import pytest

from salesdesk.actions import deals, quotes, settings, targets
from salesdesk.queries import quotes as quote_queries
from salesdesk.queries import settings as queries
from salesdesk.store.database import Database
from tests.exchange.computers import Computer, all_sync

Make = Callable[[str], Computer]


def apart(computer: Make) -> tuple[Computer, Computer]:
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    return ann, bob


def test_a_setting_that_both_set_is_one_setting(computer: Make) -> None:
    ann, bob = apart(computer)
    ann.session.do(settings.change, {"tax_name": "VAT 1"})
    bob.session.do(settings.change, {"tax_name": "VAT 2"})
    all_sync(ann, bob)
    for one in (ann, bob):
        assert not one.problem()
        assert one.session.read(queries.settings).tax_name == "VAT 2"
    assert ann.tables() == bob.tables()


def test_a_target_that_both_set_is_one_target(computer: Make) -> None:
    ann, bob = apart(computer)
    ann.session.do(targets.set_target, "revenue", "2026-11", None, 100)
    bob.session.do(targets.set_target, "revenue", "2026-11", None, 200)
    all_sync(ann, bob)
    for one in (ann, bob):
        assert [t.value for t in one.session.read(queries.targets, "2026-11")] == [200]


def test_a_target_that_was_taken_away_is_set_again(computer: Make) -> None:
    ann, bob = apart(computer)
    for value in (100, None, 300):
        ann.session.do(targets.set_target, "revenue", "2026-11", None, value)
        all_sync(ann, bob)
    assert [t.value for t in bob.session.read(queries.targets, "2026-11")] == [300]
    ann.session.undo()
    ann.session.undo()
    assert [t.value for t in ann.session.read(queries.targets, "2026-11")] == [100]


def _deal(db: Database) -> int:
    return deals.create(db, {"title": "Kitchen", "stage_id": queries.stages(db)[0].key})


def test_quotes_of_two_who_began_in_the_same_block_are_told_apart(
    computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_queries, "SPREAD", 1)  # so that two always begin alike here
    ann, bob = apart(computer)
    deal, other = ann.session.do(_deal), ann.session.do(_deal)
    all_sync(ann, bob)
    line = {"words": "Oak worktop", "quantity_milli": 1000, "unit_price": 100_00}
    line |= {"discount_percent": 0}
    ann.session.do(quotes.write, deal, [line])
    bob.session.do(quotes.write, other, [line])
    for _ in range(2):
        all_sync(ann, bob)
    numbers = {n for (n,) in ann.session.db.rows("select number from quote")}
    first = min(numbers)
    assert numbers == {first, f"{first}-2"}
    assert ann.tables() == bob.tables()


def test_quotes_that_are_written_at_once_have_different_numbers(
    computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_queries, "SPREAD", 10**7)  # so that two never begin alike here
    ann, bob = apart(computer)
    deal = ann.session.do(_deal)
    all_sync(ann, bob)
    line = {"words": "Oak worktop", "quantity_milli": 1000, "unit_price": 100_00}
    line |= {"discount_percent": 0}
    for one in (ann, bob, ann, bob):
        one.session.do(quotes.write, deal, [line])
    all_sync(ann, bob)
    numbers = [n for (n,) in ann.session.db.rows("select number from quote order by id")]
    assert len(set(numbers)) == len(numbers) == 4
    firsts = {int(number) // 100 for number in numbers}
    assert len(firsts) == 2  # each counts on in a block of their own
    assert ann.tables() == bob.tables()
