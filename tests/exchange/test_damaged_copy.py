"""The copy of a team's file here is damaged: it is mended in its place, and nothing is lost."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.errors import UserError
from salesdesk.exchange.desks import Desk
from salesdesk.jobs import checks, rescue
from salesdesk.store.faults import Damaged
from tests.exchange.computers import Computer, all_sync


def spoil(path: Path, table: str) -> None:
    connection = sqlite3.connect(path)
    page = connection.execute("select rootpage from sqlite_master where name = ?", (table,))
    root, size = page.fetchone()[0], connection.execute("pragma page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))


@pytest.fixture
def damaged(computer: Callable[[str], Computer], shared: Path) -> tuple[Computer, Computer, Path]:
    """Bob's copy has lost its leads; one of them had never been sent, one came meanwhile."""
    ann, bob = computer("ann"), computer("bob")
    ann.lead("Eve")
    bob.lead("Zoe")
    all_sync(ann, bob)
    ann.lead("Later")
    ann.sync()
    away = shared.parent.rename(shared.parent.with_name("away"))
    bob.lead("On the train")
    bob.sync()
    copy = bob.copy
    bob.close()
    away.rename(shared.parent)
    spoil(copy, "lead")
    bob.here()
    assert checks.check(copy)
    return ann, bob, copy


def test_the_copy_is_mended_and_what_waited_is_sent(
    damaged: tuple[Computer, Computer, Path],
) -> None:
    ann, bob, copy = damaged
    bob.here()
    with pytest.raises(Damaged) as refused:
        _ = bob.session
    assert refused.value.path == copy
    done = rescue.mend(copy)
    assert done.out == copy and done.lost == 0
    assert "the team's folder" in "\n".join(done.lines())
    assert bob.names() == ["Eve", "Later", "On the train", "Zoe"]
    all_sync(bob, ann)
    assert ann.names() == bob.names() == ["Eve", "Later", "On the train", "Zoe"]
    assert bob.problem() == ann.problem() == ""
    assert len(list(copy.parent.glob("*.damaged"))) == 1, "it is kept"
    bob.lead("After")
    all_sync(bob, ann)
    assert ann.tables() == bob.tables()


def test_a_copy_that_has_lost_its_identity_is_known_by_its_team(
    damaged: tuple[Computer, Computer, Path],
) -> None:
    ann, bob, copy = damaged
    bob.here()
    spoil(copy, "file_identity")
    rescue.mend(copy)
    all_sync(bob, ann)
    assert ann.names() == bob.names() == ["Eve", "Later", "On the train", "Zoe"]
    assert bob.problem() == ann.problem() == ""


def test_while_another_window_exchanges_the_copy_stays_as_it_is(
    damaged: tuple[Computer, Computer, Path],
) -> None:
    _, bob, copy = damaged
    bob.here()
    before = copy.read_bytes()
    with Desk(copy.parent.name).alone(), pytest.raises(UserError, match="Another window"):
        rescue.mend(copy)
    assert copy.read_bytes() == before
    assert not list(copy.parent.glob("*.mended"))
