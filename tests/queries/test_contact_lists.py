"""People and firms are found by any part of what is known of them, with all that is linked."""

import pytest

from salesdesk.actions import deals
from salesdesk.queries import contact_detail, contacts
from salesdesk.session import Session


@pytest.fixture
def keys(session: Session) -> dict[str, int]:
    with session.db.change("test"):
        table = session.db.table
        firm = table("organisation").insert(
            {"name": "Café 50%", "name_key": "cafe 50%", "phone": "0118 1", "industry": "Food"}
        )
        zoe = table("contact").insert(
            {
                "name": "Zoë Ash",
                "name_key": "zoe ash",
                "organisation_id": firm,
                "job_title": "Owner",
            }
        )
        ben = table("contact").insert({"name": "Ben", "name_key": "ben", "town": "Reading"})
        table("contact_point").insert(
            {"contact_id": ben, "kind": "email", "value": "ben@x.example", "value_key": "b"}
        )
        for state, at in (("opted_in", "2026-01-01"), ("opted_out", "2026-02-01")):
            table("consent").insert(
                {"contact_id": ben, "channel": "email", "state": state, "at": f"{at}T00:00:00Z"}
            )
    return {"firm": firm, "zoe": zoe, "ben": ben}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("zoë", ["zoe"]), ("50%", ["zoe"]), ("X.EXAMPLE", ["ben"]), ("readi", ["ben"]), ("_", [])],
)
def test_people_are_found_by_name_firm_town_and_address(
    session: Session, keys: dict[str, int], typed: str, found: list[str]
) -> None:
    assert list(session.read(contacts.keys, "people", typed)) == [keys[name] for name in found]


def test_the_list_tells_open_and_won_deals(session: Session, keys: dict[str, int]) -> None:
    for title in ("a", "b"):
        won = session.do(deals.create, {"title": title, "amount": 500, "contact_id": keys["ben"]})
    session.do(deals.win, won)
    row = session.read(contacts.rows, "people", [keys["ben"]])[keys["ben"]]
    assert (row.open_deals, row.won, row.won_value, row.town) == (1, 1, 500, "Reading")
    assert list(session.read(contacts.keys, "customers")) == [keys["ben"]]
    assert session.read(contacts.counts) == {
        "people": 2,
        "organisations": 1,
        "customers": 1,
        "mine": 0,
    }


def test_a_firm_shows_its_people_and_phone(session: Session, keys: dict[str, int]) -> None:
    row = session.read(contacts.rows, "organisations", [keys["firm"]])[keys["firm"]]
    assert (row.name, row.second, row.people) == ("Café 50%", "Food", 1)
    assert [p[1] for p in session.read(contact_detail.people_of, keys["firm"])] == ["Zoë Ash"]
    assert [p.value for p in session.read(contact_detail.points, "organisation", keys["firm"])] == [
        "0118 1"
    ]


def test_a_person_shows_everything_linked_and_the_last_word_on_consent(
    session: Session, keys: dict[str, int]
) -> None:
    session.do(deals.create, {"title": "Kitchen", "contact_id": keys["ben"]})
    card = session.read(contact_detail.card, "contact", keys["ben"])
    assert card is not None
    assert card.town == "Reading"
    linked = session.read(contact_detail.deals_of, "contact", keys["ben"])
    assert [deal.title for deal in linked] == ["Kitchen"]
    assert [c.state for c in session.read(contact_detail.consents, keys["ben"])] == ["opted_out"]
    zoe = session.read(contact_detail.card, "contact", keys["zoe"])
    assert zoe is not None
    assert zoe.organisation == "Café 50%"
    assert session.read(contact_detail.leads_of, "contact", keys["ben"]) == []
    assert session.read(contact_detail.sales_of, "organisation", keys["firm"]) == []
    assert session.read(contact_detail.tags_of, "contact", keys["ben"]) == []


def test_naming_somebody_offers_people_and_firms(session: Session, keys: dict[str, int]) -> None:
    assert session.read(contacts.named, "caf") == [("organisation", keys["firm"], "Café 50%", "")]
