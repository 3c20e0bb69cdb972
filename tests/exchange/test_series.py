"""Long series are joined, and those of computers that are gone are made up for by the others."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.exchange import parcels, series
from salesdesk.exchange.folders import Folder
from salesdesk.jobs import sharing
from tests.exchange.computers import Computer, all_sync

Make = Callable[[str], Computer]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Series are joined when they have a dozen files, and files hold a few changes."""
    monkeypatch.setattr(series, "MANY", 12)
    monkeypatch.setattr(series, "NEWEST", 3)
    monkeypatch.setattr(parcels, "MOST_CHANGES", 5)


def work(who: Computer, count: int) -> None:
    for number in range(count):
        who.lead(f"{who.home.name} {number:03}")
        who.look_again()
        who.sync()


def numbers(shared: Path, who: Computer) -> set[int]:
    return Folder(shared).numbers(who.session.db.seat)


# -- joining --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("soon")
def test_old_files_are_joined_and_everybody_reads_on(computer: Make, shared: Path) -> None:
    ann, ben, cy = (computer(name) for name in ("ann", "ben", "cy"))
    all_sync(ann, ben, cy)
    cy.close()  # and comes back when the files that follow are joined long since
    work(ann, 60)
    assert len(numbers(shared, ann)) < 25
    desk = ann.team._desk
    assert desk.numbers(ann.session.db.seat) == numbers(shared, ann)
    ben.look_again()
    ben.sync()
    assert ben.tables() == ann.tables()
    # the shared file does not help: it is from before
    cy.look_again()
    cy.sync()
    assert cy.tables() == ann.tables()
    assert cy.problem() == ""
    dee = computer("dee")
    assert dee.tables() == ann.tables()


