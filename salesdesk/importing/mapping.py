"""Which column is which field: by what the columns are called, and as the person says."""

import re
from collections.abc import Mapping, Sequence

from salesdesk.errors import UserError
from salesdesk.importing.fields import FIELDS, Field
from salesdesk.model.text import fold

#: A column that fits no field: it becomes a line in the notes, never nothing.
NOTE = "notes"
IGNORE = "-"


def plain(header: str) -> str:
    """A heading without case, signs and the endings that programs add: `Close_Date__c`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    words = re.sub(r"__c\b|\(\d+\)$", "", words)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(words)).split())


def guess(headers: Sequence[str], kind: str) -> dict[str, str]:
    """heading -> field for every column that is recognised; each single field only once."""
    names: dict[str, Field] = {}
    for field in FIELDS[kind]:
        for word in (field.name, *field.also):
            names.setdefault(plain(word), field)
            names.setdefault(plain(word).replace(" ", ""), field)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for header in headers:
        words = plain(header)
        field_or_none = names.get(words) or names.get(words.replace(" ", ""))
        if field_or_none is None:
            continue
        if field_or_none.name in taken and not field_or_none.many:
            continue
        taken.add(field_or_none.name)
        found[header] = field_or_none.name
    return found


def misled(kind: str, field: str | None, cells: Sequence[str]) -> bool:
    """True where a heading says campaign and the column only counts: 1, 2, 1, 4."""
    if field != "campaign" or kind not in ("leads", "deals"):
        return False
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.isdigit() and len(cell) <= 3 for cell in filled)


def with_wishes(headers: Sequence[str], kind: str, wishes: Mapping[str, str]) -> dict[str, str]:
    """The guess, changed as asked; UserError for a column or field that does not exist."""
    found = guess(headers, kind)
    known = {field.name for field in FIELDS[kind]} | {NOTE, IGNORE}
    by_plain = {plain(header): header for header in headers}
    for column, field in wishes.items():
        header = column if column in headers else by_plain.get(plain(column))
        if header is None:
            raise UserError(
                f"There is no column “{column}”.", f"The columns are: {', '.join(headers[:20])}."
            )
        if field not in known:
            raise UserError(
                f"There is no field “{field}” for {kind}.",
                f"Choose from {', '.join(sorted(known - {IGNORE}))}, or - to leave it out.",
            )
        many = {f.name for f in FIELDS[kind] if f.many} | {NOTE, IGNORE}
        if field not in many:  # the person's word takes the field from the column guessed
            found = {h: f for h, f in found.items() if f != field}
        found[header] = field
    return found
