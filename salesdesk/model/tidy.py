"""Text as it is kept in the file: readable characters only, one line where one belongs, no flood.

Whatever writes a row, the window, the command line or an import, its text goes through here.
"""

import re
import unicodedata

from salesdesk.errors import UserError

#: How many characters there is room for in a line, an address of the web, and a text.
LINE, LINK, TEXT = 500, 2_000, 100_000
_LINES = (
    "name title label subject initials number code area town postcode country first_name last_name "
    "job_title organisation_name email phone industry next_step first_step best_time source "
    "basis utm_source utm_medium utm_campaign external_ref preferred_channel"
)
_LINKS = "website value"
_TEXTS = (
    "notes note body words asked_for address comment reason_note answer reply summary outcome "
    "need budget authority timing in_area preferences objectives situation target_market advantage "
    "products sales_channels promotion sales_strategy agreement needs value_proposition goal "
    "audience message offer exit_criteria"
)
ROOM = (
    dict.fromkeys(_LINES.split(), LINE)
    | dict.fromkeys(_LINKS.split(), LINK)
    | dict.fromkeys(_TEXTS.split(), TEXT)
)
#: Where several lines are as good as one.
SEVERAL = frozenset(_TEXTS.split())
#: What must say something.
NEEDED = frozenset({"name", "title", "label", "subject", "words"})
#: Keys of sorting and finding follow the line that they are made of, whatever their length.
_KEYS = re.compile(r"\w+_key")
#: Control characters, half pairs, what turns the direction of a whole line, and marks of order.
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_GAPS = re.compile(r"\s*[\n\t]+\s*")


def text(value: str) -> str:
    """Without what cannot be read; lines stay lines, letters with marks are one letter."""
    if value.isascii() and value.isprintable():
        return value
    value = _NOISE.sub("", _BREAKS.sub("\n", value))
    return unicodedata.normalize("NFC", value)


def line(value: str) -> str:
    """As `text`, and on one line."""
    if value.isascii() and value.isprintable():
        return value
    return _GAPS.sub(" ", text(value).strip("\n\t"))


def of_column(column: str, value: str, table: str = "") -> str:
    """The text that a column keeps; UserError where nothing readable is left of what it needs."""
    if table == "setting":  # its values are of all kinds: pictures, lists, addresses
        return text(value)
    one_line = (column in ROOM and column not in SEVERAL) or _KEYS.fullmatch(column)
    kept = line(value) if one_line else text(value)
    if column in NEEDED and value.strip() and not kept.strip():
        raise UserError(
            f"The {column} holds no character that can be read.", "Type it in letters or numbers."
        )
    return kept


def too_long(column: str, value: str, table: str = "") -> UserError | None:
    """The sentence for a text that there is no room for; None where there is."""
    room = ROOM.get(column)
    if room is None or len(value) <= room or table == "setting":
        return None
    what = column.replace("_", " ").capitalize()
    more = "Shorten it." if column in SEVERAL else "Shorten it, and put the rest into a note."
    return UserError(
        f"{what}: {len(value):,} characters are too many, there is room for {room:,}.", more
    )


def business_name(value: str) -> str:
    """The name of a business on one line; UserError where it says nothing or too much."""
    kept = line(value).strip()
    if not kept:
        raise UserError("The business has no name.", "Type the name that stands on your letters.")
    if fault := too_long("name", kept):
        raise fault
    return kept
