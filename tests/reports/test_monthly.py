"""The monthly report on paper: its numbers are the figures, and nothing is lost on the way."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from salesdesk.actions import campaigns, leads
from salesdesk.model import formats
from salesdesk.model.calendar import Clock, month_of
from salesdesk.queries import figures as figs
from salesdesk.queries import reports as lists
from salesdesk.queries.figures import Figures
from salesdesk.reports import monthly, monthly_tables
from salesdesk.reports.blocks import Column, Heading, Note, NoteLines, Report, Table, Words
from salesdesk.reports.pdf import write_pdf
from salesdesk.reports.sections import parts, without
from salesdesk.reports.spreadsheet import write_spreadsheet
from salesdesk.session import Session

SEPTEMBER = date(2026, 9, 1)
CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture(scope="module")
def sample(sample_business: Path) -> Iterator[Session]:
    with Session.open(sample_business, clock=CLOCK, read_only=True) as session:
        yield session


def paper(report: Report, *, plain: bool = False) -> bytes:
    made = io.BytesIO()
    write_pdf(report, made, black_and_white=plain)
    return made.getvalue()


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.split()) for text in found]


def report_of(*blocks: object, business: str = "Marlow & Finch Joinery") -> Report:
    return Report(
        business=business,
        address="",
        contact="",
        title="September 2026",
        subtitle="Monthly sales and marketing report",
        printed="Printed on 1 October 2026 from a.salesdesk",
        logo="",
        blocks=tuple(blocks),  # type: ignore[arg-type]
    )


def test_the_key_figures_on_paper_are_the_figures(sample: Session) -> None:
    now: Figures = figs.figures(sample.db, month_of(SEPTEMBER))
    text = pages(paper(monthly.monthly(sample.db, SEPTEMBER)))[0]

    def first_number(name: str) -> str:
        found = re.search(rf"{re.escape(name)} (\S+)", text.split("Key figures")[1])
        assert found, name
        return found[1]

    assert first_number("Revenue won") == formats.money(now.revenue_won)
    assert first_number("Deals won") == str(now.deals_won)
    assert first_number("Average won deal") == formats.money(now.average_won_deal)
    assert first_number("New leads") == str(now.leads)
    assert first_number("Qualified leads") == str(now.qualified)
    assert first_number("Accepted leads") == str(now.accepted)
    assert first_number("Cost per lead") == formats.money(now.cost_per_lead, pence=True)
    assert first_number("Cost per customer (CAC)") == formats.money(now.cac)
    assert first_number("Marketing spend") == formats.money(now.spend)
    assert now.win_rate.words in text
    assert formats.money(now.target) in text
    assert now.revenue_won > 0


def test_won_deals_and_reasons_add_up_to_the_figures(sample: Session) -> None:
    period = month_of(SEPTEMBER)
    now = figs.figures(sample.db, period)
    won = lists.won_deals(sample.db, period)
    assert (len(won), sum(deal.amount for deal in won)) == (now.deals_won, now.revenue_won)
    lost = lists.lost_reasons(sample.db, period)
    assert sum(reason.count for reason in lost) == now.deals_lost
    assert sum(reason.amount for reason in lost) == now.lost_value
    assert sum(r.count for r in lists.return_reasons(sample.db, period)) == now.returned
    text = " ".join(pages(paper(monthly.monthly(sample.db, SEPTEMBER))))
    assert all(deal.customer in text for deal in won if len(deal.customer) < 20)


def test_every_page_says_which_of_how_many_it_is(sample: Session) -> None:
    text = pages(paper(monthly.monthly(sample.db, SEPTEMBER)))
    for number, page in enumerate(text, 1):
        assert f"Page {number} of {len(text)}" in page
        assert "Printed on 15 October 2026 from Marlow & Finch.salesdesk" in page


def test_the_same_file_and_day_give_the_same_bytes(sample: Session) -> None:
    first = paper(monthly.monthly(sample.db, SEPTEMBER))
    assert first == paper(monthly.monthly(sample.db, SEPTEMBER))
    assert first != paper(monthly.monthly(sample.db, SEPTEMBER), plain=True)


def test_a_month_without_events_prints_a_page_that_says_so(sample: Session) -> None:
    text = pages(paper(monthly.monthly(sample.db, date(2019, 2, 1))))
    assert len(text) == 1
    assert "Nothing happened in February 2019." in text[0]


def test_black_and_white_has_no_colour(sample: Session) -> None:
    document = pypdfium2.PdfDocument(paper(monthly.monthly(sample.db, SEPTEMBER), plain=True))
    for page in document:
        pixels = page.render(scale=0.5, rev_byteorder=True).to_pil().convert("RGB")
        spread = max(max(p) - min(p) for _, p in pixels.getcolors(1 << 24))
        assert spread < 24  # the ink is a very dark blue-grey


def test_a_step_of_the_funnel_that_counts_nothing_has_no_bar(session: Session) -> None:
    found = figs.figures(session.db, month_of(SEPTEMBER))
    shown = [monthly_tables.funnel(replace(found, reach=n), found) for n in (0, 1)]
    assert [row.number for row in shown[0].rows] == ["0"] * 6
    none, one = (ink(report_of(funnel)) for funnel in shown)
    assert one > none + 1_000


def test_table_heads_come_again_and_no_row_is_lost() -> None:
    columns = (Column("Customer", 60), Column("Amount", 40, right=True))
    rows = tuple((f"Customer no. {n}.", f"£{n}") for n in range(200))
    report = report_of(Heading("Won deals"), Table(columns, rows, ("200 deals", "£1")))
    text = pages(paper(report))
    assert len(text) > 3
    assert all("Customer Amount" in page for page in text)
    whole = " ".join(text)
    assert all(f"Customer no. {n}." in whole for n in range(200))
    assert "200 deals" in text[-1]
    assert "Customer no. 199." in text[-1]  # the total never stands alone


@pytest.mark.parametrize("before", range(36, 44))
def test_a_heading_never_stands_last_on_a_page(before: int) -> None:
    columns = (Column("Customer", 100),)
    filling = Table(columns, tuple((f"row {n}",) for n in range(before)))
    after = Table(columns, tuple((f"after {n}",) for n in range(30)))
    for page in pages(paper(report_of(filling, Heading("Lost deals"), after))):
        if "Lost deals" in page:
            assert "after 0" in page


@pytest.mark.parametrize(
    "name",
    ["Łukasz Dąbrowski", "Ελένη Παπαδοπούλου", "Дмитрий Ковалёв", "Zoë Ñáñez", "Đặng Văn Hùng"],
)
def test_latin_greek_and_cyrillic_names_are_embedded_and_read_back(name: str) -> None:
    pdf = paper(report_of(Words("was here", name)))
    assert name in " ".join(pages(pdf))
    assert b"/FontFile2" in pdf


@pytest.mark.parametrize(
    "name",
    [
        "שרה לוי",
        "محمد علي",
        "王小明",
        "田中さくら",
        "김민수",
        "ไทย",
        "😀",
    ],
)
def test_a_name_in_another_script_is_never_boxes(name: str) -> None:
    """Each letter has a font that draws it, or its number in letters that can be read."""
    from salesdesk.reports import pdf_text

    for font, letters in pdf_text.runs(name):
        held = pdf_text.pdfmetrics.getFont(font)
        glyphs = getattr(getattr(held, "face", None), "charToGlyph", None)
        if glyphs is not None:
            assert all(glyphs.get(ord(letter)) for letter in letters), (font, letters)
    blank, written = (ink(report_of(Words("", words))) for words in (" .", f"{name} ."))
    assert written > blank


def ink(report: Report) -> int:
    page = pypdfium2.PdfDocument(paper(report))[0]
    grey = page.render(scale=1.5, grayscale=True).to_pil().convert("L")
    return sum(grey.point(lambda value: 255 if value < 128 else 0).histogram()[200:])


def test_names_are_never_read_as_markup() -> None:
    name = "<b>Bold</b> & </para> <img src='http://x/y.png'>"
    assert name in " ".join(pages(paper(report_of(Words("said hello", name)))))


def test_an_endless_word_is_cut_and_costs_little() -> None:
    columns = (Column("Customer", 50), Column("Amount", 50, right=True))
    report = report_of(Table(columns, (("x" * 100_000, "£1"),)), Words("y" * 100_000, "Words."))
    text = " ".join(pages(paper(report)))
    assert "…" in text
    assert "£1" in text


def test_a_month_without_targets_speaks_of_no_line_and_names_the_busiest_campaign_first(
    session: Session, sample: Session
) -> None:
    for campaign, count in (("Aunt Ada's fair", 1), ("Zebra leaflets", 2)):
        key = session.do(campaigns.create, campaign)
        for n in range(count):
            came = {"received_at": f"2026-09-0{n + 1}T10:00:00Z", "campaign_id": key}
            session.do(leads.create, {"name": "Ann", **came})
    text = " ".join(pages(paper(monthly.monthly(session.db, SEPTEMBER))))
    assert "line shows the target" not in text
    assert text.index("Zebra leaflets") < text.index("Aunt Ada's fair")
    assert "line shows the target" in pages(paper(monthly.monthly(sample.db, SEPTEMBER)))[0]


def test_parts_can_be_left_out(sample: Session) -> None:
    report = monthly.monthly(sample.db, SEPTEMBER)
    assert {"Key figures", "Funnel", "Campaigns", "Won deals"} <= set(parts(report))
    less = without(report, frozenset({"Funnel", "Why sales returned leads"}))
    text = " ".join(pages(paper(less)))
    assert "bars not to scale" not in text
    assert "Objections heard most" not in text
    assert "Won deals" in text


def test_lines_for_notes_do_not_need_figures() -> None:
    assert len(pages(paper(report_of(Heading("Notes"), NoteLines(4))))) == 1


def test_csv_holds_the_same_numbers_and_no_formulas(sample: Session) -> None:
    out = io.StringIO()
    write_spreadsheet(monthly.monthly(sample.db, SEPTEMBER), out)
    now = figs.figures(sample.db, month_of(SEPTEMBER))
    assert f'Revenue won,"{formats.money(now.revenue_won)}"' in out.getvalue()
    risky = io.StringIO()
    write_spreadsheet(report_of(Table((Column("Name", 1),), (("=1+1",), ("+15%",)))), risky)
    assert "\r\n'=1+1\r\n" in risky.getvalue()
    assert "\r\n+15%\r\n" in risky.getvalue()


def test_a_file_is_written_where_it_is_asked_for(sample: Session, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    write_pdf(monthly.monthly(sample.db, SEPTEMBER), target)
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(OSError):
        write_pdf(monthly.monthly(sample.db, SEPTEMBER), tmp_path / "no" / "out.pdf")


def test_a_number_is_written_smaller_but_never_cut() -> None:
    columns = (Column("Customer", 90), Column("Amount", 10, right=True))
    amount = "−€1,234,567,890,123.45"
    text = " ".join(pages(paper(report_of(Table(columns, (("A name " * 20, amount),))))))
    assert amount in text
    assert "…" in text


def test_the_outlook_names_the_month_that_its_leads_are_for(sample: Session) -> None:
    supply = figs.supply(sample.db)
    assert supply.shifted
    text = " ".join(pages(paper(monthly.monthly(sample.db, SEPTEMBER))))
    month = formats.month(supply.month.first)
    assert "October outlook" in text
    assert f"For the target of {month}: {supply.need} qualified leads needed" in text
    assert f"Leads needed for {month[:3]}" in text


def test_who_came_back_and_what_campaigns_may_cost_is_on_paper(sample: Session) -> None:
    period = month_of(SEPTEMBER)
    text = " ".join(pages(paper(monthly.monthly(sample.db, SEPTEMBER))))
    assert f"Retention: {figs.retention(sample.db, period).words}" in text
    assert f"Repeat rate: {figs.repeat_rate(sample.db, period).words}" in text
    held = lists.budgets(sample.db, period)
    whole = sum(
        held[key].budget
        for _, key, part in figs.figures_by(sample.db, period, "campaign")
        if isinstance(key, int) and (part.leads or part.spend or part.revenue_won)
    )
    assert (
        f"Total {formats.money(whole)} {formats.money(figs.figures(sample.db, period).spend)}"
        in (text)
    )


def test_a_chart_of_very_many_campaigns_keeps_the_sum(tmp_path: Path) -> None:
    with Session.create(tmp_path / "b.salesdesk", name="Bench", clock=CLOCK) as session:
        db = session.db
        with db.change("Test"):
            for number in range(60):
                name = f"Campaign {number}"
                key = db.table("campaign").insert({"name": name, "name_key": name.lower()})
                row = {"campaign_id": key, "spent_on": "2026-09-10", "amount": 100_00 + number}
                db.table("campaign_cost").insert(row)
        text = pages(paper(monthly.monthly(db, SEPTEMBER)))
    whole = " ".join(text)
    assert "40 other campaigns" in whole
    assert all(whole.count(f"Campaign {number} ") >= 1 for number in range(60))
    assert len(text) < 7


def test_counts_in_sentences_have_their_commas() -> None:
    now = Figures(month_of(SEPTEMBER), leads=1619, deals_won=1200, deals_lost=1300, accepted=1001)
    before = Figures(month_of(SEPTEMBER).before(), leads=519)
    text = " ".join(monthly._sentences(now, before, "GBP", "August"))
    assert "up by 1,100 to 1,619" in text
    assert "1,200 deals won and 1,300 lost" in text
    assert "accepted 1,001 of 1,001" in text


def test_a_campaign_without_a_win_in_the_month_has_no_return_yet(sample: Session) -> None:
    [_, table, note, *_] = monthly_tables.campaigns(
        sample.db, figs.figures(sample.db, month_of(SEPTEMBER)), "GBP"
    )
    assert isinstance(table, Table)
    shown = {row[5] == "0": row[9] for row in table.rows if row[2] != "–"}
    assert shown[True] == "–"
    assert shown[False] != "–"
    assert isinstance(note, Note)
    assert "– where no deal was won in the month" in note.words
