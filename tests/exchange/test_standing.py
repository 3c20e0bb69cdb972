"""What waits for each seat: ours that they have not read, and theirs that has not come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.exchange import rounds
from salesdesk.teams import Seat
from tests.exchange.computers import Computer, all_sync


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "READ_SECONDS", 0.0)


def seat(of: Computer, computer: str) -> Seat:
    return next(one for one in of.status().people if one.computer == computer)


def test_each_seat_says_what_it_has_read(computer: Callable[[str], Computer]) -> None:
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    all_sync(ann, bob)
    assert (seat(ann, "bob").unread, seat(ann, "bob").missing) == (0, 0)
    ann.lead("Eve")
    ann.lead("Zoe")
    ann.sync()
    assert seat(ann, "bob").unread == 2
    assert seat(ann, "ann").unread == 0, "nothing waits for oneself"
    bob.sync()
    ann.sync()
    assert seat(ann, "bob").unread == 0


def test_what_a_colleague_made_and_is_not_here_is_counted(
    computer: Callable[[str], Computer], shared: Path
) -> None:
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    bob.lead("Eve")
    bob.lead("Zoe")
    bob.sync()
    changes = shared.with_name("Acme.salesdesk-team") / "changes" / str(bob.session.db.seat)
    late = [file.rename(file.with_suffix(".late")) for file in changes.iterdir()]
    ann.sync()
    assert seat(ann, "bob").missing == 2, "the sync tool has brought the news but not the files"
    for file in late:
        file.rename(file.with_suffix(".sdx"))
    ann.sync()
    assert seat(ann, "bob").missing == 0
    assert ann.names() == ["Eve", "Zoe"]
