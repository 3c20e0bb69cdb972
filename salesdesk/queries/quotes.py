"""What the quote editor needs: a quote's lines as they were typed, and the next number."""

from itertools import groupby
from typing import Any

from salesdesk.store import locations
from salesdesk.store.database import Database

#: In a team each copy has blocks of quote numbers: the setting `quote_block:12` holds the seat
#: that counts from 1201 to 1300.
BLOCK, SIZE, SPREAD = "quote_block:", 100, 50


def lines(db: Database, quote_id: int) -> list[dict[str, Any]]:
    """The lines of a quote in their order."""
    return db.dicts(
        "select id, words, quantity_milli, unit_price, discount_percent from quote_line "
        "where quote_id = ? and trashed_at is null order by position, id",
        (quote_id,),
    )


def typed(db: Database, quote_id: int) -> dict[str, Any] | None:
    """A quote as its editor holds it; None if it is gone."""
    found = db.row(
        "select tax_percent, valid_until from quote where id = ? and trashed_at is null",
        (quote_id,),
    )
    if found is None:
        return None
    rows = [{n: v for n, v in line.items() if n != "id"} for line in lines(db, quote_id)]
    return {"lines": rows, "tax_percent": found[0], "valid_until": found[1]}


def addressed_to(db: Database, deal_id: int) -> list[str]:
    """Who a deal's quote is for, as on an envelope: person, firm, address, town and postcode."""
    found = db.row(
        "select c.name, o.name, coalesce(c.address, o.address), coalesce(c.town, o.town), "
        "coalesce(c.postcode, o.postcode) from deal d left join contact c on c.id = d.contact_id "
        "left join organisation o on o.id = d.organisation_id where d.id = ?",
        (deal_id,),
    )
    name, firm, address, town, postcode = found or (None,) * 5
    lines = [name, firm, *str(address or "").splitlines()]
    place = " ".join(part for part in (town, postcode) if part)
    return [line.strip() for line in (*lines, place) if line and line.strip()]


def rows_of(db: Database, quote_id: int) -> list[tuple[str, int]]:
    """Where a quote stands in the file: itself and its lines, those taken out as well."""
    found = db.rows("select id from quote_line where quote_id = ?", (quote_id,))
    return [("quote", quote_id), *(("quote_line", int(key)) for (key,) in found)]


def next_number(db: Database) -> str:
    """The number after the highest that is a whole number."""
    highest = db.value(
        "select max(cast(number as integer)) from quote where number not glob '*[^0-9]*'"
    )
    return str(int(highest or 1000) + 1)


def counts_in_blocks(db: Database) -> bool:
    """True in the copy of a team's file: others write quotes at the same time."""
    return locations.is_copy_of_team(db.path)


def own_block(db: Database) -> int | None:
    """The newest block of numbers that this copy counts in; None before its first."""
    found = db.rows(
        "select name from setting where name glob ? and value = ? and trashed_at is null",
        (f"{BLOCK}*", str(db.seat)),
    )
    return max((int(name.removeprefix(BLOCK)) for (name,) in found), default=None)


def next_in(db: Database, block: int) -> str | None:
    """The next number in a block; None when it is used up."""
    first = block * SIZE + 1
    highest = db.value(
        "select max(cast(number as integer)) from quote where number not glob '*[^0-9]*' "
        "and cast(number as integer) between ? and ?",
        (first, first + SIZE - 1),
    )
    number = first if highest is None else int(highest) + 1
    return str(number) if number < first + SIZE else None


def free_block(db: Database) -> int:
    """A block that nobody has, as far as is known here.

    Where it is looked for depends on the seat: two who write their first quote on the same day
    without a connection hardly ever begin in the same block.
    """
    taken = {
        int(name.removeprefix(BLOCK))
        for (name,) in db.rows("select name from setting where name glob ?", (f"{BLOCK}*",))
    }
    block = int(next_number(db)) // SIZE + 1 + db.seat % SPREAD
    while block in taken:
        block += 1
    return block


def name_of(block: int) -> str:
    """The name of the setting that says whose block it is."""
    return f"{BLOCK}{block}"


def twins(db: Database) -> list[tuple[int, str, int]]:
    """Quotes whose number two copies gave without knowing of each other: key, number, version.

    The earlier one keeps its number; the other one gets it with an ending. Of one deal it is the
    next version. What they are to be follows from the quotes, so it is the same in every copy.
    """
    found = db.rows(
        "select number, id, deal_id, revision from quote where number in "
        "(select number from quote group by number having count(*) > 1) "
        "order by number, created_at, id"
    )
    apart: list[tuple[int, str, int]] = []
    for number, same in groupby(found, key=lambda row: str(row[0])):
        versions: dict[int, list[int]] = {}
        for _, key, deal, revision in same:
            given = versions.setdefault(deal, [])
            wanted = max(given) + 1 if revision in given else revision
            given.append(wanted)
            place = list(versions).index(deal)
            name = f"{number}-{place + 1}" if place else number
            if (name, wanted) != (number, revision):
                apart.append((int(key), name, wanted))
    return apart


def last_revision(db: Database, deal_id: int, number: str) -> int:
    """The newest version of a numbered quote of a deal."""
    found = db.value(
        "select max(revision) from quote where deal_id = ? and number = ?", (deal_id, number)
    )
    return int(found or 0)
