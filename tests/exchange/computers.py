"""Several computers in one test: each remembers its own things and opens the one shared file."""

from pathlib import Path
from typing import Any

import pytest

from salesdesk.exchange.presence import Presence
from salesdesk.model.lead_text import search_fold
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.schema import RECORDS
from salesdesk.teams import Synced, Team, TeamStatus


def new_lead(db: Database, name: str) -> int:
    values = {"name": name, "name_key": name.lower(), "received_at": db.now()}
    return db.table("lead").insert({**values, "fold": search_fold(values)})


def change(db: Database, key: int, **values: Any) -> None:
    db.table("lead").update(
        key, {**values, "fold": search_fold({**db.table("lead").get(key), **values})}
    )


class Computer:
    """One colleague's computer; everything is done as if one sat there."""

    def __init__(self, home: Path, shared: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.shared, self._patch = home, shared, patch
        self._session: Session | None = None

    def here(self) -> None:
        self._patch.setenv("SALESDESK_HOME", str(self.home))
        self._patch.setattr("platform.node", lambda: self.home.name)

    @property
    def session(self) -> Session:
        self.here()
        if self._session is None:
            self._session = Session.open(self.shared)
        return self._session

    @property
    def team(self) -> Team:
        team = self.session.team
        assert team is not None
        return team

    @property
    def copy(self) -> Path:
        return self.session.db.path

    def lead(self, name: str) -> int:
        return self.session.do(new_lead, name)

    def change(self, key: int, **values: Any) -> None:
        self.session.do(change, key, **values)

    def sync(self, **how: bool) -> Synced:
        return self.team.sync(**how)

    def status(self) -> TeamStatus:
        return self.team.status()

    def problem(self) -> str:
        found = self.status().problem
        return "" if found is None else str(found)

    def names(self) -> list[str]:
        return [name for (name,) in self.session.db.rows("select name from lead order by name")]

    def tables(self) -> dict[str, list[Any]]:
        db = self.session.db
        return {table: db.rows(f"select * from {table} order by id") for table in RECORDS}

    def everyone(self) -> list[Presence]:
        """Who was there with the last exchange."""
        return self.team._rounds.everyone

    def look_again(self) -> None:
        """Let the next exchange look at everything, as it does after a while."""
        self.team._rounds.look_again()

    def close(self) -> None:
        self.here()
        if self._session is not None:
            self._session.close()
            self._session = None


def all_sync(*computers: Computer) -> None:
    for _ in range(2):
        for computer in computers:
            computer.sync()
