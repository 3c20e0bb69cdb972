"""Text on paper: the right font for each letter, both directions of writing, and widths."""

import os
import sys
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from salesdesk.resources import resource_path

REGULAR, STRONG = "Inter", "Inter-SemiBold"
#: What Inter lacks: Hebrew, Arabic and signs, then Han, kana and hangul; both are shipped.
FALLBACKS = {"DejaVu Sans": "DejaVuSans.ttf", "WenQuanYi Micro Hei": "WenQuanYiMicroHei.ttc"}
LONGEST = 2000  # one word of a hundred thousand letters must not take seconds


@lru_cache(maxsize=1)
def load() -> None:
    """Register the shipped fonts once."""
    for name, file in ((REGULAR, "Inter-Regular.ttf"), (STRONG, "Inter-SemiBold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))


@lru_cache(maxsize=8)
def _fallback(name: str) -> str:
    # read only when a letter needs it: the larger one takes a while
    pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", FALLBACKS[name]))))
    return name


def width(words: str, size: float, *, strong: bool = False) -> float:
    """How wide a line is, in points."""
    return sum(
        float(pdfmetrics.stringWidth(run, font, size)) for font, run in runs(words, strong=strong)
    )


def fit(words: str, size: float, room: float, *, strong: bool = False) -> str:
    """`words` cut with an ellipsis to `room` points."""
    words = " ".join(words[:LONGEST].split())
    if width(words, size, strong=strong) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle].rstrip() + "…", size, strong=strong) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def wrap(words: str, size: float, room: float, *, strong: bool = False) -> list[str]:
    """`words` in lines of at most `room` points; a word that is too long is cut."""
    lines: list[str] = []
    line = ""
    for word in words[: LONGEST * 4].split():
        longer = f"{line} {word}".strip()
        if width(longer, size, strong=strong) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = fit(word, size, room, strong=strong)
    return [*lines, line] if line else lines


def draw(
    canvas: Canvas, x: float, y: float, words: str, size: float, *, strong: bool = False
) -> None:
    """Write one line with its base line at `y`."""
    text = canvas.beginText(x, y)
    for font, run in runs(words, strong=strong):
        text.setFont(font, size)
        text.textOut(run)
    canvas.drawText(text)


@lru_cache(maxsize=4096)
def runs(words: str, *, strong: bool = False) -> tuple[tuple[str, str], ...]:
    """`words` in visual order, as (font, piece) with every letter in a font that has it."""
    load()
    if words.isascii():
        return ((STRONG if strong else REGULAR, words),)
    base = STRONG if strong else REGULAR
    found = []
    for font, run in groupby(_visual(words), key=lambda letter: _font_for(letter, strong)):
        piece = "".join(run)
        # no font on this computer has these letters: their code points can at least be read
        found.append((font, piece) if font else (base, _code_points(piece)))
    return tuple(found)


def _code_points(letters: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in letters)


def _visual(words: str) -> str:
    """Right-to-left letters joined and put in the order in which they are drawn."""
    if not any("\u0590" <= letter <= "\u08ff" or letter >= "\ufb1d" for letter in words):
        return words
    from arabic_reshaper import reshape  # type: ignore[import-untyped]
    from bidi.algorithm import get_display  # type: ignore[import-untyped]

    return str(get_display(reshape(words)))


@lru_cache(maxsize=4096)
def _font_for(letter: str, strong: bool) -> str:
    point = ord(letter)
    base = STRONG if strong else REGULAR
    if _has(base, point):
        return base
    for name in FALLBACKS:
        if _has(_fallback(name), point):
            return name
    return _system_font(point)


def _has(name: str, point: int) -> bool:
    return point in pdfmetrics.getFont(name).face.charToGlyph  # type: ignore[attr-defined]


def _folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]


@lru_cache(maxsize=1)
def _system_files() -> tuple[Path, ...]:
    found = [
        p for folder in _folders() if folder.is_dir() for p in sorted(folder.rglob("*.tt[fc]"))
    ]
    return tuple(found[:400])


@lru_cache(maxsize=512)
def _system_font(point: int) -> str:
    """A font of this computer that has the letter; OpenType with PostScript outlines cannot."""
    for path in _system_files():
        name = f"system:{path.name}"
        if name not in pdfmetrics.getRegisteredFontNames():
            try:
                pdfmetrics.registerFont(TTFont(name, str(path)))
            except (TTFError, OSError, ValueError, KeyError):
                continue
        if _has(name, point):
            return name
    return ""
