"""A long table is read in a process of its own; what it does, the window hears by the feed."""

import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.jobs import children, import_job
from salesdesk.session import Session
from salesdesk.ui.imports import work

ROWS = 4000


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    rows = "".join(f"Lead {n},lead{n}@example.com,0118 496 {n:04}\n" for n in range(ROWS))
    path.write_text("Name,Email,Phone\n" + rows + ",,\nBad,no address,\n", "utf-8")
    assert path.stat().st_size > work.A_MOMENT
    return path


def wish(path: Path) -> work.Wish:
    columns = {"Name": "name", "Email": "email", "Phone": "phone"}
    return work.Wish(path, None, "leads", columns, {}, None, "skip")


def count(session: Session) -> int:
    return int(session.db.value("select count(*) from lead"))


def here(*_: object, **__: object) -> None:
    raise AssertionError("this was to be done by a child")


def test_looking_at_a_long_table(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_job, "look", here)
    found = work.look(table, None)
    assert isinstance(found, work.Look)
    assert found.total == ROWS + 1
    assert found.source.headers == ["Name", "Email", "Phone"]


def test_the_rows_come_in_as_one_change_that_is_undone_here(
    session: Session, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "bring", here)
    told: list[int] = []
    heard: list[bool] = []
    session.subscribe(lambda changes: heard.append("lead" in changes.tables))
    checked = work.run(session, wish(table), dry_run=True, told=told.append, stop=work.Stop())
    assert isinstance(checked, work.Outcome)
    assert count(session) == 0
    found = work.run(session, wish(table), dry_run=False, told=told.append, stop=work.Stop())
    assert isinstance(found, work.Outcome)
    assert found.counts["created"] == {"leads": ROWS}
    assert found.errors == [[str(ROWS + 3), "Email", found.errors[0][2], "Bad", "no address", ""]]
    assert told and max(told) <= ROWS + 1
    session.poll()
    assert heard == [True]
    assert count(session) == ROWS
    assert session.undo() == "Import"
    assert count(session) == 0


def test_stopped_in_the_middle_keeps_nothing(session: Session, table: Path) -> None:
    stop = work.Stop()
    found = work.run(session, wish(table), dry_run=False, told=lambda rows: stop.set(), stop=stop)
    assert isinstance(found, UserError)
    assert "stopped" in found.title
    assert count(session) == 0


def test_a_child_that_is_killed_leaves_nothing_half_done(
    session: Session, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    start = children.start

    def kept(module: str) -> subprocess.Popen[bytes]:
        begun.append(start(module))
        return begun[-1]

    monkeypatch.setattr(children, "start", kept)
    found = work.run(
        session, wish(table), dry_run=False, told=lambda _: begun[0].kill(), stop=work.Stop()
    )
    assert isinstance(found, UserError)
    assert "Nothing of it was kept" in found.hint
    assert count(session) == 0
    assert session.check() == []


def test_without_a_child_it_is_done_here(
    session: Session, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/such/program")
    found = work.run(session, wish(table), dry_run=False, told=lambda _: None, stop=work.Stop())
    assert isinstance(found, work.Outcome)
    assert count(session) == ROWS


def test_a_look_at_the_feed_does_not_wait_for_a_writer(session: Session) -> None:
    other = session.another()
    other.db.connection.execute("begin exclusive")
    assert session.poll() is None
    other.db.connection.execute("rollback")
    other.close()
