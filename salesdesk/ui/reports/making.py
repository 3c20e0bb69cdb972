"""Making a report and pictures of its pages; runs on another thread."""

import io
from dataclasses import dataclass
from datetime import date
from threading import Lock

from PySide6.QtGui import QImage

from salesdesk.jobs import report_job
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
class Sheets:
    """A report, and the PDF that is printed and saved."""

    report: Report
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Made(Sheets):
    """The monthly report, and pictures of the pages that are seen first."""

    parts: list[str]
    months: list[date]
    month: date
    first: list[QImage]


def make(session: Session, wanted: Wanted) -> Made:
    """The monthly report as it will be printed and saved."""
    job = report_job.Job(wanted.month, wanted.hidden, wanted.plain)
    made = report_job.paper(session, job)
    pages = page_count(made.pdf)
    first = [picture(made.pdf, number, wanted.width) for number in range(min(FIRST, pages))]
    return Made(made.report, made.pdf, pages, made.parts, made.months, made.month, first)


def sheets(report: Report) -> Sheets:
    """Any report on paper."""
    from salesdesk.reports.pdf import write_pdf

    stream = io.BytesIO()
    write_pdf(report, stream)
    return Sheets(report, stream.getvalue(), page_count(stream.getvalue()))


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
