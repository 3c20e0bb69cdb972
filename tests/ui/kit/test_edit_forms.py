"""The forms of deals, people, campaigns and quotes keep a colleague's changes, as leads do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.actions import (
    campaigns,
    contacts,
    deals,
    feedback,
    leads,
    objections,
    quotes,
)
from salesdesk.actions.lead_values import CHECKLIST
from salesdesk.queries import deal_detail, lead_detail
from salesdesk.queries import edits as queries
from salesdesk.queries import feedback as heard
from salesdesk.queries.contact_detail import card
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.session import Session
from salesdesk.ui.campaigns.dialogs import ReplyDialog
from salesdesk.ui.campaigns.plan_dialog import PlanDialog
from salesdesk.ui.contacts.deeds import Deeds as ContactDeeds
from salesdesk.ui.contacts.forms import RecordForm
from salesdesk.ui.deals.deeds import Deeds
from salesdesk.ui.deals.dialogs import AnswerDialog
from salesdesk.ui.deals.form import DealForm
from salesdesk.ui.deals.quote_dialog import QuoteDialog
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.conflicts import ConflictDialog
from salesdesk.ui.leads.hand_over import HandOverDialog
from salesdesk.ui.shell.window import MainWindow
from tests import windows

LINE = {"words": "Oak door", "quantity_milli": 2000, "unit_price": 350_00, "discount_percent": 0}


@pytest.fixture
def window(qtbot: QtBot, both: tuple[Session, Session]) -> Iterator[MainWindow]:
    with windows.shown(qtbot, both[0], "deals") as made:
        yield made


def test_a_deal_keeps_a_colleagues_amount_and_asks_for_the_same_title(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 9000_00})
    Deeds(hannah, window, Money("GBP"), window).edit(deal)
    form = next(d for d in window.findChildren(DealForm) if d.isVisible())
    form.deal_title.setText("Larder")
    priya.do(deals.edit, deal, {"amount": 9500_00})
    hannah.poll()
    assert form.amount.text() == "9500"
    priya.do(deals.edit, deal, {"title": "Pantry"})
    form.finish()
    asked = next(d for d in window.findChildren(ConflictDialog) if d.isVisible())
    assert asked.windowTitle() == "Priya changed this deal while you were editing"
    asked.use_all("yours")
    asked.finish()
    found = hannah.read(queries.deal, deal) or {}
    assert (found["title"], found["amount"]) == ("Larder", 9500_00)


def test_a_person_keeps_a_colleagues_phone_number(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    key = hannah.do(contacts.create, {"first_name": "Ann", "last_name": "Lee", "phone": "1"})
    found = hannah.read(card, "contact", key)
    assert found is not None
    ContactDeeds(hannah, window, Money("GBP"), window).edit(found)
    form = next(d for d in window.findChildren(RecordForm) if d.isVisible())
    form.editors["town"].setText("Reading")
    priya.do(contacts.edit, key, {"phone": "0118 496 0142"})
    hannah.poll()
    assert form.editors["phone"].text() == "0118 496 0142"
    form.finish()
    held = hannah.read(queries.contact, key) or {}
    assert (held["town"], held["phone"]) == ("Reading", "0118 496 0142")
    assert window.toaster.words.text() == "Saved. Priya’s changes to Phone are kept."


def test_a_campaign_keeps_a_colleagues_budget(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    key = hannah.do(campaigns.create, "Open day", {"budget": 1000_00})
    form = PlanDialog(hannah, window, key, lambda _values: None)
    form.area.setText("RG4")
    priya.do(campaigns.edit, key, {"budget": 1200_00, "starts_on": "2026-10-20"})
    hannah.poll()
    assert form.budget.edit.text() == "1200" and form.start.day() == "2026-10-20"
    form.finish()
    held = hannah.read(queries.row, "campaign", key) or {}
    assert (held["area"], held["budget"]) == ("RG4", 1200_00)


def test_a_quote_that_both_changed_is_asked(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen", "amount": 9000_00})
    key = hannah.do(quotes.write, deal, [LINE], tax_percent=20)
    held = [LINE], 20, None
    form = QuoteDialog(window, hannah, "Quote", Money("GBP"), held, lambda *_: None)
    form.over(hannah, key, "Quote 1001")
    form.lines.model.rows[0]["unit_price"] = 400_00
    priya.do(quotes.change, key, [{**LINE, "words": "Ash door"}], tax_percent=20)
    form.finish()
    asked = next(d for d in window.findChildren(ConflictDialog) if d.isVisible())
    assert "Ash door" in asked.rows[0].theirs.words and "£400" in asked.rows[0].yours.words
    asked.use_all("yours")
    asked.finish()
    found = hannah.read(queries.row, "quote", key)
    assert found is not None
    lines = hannah.db.rows(
        "select words, unit_price from quote_line where quote_id = ? and trashed_at is null", (key,)
    )
    assert lines == [("Oak door", 400_00)]


def test_an_answer_to_an_objection_that_both_give_can_be_both(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    deal = hannah.do(deals.create, {"title": "Kitchen"})
    key = hannah.do(objections.raise_objection, "Too dear", deal_id=deal)
    [objection] = hannah.read(deal_detail.objections, deal)
    Deeds(hannah, window, Money("GBP"), window).answer(objection)
    form = next(d for d in window.findChildren(AnswerDialog) if d.isVisible())
    form.answer.setPlainText("It lasts thirty years")
    priya.do(objections.answer, key, "We spread the cost")
    form.finish()
    asked = next(d for d in window.findChildren(ConflictDialog) if d.isVisible())
    asked.use_all("both")
    asked.finish()
    [objection] = hannah.read(deal_detail.objections, deal)
    assert objection.answer == "We spread the cost\n\nIt lasts thirty years"
    assert objection.state == "overcome"


def test_a_reply_to_sales_follows_what_a_colleague_decided(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    campaign = hannah.do(campaigns.create, "Fair")
    key = hannah.do(feedback.say, "price", "Too dear", campaign_id=campaign)
    [said] = hannah.read(heard.said, campaign)
    form = ReplyDialog(hannah, window, said, "acted")
    window.dialog(form)
    priya.do(feedback.decline, key, "The price stays")
    hannah.poll()
    assert form.words.toPlainText() == "The price stays"
    assert form.editing.notice.words.text().startswith("Priya changed ")
    form.words.setPlainText("There is a smaller offer now")
    form.finish()
    row = hannah.db.row("select status, reply from feedback where id = ?", (key,))
    assert row == ("declined", "There is a smaller offer now")


def test_a_handover_keeps_what_a_colleague_wrote_and_is_not_made_twice(
    both: tuple[Session, Session], window: MainWindow
) -> None:
    hannah, priya = both
    key = hannah.do(leads.create, {"name": "Eleanor", "need": "A kitchen"})
    for point in CHECKLIST:
        hannah.do(leads.tick, key, point, True)
    form = HandOverDialog(window, hannah, found_lead(hannah, key))
    window.dialog(form)
    priya.do(leads.edit, key, {"budget": "9,000"})
    hannah.poll()
    assert form.budget.text() == "9,000"
    form.need.setText("Kitchen and larder")
    form.finish()
    assert not form.isVisible()
    row = hannah.db.row("select need, budget, status from lead where id = ?", (key,))
    assert row == ("Kitchen and larder", "9,000", "handed_over")
    late = HandOverDialog(window, hannah, replace_status(found_lead(hannah, key)))
    window.dialog(late)
    late.finish()
    assert late.isVisible()
    assert late.note.text().startswith("You handed over Eleanor to ")
    late.reject()


def found_lead(session: Session, key: int) -> LeadDetail:
    found = lead_detail.detail(session.db, key)
    assert found is not None
    return found


def replace_status(found: LeadDetail) -> LeadDetail:
    """As it stood before it was handed over."""
    return replace(found, lead={**found.lead, "status": "qualified"})
