"""A locked file that a team shares: everything beside it and on each computer is locked alike."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from salesdesk import teams
from salesdesk.actions import people
from salesdesk.errors import UserError
from salesdesk.exchange import parcels
from salesdesk.exchange.folders import Folder, read_json
from salesdesk.jobs import locking, rescue, sharing
from salesdesk.session import Session
from salesdesk.store import encryption, locks, seals
from salesdesk.store.seals import Seal
from tests.exchange.computers import Computer, all_sync

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
PASSPHRASE = "correct horse battery"
LEAD, EMAIL, PERSON = "Wilhelmina Quist", "wilhelmina@quist.example", "Bartholomew"
Make = Callable[[str], Computer]


def locked_file(path: Path) -> Path:
    with Session.create(path, name="Acme") as session:
        session.do(people.add, PERSON, email=EMAIL)
    locking.lock(path, locking.prepare(PASSPHRASE, PASSPHRASE))
    return path


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Instead of the plain one of the other tests: a locked file, shared."""
    (tmp_path / "nas").mkdir()
    with Session.open(locked_file(tmp_path / "Acme.salesdesk")) as session:
        return sharing.share(session, tmp_path / "nas")


@pytest.fixture
def pair(computer: Make) -> tuple[Computer, Computer]:
    ann, ben = computer("ann"), computer("ben")
    all_sync(ann, ben)
    return ann, ben


def readable(*folders: Path) -> list[Path]:
    """Files in which something of the business can be read."""
    words = [word.encode() for word in (LEAD, LEAD.lower(), EMAIL, PERSON, "SQLite format")]
    inside = [path for place in folders for path in (place, *place.rglob("*"))]
    files = [path for path in inside if path.is_file()]
    assert files
    return [path for path in files if any(word in path.read_bytes() for word in words)]


