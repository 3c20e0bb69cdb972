"""Each block as pieces of paper: how high a piece is, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4

from salesdesk.reports import charts, pdf_text
from salesdesk.reports.blocks import (
    Bar,
    Block,
    Cell,
    Definitions,
    Funnel,
    Heading,
    Lists,
    Months,
    Note,
    NoteLines,
    Outlook,
    Pairs,
    Table,
    Words,
)
from salesdesk.reports.charts import GREY, smaller, write
from salesdesk.reports.pdf_paper import Paper

PAGE = A4
LEFT, RIGHT = 51.0, A4[0] - 51.0
WIDE = RIGHT - LEFT
ROW, HEAD = 18.2, 20.0
PAIRS_A_PAGE = 24


@dataclass(frozen=True)
class Piece:
    """Something that stands on one page: `draw(canvas, top, black and white)`."""

    height: float
    draw: Callable[[Paper, float, bool], None]


def heading(block: Heading) -> Piece:
    """A heading with its note."""

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        write(canvas, LEFT, top - 22, block.words, 11, strong=True)
        x = LEFT + pdf_text.width(block.words, 11, strong=True) + 7
        write(canvas, x, top - 22, block.note, 8.5, colour=GREY)

    return Piece(34, draw)


def pieces(block: Block) -> list[Piece]:
    """The pieces of any block but headings and tables."""
    if isinstance(block, Words):
        return [_words(block)]
    if isinstance(block, Note):
        return [_note(block)]
    if isinstance(block, Funnel):
        high = len(block.rows) * charts.FUNNEL_ROW + 6
        return [Piece(high, lambda c, y, p: charts.funnel(c, block, LEFT, y, WIDE, p))]
    if isinstance(block, Months):
        high = charts.MONTHS_HEIGHT
        return [Piece(high, lambda c, y, p: charts.months(c, block, LEFT, y, WIDE, p))]
    if isinstance(block, Pairs):
        return _pairs(block)
    if isinstance(block, Lists):
        return [_lists(block)]
    if isinstance(block, Outlook):
        return [_outlook(block)]
    if isinstance(block, NoteLines):
        return [_note_lines(block)]
    if isinstance(block, Definitions):
        return [_definition(name, words) for name, words in block.rows]
    return []


def _words(block: Words) -> Piece:
    size, line = 10.5, 15.5
    lead = pdf_text.wrap(block.lead, size, WIDE, strong=True)
    used = pdf_text.width(lead[-1] + " ", size, strong=True) if lead else 0.0
    rest = block.words
    first = ""
    for word in rest.split():  # what fits behind the bold beginning
        if used + pdf_text.width(f"{first} {word}", size) > WIDE or not lead:
            break
        first = f"{first} {word}".strip()
    others = pdf_text.wrap(rest.removeprefix(first), size, WIDE)

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        y = top - 12
        for words in lead:
            write(canvas, LEFT, y, words, size, strong=True)
            y -= line
        if lead:
            write(canvas, LEFT + used, y + line, first, size)
        for words in others:
            write(canvas, LEFT, y, words, size)
            y -= line

    return Piece((len(lead) + len(others)) * line + 6, draw)


def _note(block: Note) -> Piece:
    lines = pdf_text.wrap(block.words, 8, WIDE)

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        for number, words in enumerate(lines):
            write(canvas, LEFT, top - 4 - number * 11.5, words, 8, colour=GREY)

    return Piece(len(lines) * 11.5 + 6, draw)


def row_height(table: Table) -> float:
    """How high each row of a table is."""
    return ROW - 0.8 if table.small else ROW


def _edges(table: Table) -> list[tuple[float, float]]:
    whole = sum(column.width for column in table.columns)
    x, found = LEFT, []
    for column in table.columns:
        wide = WIDE * column.width / whole
        found.append((x, x + wide))
        x += wide
    return found


def table_head(table: Table) -> Piece:
    """The headings; they come again on each page."""

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        for column, (left, right) in zip(table.columns, _edges(table), strict=True):
            words = pdf_text.fit(column.title, 8, right - left - 4)
            x = right - _gap(column.right, right) if column.right else left
            write(canvas, x, top - 11, words, 8, colour=GREY, right=column.right)
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.8)
        canvas.line(LEFT, top - HEAD + 2, RIGHT, top - HEAD + 2)

    return Piece(HEAD, draw)


def _gap(right_aligned: bool, right: float) -> float:
    # a figure does not touch the words of the next column, but the last one stands at the edge
    return 0.0 if not right_aligned or abs(right - RIGHT) < 1 else 8.0


def table_rows(table: Table) -> list[Piece]:
    """One piece a row, the total as the last."""
    high = row_height(table)
    places = [
        _Place(left, right, right - _gap(column.right, right), column.right, column.strong)
        for column, (left, right) in zip(table.columns, _edges(table), strict=True)
    ]
    found = [Piece(high, partial(_draw_row, table, places, row, False)) for row in table.rows]
    if table.total is not None:
        found.append(Piece(high, partial(_draw_row, table, places, table.total, True)))
    return found


class _Place(NamedTuple):
    """Where the cells of a column stand: a figure ends at `end`."""

    left: float
    right: float
    end: float
    is_figure: bool
    strong: bool


def _draw_row(
    table: Table,
    places: list[_Place],
    row: tuple[Cell, ...],
    total: bool,
    canvas: Paper,
    top: float,
    plain: bool,
) -> None:
    size = 8.5 if table.small else 9
    base = top - row_height(table) + 6
    for number, (cell, place) in enumerate(zip(row, places, strict=True)):
        if isinstance(cell, Bar):
            _bar(canvas, cell, place.left, base, place.right - place.left, size)
            continue
        if not cell:
            continue
        strong = total or place.strong
        right = place.right
        if not place.is_figure:  # words may run on over the empty cells behind them
            for further, behind in zip(row[number + 1 :], places[number + 1 :], strict=True):
                if further != "":
                    break
                right = behind.right
        room = right - place.left - 6
        if place.is_figure:
            _figure(canvas, place, base, cell, size, strong)
        else:
            words = pdf_text.fit(cell, size, room, strong=strong)
            write(canvas, place.left, base, words, size, strong=strong)
    if not total:
        canvas.setStrokeColor(charts.LIGHT)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, base - 6, RIGHT, base - 6)


def _figure(canvas: Paper, place: _Place, y: float, words: str, size: float, strong: bool) -> None:
    """A number is never cut: it would be read as another one. It is written smaller."""
    size = smaller(words, size, place.end - place.left + 3, strong=strong)
    write(canvas, place.end, y, words, size, strong=strong, right=True)


def _bar(canvas: Paper, cell: Bar, x: float, y: float, wide: float, size: float) -> None:
    full = min(62.0, wide - 38)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.5)
    canvas.rect(x, y - 0.5, full, 7, stroke=1, fill=0)
    canvas.setFillColor(charts.INK)
    canvas.rect(x, y - 0.5, full * min(1.0, max(0.0, cell.share)), 7, stroke=0, fill=1)
    write(canvas, x + full + 5, y, cell.words, size)


def _pairs(block: Pairs) -> list[Piece]:
    found = []
    for start in range(0, len(block.rows), PAIRS_A_PAGE):
        part = Pairs(
            block.first_title, block.second_title, block.rows[start : start + PAIRS_A_PAGE]
        )
        high = 24 + len(part.rows) * charts.PAIR_ROW
        found.append(Piece(high, partial(_draw_pairs, part)))
    return found


def _draw_pairs(part: Pairs, canvas: Paper, top: float, plain: bool) -> None:
    charts.pairs(canvas, part, LEFT, top, WIDE, plain)


def _lists(block: Lists) -> Piece:
    half = WIDE / 2 - 14
    longest = max(len(block.left), len(block.right), 1)

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        sides = (
            (LEFT, block.left_title, block.left),
            (LEFT + half + 28, block.right_title, block.right),
        )
        for x, title, rows in sides:
            write(canvas, x, top - 22, title, 11, strong=True)
            y = top - 41
            if not rows:
                write(canvas, x, y, "None in this month.", 9, colour=GREY)
            for words, number in rows:
                write(canvas, x, y, pdf_text.fit(words, 9, half - 30))
                write(canvas, x + half, y, number, strong=True, right=True)
                canvas.setStrokeColor(charts.LIGHT)
                canvas.setLineWidth(0.5)
                canvas.line(x, y - 5.5, x + half, y - 5.5)
                y -= 17

    return Piece(36 + longest * 17 + 6, draw)


def _outlook(block: Outlook) -> Piece:
    lines = [pdf_text.wrap(point, 9, WIDE - 56) for point in block.points]
    high = 62 + sum(len(point) * 13 + 3 for point in lines)

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.9)
        canvas.roundRect(LEFT, top - high, WIDE, high, 3, stroke=1, fill=0)
        pitch = (WIDE - 28) / max(1, len(block.figures))
        for number, (label, words) in enumerate(block.figures):
            x = LEFT + 14 + number * pitch
            write(canvas, x, top - 17, pdf_text.fit(label, 8, pitch - 16), 8, colour=GREY)
            size = smaller(words, 15, pitch - 16, strong=True)
            write(canvas, x, top - 37, words, size, strong=True)
            if number:
                canvas.setStrokeColor(GREY)
                canvas.setLineWidth(0.5)
                canvas.line(x - 11, top - 11, x - 11, top - 42)
        y = top - 59
        for point in lines:
            canvas.setFillColor(charts.INK)
            canvas.circle(LEFT + 17, y + 3, 1.3, stroke=0, fill=1)
            for words in point:
                write(canvas, LEFT + 26, y, words)
                y -= 13
            y -= 3

    return Piece(high + 8, draw)


def _note_lines(block: NoteLines) -> Piece:
    def draw(canvas: Paper, top: float, plain: bool) -> None:
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.5)
        for number in range(block.count):
            y = top - 22 * (number + 1)
            canvas.line(LEFT, y, RIGHT, y)

    return Piece(22.0 * block.count + 8, draw)


def _definition(name: str, words: str) -> Piece:
    lines = pdf_text.wrap(words, 8.5, WIDE - 132)
    names = pdf_text.wrap(name, 8.5, 124, strong=True)

    line = 11.5

    def draw(canvas: Paper, top: float, plain: bool) -> None:
        for number, text in enumerate(names):
            write(canvas, LEFT, top - 9 - number * line, text, 8.5, strong=True)
        for number, text in enumerate(lines):
            write(canvas, LEFT + 132, top - 9 - number * line, text, 8.5)

    return Piece(max(len(lines), len(names)) * line + 4.5, draw)
