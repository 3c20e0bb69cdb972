"""What the quote editor needs: a quote's lines as they were typed, and the next number."""

from typing import Any

from salesdesk.store.database import Database


def lines(db: Database, quote_id: int) -> list[dict[str, Any]]:
    """The lines of a quote in their order."""
    return db.dicts(
        "select id, words, quantity_milli, unit_price, discount_percent from quote_line "
        "where quote_id = ? and trashed_at is null order by position, id",
        (quote_id,),
    )


def next_number(db: Database) -> str:
    """The number after the highest that is a whole number."""
    highest = db.value(
        "select max(cast(number as integer)) from quote where number not glob '*[^0-9]*'"
    )
    return str(int(highest or 1000) + 1)


def last_revision(db: Database, deal_id: int, number: str) -> int:
    """The newest version of a numbered quote of a deal."""
    found = db.value(
        "select max(revision) from quote where deal_id = ? and number = ?", (deal_id, number)
    )
    return int(found or 0)
