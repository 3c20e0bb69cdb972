"""Two copies that went separate ways: who changed how many of what since then."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field

from salesdesk.store import shipments, strays
from salesdesk.store.database import Database

#: What people call a record of each table, in the order in which it is told.
KINDS = {
    "lead": "lead", "deal": "deal", "contact": "contact", "organisation": "organisation",
    "activity": "activity", "handover": "handover", "campaign": "campaign", "quote": "quote",
    "target": "target", "plan": "plan", "feedback": "feedback", "setting": "setting",
}  # fmt: skip
#: Come along with a record that is counted.
PARTS = frozenset(
    "contact_point consent tagging stage_event quote_line campaign_activity import_run".split()
)
OTHER = "other record"
OUTSIDE = "Changed outside SalesDesk"


@dataclass
class Share:
    """What one person changed at one computer: how many records of each kind."""

    person_id: int | None
    who: str
    computer: str
    counts: dict[str, int] = field(default_factory=dict)


def changed_since(db: Database, has: Mapping[int, int]) -> list[Share]:
    """What was changed in this copy that one which knows `has` lacks."""
    shares: dict[tuple[int | None, str], Share] = {}
    for seat, newest in shipments.known(db.connection).items():
        low = max(has.get(seat, 0), seat << shipments.SEAT_BITS)
        if newest <= low:
            continue
        computer = db.value("select name from seat where id = ?", (seat,)) or ""
        for person_id, name, words, table, count in db.rows(
            "select c.person_id, p.name, min(c.words), e.table_name, count(distinct e.row_id) "
            "from change c join entry e on e.id between c.first_entry and c.last_entry "
            "and e.change_id = c.id "
            "left join person p on p.id = c.person_id where c.id > ? and c.id <= ? "
            "and (c.kind <> 'outside' or c.words = ?) group by c.person_id, e.table_name",
            (low, newest, OUTSIDE),
        ):
            who = name or ("Another program" if words == OUTSIDE else "Somebody")
            share = shares.setdefault((person_id, computer), Share(person_id, who, computer))
            if table not in PARTS:
                kind = KINDS.get(table, OTHER)
                share.counts[kind] = share.counts.get(kind, 0) + count
    return list(shares.values())


def seat_names(db: Database) -> dict[int, str]:
    """What the computers are called on which the copies lie."""
    return {int(key): str(name) for key, name in db.rows("select id, name from seat") if name}


def other_computers(db: Database) -> dict[int, str]:
    """Where colleagues' seats are, and my own elsewhere: none for those of this computer."""
    rows = db.rows("select id, name from seat where name <> '' and counter >= 0")
    names = {int(key): str(name) for key, name in rows}
    here = names.get(db.seat) or platform.node()
    return {seat: name for seat, name in names.items() if name not in (here, strays.NAME)}
