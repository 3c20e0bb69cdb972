"""Keys that follow from what a row means, for tables with one row for each meaning.

Two colleagues who set the same setting, or the same target, without knowing of each other then
make two events of one row, and not two rows. The keys are negative: those that a seat counts
are not.
"""

import hashlib

BITS = 63


def key_of(table: str, *meaning: str | int | None) -> int:
    """The key of the row of `table` that means this, the same in every copy of a file."""
    words = "\x1f".join([table, *("" if part is None else str(part) for part in meaning)])
    digest = hashlib.sha256(words.encode()).digest()
    return -(int.from_bytes(digest[:8], "big") >> (64 - BITS)) - 1
