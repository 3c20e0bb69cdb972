"""Many rows at once leave the same journal, index and triggers as one by one."""

from pathlib import Path
from typing import Any

from salesdesk.session import Session
from salesdesk.store import bulk
from salesdesk.store.database import Database

AWKWARD = [
    'say "hi"',
    "back\\slash",
    "line\nbreak\ttab\r",
    "\x01\x1f\x7f",
    "Zoë ☕ 𝔘",
    "'",
    "/",
    "",
]


def _rows(db: Database) -> list[dict[str, Any]]:
    rows = []
    for number in range(bulk.FEW + 30):
        row: dict[str, Any] = {"name": f"Lead {number}", "name_key": f"lead {number}"}
        row |= {"received_at": "2026-01-02T03:04:05Z", "notes": AWKWARD[number % len(AWKWARD)]}
        row["status"] = "working" if number % 3 else None
        row["estimated_value"] = -number if number % 2 else None
        rows.append(row)
    return rows


def _at_once(db: Database) -> None:
    db.table("lead").insert_many(_rows(db))


def _one_by_one(db: Database) -> None:
    for row in _rows(db):
        db.table("lead").insert({k: v for k, v in row.items() if v is not None})


def _made(folder: Path, name: str, action: Any) -> Session:
    session = Session.create(folder / name, name="Bulk")
    session.do(action)
    return session


def _entries(session: Session) -> list[tuple[Any, ...]]:
    first = session.db.value("select min(id) from lead")
    sql = "select op, before, after, row_id from entry where table_name = 'lead' order by row_id"
    shift = {str(first + n): f"KEY{n}" for n in range(bulk.FEW + 30)}
    me = str(session.person_id)
    at = session.db.value("select min(created_at) from lead")
    return [
        (op, before, after.replace(str(key), shift[str(key)]).replace(me, "ME").replace(at, "AT"))
        for op, before, after, key in session.db.rows(sql)
    ]


def test_the_journal_is_the_same_to_the_byte(tmp_path: Path) -> None:
    many = _made(tmp_path, "many.salesdesk", _at_once)
    single = _made(tmp_path, "single.salesdesk", _one_by_one)
    assert _entries(many) == _entries(single)
    assert len(_entries(many)) == bulk.FEW + 30
    many.close()
    single.close()


def test_nobody_made_them_is_the_same_too(tmp_path: Path) -> None:
    found = []
    for name, action in (("many", _at_once), ("single", _one_by_one)):
        session = Session.create(tmp_path / f"{name}.salesdesk", name="Bulk")
        me, session.db.person_id = str(session.person_id), None
        session.do(action)
        session.db.person_id = int(me)
        found.append(_entries(session))
        session.close()
    assert found[0] == found[1]
    assert "created_by" not in found[0][0][2]


def test_the_triggers_are_back_and_the_rows_are_found_and_undone(tmp_path: Path) -> None:
    session = _made(tmp_path, "many.salesdesk", _at_once)
    hits = "select count(*) from lead_search where lead_search match 'sla'"
    assert session.db.value(hits) == sum(r["notes"] == AWKWARD[1] for r in _rows(session.db))
    session.do(lambda db: db.table("lead").insert(_rows(db)[1]))
    assert session.db.value(hits) == 1 + sum(r["notes"] == AWKWARD[1] for r in _rows(session.db))
    session.undo()
    session.undo()
    assert session.db.value("select count(*) from lead") == 0
    assert session.db.value(hits) == 0
    assert session.check() == []
    session.redo()
    assert session.db.value("select count(*) from lead") == bulk.FEW + 30
    session.close()
    Session.open(tmp_path / "many.salesdesk").close()


def test_rows_among_others_are_journaled_once_each(tmp_path: Path) -> None:
    def mixed(db: Database) -> None:
        rows = _rows(db)
        for number, row in enumerate(rows):
            row["id"] = db.new_key()
            if number == 5:
                db.table("lead").insert(rows[0] | {"id": db.new_key(), "status": "new"})
        db.table("lead").insert_many(rows)

    session = _made(tmp_path, "mixed.salesdesk", mixed)
    count = session.db.value("select count(*) from lead")
    sql = "select count(*), count(distinct row_id) from entry where table_name = 'lead'"
    assert session.db.row(sql) == (count, count)
    session.close()
