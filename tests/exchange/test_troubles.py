"""What shares, disks, clocks and versions do: nothing is lost, and each has its sentence."""

import errno
import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesdesk.cli import cli
from salesdesk.errors import UserError
from salesdesk.exchange import parcels, writing
from salesdesk.exchange.folders import Folder
from salesdesk.exchange.parcels import Header, Torn
from salesdesk.jobs import sharing
from salesdesk.session import Session
from salesdesk.store import database
from tests.exchange.computers import Computer, all_sync, new_lead

Make = Callable[[str], Computer]


@pytest.fixture
def pair(computer: Make) -> tuple[Computer, Computer]:
    ann, bob = computer("ann"), computer("bob")
    all_sync(ann, bob)
    return ann, bob


def series(shared: Path, computer: Computer) -> list[Path]:
    folder = Folder(shared)
    seat = computer.session.db.seat
    return [folder.parcel(seat, number) for number in sorted(folder.numbers(seat))]


def three(ann: Computer) -> None:
    for name in ("One", "Two", "Three"):
        ann.lead(name)
        ann.sync()


@pytest.fixture
def second(pair: tuple[Computer, Computer], shared: Path) -> Path:
    """The second of three files that Ann has sent and Bob has not fetched yet."""
    three(pair[0])
    return series(shared, pair[0])[1]


def test_an_empty_listing_deletes_nothing_and_is_filled_again(
    pair: tuple[Computer, Computer], shared: Path, computer: Make
) -> None:
    ann, bob = pair
    three(ann)
    bob.sync()
    shutil.rmtree(Folder(shared).changes)
    Folder(shared).changes.mkdir()
    all_sync(ann, bob)
    assert ann.names() == bob.names() == ["One", "Three", "Two"]
    bob.lead("Four")
    bob.sync()
    for one in pair:
        one.look_again()
    all_sync(ann, bob)
    assert len(series(shared, ann)) == 3 and ann.names() == bob.names()
    assert computer("zoe").names() == ann.names()


def test_lost_files_of_ones_own_series_are_written_again(
    pair: tuple[Computer, Computer], second: Path
) -> None:
    ann, bob = pair
    before = second.read_bytes()
    second.unlink()
    bob.sync()
    assert bob.names() == ["One"]  # the third waits for the second
    ann.look_again()
    ann.sync()
    assert second.read_bytes() == before
    bob.sync()
    assert bob.names() == ["One", "Three", "Two"]


