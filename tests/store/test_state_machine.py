"""At random: do, undo and redo, and compare the whole file with what it was."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from salesdesk.actions import action
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.schema import RECORDS
from salesdesk.store.triggers import BOOKKEEPING, columns_of

State = dict[str, list[tuple[Any, ...]]]
TEXT = st.text(max_size=12).map(lambda text: f"{text}.")  # something that can be read
NUMBER = st.integers(-(2**53), 2**53)


@action("Add")
def add(db: Database, name: str, value: int | None) -> int:
    """A lead, and a note about it."""
    key = db.table("lead").insert(
        {"name": name, "name_key": name, "received_at": db.now(), "estimated_value": value}
    )
    db.table("activity").insert({"kind": "note", "subject": name, "lead_id": key})
    return key


@action("Edit")
def edit(db: Database, key: int, values: dict[str, Any]) -> None:
    """Several fields at once."""
    db.table("lead").update(key, values)


@action("Many")
def many(db: Database, count: int) -> list[int]:
    """A bulk load."""
    return db.table("lead").insert_many(
        {"name": f"n{n}", "name_key": f"n{n}", "received_at": db.now()} for n in range(count)
    )


@action("Remove")
def remove(db: Database, key: int) -> None:
    """Take a tag link away for good."""
    db.table("tagging").delete(key)


@action("Tag")
def tag(db: Database, key: int) -> int:
    """A tag and its link."""
    tag_id = db.table("tag").insert({"name": "t", "name_key": "t"})
    return db.table("tagging").insert({"tag_id": tag_id, "table_name": "lead", "row_id": key})


class Journal(RuleBasedStateMachine):
    """Every state that was passed is reached again by undo and by redo."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.session = Session.create(self.folder / "a.salesdesk", name="A")
        self.past: list[State] = [self.state()]
        self.future: list[State] = []
        self.links: list[int] = []

    def state(self) -> State:
        db = self.session.db
        found: State = {}
        for table in RECORDS:
            kept = [c for c in columns_of(db.connection, table) if c not in BOOKKEEPING]
            found[table] = db.rows(f"select {', '.join(kept)} from {table} order by id")
        return found

    def did(self) -> None:
        state = self.state()
        if state != self.past[-1]:
            self.past.append(state)
            self.future = []

    def keys(self, table: str) -> list[int]:
        return [k for (k,) in self.session.db.rows(f"select id from {table} order by id")]

    @rule(name=TEXT, value=st.none() | NUMBER)
    def do_add(self, name: str, value: int | None) -> None:
        self.session.do(add, name, value)
        self.did()

    @rule(
        data=st.data(),
        values=st.dictionaries(st.sampled_from(["name", "notes", "budget"]), TEXT, min_size=1),
        value=st.none() | NUMBER,
    )
    def do_edit(self, data: st.DataObject, values: dict[str, Any], value: int | None) -> None:
        keys = self.keys("lead")
        if keys:
            key = data.draw(st.sampled_from(keys))
            self.session.do(edit, key, {**values, "estimated_value": value})
            self.did()

    @rule(count=st.sampled_from([1, 4, 230]))
    def do_many(self, count: int) -> None:
        self.session.do(many, count)
        self.did()

    @rule(data=st.data())
    def do_tag(self, data: st.DataObject) -> None:
        keys = self.keys("lead")
        if keys:
            self.session.do(tag, data.draw(st.sampled_from(keys)))
            self.did()

    @rule()
    def do_remove(self) -> None:
        links = self.keys("tagging")
        if links:
            self.session.do(remove, links[0])
            self.did()

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo(self) -> None:
        assert self.session.undo() is not None
        self.future.append(self.past.pop())
        assert self.state() == self.past[-1]

    @precondition(lambda self: bool(self.future))
    @rule()
    def redo(self) -> None:
        assert self.session.redo() is not None
        self.past.append(self.future.pop())
        assert self.state() == self.past[-1]

    def teardown(self) -> None:
        if hasattr(self, "session"):
            while len(self.past) > 1:
                self.undo()
            assert self.session.undo() is None
            assert self.session.check() == []
            self.session.close()
            shutil.rmtree(self.folder)


Journal.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestJournal = Journal.TestCase
