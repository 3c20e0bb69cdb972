"""A file that version 1 made is brought up to date, with a backup beside it."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import history, search
from salesdesk.session import Session
from salesdesk.store.schema import SCHEMA_VERSION

CLOCK = Clock(fixed="2026-10-15")
#: Made by version 1: Ann Lee was added and renamed Anne, Carl Gone added and undone, and a
#: script wrote into it.
VERSION_1 = Path(__file__).with_name("version-1.salesdesk.gz")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.salesdesk"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    return path


def parts(path: Path) -> dict[str, str]:
    """The tables, indexes and triggers of a file, without what is between the words."""
    connection = sqlite3.connect(path)
    found = connection.execute(
        "select name, sql from sqlite_master where sql is not null and name not like 'sqlite%'"
    ).fetchall()
    connection.close()
    lines = {
        name: "\n".join(line.split("--")[0] for line in sql.splitlines()) for name, sql in found
    }
    return {name: "".join(sql.split()).lower() for name, sql in lines.items()}


def test_it_is_brought_up_to_date_and_backed_up(path: Path, tmp_path: Path) -> None:
    with Session.open(path, clock=CLOCK) as session:
        assert session.db.value("pragma user_version") == SCHEMA_VERSION
        assert [row.name for row in session.read(search.search, "le")] == ["Anne Lee"]
        session.do(leads.create, {"name": "Bo Lind", "received_at": "2026-09-02T10:00:00Z"})
        assert [row.name for row in session.read(search.search, "li")] == ["Bo Lind"]
        assert session.check() == []
        assert session.undo() is not None
        assert session.read(search.search, "li") == []
    assert any("before-update" in found.name for found in tmp_path.rglob("*"))


def test_it_is_searched_though_it_may_not_be_written(path: Path) -> None:
    with Session.open(path, clock=CLOCK, read_only=True) as session:
        assert [row.name for row in session.read(search.search, "le")] == ["Anne Lee"]
        assert [c.words for c in history.latest(session.db)][:2] == ["Add lead", "Add lead"]
        assert session.db.value("pragma user_version") == 1


def test_it_has_the_tables_indexes_and_triggers_of_a_new_file(path: Path, tmp_path: Path) -> None:
    Session.open(path, clock=CLOCK).close()
    Session.create(tmp_path / "new.salesdesk", name="New", clock=CLOCK).close()
    old, new = parts(path), parts(tmp_path / "new.salesdesk")
    assert set(old) == set(new)
    different = {name for name in new if old[name] != new[name]}
    # the same columns and options, in another order
    assert different <= {"change", "lead_search"}


def test_its_seat_goes_on_counting_and_undoes_what_it_did(path: Path) -> None:
    with Session.open(path, clock=CLOCK) as session:
        session.db.seat, count = session.db.row("select id, counter from seat where counter > 0")
        key = session.do(leads.create, {"name": "Bo Lind", "received_at": "2026-09-02T10:00:00Z"})
        assert key & 0xFFFFFFFF > count
        session.db.execute("update lead set notes = null where name = 'Anne Lee'")
        assert [session.undo() for _ in range(4)] == ["Add lead", "Edit lead", "Add lead", None]
        assert session.check() == []


def test_its_history_is_kept(path: Path) -> None:
    with Session.open(path, clock=CLOCK) as session:
        found = history.latest(session.db)
        assert [(c.words, c.rows) for c in found[:4]] == [
            ("Add lead", 1), ("Add lead", 1), ("Edit lead", 1), ("Add lead", 1),
        ]  # fmt: skip


def test_it_is_refused_with_a_trigger_of_somebody_else(path: Path) -> None:
    stranger = sqlite3.connect(path)
    stranger.execute("drop trigger journal_deal_u")
    stranger.execute("create trigger journal_deal_u after update on deal begin select 1; end")
    stranger.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="parts that SalesDesk did not make"):
        Session.open(path, clock=CLOCK)
    assert path.read_bytes() == before
