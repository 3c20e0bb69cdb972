"""A quote on paper: what a customer reads, whole, in figures that add up."""

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from salesdesk.actions import deals, quotes
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.model.quotes import Line
from salesdesk.queries import deal_detail
from salesdesk.reports.pdf import write_pdf
from salesdesk.reports.quote import quote
from salesdesk.session import Session

CLOCK = Clock("Europe/London", "2026-10-15")


def pages(session: Session, deal: int, key: int) -> list[str]:
    stream = io.BytesIO()
    write_pdf(session.read(quote, deal, key), stream)
    assert b"Helvetica" not in stream.getvalue()  # what is not embedded looks different elsewhere
    document = pypdfium2.PdfDocument(stream.getvalue())
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_quote_says_who_what_how_much_and_until_when(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.salesdesk", name="Oak & Ash", clock=CLOCK) as session:
        deal = session.do(deals.create, {"title": "Kitchen, Earley", "amount": 9000_00})
        door = {"words": "Oak door", "quantity_milli": 2500, "unit_price": 350_00}
        lines = [{**door, "discount_percent": 10}]
        key = session.do(quotes.write, deal, lines, tax_percent=20, valid_until="2026-11-14")
        (page,) = pages(session, deal, key)
        for words in (
            "Oak & Ash", "Quote 1001", "draft of 15 October 2026", "Kitchen, Earley", "Oak door",
            "2.5", "£350.00", "10%", "£787.50", "VAT 20%", "£157.50", "£945.00",
            "stand until 14 November 2026", "Signature", "Page 1 of 1",
        ):  # fmt: skip
            assert words in page, words
        with pytest.raises(UserError, match="no longer exists"):
            session.read(quote, deal, key + 1)


def test_words_of_a_line_are_never_cut(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.salesdesk", name="Oak", clock=CLOCK) as session:
        deal = session.do(deals.create, {"title": "Kitchen", "amount": 1})
        words = "\n".join(f"Part {n} of the work, with all that belongs to it" for n in range(200))
        line = {"words": words, "quantity_milli": 1000, "unit_price": 10**13}
        key = session.do(quotes.write, deal, [{**line, "discount_percent": 0}])
        found = pages(session, deal, key)
        assert all("What we offer" in page for page in found[:-1])
        assert f"Page {len(found)} of {len(found)}" in found[-1]
        whole = " ".join(found)
        assert all(f"Part {n} of the work" in whole for n in range(200))
        assert "£100,000,000,000.00" in whole and "VAT" not in whole


def test_a_huge_line_is_counted_to_the_penny() -> None:
    assert Line("", 10**13, 10**13, 1).amount == 99 * 10**21
    assert Line("", 1500, -1, 0).amount == -2 and Line("", 1500, 1, 0).amount == 2
    assert Line("", 4200, 1, 0).pieces == "4.2" and Line("", 2_000_000, 1, 0).pieces == "2,000"


def test_the_sample_has_quotes_that_come_to_their_deals(sample_business: Path) -> None:
    with Session.open(sample_business, clock=CLOCK, read_only=True) as session:
        found = session.db.rows("select distinct deal_id from quote")
        newest = [session.read(deal_detail.quotes, deal)[0] for (deal,) in found]
        deals_of = [session.read(deal_detail.detail, deal) for (deal,) in found]
        assert [q.net for q in newest] == [d.amount for d in deals_of if d is not None]
        states = {(d.status, q.status) for d, q in zip(deals_of, newest, strict=True) if d}
        assert {("won", "accepted"), ("lost", "declined"), ("open", "sent")} <= states
        assert len({q.number for q in newest}) == len(newest)