@pytest.mark.usefixtures("soon")
def test_a_joined_file_that_is_lost_is_written_again(computer: Make, shared: Path) -> None:
    ann, ben = computer("ann"), computer("ben")
    all_sync(ann, ben)
    work(ann, 30)
    folder, seat = Folder(shared), ann.session.db.seat
    before = numbers(shared, ann)
    folder.parcel(seat, min(before)).unlink()
    ann.look_again()
    ann.sync()
    assert numbers(shared, ann) >= before
    ben.look_again()
    ben.sync()
    assert ben.tables() == ann.tables()


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("after", range(6))
def test_joining_may_be_cut_off_anywhere(
    computer: Make, shared: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    ann, ben = computer("ann"), computer("ben")
    all_sync(ann, ben)
    steps = [0]
    join = series._join

    def cut(*parts: object) -> None:
        steps[0] += 1
        if steps[0] > after:
            raise OSError("the share is away")
        join(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(series, "_join", cut)
    work(ann, 40)
    monkeypatch.setattr(series, "_join", join)
    work(ann, 3)
    for one in (ann, ben):
        one.look_again()
        one.sync()
    assert ben.tables() == ann.tables()
    assert len(numbers(shared, ann)) < 30


@pytest.mark.usefixtures("soon")
def test_a_copy_that_went_back_before_the_joining_loses_nothing(
    computer: Make, shared: Path, tmp_path: Path
) -> None:
    ann, ben = computer("ann"), computer("ben")
    all_sync(ann, ben)
    work(ann, 6)
    ann.close()
    shutil.copytree(ann.home, tmp_path / "saved")
    work(ann, 40)
    ann.close()
    shutil.rmtree(ann.home)
    (tmp_path / "saved").rename(ann.home)
    ann.lead("after the restore")
    for _ in range(3):
        ann.look_again()
        ann.sync()
        ann.close()
        ben.look_again()
        ben.sync()
    assert ann.tables() == ben.tables()
    assert ann.names().count("after the restore") == 1
    assert len(ann.names()) == 47


# -- a computer that is gone ----------------------------------------------------------------------


@pytest.fixture
def talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    """With each exchange everybody says how far they are, as they do every now and then."""
    monkeypatch.setattr("salesdesk.exchange.rounds.HEARTBEAT_SECONDS", -1.0)


def lose(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20])


@pytest.mark.usefixtures("talkative")
@pytest.mark.parametrize("how", ["missing", "torn"])
@pytest.mark.parametrize("which", ["first", "between", "last", "all"])
def test_what_a_gone_computer_left_is_sent_by_who_has_it(
    computer: Make, shared: Path, how: str, which: str
) -> None:
    ann, ben, gone = (computer(name) for name in ("ann", "ben", "gone"))
    all_sync(ann, ben, gone)
    ben.close()
    for number in range(4):
        gone.lead(f"from the gone {number}")
        gone.sync()
    all_sync(ann, gone)
    gone.close()
    (shared.parent / "Acme.salesdesk-team" / "shared.json").unlink()
    shared.write_bytes(b"")  # nor does the shared file help
    folder, seat = Folder(shared), _seat_of(ann, "gone")
    there = sorted(folder.numbers(seat))
    lost = {"first": there[:1], "between": there[1:3], "last": there[-1:], "all": there}[which]
    for number in lost:
        lose(folder.parcel(seat, number), how)
    for _ in range(3):
        for one in (ann, ben):
            one.look_again()
            one.sync()
    assert ben.names() == ann.names() == [f"from the gone {number}" for number in range(4)]
    assert ben.tables() == ann.tables()
    ann.lead("afterwards")
    all_sync(ann, ben)
    assert "afterwards" in ben.names()
    ben.look_again()
    ben.sync()
    assert (ben.problem(), ben.status().waiting_in) == ("", 0)
    before = folder.numbers(ann.session.db.seat)
    for one in (ann, ben):
        one.look_again()
        one.sync()
    assert folder.numbers(ann.session.db.seat) == before  # and that is all


def _seat_of(one: Computer, computer: str) -> int:
    return next(seat.seat for seat in one.everyone() if seat.computer == computer)


@pytest.mark.usefixtures("talkative")
def test_who_comes_back_after_its_series_was_made_up_for_goes_on(
    computer: Make, shared: Path
) -> None:
    ann, ben, gone = (computer(name) for name in ("ann", "ben", "gone"))
    all_sync(ann, ben, gone)
    ben.close()
    gone.lead("from the gone")
    gone.sync()
    ann.sync()
    gone.close()
    folder, seat = Folder(shared), _seat_of(ann, "gone")
    folder.parcel(seat, max(folder.numbers(seat))).unlink()
    for _ in range(3):
        for one in (ann, ben):
            one.look_again()
            one.sync()
    assert ben.names() == ["from the gone"]
    gone.lead("back again")
    for _ in range(2):
        for one in (gone, ann, ben):
            one.look_again()
            one.sync()
    assert ann.tables() == ben.tables() == gone.tables()
    assert {one.problem() for one in (ann, ben, gone)} == {""}


def test_the_shared_file_makes_up_for_it_when_nobody_else_does(
    computer: Make, shared: Path
) -> None:
    ben, gone = computer("ben"), computer("gone")
    all_sync(ben, gone)
    ben.close()
    for number in range(3):
        gone.lead(f"from the gone {number}")
        gone.sync()
    gone.sync(refresh=True)
    ben_seats = set(Folder(shared).seats())
    gone.close()
    for seat in ben_seats:
        for number in Folder(shared).numbers(seat):
            lose(Folder(shared).parcel(seat, number), "torn")
    ben.look_again()
    ben.sync()
    assert len(ben.names()) == 3
    assert ben.problem() == ""


def test_a_file_shared_anew_brings_what_was_done_meanwhile(
    computer: Make, shared: Path, tmp_path: Path
) -> None:
    ann, ben = computer("ann"), computer("ben")
    ann.lead("before")
    all_sync(ann, ben)
    (tmp_path / "own").mkdir()
    own = sharing.unshare(ann.session, tmp_path / "own" / shared.name)
    for one in (ann, ben):
        one.close()
    shutil.rmtree(Folder(shared).path)
    shared.unlink()
    ann.here()
    alone = Computer(ann.home, own, ann._patch)
    alone.lead("alone")
    sharing.share(alone.session, shared)
    alone.close()
    for one in (ann, ben):
        one.sync()
        assert one.names() == ["alone", "before"]
    all_sync(ann, ben)
    assert ann.tables() == ben.tables()
    assert Folder(shared).numbers(ben.session.db.seat) <= {1}  # it is not sent once more
