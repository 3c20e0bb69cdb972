"""A person who is erased is gone from the team folder too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.exchange import bases, parcels
from salesdesk.exchange.folders import Folder
from tests.exchange.computers import Computer, all_sync

erasing = pytest.importorskip("salesdesk.actions.erasing")
Make = Callable[[str], Computer]


def everything(shared: Path, uuid: str) -> str:
    """All that the team folder says of changes, and the complete files."""
    folder = Folder(shared)
    words = []
    for seat in folder.seats():
        for number in sorted(folder.numbers(seat)):
            _, changes = parcels.unpack(
                folder.parcel(seat, number).read_bytes(), uuid, seat, number
            )
            words.append(repr(changes))
    for path in (shared, *folder.snapshots.glob("*.salesdesk")):
        words.append(path.read_bytes().decode("latin-1"))
    return " ".join(words)


def test_an_erased_person_is_gone_from_the_team_folder(
    computer: Make, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bases, "SNAPSHOT_AFTER", 0)
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    key = ann.lead("Eleanor Vance")
    all_sync(ann, bob)
    bob.change(key, notes="Eleanor Vance rang")
    bob.sync(refresh=True)
    ann.sync(refresh=True)
    uuid = ann.session.db.value("select uuid from file_identity")
    assert "Eleanor Vance" in everything(shared, uuid)
    ann.session.do(erasing.erase, "lead", key)
    all_sync(ann, bob)
    bob.sync(refresh=True)
    ann.sync(refresh=True)
    assert "Eleanor Vance" not in everything(shared, uuid)
    assert "Eleanor Vance" not in repr(bob.tables())
    assert ann.tables() == bob.tables()
    assert computer("zoe").names() == ["Erased person"]
