"""A small business file whose rows a test lays down one by one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store.database import Database

TODAY = "2026-10-15"


class Business:
    """Short words for laying rows down."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.db: Database = session.db
        self.stages = dict(self.db.rows("select name, id from stage"))

    def put(self, table: str, **values: Any) -> int:
        """One row; its key."""
        with self.db.change("Test"):
            return self.db.table(table).insert(values)

    def set(self, table: str, key: int, **values: Any) -> None:
        """Change one row."""
        with self.db.change("Test"):
            self.db.table(table).update(key, values)

    def trash(self, table: str, key: int) -> None:
        """Put one row in the trash."""
        with self.db.change("Test"):
            self.db.table(table).trash(key)

    def person(self, name: str = "Tom Finch", **values: Any) -> int:
        return self.put("person", **{"name": name, "initials": name[:2].upper(), **values})

    def campaign(self, name: str = "Open day", **values: Any) -> int:
        return self.put("campaign", **{"name": name, "name_key": name.lower(), **values})

    def lead(self, received: str = "2026-10-05", status: str = "new", **values: Any) -> int:
        moment = received if "T" in received else f"{received}T10:00:00Z"
        row = {"name": "Ann", "name_key": "ann", "received_at": moment, "status": status}
        return self.put("lead", **{**row, **values})

    def deal(
        self, amount: int, status: str = "open", closed: str | None = None, **values: Any
    ) -> int:
        names = {"open": "Presenting", "won": "Won", "lost": "Lost", "abandoned": "Lost"}
        row = {
            "title": "Kitchen",
            "title_key": "kitchen",
            "amount": amount,
            "status": status,
            "stage_id": self.stages[names[status]],
            "opened_on": "2026-09-01",
            "closed_on": closed,
            "stage_since": "2026-09-01T09:00:00Z",
        }
        return self.put("deal", **{**row, **values})

    def slip(self, lead_id: int, to_id: int, offered: str, outcome: str, **values: Any) -> int:
        row = {
            "lead_id": lead_id,
            "to_id": to_id,
            "offered_at": f"{offered}T09:00:00Z",
            "due_at": f"{offered}T17:00:00Z",
            "outcome": outcome,
        }
        if outcome in ("accepted", "returned"):
            row["answered_at"] = f"{offered}T15:00:00Z"
        return self.put("handover", **{**row, **values})


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Business]]:
    """Make a file as of a day; closed after the test."""
    made: list[Session] = []

    def new(today: str = TODAY) -> Business:
        path = tmp_path / f"b{len(made)}.salesdesk"
        made.append(Session.create(path, name="Test", clock=Clock("Europe/London", today)))
        return Business(made[-1])

    yield new
    for session in made:
        session.close()


@pytest.fixture
def business(make: Callable[..., Business]) -> Business:
    """A file as of 15 October 2026."""
    return make()
