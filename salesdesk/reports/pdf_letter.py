"""The pieces of a letter to a customer: who it is for, what is offered, what it comes to."""

from functools import partial

from reportlab.lib.colors import black

from salesdesk.reports import charts, pdf_text
from salesdesk.reports.blocks import Block, Offer, Offered, Parties, Signature, Sums
from salesdesk.reports.charts import GREY, smaller, write
from salesdesk.reports.pdf_blocks import LEFT, RIGHT, ROW, WIDE, Piece
from salesdesk.reports.pdf_paper import Paper

SIZE, LINE = 9, 12.5
#: The right edges of quantity, price, discount and amount, and how wide each may be.
EDGES = ((RIGHT - 232, 54), (RIGHT - 146, 76), (RIGHT - 94, 48), (RIGHT, 84))
WORDS = WIDE - 232 - 62
FACTS = LEFT + WIDE * 0.55


def pieces(block: Block) -> list[Piece]:
    """The pieces of a block of a letter; none of any other block."""
    if isinstance(block, Parties):
        return [_parties(block)]
    if isinstance(block, Sums):
        return [_sums(block)]
    if isinstance(block, Signature):
        return [Piece(74, partial(_signature, block))]
    return []


def _parties(block: Parties) -> Piece:
    left = [
        line
        for words in block.left
        for line in pdf_text.wrap(words, SIZE, FACTS - LEFT - 24) or [""]
    ]
    right = [
        (name if number == 0 else "", line)
        for name, words in block.right
        for number, line in enumerate(pdf_text.wrap(words, SIZE, RIGHT - FACTS - 84) or [""])
    ]

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        write(canvas, LEFT, top - 12, block.title, 8, colour=GREY)
        for number, words in enumerate(left):
            y = top - 27 - number * LINE
            write(canvas, LEFT, y, words, SIZE, strong=number == 0)
        for number, (name, words) in enumerate(right):
            y = top - 12 - number * LINE
            write(canvas, FACTS, y, name, 8, colour=GREY)
            write(canvas, FACTS + 84, y, words, SIZE)

    return Piece(max(len(left) * LINE + 27, len(right) * LINE + 12) + 12, draw)


def offer_head(block: Offer) -> Piece:
    """The headings of the lines; they come again on each page."""
    discount = "Discount" if any(row.discount for row in block.rows) else ""

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        write(canvas, LEFT, top - 11, "What we offer", 8, colour=GREY)
        for name, (edge, _) in zip(("Quantity", "Price", discount, "Amount"), EDGES, strict=True):
            write(canvas, edge, top - 11, name, 8, colour=GREY, right=True)
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.8)
        canvas.line(LEFT, top - 18, RIGHT, top - 18)

    return Piece(20, draw)


def offer_rows(block: Offer) -> list[Piece]:
    """One piece for each line of text, so that even a very long offer goes on overleaf."""
    found = []
    for row in block.rows:
        lines = [
            line
            for part in row.words.splitlines()
            for line in pdf_text.wrap(part, SIZE, WORDS) or [""]
        ] or [""]
        for number, words in enumerate(lines):
            first, last = number == 0, number == len(lines) - 1
            high = LINE + (3 if first else 0) + (ROW - LINE - 3 if last else 0)
            draw = partial(_offered, row if first else None, words, last, high)
            found.append(Piece(high, draw))
    return found


def _offered(
    row: Offered | None,
    words: str,
    last: bool,
    high: float,
    canvas: Paper,
    top: float,
    plain: bool,
) -> None:
    y = top - LINE + (0 if row is None else -3) + 3
    write(canvas, LEFT, y, words, SIZE)
    if row is not None:
        figures = (row.quantity, row.price, row.discount, row.amount)
        for figure, (edge, room) in zip(figures, EDGES, strict=True):
            write(canvas, edge, y, figure, smaller(figure, SIZE, room), right=True)
    if last:
        canvas.setStrokeColor(charts.LIGHT)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, top - high, RIGHT, top - high)


def _sums(block: Sums) -> Piece:
    def draw(canvas: Paper, top: float, plain: bool) -> None:
        for number, (name, words) in enumerate(block.rows):
            y = top - 15 - number * ROW
            last = number == len(block.rows) - 1
            if last:
                canvas.setStrokeColor(black)
                canvas.setLineWidth(0.8)
                canvas.line(EDGES[0][0], y + 13, RIGHT, y + 13)
            size = 11 if last else SIZE
            colour = charts.INK if last else GREY
            write(canvas, EDGES[0][0], y, name, size, strong=last, colour=colour)
            wide = RIGHT - EDGES[0][0] - 100
            shown = smaller(words, size, wide, strong=last)
            write(canvas, RIGHT, y, words, shown, strong=last, right=True)

    return Piece(len(block.rows) * ROW + 14, draw)


def _signature(block: Signature, canvas: Paper, top: float, plain: bool) -> None:
    wide = (WIDE - 20 * (len(block.names) - 1)) / max(1, len(block.names))
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.5)
    for number, name in enumerate(block.names):
        x = LEFT + number * (wide + 20)
        canvas.line(x, top - 48, x + wide, top - 48)
        write(canvas, x, top - 60, pdf_text.fit(name, 8, wide), 8, colour=GREY)
