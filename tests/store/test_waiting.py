"""Two programs at one file: reading and writing wait for the other, and then go on."""

import sqlite3
import threading
from collections.abc import Iterator

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.store import journal
from salesdesk.store.feed import Changes


@pytest.fixture
def other(session: Session) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(session.path, isolation_level=None, check_same_thread=False)
    yield connection
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()
    connection.close()


def test_reading_waits_while_another_program_saves(
    session: Session, other: sqlite3.Connection
) -> None:
    other.execute("begin exclusive")
    threading.Timer(0.1, lambda: other.execute("commit")).start()
    assert session.db.value("select count(*) from stage") == 7


def test_who_looks_for_changes_does_not_wait_and_hears_of_them_later(
    session: Session, other: sqlite3.Connection
) -> None:
    other.execute("begin exclusive")
    other.execute("update person set name = 'By script'")
    assert session.poll() is None
    other.execute("commit")
    changes = session.poll()
    assert changes is not None and changes.tables == {"person"}


def test_saving_waits_for_a_reader(session: Session, other: sqlite3.Connection) -> None:
    other.execute("begin")
    other.execute("select count(*) from lead").fetchone()
    threading.Timer(0.1, lambda: other.execute("commit")).start()
    key = session.do(leads.create, {"name": "Ann Lee"})
    assert session.db.value("select name from lead where id = ?", (key,)) == "Ann Lee"


def test_a_reader_who_never_ends_is_told_and_nothing_is_half_saved(
    session: Session, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdesk.store.patience.BUSY_SECONDS", 0.05)
    other.execute("begin")
    other.execute("select count(*) from lead").fetchone()
    with pytest.raises(UserError, match="another program"):
        session.do(leads.create, {"name": "Ann Lee"})
    other.execute("commit")
    assert session.db.value("select count(*) from lead") == 0
    session.do(leads.create, {"name": "Bo Lind"})
    assert session.db.value("select count(*) from lead") == 1
    assert session.check() == []


def test_a_check_waits_for_a_writer(session: Session, other: sqlite3.Connection) -> None:
    other.execute("begin immediate")
    threading.Timer(0.1, lambda: other.execute("commit")).start()
    assert session.check() == []


def test_a_change_tells_what_others_wrote_just_before(
    session: Session, other: sqlite3.Connection
) -> None:
    heard: list[Changes] = []
    session.subscribe(heard.append)
    key = session.do(leads.create, {"name": "Ann Lee"})
    assert heard[-1].rows("lead") == {key}
    other.execute("update person set name = 'By script'")
    session.do(leads.edit, key, {"notes": "called"})
    assert heard[-1].tables == {"lead", "person"}
    assert (heard[-1].words, heard[-1].own) == ("Edit lead", True)


def test_keys_go_on_after_another_window_of_the_same_seat(session: Session) -> None:
    with session.another() as window:
        keys = [
            one.do(leads.create, {"name": f"Ann {n}"})
            for n, one in enumerate((session, window, window, session, window))
        ]
    assert keys == sorted(set(keys))
    clocks = session.db.rows("select clock from change where id > 0 order by id")
    assert clocks == sorted(set(clocks))


def test_the_entries_of_a_row_are_found_before_and_after_they_are_noted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = session.do(leads.create, {"name": "Ann Lee"})
    expected = journal.of_row(session.db.connection, "lead", key)
    monkeypatch.setattr(journal, "ENTRIES_TO_INDEX", 10)
    for turn in range(25):
        session.do(leads.mark_read, key, turn % 2 == 0)
        expected.append(session.position())
    assert session.db.value("select indexed from journal_state") > 0
    assert session.db.value("select indexed from journal_state") < session.position()
    assert journal.of_row(session.db.connection, "lead", key) == expected
