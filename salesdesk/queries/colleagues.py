"""What colleagues did in the file: their changes since one last looked, with who and where."""

from dataclasses import dataclass

from salesdesk.store.database import Database

#: So many entries are looked through: a large import is one change all the same.
ENTRIES = 5000


@dataclass(frozen=True)
class Deed:
    """A change that was made at another seat."""

    seat: int
    person: str
    is_me: bool
    words: str
    detail: str
    kind: str


def since(db: Database, entry: int, limit: int = 200) -> list[Deed]:
    """The changes of other seats that came after an entry of the journal, the newest first."""
    rows = db.rows(
        "select c.seat, coalesce(p.name, ''), c.person_id is not null and c.person_id is ?, "
        "c.words, coalesce(c.detail, ''), c.kind from change c "
        "left join person p on p.id = c.person_id "
        "where c.seat <> ? and c.id in (select change_id from (select change_id from entry "
        "where id > ? order by id desc limit ?)) order by c.clock desc limit ?",
        (db.person_id, db.seat, entry, ENTRIES, limit),
    )
    return [
        Deed(int(seat), str(person), bool(me), str(words), str(detail), str(kind))
        for seat, person, me, words, detail, kind in rows
    ]
