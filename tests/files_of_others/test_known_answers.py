"""Real exports of other programs give the figures that are known for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk import imports
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme", clock=Clock(fixed="2026-10-15")) as made:
        yield made


def bring(session: Session, path: Path, kind: str) -> dict[str, object]:
    """Import a file; the counts always add up to the rows."""
    result = imports.import_file(session, path, kind)
    found = result.as_json()
    parts = (result.tally.created_rows, found["updated"], found["skipped"], found["errors"])
    assert found["rows"] == sum(parts)
    return found


def deals(session: Session) -> dict[str, tuple[int, int]]:
    rows = session.db.rows("select status, count(*), sum(amount) from deal group by status")
    return {str(status): (int(count), int(amount)) for status, count, amount in rows}


def test_salesforce_deals_leads_and_their_links(session: Session, shared_data: Path) -> None:
    folder = shared_data / "pipeline" / "salesforce-sample"
    bring(session, folder / "Account.csv", "organisations")
    bring(session, folder / "Contact.csv", "contacts")
    assert bring(session, folder / "Opportunity.csv", "deals")["rows"] == 5197
    bring(session, folder / "Lead.csv", "leads")
    assert deals(session) == {
        "won": (1166, 81_674_862_00),
        "lost": (3769, 350_505_559_00),
        "open": (262, 24_396_699_00),
    }
    years = session.db.rows(
        "select substr(closed_on, 1, 4), count(*), sum(amount) from deal "
        "where status = 'won' group by 1 order by 1"
    )
    assert years == [
        ("2015", 255, 19_197_734_00),
        ("2016", 631, 43_211_787_00),
        ("2017", 280, 19_265_341_00),
    ]
    assert session.db.value("select count(*) from deal where organisation_id is null") == 0
    assert session.db.value("select count(*) from lead") == 1307
    accepted = "select count(*) from lead where status = 'accepted' and deal_id is not null"
    assert session.db.value(accepted) == 119
    for _ in range(4):
        session.undo()
    for table in ("deal", "lead", "contact", "organisation"):
        assert session.db.value(f"select count(*) from {table}") == 0


def test_hubspot_companies_contacts_and_deals(session: Session, shared_data: Path) -> None:
    folder = shared_data / "crm" / "hubspot"
    bring(session, folder / "hubspot_companies.csv", "organisations")
    assert bring(session, folder / "hubspot_contacts.csv", "contacts")["rows"] == 950
    bring(session, folder / "hubspot_deals.csv", "deals")
    found = deals(session)
    assert found["won"] == (71, 8_934_361_48)
    assert found["lost"][0] == 69
    assert sum(amount for _, amount in found.values()) == 62_499_790_17
    lone = "select count(*) from deal where organisation_id is null or contact_id is null"
    assert session.db.value(lone) == 0


def test_small_linked_tables(session: Session, shared_data: Path) -> None:
    folder = shared_data / "crm" / "small-linked-crm"
    for name, kind in (("Accounts", "organisations"), ("Contacts", "contacts"), ("Deals", "deals")):
        bring(session, folder / f"{name}.csv", kind)
    assert deals(session)["won"] == (23, 1_482_882_00)
    assert deals(session)["lost"][0] == 30


def test_campaign_results_with_their_cost(session: Session, shared_data: Path) -> None:
    bring(session, shared_data / "datasets" / "KAG_conversion_data.csv", "results")
    figures = dict(
        session.db.rows("select metric, sum(value) from campaign_result group by metric")
    )
    assert figures == {
        "impressions": 213_434_828,
        "clicks": 38_165,
        "conversions": 3_264,
        "approved": 1_079,
    }
    spent = session.db.rows(
        "select c.name, sum(k.amount) from campaign_cost k "
        "join campaign c on c.id = k.campaign_id group by c.name order by c.name"
    )
    assert spent == [("1178", 55_662_15), ("916", 149_71), ("936", 2_893_37)]


def test_bank_contacts_without_names(session: Session, shared_data: Path) -> None:
    found = bring(session, shared_data / "datasets" / "bank.csv", "leads")
    assert found["created"] == {"leads": 4521}
    assert session.db.value("select count(*) from campaign") == 0


def test_who_left_a_newsletter_is_opted_out(session: Session, shared_data: Path) -> None:
    bring(session, shared_data / "marketing" / "mailchimp-unsubscribed.csv", "contacts")
    assert session.db.value("select count(*) from consent where state = 'opted_out'") == 5


def test_every_torture_file_is_read_or_refused_in_words(
    session: Session, shared_data: Path
) -> None:
    refused = set()
    for path in sorted((shared_data / "torture").rglob("*")):
        if path.is_dir() or path.suffix == ".json":
            continue
        try:
            bring(session, path, "leads")
        except UserError as error:
            assert error.title and error.hint
            refused.add(path.name)
    assert refused == {
        "csvtext_BOM_UTF32LE.csv",
        "damaged-crm_lead.xls",
        "empty.csv",
        "libreoffice.xlsx",
    }
