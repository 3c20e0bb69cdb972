"""Damage to a file at random, and a look into what is left of it."""

import random
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session

CLOCK = Clock("Europe/London", "2026-10-15")


def hurt(content: bytes, luck: random.Random, page: int) -> bytes:
    """Flip some bits, overwrite some pages with nothing, or cut the end off anywhere."""
    changed = bytearray(content)
    how = luck.choice(("flip", "flip", "flip", "zero", "cut"))
    if how == "flip":
        for _ in range(luck.choice((1, 3, 30))):
            changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    elif how == "zero":
        for _ in range(luck.choice((1, 2, 4))):
            start = luck.randrange(len(changed) // page) * page
            changed[start : start + page] = bytes(page)
    else:
        del changed[luck.randrange(len(changed) // 2, len(changed)) :]
    return bytes(changed)


def look(path: Path) -> None:
    """Open a damaged file and read it, as a window does: in words, or all goes well."""
    try:
        with Session.open(path, clock=CLOCK) as session:
            session.check()
            session.db.rows("select * from lead order by received_at desc limit 100")
    except UserError as error:
        assert error.hint
