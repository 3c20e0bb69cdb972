"""Words in a spreadsheet: never a formula there, and as they were typed when they come back."""

import re
import unicodedata

#: What a spreadsheet may run, where it is the first visible character of a cell.
RISKY = frozenset("=+-@|%\t\r\n＝＋－＠｜％")
#: A real number, such as +15% or -1,200.50, is left alone.
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
QUOTE = "'"


def harmless(words: str) -> str:
    """The words with a quote before them where a spreadsheet would run them."""
    bare = words.lstrip(QUOTE)
    if not _is_risky(bare) or (bare is words and _NUMBER.fullmatch(words.strip())):
        return words
    return QUOTE + words


def as_typed(cell: str) -> str:
    """The words of a cell without the quote that made them harmless."""
    return cell[1:] if cell[:1] == QUOTE and _is_risky(cell.lstrip(QUOTE)) else cell


def _is_risky(words: str) -> bool:
    for letter in words:
        if letter in RISKY:
            return True
        if not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Cc", "Mn"):
            return False
    return False