def test_nothing_in_the_folder_or_on_the_computers_can_be_read(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, ben = pair
    key = ann.lead(LEAD)
    ann.change(key, email=EMAIL)
    person = ann.session.db.value("select id from person where name = ?", (PERSON,))
    ann.session.i_am(person)
    ann.team.note_place("leads")
    ann.sync(refresh=True)
    ben.sync()
    assert LEAD in ben.names()
    assert [seat.person for seat in ben.status().people if not seat.is_me] == [PERSON]
    homes = [one.home / "team" for one in pair]
    assert readable(shared.parent, *homes) == []
    ann.session.back_up()
    for one in pair:
        one.close()
    assert readable(shared.parent, *[one.home for one in pair]) == []
    identity = json.loads((Folder(shared).path / "identity.json").read_text())
    assert identity["locked"] == read_salt(shared)
    assert set(identity) == {"uuid", "format", "locked"}


def read_salt(path: Path) -> str:
    salt = locks.lock_of(path)
    assert salt is not None
    return salt.hex()


def test_all_have_the_same_lock(pair: tuple[Computer, Computer], shared: Path) -> None:
    ann, ben = pair
    ann.lead(LEAD)
    ann.sync(refresh=True)
    assert {read_salt(path) for path in (shared, ann.copy, ben.copy)} == {read_salt(shared)}


def test_a_second_seat_is_asked_for_the_passphrase(computer: Make, shared: Path) -> None:
    locks.forget()
    ben = computer("ben")
    with pytest.raises(locks.Locked, match="locked with a passphrase"):
        _ = ben.session
    with pytest.raises(UserError, match="does not open"):
        locks.unlock(shared, "something else")
    locks.unlock(shared, PASSPHRASE)
    assert ben.sync() == teams.Synced()
    assert ben.problem() == ""
    ben.close()
    locks.forget()
    with pytest.raises(locks.Locked) as asked:
        _ = ben.session
    locks.unlock(asked.value.path, PASSPHRASE)
    assert ben.names() == []


def test_the_copy_is_asked_for_when_the_share_is_away(computer: Make, shared: Path) -> None:
    ben = computer("ben")
    ben.lead(LEAD)
    ben.close()
    shared.parent.rename(shared.parent.with_name("away"))
    locks.forget()
    with pytest.raises(locks.Locked) as asked:
        _ = ben.session
    locks.unlock(asked.value.path, PASSPHRASE)
    assert ben.names() == [LEAD]


def test_it_is_worked_in_like_any_other(
    pair: tuple[Computer, Computer], shared: Path, computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdesk.exchange.bases.SNAPSHOT_AFTER", 2)
    ann, ben = pair
    for number in range(4):
        ann.lead(f"Ann {number}")
        ben.lead(f"Ben {number}")
    all_sync(*pair)
    ann.sync(refresh=True)
    assert ann.tables() == ben.tables()
    snapshot = next(Folder(shared).snapshots.glob("*.salesdesk"))
    assert read_salt(snapshot) == read_salt(shared)
    shared.write_bytes(b"half of it")
    cy = computer("cy")
    assert cy.names() == ann.names()
    assert cy.session.check() == []


def test_an_own_file_of_it_is_locked(pair: tuple[Computer, Computer], tmp_path: Path) -> None:
    ann, _ = pair
    ann.lead(LEAD)
    target = sharing.unshare(ann.session, tmp_path / "mine.salesdesk")
    assert readable(target, tmp_path / "nas") == []
    locks.forget()
    locks.unlock(target, PASSPHRASE)
    with Session.open(target) as session:
        assert session.team is None
        assert session.db.value("select count(*) from lead") == 1


def test_a_locked_file_that_is_moved_into_a_synced_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = locked_file(tmp_path / "Mine.salesdesk").rename(tmp_path / "Dropbox" / "Mine.salesdesk")
    ann, ben = (Computer(tmp_path / "homes" / name, path, monkeypatch) for name in ("ann", "ben"))
    locks.forget()
    with pytest.raises(locks.Locked):
        _ = ann.session
    locks.unlock(path, PASSPHRASE)
    ann.lead(LEAD)
    all_sync(ann, ben)
    assert ben.names() == [LEAD]
    assert readable(path.parent) == []
    for one in (ann, ben):
        one.close()


# -- what does not fit ----------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["plain", "another key", "cut", "changed", "zeros"])
def test_a_file_of_changes_that_is_not_sealed_as_it_must_be(
    pair: tuple[Computer, Computer], shared: Path, how: str
) -> None:
    ann, ben = pair
    ann.lead(LEAD)
    ann.sync()
    folder, seat = Folder(shared, Seal(locks.key_for(shared))), ann.session.db.seat
    path = folder.parcel(seat, max(folder.numbers(seat)))
    sealed = path.read_bytes()
    content = folder.seal.open(sealed)
    bad = {
        "plain": content,
        "another key": Seal(locks.new_lock("another passphrase")).close(content),
        "cut": sealed[: len(sealed) // 2],
        "changed": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "zeros": bytes(len(sealed)),
    }[how]
    path.write_bytes(bad)
    ben.sync()
    assert LEAD not in ben.names()
    torn = how in ("cut", "changed")
    assert ("not arrived whole" if torn else "not sealed, or sealed with another") in ben.problem()
    # its author hears of it and writes it again
    ann.sync()
    ben.sync()
    assert LEAD in ben.names()
    assert ben.problem() == ""


def test_a_sealed_file_in_the_folder_of_a_plain_file_has_its_sentence() -> None:
    data = Seal(locks.new_lock(PASSPHRASE)).close(b"changes")
    with pytest.raises(parcels.Strange):
        parcels.unpack(data, "uuid", 1, 1)


def test_a_shared_file_that_was_unlocked_in_another_way_is_left_alone(
    pair: tuple[Computer, Computer], shared: Path, tmp_path: Path, computer: Make
) -> None:
    ann, ben = pair
    other = Path(shutil.copy(shared, tmp_path / "elsewhere.salesdesk"))
    encryption.decrypt(other)
    with Session.open(other) as session:
        session.do(people.add, "Put in")
    other.replace(shared)
    plain = shared.read_bytes()
    ann.lead(LEAD)
    ann.look_again()
    ann.sync(refresh=True)
    assert "is not locked, but its team folder is" in ann.problem()
    assert shared.read_bytes() == plain
    ben.sync()
    assert LEAD in ben.names()  # the exchange goes on
    assert ann.session.db.value("select count(*) from person where name = 'Put in'") == 0
    shared.unlink()
    ann.look_again()
    ann.sync(refresh=True)
    assert read_salt(shared) == read_salt(ann.copy)
    assert ann.problem() == ""


def test_a_plain_shared_file_that_was_locked_in_another_way_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Plain.salesdesk"
    Session.create(path, name="Plain").close()
    ann, ben = (Computer(tmp_path / "homes" / name, path, monkeypatch) for name in ("ann", "ben"))
    ann.lead(LEAD)
    ann.sync(refresh=True)
    other = Path(shutil.copy(path, tmp_path / "elsewhere.salesdesk"))
    encryption.encrypt(other, PASSPHRASE)
    other.replace(path)
    locked = path.read_bytes()
    ann.lead("Bo")
    ann.look_again()
    ann.sync(refresh=True)
    assert "was locked, but its team folder is not" in ann.problem()
    assert path.read_bytes() == locked
    with pytest.raises(UserError, match="was locked, but its team folder is not"):
        _ = ben.session
    path.unlink()
    ann.look_again()
    ann.sync(refresh=True)
    assert ben.names() == ["Bo", LEAD]
    for one in (ann, ben):
        one.close()


def test_the_way_to_a_locked_team_file_takes_the_copies_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop sharing, lock, share again: colleagues open it, and lose nothing of what waited."""
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "Plain.salesdesk"
    Session.create(path, name="Plain").close()
    ann, ben = (Computer(tmp_path / "homes" / name, path, monkeypatch) for name in ("ann", "ben"))
    ann.lead("Before")
    all_sync(ann, ben)
    ben.sync()
    (tmp_path / "own").mkdir()
    own = sharing.unshare(ann.session, tmp_path / "own" / "Plain.salesdesk")
    ann.close()
    ben.close()
    shutil.rmtree(Folder(path).path)
    path.unlink()
    ben.lead("Waits")  # the share is away, as far as this computer knows
    ben.close()
    ann.here()
    locking.lock(own, locking.prepare(PASSPHRASE, PASSPHRASE))
    with Session.open(own) as session:
        session.do(people.add, PERSON)
        sharing.share(session, path)
    locks.forget()
    with pytest.raises(locks.Locked):
        _ = ben.session
    locks.unlock(path, PASSPHRASE)
    all_sync(ann, ben)
    assert ann.problem() == ben.problem() == ""
    assert ann.names() == ben.names() == ["Before", "Waits"]
    assert ann.tables() == ben.tables()
    assert ann.session.db.value("select count(*) from person where name = ?", (PERSON,)) == 1
    for one in (ann, ben):
        one.close()
    assert readable(path.parent, *[one.home / "team" for one in (ann, ben)]) == []


def test_a_file_of_another_lock_is_not_shared_into_the_old_team_folder(
    pair: tuple[Computer, Computer], shared: Path, tmp_path: Path
) -> None:
    ann, _ = pair
    own = sharing.unshare(ann.session, tmp_path / "own.salesdesk")
    ann.close()
    locking.unlock_for_good(own)
    shared.unlink()
    with (
        Session.open(own) as session,
        pytest.raises(UserError, match="was made before its lock was changed"),
    ):
        sharing.share(session, shared)
    assert not shared.exists()


def test_a_folder_that_says_that_it_is_not_locked_gets_nothing(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, _ = pair
    identity = Folder(shared).path / "identity.json"
    identity.write_text(json.dumps({**read_json(identity), "locked": None}))
    ann.lead(LEAD)
    ann.sync()
    assert "is not locked as the copy on this computer is" in ann.problem()
    ann.close()
    assert ann.names() == [LEAD]
    assert readable(shared.parent) == []


# -- the lock of a team's file is not changed alone ---------------------------------------------


def test_the_lock_of_a_shared_file_is_not_changed(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, _ = pair
    before = shared.read_bytes()
    with pytest.raises(UserError, match="The team shares") as refused:
        locking.may_lock(ann.session)
    assert "Stop sharing" in refused.value.hint
    made = locking.prepare("another passphrase", "another passphrase")
    for path in (shared, ann.copy):
        with pytest.raises(UserError, match="The team shares"):
            locking.lock(path, made)
        with pytest.raises(UserError, match="The team shares"):
            locking.unlock_for_good(path)
    assert shared.read_bytes() == before


def test_the_copy_follows_a_team_that_took_its_lock_off(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, _ = pair
    ann.lead(LEAD)
    ann.sync()
    identity = Folder(shared).path / "identity.json"
    identity.write_text(json.dumps({**read_json(identity), "locked": None}))
    ann.close()
    ann.here()
    assert "no longer locked" in locking.unlock_for_good(shared)
    assert locks.lock_of(next((ann.home / "team").glob("*/*.salesdesk"))) is None
    ann.sync()
    assert ann.names() == [LEAD]


def test_without_the_library_it_says_what_to_install(
    shared: Path, computer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise UserError("not installed", "pip install")

    monkeypatch.setattr(seals, "_library", missing)
    with pytest.raises(UserError, match="not installed"):
        _ = computer("ann").session


def test_a_damaged_copy_is_filled_from_the_sealed_folder_and_stays_locked(
    pair: tuple[Computer, Computer], tmp_path: Path
) -> None:
    ann, _ = pair
    for number in range(60):
        ann.lead(f"{LEAD} {number}")
    ann.sync()
    copy = ann.copy
    ann.close()
    content = bytearray(copy.read_bytes())
    pages = len(content) // locks.PAGE
    for page in Random(1).sample(range(1, pages), pages // 3):
        content[page * locks.PAGE : (page + 1) * locks.PAGE] = bytes(locks.PAGE)
    copy.write_bytes(content)
    done = rescue.rescue(copy, tmp_path / "new.salesdesk")
    assert "60 of 60 leads" in "\n".join(done.lines())
    assert "from the team's folder" in "\n".join(done.lines())
    assert readable(tmp_path / "new.salesdesk") == []
    locks.forget()
    locks.unlock(tmp_path / "new.salesdesk", PASSPHRASE)
    with Session.open(tmp_path / "new.salesdesk") as session:
        assert session.check() == []
        assert session.db.value("select count(*) from lead") == 60
