"""A file that somebody has tampered with is not trusted: it is refused, or copied clean."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import search
from salesdesk.session import Session
from salesdesk.store import clean_copies, files, reading, vetting

CLOCK = Clock(fixed="2026-10-15")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme", clock=CLOCK) as session:
        for name in ("Ann Lee", "Bo Lind", "Cy Dent"):
            session.do(leads.create, {"name": name, "received_at": "2026-10-01T10:00:00Z"})
    return path


@pytest.fixture
def stranger(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The same file on a computer that has never seen it."""
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "another computer"))
    return path


def tamper(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma writable_schema = on")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


TAMPERED = {
    "a trigger": "create trigger evil after insert on lead begin delete from deal; end",
    "a view": "create view evil as with recursive r(n) as (select 1 union all select n + 1 from r)"
    " select n from r",
    "a table": "create table evil (a)",
    "a virtual table": "create virtual table evil using fts5(a)",
    "an index": "create index evil on lead (lower(name))",
    "a column": "alter table lead add column evil text",
    "a computed column": "alter table lead add column evil text as (hex(zeroblob(100000000)))",
    "another trigger of ours": "update sqlite_master set sql = replace(sql, 'journal_state', "
    "'journal_state where 0') where name = 'journal_lead_i'",
    "a table that is looser": "update sqlite_master set sql = replace(sql, 'strict', '') "
    "where name = 'lead'",
    "a missing index": "drop index lead_by_double",
    "a missing trigger": "drop trigger journal_lead_u",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_file_with_a_strange_part_is_refused_and_copied_clean(
    stranger: Path, what: str, tmp_path: Path
) -> None:
    tamper(stranger, TAMPERED[what])
    before = stranger.read_bytes()
    with pytest.raises(vetting.Foreign, match="SalesDesk did not make") as caught:
        Session.open(stranger, clock=CLOCK)
    assert "clean" in caught.value.hint
    done = clean_copies.clean_copy(stranger, tmp_path / "clean.salesdesk", CLOCK)
    assert stranger.read_bytes() == before
    with Session.open(done.path, clock=CLOCK) as session:
        assert [row.name for row in session.read(search.search, "lin")] == ["Bo Lind"]
        assert session.check() == []
        session.do(leads.create, {"name": "Di Orr", "received_at": "2026-10-02T10:00:00Z"})
        assert session.undo() is not None
    assert done.left_out == 0
    assert done.rows > 20


def test_the_same_file_is_refused_where_it_was_known(path: Path) -> None:
    tamper(path, TAMPERED["a trigger"])
    with pytest.raises(vetting.Foreign):
        Session.open(path, clock=CLOCK)


def test_a_file_of_ours_opens_on_another_computer(stranger: Path) -> None:
    with Session.open(stranger, clock=CLOCK) as session:
        assert session.db.value("select count(*) from lead") == 3


def test_only_the_first_opening_looks_through_everything(
    stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []
    real = vetting.look_through

    def look(connection: sqlite3.Connection, path: Path, version: int, _: object) -> None:
        looks.append(path)
        real(connection, path, version)

    monkeypatch.setattr(vetting, "look_through", look)
    for _ in range(3):
        Session.open(stranger, clock=CLOCK).close()
    assert looks == [stranger]


def test_a_reference_that_leads_nowhere_is_emptied_and_counted(
    stranger: Path, tmp_path: Path
) -> None:
    tamper(stranger, "update lead set channel_id = 99 where name = 'Ann Lee'")
    with pytest.raises(vetting.Foreign, match="that is not there"):
        Session.open(stranger, clock=CLOCK)
    done = clean_copies.clean_copy(stranger, tmp_path / "clean.salesdesk", CLOCK)
    assert done.left_out == 1
    with Session.open(done.path, clock=CLOCK) as session:
        assert session.db.value("select count(*) from lead where channel_id is null") == 3


def test_values_that_do_not_fit_stay_behind_and_are_counted(stranger: Path, tmp_path: Path) -> None:
    loosen = "update sqlite_master set sql = replace(sql, 'strict', '') where name = 'lead'"
    tamper(stranger, loosen)
    tamper(stranger, "update lead set score = 'many' where name = 'Ann Lee'")
    done = clean_copies.clean_copy(stranger, tmp_path / "clean.salesdesk", CLOCK)
    assert done.left_out == 1
    with Session.open(done.path, clock=CLOCK) as session:
        assert session.db.value("select count(*) from lead") == 2


def test_a_table_that_is_a_view_is_never_read(stranger: Path, tmp_path: Path) -> None:
    tamper(stranger, "drop table tagging", "create view tagging as select 1 as id, 1 as tag_id")
    done = clean_copies.clean_copy(stranger, tmp_path / "clean.salesdesk", CLOCK)
    with Session.open(done.path, clock=CLOCK) as session:
        assert session.db.value("select count(*) from tagging") == 0


def test_a_journal_that_names_no_column_stays_behind(stranger: Path, tmp_path: Path) -> None:
    """Undo builds statements from the names of fields in the journal."""
    tamper(
        stranger,
        "create table evil (a)",
        """update entry set after = '{"name = (select group_concat(name) from person) --":1}'
           where table_name = 'lead'""",
    )
    done = clean_copies.clean_copy(stranger, tmp_path / "clean.salesdesk", CLOCK)
    with Session.open(done.path, clock=CLOCK) as session:
        assert session.db.value("select count(*) from entry where after like '%group_concat%'") == 0
        assert session.db.value("select count(*) from lead") == 3


@pytest.mark.parametrize(
    "history",
    [
        """update entry set before = '{"name = (select uuid from file_identity) --":1}',
           after = '{}', op = 'u' where table_name = 'lead'""",
        "update entry set table_name = 'deal where ? or 1 --' where table_name = 'lead'",
    ],
)
def test_an_undo_runs_no_sql_from_the_journal(path: Path, history: str) -> None:
    """All parts of the file are ours, its history is not."""
    tamper(path, history)
    with Session.open(path, clock=CLOCK) as session:
        with pytest.raises(UserError, match="speaks of fields"):
            session.undo()
        assert session.db.value("select count(*) from lead where name like '%-%'") == 0


def test_what_takes_for_ever_ends_with_words(
    stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vetting, "SECONDS", -1000.0)
    monkeypatch.setattr(vetting, "STEPS", 1)
    with pytest.raises(UserError, match="takes too long"):
        Session.open(stranger, clock=CLOCK)


@pytest.mark.parametrize("offset", range(0, 100, 4))
def test_no_header_ends_in_a_traceback(stranger: Path, offset: int) -> None:
    content = bytearray(stranger.read_bytes())
    content[offset : offset + 4] = b"\xff\x7f\x00\x01"
    stranger.write_bytes(bytes(content))
    try:
        Session.open(stranger, clock=CLOCK).close()
    except UserError as error:
        assert error.title and error.hint


def test_a_clean_copy_never_replaces_a_file(
    path: Path, tmp_path: Path, opened: Callable[[Path], int]
) -> None:
    (tmp_path / "taken.salesdesk").write_text("mine")
    with pytest.raises(UserError, match="already a file"):
        clean_copies.clean_copy(path, tmp_path / "taken.salesdesk", CLOCK)
    assert (tmp_path / "taken.salesdesk").read_text() == "mine"
    assert opened(path) == 3


@pytest.fixture
def opened() -> Callable[[Path], int]:
    def count(path: Path) -> int:
        with Session.open(path, clock=CLOCK) as session:
            return int(session.db.value("select count(*) from lead"))

    return count


def test_who_no_longer_waits_for_the_look_ends_it(
    stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vetting, "STEPS", 1)
    asked: list[float] = []

    def stop_after_reading(share: float) -> bool:
        asked.append(share)
        return len(asked) == 1

    with pytest.raises(reading.Stopped, match="Nothing was changed"):
        files.get_to_know(stranger, stop_after_reading)
    assert asked[0] == 1.0 and not vetting.is_known(stranger)
    files.get_to_know(stranger, lambda _: True)
    assert vetting.is_known(stranger)
