"""Counts are by the date of the event, sums are over the whole set, and parts make the whole."""

from datetime import date
from typing import Any

import pytest

from salesdesk.model.calendar import Period, parse_period
from salesdesk.queries.figures import (
    DIMENSIONS,
    EXPLAIN,
    figures,
    figures_by,
    parts_told,
    whole_told,
)

OCTOBER = parse_period("2026-10")


def test_leads_count_on_their_day_in_the_files_time_zone(business: Any) -> None:
    business.lead("2026-09-30T23:30:00Z")  # half past midnight on 1 October in London
    business.lead("2026-10-31T23:30:00Z")
    business.lead("2026-11-01T00:00:00Z")  # clocks went back: this is November
    assert figures(business.db, OCTOBER).leads == 2


def test_duplicates_and_deleted_leads_are_no_leads_but_disqualified_ones_are(
    business: Any,
) -> None:
    business.lead()
    business.lead(status="duplicate")
    business.lead(status="disqualified")
    business.trash("lead", business.lead())
    found = figures(business.db, OCTOBER)
    assert (found.leads, found.duplicates, found.disqualified) == (2, 1, 1)


def test_a_lead_that_qualifies_later_counts_in_the_later_month(business: Any) -> None:
    business.lead("2026-09-20", "qualified", qualified_at="2026-10-02T09:00:00Z")
    september = figures(business.db, parse_period("2026-09"))
    october = figures(business.db, OCTOBER)
    assert (september.leads, september.qualified) == (1, 0)
    assert (october.leads, october.qualified) == (0, 1)
    assert september.cohort_qualified == 1


def test_handovers_count_by_offer_and_by_answer_and_a_second_round_counts_again(
    business: Any,
) -> None:
    tom = business.person()
    lead = business.lead("2026-09-20", "accepted", qualified_at="2026-09-21T09:00:00Z")
    business.slip(lead, tom, "2026-09-22", "returned")
    business.slip(lead, tom, "2026-10-02", "accepted")
    business.slip(business.lead(status="handed_over"), tom, "2026-10-14", "pending")
    business.slip(business.lead(), tom, "2026-10-03", "withdrawn")
    business.slip(business.lead(), tom, "2026-10-05", "expired")
    found = figures(business.db, OCTOBER)
    assert (found.handed_over, found.accepted, found.returned) == (3, 1, 0)
    assert (found.pending, found.expired) == (1, 1)
    assert figures(business.db, parse_period("2026-09")).returned == 1


def test_leads_imported_as_accepted_without_a_slip_count_once(business: Any) -> None:
    business.lead("2026-10-02", "accepted")
    business.lead("2026-09-02", "accepted", qualified_at="2026-10-03T09:00:00Z")
    found = figures(business.db, OCTOBER)
    assert (found.qualified, found.handed_over, found.accepted) == (2, 2, 2)


def test_deals_count_by_closing_day_whatever_their_stage_is_called(business: Any) -> None:
    business.set("stage", business.stages["Won"], name="Im Sack")
    business.deal(100_00, "won", "2026-10-01")
    business.deal(250_50, "won", "2026-10-31")
    business.deal(999_00, "won", "2026-11-01")
    business.deal(70_00, "lost", "2026-10-10")
    business.deal(30_00, "abandoned", "2026-10-11")
    found = figures(business.db, OCTOBER)
    assert (found.deals_won, found.revenue_won) == (2, 350_50)
    assert (found.deals_lost, found.lost_value, found.abandoned) == (1, 70_00, 1)


def test_sums_are_over_every_deal_not_the_first_hundred(business: Any) -> None:
    with business.db.change("Many"):
        row = {
            "title": "x",
            "title_key": "x",
            "amount": 1_01,
            "status": "open",
            "stage_id": business.stages["Presenting"],
            "opened_on": "2026-01-01",
            "stage_since": "2026-01-01T00:00:00Z",
        }
        business.db.table("deal").insert_many([dict(row) for _ in range(1001)])
    found = figures(business.db, OCTOBER)
    assert found.deals_open == 1001
    assert found.open_value == 1001 * 101
    assert found.weighted_value == (1001 * 101 + 1) // 2


def _mixed(business: Any) -> None:
    tom, ann = business.person(), business.person("Ann Lee")
    channel = business.db.value("select min(id) from channel")
    day = business.campaign(channel_id=channel, owner_id=ann)
    ads = business.campaign("Ads", channel_id=None)
    door = business.put("product", name="Door", name_key="door")
    business.put("campaign_cost", campaign_id=day, spent_on="2026-10-03", amount=123_45)
    business.put("campaign_result", campaign_id=ads, noted_on="2026-10-03", metric="sent", value=9)
    for index in range(7):
        lead = business.lead(
            f"2026-10-0{index + 1}",
            "accepted" if index % 2 else "new",
            campaign_id=(day, ads, None)[index % 3],
            owner_id=(tom, ann, None)[index % 3],
            first_response_at=f"2026-10-0{index + 2}T10:00:00Z",
        )
        if index % 2:
            business.slip(lead, tom, "2026-10-09", "accepted")
        deal = {"campaign_id": (day, None)[index % 2], "product_id": (door, None)[index % 2]}
        business.deal(10_33, "open", owner_id=tom, probability=33, **deal)
        business.deal(
            (index + 1) * 100, "won", "2026-10-12", closed_owner_id=(tom, ann)[index % 2], **deal
        )
        business.deal(5_55, expected_on=f"2026-1{index % 3}-20", owner_id=ann)


