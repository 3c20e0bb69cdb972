"""The PDF writer against raw canvas calls that write the same cells."""

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from salesdesk.reports import pdf, pdf_text
from salesdesk.reports.blocks import Column, Report, Table
from tests.bench import kit

SHORT, LONG = 200, 1000
COLUMNS = 6
PAGE_ROWS = 38


def measure(big: Path, small: Path) -> list[str]:
    """Per page: ours and raw, 200 pages and 1,000."""
    pdf_text.load()
    short, pages = _ours(SHORT)
    raw = kit.best(lambda: _raw(pages), 2) / pages
    long, more = _ours(LONG)
    return [
        kit.ratio(f"PDF of {pages} pages, a page / raw canvas calls", short, raw, 1.25),
        kit.ratio(f"a page at {more:,} pages / at {pages}", long, short, 1.1),
    ]


def _cells(row: int) -> tuple[str, ...]:
    return (f"Lead {row}", "Garden and Sons Ltd", "Qualified", "12 Oct", "£1,250", f"{row % 100} %")


def _ours(pages: int) -> tuple[float, int]:
    """Seconds a page, and how many pages it came to."""
    columns = tuple(Column(f"Column {n}", 16, right=n > 3) for n in range(COLUMNS))
    table = Table(columns, tuple(_cells(row) for row in range(pages * PAGE_ROWS)))
    report = Report("Bench", "", "", "Leads", "October 2026", "Printed", "", (table,))
    target = io.BytesIO()
    span = kit.best(lambda: pdf.write_pdf(report, _cleared(target)), 2 if pages <= SHORT else 1)
    count = target.getvalue().count(b"/Type /Page\n") or target.getvalue().count(b"/Contents ")
    return span / max(1, count), count


def _cleared(stream: io.BytesIO) -> io.BytesIO:
    stream.seek(0)
    stream.truncate()
    return stream


def _raw(pages: int) -> None:
    canvas = Canvas(io.BytesIO(), pagesize=A4, invariant=1, pageCompression=1)
    row = 0
    for _ in range(pages):
        for line in range(PAGE_ROWS):
            y = 760 - line * 18
            for place, words in enumerate(_cells(row)):
                canvas.setFont(pdf_text.REGULAR, 8.5)
                if place > 3:
                    canvas.drawRightString(120 + place * 82, y, words)
                else:
                    canvas.drawString(45 + place * 82, y, words)
            canvas.line(45, y - 5, 550, y - 5)
            row += 1
        canvas.showPage()
    canvas.save()
