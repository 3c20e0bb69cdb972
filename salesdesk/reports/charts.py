"""Bars on paper: funnel, months and pairs, in colour or in patterns for black and white."""

from reportlab.lib.colors import Color, HexColor, black, white

from salesdesk.reports import pdf_text
from salesdesk.reports.blocks import Funnel, Months, Pairs
from salesdesk.reports.pdf_paper import Paper

INK, GREY, LIGHT = HexColor("#1B1D21"), HexColor("#555A63"), HexColor("#B4B8C0")
INDIGO, TEAL, AMBER = HexColor("#26398F"), HexColor("#12857B"), HexColor("#F0C35A")
FUNNEL_WIDTHS = (156, 125, 97, 72, 50, 31)
FUNNEL_ROW, PAIR_ROW, MONTHS_HEIGHT = 20.5, 16.6, 114.0


class Brush:
    """Fills that stay apart when they are printed in black and white."""

    def __init__(self, canvas: Paper, *, plain: bool) -> None:
        self._canvas = canvas
        self._plain = plain

    def bar(self, x: float, y: float, wide: float, high: float, colour: Color) -> None:
        """One bar: in colour, or with the pattern that stands for the colour."""
        canvas = self._canvas
        if wide <= 0 or high <= 0:
            return
        canvas.saveState()
        outlined = self._plain or colour is AMBER
        canvas.setFillColor(self._fill(colour))
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.4)
        canvas.rect(x, y, wide, high, stroke=int(outlined), fill=1)
        if self._plain and colour in (TEAL, AMBER):
            self._lines(x, y, wide, high, slanted=colour is TEAL)
        canvas.restoreState()

    def _fill(self, colour: Color) -> Color:
        if not self._plain:
            return colour
        if colour in (TEAL, AMBER):
            return white
        return LIGHT if colour is LIGHT else HexColor("#33363C")

    def _lines(self, x: float, y: float, wide: float, high: float, *, slanted: bool) -> None:
        canvas = self._canvas
        path = canvas.beginPath()
        path.rect(x, y, wide, high)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setLineWidth(0.5)
        at = 0.0
        while at < wide + high:
            if slanted:
                canvas.line(x + at, y, x + at - high, y + high)
            elif at < high:
                canvas.line(x, y + at, x + wide, y + at)
            at += 3


def write(
    canvas: Paper,
    x: float,
    y: float,
    words: str,
    size: float = 9,
    *,
    strong: bool = False,
    colour: Color = INK,
    right: bool = False,
) -> None:
    """Write one line; with `right` it ends at `x`."""
    canvas.setFillColor(colour)
    if right:
        x -= pdf_text.width(words, size, strong=strong)
    canvas.say(x, y, words, size, strong=strong)


def smaller(words: str, size: float, room: float, *, strong: bool = False) -> float:
    """The size at which the words fit into `room`: theirs, or a smaller one."""
    wide = pdf_text.width(words, size, strong=strong)
    return size if wide <= room else size * room / wide


def funnel(canvas: Paper, block: Funnel, x: float, top: float, wide: float, plain: bool) -> None:
    """Steps under each other; rates and the month before at the right."""
    brush = Brush(canvas, plain=plain)
    side = ""
    for number, row in enumerate(block.rows):
        y = top - (number + 1) * FUNNEL_ROW + 8
        if row.side != side:
            write(canvas, x, y, row.side, 8.5, strong=True)
            side = row.side
        write(canvas, x + 54, y, row.name)
        colour = TEAL if row.is_marketing else INDIGO
        if row.is_empty:
            brush.bar(x + 116, y - 3.5, 1.5, 13, LIGHT)
        else:
            brush.bar(x + 116, y - 3.5, FUNNEL_WIDTHS[min(number, 5)], 13, colour)
        write(canvas, x + 323, y, row.number, strong=True, right=True)
        write(canvas, x + 408, y, row.rate, right=True)
        write(canvas, x + wide, y, row.before, colour=GREY, right=True)


def months(canvas: Paper, block: Months, x: float, top: float, wide: float, plain: bool) -> None:
    """One column a month; the line over it is its target."""
    brush = Brush(canvas, plain=plain)
    most = max([m.value for m in block.months] + [m.target or 0 for m in block.months] + [1])
    pitch = wide / max(1, len(block.months))
    base, room = top - MONTHS_HEIGHT + 18, MONTHS_HEIGHT - 40
    for number, month in enumerate(block.months):
        left = x + number * pitch
        high = room * max(0, month.value) / most
        brush.bar(left, base, pitch * 0.72, high, INDIGO if month.current else LIGHT)
        line = high
        if month.target is not None:
            line = room * month.target / most
            canvas.setStrokeColor(black)
            canvas.setLineWidth(1.1)
            canvas.line(left, base + line, left + pitch * 0.82, base + line)
        size = smaller(month.words, 8.5, pitch - 4, strong=True)
        write(canvas, left, base + max(high, line) + 5, month.words, size, strong=True)
        write(canvas, left, base - 12, month.label, 8.5)
        used = pdf_text.width(month.label + " ", 8.5)
        size = smaller(month.target_words, 8.5, pitch - used - 4)
        write(canvas, left + used, base - 12, month.target_words, size, colour=GREY)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.8)
    canvas.line(x, base, x + wide, base)


def pairs(canvas: Paper, block: Pairs, x: float, top: float, wide: float, plain: bool) -> None:
    """Two bars a row on one scale, and both numbers."""
    brush = Brush(canvas, plain=plain)
    left, room = x + 166, wide - 166 - 112
    y = top - 10
    brush.bar(left, y - 1, 8, 7, INDIGO)
    write(canvas, left + 12, y, block.first_title, 8.5, colour=GREY)
    second = left + 24 + pdf_text.width(block.first_title, 8.5)
    brush.bar(second, y - 1, 8, 7, AMBER)
    write(canvas, second + 12, y, block.second_title, 8.5, colour=GREY)
    write(canvas, x + wide - 52, y, block.first_title.split()[0], 8.5, colour=GREY, right=True)
    write(canvas, x + wide, y, block.second_title, 8.5, colour=GREY, right=True)
    most = max([r.first for r in block.rows] + [r.second for r in block.rows] + [1])
    for number, row in enumerate(block.rows):
        y = top - 16 - (number + 1) * PAIR_ROW + 6
        write(canvas, x, y, pdf_text.fit(row.name, 9, 158))
        brush.bar(left, y + 1, room * max(0, row.first) / most, 7, INDIGO)
        brush.bar(left, y - 5, room * max(0, row.second) / most, 4, AMBER)
        size = smaller(row.first_words, 9, 54, strong=True)
        write(canvas, x + wide - 52, y, row.first_words, size, strong=True, right=True)
        size = smaller(row.second_words, 9, 46)
        write(canvas, x + wide, y, row.second_words, size, right=True)