@pytest.mark.parametrize("by", DIMENSIONS)
def test_parts_add_up_to_the_whole(business: Any, by: str) -> None:
    _mixed(business)
    period = Period(date(2026, 9, 15), date(2026, 11, 10), "odd")
    whole = figures(business.db, period)
    parts = [found for _, _, found in figures_by(business.db, period, by)]
    for name in [
        "leads",
        "qualified",
        "handed_over",
        "accepted",
        "returned",
        "deals_won",
        "deals_lost",
        "deals_open",
        "revenue_won",
        "open_value",
        "weighted_value",
        "forecast",
        "spend",
        "sales_cost",
        "reach",
        "new_customers",
        "cohort_won",
    ]:
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name), name


def test_one_part_alone_is_the_same_as_among_all_parts(business: Any) -> None:
    _mixed(business)
    for by in ("person", "campaign", "channel", "product"):
        for _, key, part in figures_by(business.db, OCTOBER, by):
            if key is not None:
                alone = figures(business.db, OCTOBER, **{f"{by}_id": key})
                assert alone.as_json() | {"weighted_value": 0, "forecast": 0} == part.as_json() | {
                    "weighted_value": 0,
                    "forecast": 0,
                }


def test_what_belongs_to_nobody_is_shown_last(business: Any) -> None:
    business.deal(100, "won", "2026-10-12", closed_owner_id=business.person())
    business.deal(100, "won", "2026-10-12")
    labels = [(label, key is None) for label, key, _ in figures_by(business.db, OCTOBER, "person")]
    assert labels == [("Tom Finch", False), ("No owner", True)]


def test_giving_a_won_deal_to_someone_else_moves_no_history(business: Any) -> None:
    tom, ann = business.person(), business.person("Ann Lee")
    deal = business.deal(100, "won", "2026-10-12", owner_id=tom, closed_owner_id=tom)
    business.set("deal", deal, owner_id=ann)
    assert figures(business.db, OCTOBER, person_id=tom).revenue_won == 100
    assert figures(business.db, OCTOBER, person_id=ann).revenue_won == 0


def test_every_figure_is_explained_and_money_is_decimal_text(business: Any) -> None:
    business.deal(10005534_00, "won", "2026-10-12")
    shown = figures(business.db, OCTOBER).as_json(2)
    told = whole_told(business.db, OCTOBER, 2)
    parts = parts_told(business.db, OCTOBER, "campaign", 2)
    assert shown.items() <= told.items()
    assert set(told) | {name for part in parts for name in part} - {"campaign", "key"} == set(
        EXPLAIN
    )
    assert shown["revenue_won"] == "10005534.00"
    assert figures(business.db, OCTOBER).as_json(0)["revenue_won"] == "1000553400"
    assert figures(business.db, OCTOBER).as_json(3)["revenue_won"] == "1000553.400"


def test_an_empty_month_is_all_noughts_and_nothing_undefined_is_made_up(business: Any) -> None:
    shown = figures(business.db, OCTOBER).as_json()
    assert shown["leads"] == 0 and shown["revenue_won"] == "0.00"
    for name in ("win_rate", "cost_per_lead", "cac", "roi", "average_won_deal", "target"):
        assert shown[name] is None, name


def test_a_deleted_leads_hand_over_counts_no_more(business: Any) -> None:
    tom = business.person()
    kept, gone = business.lead(), business.lead()
    for lead in (kept, gone):
        business.slip(lead, tom, "2026-10-06", "accepted")
    business.trash("lead", gone)
    found = figures(business.db, OCTOBER)
    assert (found.handed_over, found.accepted, found.acceptance.whole) == (1, 1, 1)
    parts = figures_by(business.db, OCTOBER, "person")
    assert sum(part.accepted for _, _, part in parts) == 1


def test_a_campaign_that_only_touched_a_customer_is_told_too(business: Any) -> None:
    show, advert = business.campaign("Show"), business.campaign("Advert")
    ann = business.put("contact", name="Ann", name_key="ann")
    for day, campaign in (("2026-06-01", show), ("2026-10-02", advert)):
        lead = business.lead(day, "accepted", campaign_id=campaign)
        amount, closed = (100_00, "2026-06-20") if campaign == show else (900_00, "2026-10-12")
        deal = business.deal(
            amount, "won", closed, lead_id=lead, contact_id=ann, campaign_id=campaign
        )
        business.set("lead", lead, deal_id=deal)
    told = {part["campaign"]: part for part in parts_told(business.db, OCTOBER, "campaign")}
    first, last = "first_touch_revenue", "last_touch_revenue"
    assert (told["Show"][first], told["Show"][last]) == ("900.00", "0.00")
    assert (told["Advert"][first], told["Advert"][last]) == ("0.00", "900.00")
    assert (told["Show"]["revenue_won"], told["Advert"]["revenue_won"]) == ("0.00", "900.00")
    assert whole_told(business.db, OCTOBER)["repeat_rate_cases"] == 1
