"""A shared file on a share, and the computers of a team."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from salesdesk.jobs import sharing
from salesdesk.session import Session
from tests.exchange.computers import Computer


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "nas").mkdir()
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        return sharing.share(session, tmp_path / "nas")


@pytest.fixture
def computer(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Computer]]:
    made: list[Computer] = []

    def make(name: str) -> Computer:
        made.append(Computer(tmp_path / "homes" / name, shared, monkeypatch))
        return made[-1]

    yield make
    for one in made:
        one.close()
