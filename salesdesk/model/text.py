"""Text made comparable: case, accents and the letters that Unicode leaves as they are."""

import unicodedata

#: Letters that are not a base letter with a mark, and so survive NFKD.
_LEFT = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ĸ": "k",
        "ß": "ss",
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
    }
)


def fold(text: str) -> str:
    """`text` as a key for sorting and finding: casefolded, without marks, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.translate(_LEFT).split())
