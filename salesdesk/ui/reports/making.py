"""Making a report and pictures of its pages; runs on another thread."""

import io
from dataclasses import dataclass
from datetime import date
from threading import Lock

from PySide6.QtGui import QImage

from salesdesk.model.calendar import add_months
from salesdesk.queries import reports as lists
from salesdesk.reports import monthly, sections
from salesdesk.reports.blocks import Report
from salesdesk.session import Session

#: pdfium may be used by one thread at a time.
_PDFIUM = Lock()
POINTS = (595.28, 841.89)
FIRST = 4  # pages that come with the report itself


@dataclass(frozen=True)
class Wanted:
    """What the person asked for."""

    month: date | None
    hidden: frozenset[str] = frozenset()
    plain: bool = False
    width: int = 600  # of a page, in pixels of the screen


@dataclass(frozen=True)
class Made:
    """A report, its PDF, and pictures of the pages that are seen first."""

    report: Report
    pdf: bytes
    pages: int
    parts: list[str]
    months: list[date]
    month: date
    first: list[QImage]


def make(session: Session, wanted: Wanted) -> Made:
    """The monthly report as it will be printed and saved."""
    from salesdesk.reports.pdf import write_pdf

    db = session.db
    months = _months(session)
    month = wanted.month or (months[-2] if len(months) > 1 else months[-1])
    whole = monthly.monthly(db, month)
    report = sections.without(whole, wanted.hidden)
    paper = io.BytesIO()
    write_pdf(report, paper, black_and_white=wanted.plain)
    pdf = paper.getvalue()
    pages = page_count(pdf)
    first = [picture(pdf, number, wanted.width) for number in range(min(FIRST, pages))]
    return Made(report, pdf, pages, sections.parts(whole), months, month, first)


def _months(session: Session) -> list[date]:
    """From the month in which the business begins to that of today."""
    last = session.today.replace(day=1)
    month = min(session.read(lists.first_month) or last, last)
    found = []
    while month <= last:
        found.append(month)
        month = add_months(month, 1)
    return found


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # type: ignore[import-untyped]

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def picture(pdf: bytes, number: int, width: int) -> QImage:
    """One page, `width` pixels wide, as it will be printed."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number]
            bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB32,
            ).copy()
            bitmap.close()
            return image
        finally:
            document.close()
