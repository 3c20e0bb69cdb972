"""Amounts and days that cannot be are refused in words, whoever sends them."""

from typing import Any

import pytest

from salesdesk.actions import campaigns, deals, leads
from salesdesk.errors import UserError
from salesdesk.session import Session


@pytest.mark.parametrize("amount", [10**18, 2**63, 10**30, "abc", 1.5, -5])
def test_no_record_takes_an_amount_that_cannot_be(session: Session, amount: Any) -> None:
    words = "larger than any amount|is not an amount|cannot be less than nothing"
    with pytest.raises(UserError, match=words):
        session.do(leads.create, {"name": "Ann", "estimated_value": amount})
    with pytest.raises(UserError, match=words):
        session.do(deals.create, {"title": "Shelves", "amount": amount})
    with pytest.raises(UserError, match=words):
        session.do(campaigns.create, "Leaflet", {"budget": amount})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "abc"])
def test_no_record_takes_a_day_that_cannot_be(session: Session, day: str) -> None:
    with pytest.raises(UserError, match="The next step is"):
        session.do(leads.create, {"name": "Ann", "next_step": "Call", "next_step_on": day})
    with pytest.raises(UserError, match="The likely close is"):
        session.do(deals.create, {"title": "Shelves", "expected_on": day})
    with pytest.raises(UserError, match="cannot have come in at"):
        session.do(leads.create, {"name": "Ann", "received_at": "yesterday"})


def test_what_an_import_brought_in_may_stay(session: Session) -> None:
    key = session.do(leads.create, {"name": "Ann"})
    session.db.connection.execute("update lead set estimated_value = -700")
    session.do(leads.edit, key, {"name": "Anna", "estimated_value": -700})
    assert session.db.rows("select name, estimated_value from lead") == [("Anna", -700)]
