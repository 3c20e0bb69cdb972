"""A file that an older SalesDesk made is brought up to date, with a backup beside it."""

import sqlite3
from pathlib import Path

from salesdesk.actions import leads
from salesdesk.model.calendar import Clock
from salesdesk.queries import search
from salesdesk.session import Session
from salesdesk.store.schema import SCHEMA_VERSION

CLOCK = Clock(fixed="2026-10-15")


def as_version_1(path: Path) -> None:
    """Take out what version 2 brought."""
    with sqlite3.connect(path) as connection:
        for name in ("start_lead_i", "start_lead_u", "start_lead_d"):
            connection.execute(f"drop trigger {name}")
        connection.execute("drop table lead_start")
        connection.execute("drop index lead_woken")
        connection.execute("pragma user_version = 1")
    connection.close()


def made(path: Path) -> None:
    with Session.create(path, name="Acme", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Ann Lee", "received_at": "2026-09-01T10:00:00Z"})


def test_a_file_of_version_1_is_brought_up_to_date_and_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    made(path)
    as_version_1(path)
    with Session.open(path, clock=CLOCK) as session:
        assert session.db.value("pragma user_version") == SCHEMA_VERSION
        assert [row.name for row in session.read(search.search, "le")] == ["Ann Lee"]
        session.do(leads.create, {"name": "Bo Lind", "received_at": "2026-09-02T10:00:00Z"})
        assert [row.name for row in session.read(search.search, "li")] == ["Bo Lind"]
        assert session.check() == []
        assert session.undo() is not None
        assert session.read(search.search, "li") == []
    assert any("before-update" in found.name for found in tmp_path.rglob("*"))


def test_a_file_of_version_1_is_searched_though_it_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.salesdesk"
    made(path)
    as_version_1(path)
    with Session.open(path, clock=CLOCK, read_only=True) as session:
        assert [row.name for row in session.read(search.search, "le")] == ["Ann Lee"]
        assert session.db.value("pragma user_version") == 1