def test_a_torn_file_is_fetched_again(pair: tuple[Computer, Computer], second: Path) -> None:
    _, bob = pair
    whole = second.read_bytes()
    second.write_bytes(whole[: len(whole) // 2])
    bob.sync()
    assert bob.names() == ["One"] and "arrived whole" in bob.problem()
    second.write_bytes(whole)
    bob.sync()
    assert bob.names() == ["One", "Three", "Two"] and not bob.problem()


def test_what_the_shared_file_makes_up_for_is_told(
    pair: tuple[Computer, Computer], second: Path
) -> None:
    ann, bob = pair
    ann.sync(refresh=True)
    second.write_bytes(b"\0" * 100)
    bob.look_again()
    done = bob.sync()
    assert bob.names() == ["One", "Three", "Two"]
    assert done.came_from, "whose it was is told, whichever way it came"


def test_a_file_that_stays_torn_is_written_again_by_its_author(
    pair: tuple[Computer, Computer], second: Path
) -> None:
    ann, bob = pair
    second.write_bytes(b"\0" * 100)
    bob.sync()
    ann.sync()
    bob.sync()
    assert bob.names() == ["One", "Three", "Two"] and not bob.problem()


def test_doubled_and_renamed_files_do_no_harm(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    three(ann)
    first, *_ = series(shared, ann)
    shutil.copy(first, first.with_name("00000001 (1).sdx"))
    shutil.copy(first, first.with_name("00000001 (Bob's conflicted copy 2026-11-22).sdx"))
    shutil.copy(first, first.with_name("00000004.sdx"))  # an old file under the next number
    bob.sync()
    assert bob.names() == ["One", "Three", "Two"] and "arrived whole" in bob.problem()
    ann.lead("Four")
    ann.look_again()
    ann.sync()
    bob.sync()
    assert "Four" in bob.names() and not bob.problem()
    assert ann.tables() == bob.tables()


def test_files_out_of_order_wait_for_each_other(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    three(ann)
    first, _, third = series(shared, ann)
    hidden = {path: path.read_bytes() for path in (first, third)}
    first.unlink()
    third.unlink()
    bob.sync()
    assert bob.names() == []
    third.write_bytes(hidden[third])
    bob.sync()
    assert bob.names() == []
    first.write_bytes(hidden[first])
    bob.sync()
    assert bob.names() == ["One", "Three", "Two"]


def test_what_builds_on_a_change_that_is_not_here_waits(
    pair: tuple[Computer, Computer], shared: Path, computer: Make
) -> None:
    ann, bob = pair
    zoe = computer("zoe")
    zoe.sync()
    key = ann.lead("Eleanor")
    all_sync(ann, bob)
    bob.change(key, town="Reading")
    bob.sync()
    only = series(shared, ann)[0]
    kept = only.read_bytes()
    only.unlink()
    zoe.sync()
    assert zoe.names() == [] and zoe.status().waiting_in == 1
    only.write_bytes(kept)
    zoe.sync()
    assert zoe.session.db.value("select town from lead") == "Reading"
    assert zoe.status().waiting_in == 0


def test_a_clock_five_years_ahead_is_taken_in_and_named(
    pair: tuple[Computer, Computer], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    real = database.time.time
    with monkeypatch.context() as wrong:
        wrong.setattr(database.time, "time", lambda: real() + 5 * 365 * 86400)
        key = ann.lead("Eleanor")
    all_sync(ann, bob)
    assert bob.names() == ["Eleanor"] and "clock" in bob.problem()
    bob.change(key, town="Reading")
    all_sync(bob, ann)
    assert ann.session.db.value("select town from lead") == "Reading"  # the later one stands


def _newer(shared: Path, author: Computer, **header: object) -> None:
    path = series(shared, author)[-1]
    lines = zlib.decompress(path.read_bytes()).decode().splitlines()[:-1]
    lines[0] = json.dumps({**json.loads(lines[0]), **header})
    text = "".join(f"{line}\n" for line in lines).encode()
    import hashlib

    whole = text + hashlib.sha256(text).hexdigest().encode() + b"\n"
    path.write_bytes(zlib.compress(whole))


def test_a_newer_program_waits_and_says_who_must_update(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    ann.lead("One")
    ann.sync()
    _newer(shared, ann, schema=99, version="2.0")
    bob.lead("Two")
    bob.sync()
    assert bob.names() == ["Two"]
    assert "newer SalesDesk (2.0)" in bob.problem() and "Update" in bob.problem()
    assert bob.status().online and bob.status().waiting_out == 0
    bob.close()
    bob.here()
    said = CliRunner().invoke(cli, ["sync", str(shared)])
    assert said.exit_code == 0, "what can be exchanged was exchanged"
    assert "newer SalesDesk (2.0)" in said.output


def test_the_newer_program_says_that_a_colleague_is_older(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    mine = Folder(shared).presence / f"{ann.session.db.seat}.json"
    facts = json.loads(mine.read_text("utf-8"))
    mine.write_text(json.dumps({**facts, "schema": 1, "version": "0.9"}), "utf-8")
    bob.sync()
    assert "older SalesDesk (0.9)" in bob.problem()


def test_a_share_that_turns_read_only_keeps_the_changes_here(
    pair: tuple[Computer, Computer], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    bob.lead("From Bob")
    bob.sync()
    real = writing.put
    with monkeypatch.context() as shut:

        def refuse(path: Path, data: bytes) -> None:
            if ".salesdesk-team" in str(path):
                raise OSError(errno.EROFS, "Read-only file system")
            real(path, data)

        shut.setattr(writing, "put", refuse)
        ann.lead("From Ann")
        ann.sync()
        assert ann.names() == ["From Ann", "From Bob"]  # reading still works
        assert ann.status().waiting_out == 1 and "cannot be written" in ann.problem()
    ann.sync()
    assert ann.status().waiting_out == 0 and not ann.problem()
    bob.sync()
    assert bob.names() == ["From Ann", "From Bob"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("this system does not let a test mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_share_keeps_the_changes_here_and_counts_them(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.jobs import sharing
    from salesdesk.session import Session

    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as session:
        shared = sharing.share(session, small_disk)
    ann = Computer(tmp_path / "ann", shared, monkeypatch)
    ann.sync()
    before = shared.read_bytes()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(os.urandom(4096))
        except OSError:
            pass
    ann.lead("Eleanor")
    for _ in range(3):
        ann.sync(refresh=True)
    assert "is full" in ann.problem() and ann.status().waiting_out == 1
    assert shared.read_bytes() == before
    filler.unlink()
    ann.sync(refresh=True)
    assert not ann.problem() and ann.status().waiting_out == 0
    assert [p.name for p in small_disk.rglob("*.part")] == []
    ann.close()


def test_a_copy_that_went_back_goes_on_under_a_new_seat(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    ann.lead("Before the backup")
    ann.sync()
    ann.close()
    kept = ann.home.with_name("backup of ann")
    shutil.copytree(ann.home, kept, copy_function=shutil.copy2)
    ann.lead("After the backup")
    ann.sync()
    old = ann.session.db.seat
    ann.close()
    bob.sync()
    _put_back(kept, ann.home)  # the whole disk, without the program noticing
    ann.sync()
    assert ann.session.db.seat != old and not ann.problem()
    assert ann.names() == ["After the backup", "Before the backup"]
    ann.lead("Now")
    all_sync(ann, bob)
    assert bob.names() == ["After the backup", "Before the backup", "Now"]
    assert ann.tables() == bob.tables()


def test_a_copy_that_went_back_and_was_written_to_loses_nothing(
    pair: tuple[Computer, Computer], shared: Path
) -> None:
    ann, bob = pair
    first = ann.lead("Before the backup")
    ann.sync()
    ann.close()
    kept = ann.home.with_name("backup of ann")
    shutil.copytree(ann.home, kept, copy_function=shutil.copy2)
    ann.lead("After the backup")
    ann.sync()
    ann.close()
    bob.sync()
    _put_back(kept, ann.home)
    share = shared.parent
    share.rename(share.with_name("away"))
    ann.lead("Offline with an old state")
    ann.change(first, town="Reading")
    share.with_name("away").rename(share)
    ann.sync()
    assert "older state" in ann.problem()
    ann.close()  # open it again, as the sentence says
    all_sync(ann, bob)
    assert not ann.problem()
    everything = ["After the backup", "Before the backup", "Offline with an old state"]
    assert ann.names() == bob.names() == everything
    assert bob.session.db.value("select town from lead where id = ?", (first,)) == "Reading"
    assert ann.tables() == bob.tables()
    assert ann.session.check() == bob.session.check() == []


def _put_back(kept: Path, home: Path) -> None:
    """Restore in place, so that even the numbers of the files on the disk stay the same."""
    for path in sorted(home.rglob("*"), reverse=True):
        if path.is_file() and not (kept / path.relative_to(home)).exists():
            path.unlink()
    for path in kept.rglob("*"):
        target = home / path.relative_to(kept)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                out.write(path.read_bytes())


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_to_a_file_of_changes_goes_unnoticed(seed: int) -> None:
    import random

    chance = random.Random(seed)
    whole = parcels.pack(Header("u", 5, 1, "1.0", "pc", "Ann"), [])
    data = bytearray(whole)
    if chance.random() < 0.5:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        data = data[: chance.randrange(len(data))]
    try:
        header, changes = parcels.unpack(bytes(data), "u", 5, 1)
    except Torn:
        return
    assert (header.seat, changes) == (5, [])  # a bit that zlib does not use


def test_a_file_of_changes_in_a_strange_place_is_not_taken_in() -> None:
    whole = parcels.pack(Header("u", 5, 1, "1.0", "pc", "Ann"), [])
    for place in (("other", 5, 1), ("u", 6, 1), ("u", 5, 2)):
        with pytest.raises(Torn):
            parcels.unpack(whole, *place)


def test_another_business_in_the_place_of_the_shared_file_is_left_alone(
    computer: Make, shared: Path, tmp_path: Path
) -> None:
    ann = computer("ann")
    ann.lead("Eleanor")
    ann.sync(refresh=True)
    other = tmp_path / "elsewhere.salesdesk"
    with Session.create(other, name="Beta") as session:
        session.do(new_lead, "Only here")
    other.replace(shared)
    theirs = shared.read_bytes()
    ann.lead("Gemma")
    ann.look_again()
    ann.sync(refresh=True)
    assert "is another file than its team folder belongs to" in ann.problem()
    assert shared.read_bytes() == theirs
    assert ann.names() == ["Eleanor", "Gemma"]
    assert ann.status().online and not ann.status().waiting_out, "the exchange goes on"
    shared.unlink()
    ann.look_again()
    ann.sync(refresh=True)
    assert ann.problem() == ""
    assert computer("ben").names() == ["Eleanor", "Gemma"]


def test_a_file_is_not_shared_into_the_team_folder_of_another(tmp_path: Path, shared: Path) -> None:
    shared.unlink()
    (tmp_path / "another nas").mkdir()
    with Session.create(tmp_path / "Beta.salesdesk", name="Beta") as session:
        with pytest.raises(UserError, match="lies there already and is of another file"):
            sharing.share(session, shared)
        assert not shared.exists()
        assert sharing.share(session, tmp_path / "another nas").is_file()
