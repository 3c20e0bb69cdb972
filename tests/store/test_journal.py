"""The journal: what is kept of a change, and what undo and redo make of it."""

from typing import Any

import pytest

from salesdesk.actions import action
from salesdesk.errors import UserError
from salesdesk.queries import history
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.feed import Changes
from salesdesk.store.schema import RECORDS


@action("New lead")
def add_lead(db: Database, name: str, **more: Any) -> int:
    """A lead with only a name."""
    return db.table("lead").insert(
        {"name": name, "name_key": name.lower(), "received_at": db.now(), **more}
    )


@action("Edit lead")
def edit_lead(db: Database, key: int, **values: Any) -> None:
    """Change some fields."""
    db.table("lead").update(key, values)


@action("Many leads")
def add_many(db: Database, count: int) -> list[int]:
    """Leads in bulk."""
    return db.table("lead").insert_many(
        {"name": f"Person {n}", "name_key": f"person {n}", "received_at": db.now()}
        for n in range(count)
    )


@action("Half")
def half_done(db: Database) -> None:
    """Fails when half of it is written."""
    add_lead(db, "Half")
    raise UserError("Something went wrong.", "Try again.")


def names(session: Session) -> list[str]:
    return [n for (n,) in session.db.rows("select name from lead order by id")]


def test_every_record_table_is_journaled(session: Session) -> None:
    triggers = {
        n for (n,) in session.db.rows("select name from sqlite_master where type='trigger'")
    }
    assert {f"journal_{t}_{op}" for t in RECORDS for op in "iud"} <= triggers


def test_an_action_that_fails_leaves_nothing(session: Session) -> None:
    with pytest.raises(UserError):
        session.do(half_done)
    assert names(session) == []
    assert session.undo() is None


def test_undo_and_redo_bring_back_what_was(session: Session) -> None:
    key = session.do(add_lead, "Ann", notes="line one\nline “two”")
    session.do(edit_lead, key, name="Anne", notes=None)
    assert session.undo() == "Edit lead"
    assert session.db.row("select name, notes from lead") == ("Ann", "line one\nline “two”")
    assert session.undo() == "New lead"
    assert names(session) == []
    assert session.undo() is None
    assert session.redo() == "New lead"
    assert session.redo() == "Edit lead"
    assert session.db.row("select name, notes from lead") == ("Anne", None)
    assert session.redo() is None


def test_something_new_ends_redo(session: Session) -> None:
    session.do(add_lead, "Ann")
    session.undo()
    session.do(add_lead, "Bob")
    assert session.redo() is None


def test_the_version_only_rises(session: Session) -> None:
    key = session.do(add_lead, "Ann")
    session.do(edit_lead, key, name="Anne")
    session.undo()
    assert session.db.value("select version from lead") == 3


def test_undo_refuses_where_a_field_has_changed_since(session: Session) -> None:
    key = session.do(add_lead, "Ann")
    session.do(edit_lead, key, name="Anne")
    with session.another() as colleague:
        colleague.db.seat = 7
        colleague.db.execute("insert into seat (id, name, first_seen) values (7, 'x', 'x')")
        colleague.do(edit_lead, key, name="Anna")
    with pytest.raises(UserError, match="changed the name of the lead “Anna” since"):
        session.undo()
    assert names(session) == ["Anna"]


def test_undo_keeps_other_fields_that_a_colleague_changed(session: Session) -> None:
    key = session.do(add_lead, "Ann")
    session.do(edit_lead, key, name="Anne")
    with session.another() as colleague:
        colleague.db.seat = 7
        colleague.db.execute("insert into seat (id, name, first_seen) values (7, 'x', 'x')")
        colleague.do(edit_lead, key, notes="Called")
    session.undo()
    assert session.db.row("select name, notes from lead") == ("Ann", "Called")


@pytest.mark.parametrize("count", [3, 500])
def test_many_rows_are_undone_in_one_step_and_found_again(session: Session, count: int) -> None:
    session.do(add_many, count)
    session.undo()
    assert names(session) == []
    session.redo()
    assert len(names(session)) == count
    assert session.check() == []


def test_many_rows_are_not_undone_when_one_was_changed_since(session: Session) -> None:
    keys = session.do(add_many, 300)
    session.db.execute("update lead set name = 'Other' where id = ?", (keys[5],))
    with pytest.raises(UserError, match="“Other” has been changed since"):
        session.undo()
    assert len(names(session)) == 300


def test_a_strangers_change_is_in_the_feed_and_not_undone(session: Session) -> None:
    session.do(add_lead, "Ann")
    with session.another() as stranger:
        stranger.db.execute("update lead set name = 'By script'")
    heard: list[Changes] = []
    session.subscribe(heard.append)
    changes = session.poll()
    assert changes is not None and changes.tables == {"lead"} and not changes.own
    assert changes.words == "Changed outside SalesDesk"
    assert heard == [changes]
    assert session.poll() is None


def test_a_change_that_changes_nothing_leaves_no_trace(session: Session) -> None:
    key = session.do(add_lead, "Ann")
    before = len(history.latest(session.db))
    session.do(edit_lead, key, name="Ann")
    assert len(history.latest(session.db)) == before


def test_history_says_who_and_what(session: Session) -> None:
    session.do(add_lead, "Ann")
    change = history.latest(session.db)[0]
    assert (change.words, change.rows, change.undone) == ("New lead", 1, False)
    assert change.person is not None
    session.undo()
    assert [c.kind for c in history.latest(session.db)][:2] == ["undo", "do"]
    assert history.latest(session.db)[1].undone


def test_a_new_file_cannot_be_undone_away(session: Session) -> None:
    assert session.undo() is None
    assert session.db.value("select count(*) from stage") == 7


def test_search_follows_every_change(session: Session) -> None:
    def found(word: str) -> int:
        return int(
            session.db.value("select count(*) from lead_search where lead_search match ?", (word,))
        )

    key = session.do(add_lead, "Zebedee")
    assert found("zeb") == 1
    session.do(edit_lead, key, name="Quentin")
    assert (found("zeb"), found("que")) == (0, 1)
    session.undo()
    assert (found("zeb"), found("que")) == (1, 0)
    session.undo()
    assert found("zeb") == 0
