"""Text on paper: the right font for each letter, both directions of writing, and widths."""

import os
import re
import sys
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from salesdesk.resources import resource_path

REGULAR, STRONG = "Inter", "Inter-SemiBold"
#: What Inter lacks: Hebrew, Arabic and signs, then Han, kana and hangul; both are shipped.
FALLBACKS = {"DejaVu Sans": "DejaVuSans.ttf", "WenQuanYi Micro Hei": "WenQuanYiMicroHei.ttc"}
_JOINING = re.compile("[\u0590-\u08ff\ufb1d-\U0010ffff]")
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


class _Widths(dict[str, float]):
    """Letter -> its width in a font of one point; each is looked up once."""

    def __init__(self, strong: bool) -> None:
        super().__init__()
        self._strong = strong

    def __missing__(self, letter: str) -> float:
        self[letter] = sum(
            float(pdfmetrics.stringWidth(run, font, 1))
            for font, run in runs(letter, strong=self._strong)
        )
        return self[letter]


_WIDTHS = {strong: _Widths(strong) for strong in (False, True)}


def width(words: str, size: float, *, strong: bool = False) -> float:
    """How wide a line is, in points."""
    if not words.isascii() and _joins(words):
        return sum(
            float(pdfmetrics.stringWidth(run, font, size))
            for font, run in runs(words, strong=strong)
        )
    return sum(map(_WIDTHS[strong].__getitem__, words)) * size


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


def _joins(words: str) -> bool:
    """Whether letters take another form or order beside others."""
    return _JOINING.search(words) is not None


def _visual(words: str) -> str:
    """Right-to-left letters joined and put in the order in which they are drawn."""
    if not _joins(words):
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
