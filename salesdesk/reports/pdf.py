"""The PDF writer: blocks are laid out on A4 pages first, then drawn, so that pages are counted.

Drawn with canvas calls, not flowables: a page costs the same in a report of a thousand pages,
and no text is ever read as markup. The same report gives the same bytes.
"""

from pathlib import Path
from typing import BinaryIO

from reportlab.lib.colors import black, white

from salesdesk.reports import charts, pdf_blocks, pdf_letter, pdf_text
from salesdesk.reports.blocks import Block, Heading, NewPage, Offer, Report, Table
from salesdesk.reports.pdf_blocks import LEFT, PAGE, RIGHT, WIDE, Piece
from salesdesk.reports.pdf_paper import Paper

TOP, FOOT = PAGE[1] - 45, 51 + 8


class Pages:
    """Pieces placed on pages: each knows its height, so none is ever split."""

    def __init__(self, first_top: float) -> None:
        self.pages: list[list[tuple[float, Piece]]] = [[]]
        self._y = first_top

    def room(self) -> float:
        """How much is left on this page, in points."""
        return self._y - FOOT

    def turn(self) -> None:
        """Begin a new page."""
        if self.pages[-1]:
            self.pages.append([])
            self._y = TOP - 34

    def put(self, piece: Piece) -> None:
        """Place a piece, on the next page where it does not fit."""
        if piece.height > self.room():
            self.turn()
        self.pages[-1].append((self._y, piece))
        self._y -= piece.height


def write_pdf(
    report: Report, target: Path | str | BinaryIO, *, black_and_white: bool = False
) -> None:
    """Write `report` as A4 PDF with embedded fonts; OSError if `target` cannot be written."""
    pdf_text.load()
    pages = _placed(report)
    if isinstance(target, Path | str):
        # under another name first: a write that fails leaves no half of a report
        path = Path(target)
        draft = path.with_name(path.name + ".part")
        try:
            with draft.open("wb") as stream:
                write_pdf(report, stream, black_and_white=black_and_white)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return
    canvas = Paper(target)
    canvas.setTitle(f"{report.business}: {report.subtitle}, {report.title}")
    canvas.setAuthor(report.business)
    canvas.setCreator("SalesDesk")
    for number, page in enumerate(pages, start=1):
        if number == 1:
            _letterhead(canvas, report)
        else:
            _head(canvas, report)
        for y, piece in page:
            piece.draw(canvas, y, black_and_white)
        _foot(canvas, report, number, len(pages))
        canvas.showPage()
    canvas.save()


def _placed(report: Report) -> list[list[tuple[float, Piece]]]:
    pages = Pages(TOP - 72)
    blocks = list(report.blocks)
    for number, block in enumerate(blocks):
        if isinstance(block, NewPage):
            pages.turn()
        elif isinstance(block, Heading):
            # a heading never stands last on a page: it goes with the beginning of what follows
            piece = pdf_blocks.heading(block)
            if piece.height + _beginning(blocks[number + 1 :]) > pages.room():
                pages.turn()
            pages.put(piece)
        elif isinstance(block, Table):
            _place_rows(pages, pdf_blocks.table_head(block), pdf_blocks.table_rows(block))
            pages.put(Piece(12, lambda canvas, y, plain: None))
        elif isinstance(block, Offer):
            _place_rows(pages, pdf_letter.offer_head(block), pdf_letter.offer_rows(block))
        else:
            for piece in _pieces(block):
                pages.put(piece)
    return [page for page in pages.pages if page] or [[]]


def _beginning(blocks: list[Block]) -> float:
    """How much of the next block must stand with its heading."""
    if not blocks:
        return 0
    block = blocks[0]
    if isinstance(block, Table):
        high = pdf_blocks.table_head(block).height + 2 * pdf_blocks.row_height(block)
        # a short table stands whole
        whole = high + (len(block.rows) - 1) * pdf_blocks.row_height(block)
        return whole if len(block.rows) <= 12 else high
    if isinstance(block, Offer):
        return pdf_letter.offer_head(block).height + 2 * pdf_blocks.ROW
    found = _pieces(block)
    return found[0].height if found else 0


def _pieces(block: Block) -> list[Piece]:
    return pdf_blocks.pieces(block) or pdf_letter.pieces(block)


def _place_rows(pages: Pages, head: Piece, rows: list[Piece]) -> None:
    pages.put(head)
    for number, row in enumerate(rows):
        # the last two rows stay together, so that a total never stands alone
        need = row.height + (rows[number + 1].height if number == len(rows) - 2 else 0)
        if need > pages.room():
            pages.turn()
            pages.put(head)
        pages.put(row)


def _letterhead(canvas: Paper, report: Report) -> None:
    y = TOP
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.8)
    initials = "".join(w[0] for w in report.business.split() if w[0].isalnum() or w == "&")[:3]
    if not _logo(canvas, report.logo, LEFT, y - 40):
        canvas.setFillColor(white)
        canvas.roundRect(LEFT, y - 40, 40, 40, 3, stroke=1, fill=0)
        wide = pdf_text.width(initials, 12, strong=True)
        charts.write(canvas, LEFT + 20 - wide / 2, y - 24.5, initials, 12, strong=True)
    name = pdf_text.fit(report.business, 13, 300, strong=True)
    alone = not (report.address or report.contact)
    charts.write(canvas, LEFT + 54, y - (24.5 if alone else 12), name, 13, strong=True)
    charts.write(
        canvas, LEFT + 54, y - 25, pdf_text.fit(report.address, 8, 260), 8, colour=charts.GREY
    )
    charts.write(
        canvas, LEFT + 54, y - 36, pdf_text.fit(report.contact, 8, 260), 8, colour=charts.GREY
    )
    charts.write(canvas, RIGHT, y - 14, report.title, 15.5, strong=True, right=True)
    charts.write(canvas, RIGHT, y - 29, report.subtitle, 9, colour=charts.GREY, right=True)
    canvas.setLineWidth(1)
    canvas.line(LEFT, y - 54, RIGHT, y - 54)


def _logo(canvas: Paper, logo: str, x: float, y: float) -> bool:
    """Draw the business's logo (base64 PNG) in 40 points; False where there is none to read."""
    if not logo:
        return False
    import base64
    import io

    from reportlab.lib.utils import ImageReader

    try:
        image = ImageReader(io.BytesIO(base64.b64decode(logo)))
        canvas.drawImage(image, x, y, 40, 40, mask="auto", preserveAspectRatio=True)
    except (OSError, ValueError):
        return False
    return True


def _head(canvas: Paper, report: Report) -> None:
    charts.write(
        canvas, LEFT, TOP - 6, pdf_text.fit(report.business, 8.5, 220), 8.5, colour=charts.GREY
    )
    words = f"{report.subtitle}, {report.title}"
    charts.write(canvas, RIGHT, TOP - 6, words, 8.5, colour=charts.GREY, right=True)
    canvas.setStrokeColor(charts.GREY)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, TOP - 18, RIGHT, TOP - 18)


def _foot(canvas: Paper, report: Report, number: int, count: int) -> None:
    canvas.setStrokeColor(charts.GREY)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, 51, RIGHT, 51)
    words = pdf_text.fit(report.printed, 8, WIDE - 80)
    charts.write(canvas, LEFT, 38, words, 8, colour=charts.GREY)
    page = f"Page {number} of {count}"
    charts.write(canvas, RIGHT, 38, page, 8, colour=charts.GREY, right=True)
