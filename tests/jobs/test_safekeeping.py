"""Backups make themselves, and never stand in the way."""

import csv
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.jobs import imports, restores, safekeeping
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import backup_folder, files, patience
from salesdesk.store.database import Database

MORNING = Clock("Europe/London", "2026-10-15T09:00")


def at(moment: str) -> Clock:
    return Clock("Europe/London", moment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "docs" / "Acme.salesdesk"
    place.parent.mkdir()
    Session.create(place, name="Acme", clock=MORNING).close()
    return place


def reasons(path: Path) -> list[str]:
    return [backup.why for backup in restores.listing_of(path, MORNING)]


def add(path: Path, name: str, clock: Clock) -> None:
    with Session.open(path, clock=clock) as session:
        session.do(leads.create, {"name": name})


def table(folder: Path, rows: int) -> Path:
    path = folder / f"{rows}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "Email"])
        writer.writerows([f"Lead {n}", f"lead{n}@example.com"] for n in range(rows))
    return path


def closed(path: Path, clock: Clock) -> None:
    safekeeping.when_closed(path, clock)
    safekeeping.wait()


def test_a_file_that_changed_is_backed_up_when_it_is_closed(path: Path) -> None:
    closed(path, MORNING)
    assert reasons(path) == ["on-close"]
    closed(path, MORNING)
    assert reasons(path) == ["on-close"], "nothing has changed since"
    add(path, "Ada", at("2026-10-16T09:00"))
    closed(path, at("2026-10-16T18:00"))
    assert reasons(path) == ["on-close", "on-close"]


def test_while_it_is_open_a_changed_file_is_backed_up_every_four_hours(path: Path) -> None:
    closed(path, MORNING)
    add(path, "Ada", at("2026-10-15T10:00"))
    with Session.open(path, clock=at("2026-10-15T12:59")) as session:
        assert safekeeping.look_after(session) is None
    with Session.open(path, clock=at("2026-10-15T13:00")) as session:
        assert safekeeping.look_after(session) is not None
    with Session.open(path, clock=at("2026-10-15T18:00")) as session:
        assert safekeeping.look_after(session) is None, "nothing has changed since"
    assert reasons(path) == ["while-open", "on-close"]


def test_a_large_import_is_preceded_by_a_backup_and_a_small_one_is_not(path: Path) -> None:
    with Session.open(path, clock=MORNING) as session:
        imports.import_file(session, table(path.parent, 50), "leads")
        assert reasons(path) == []
        imports.import_file(session, table(path.parent, 51), "leads", dry_run=True)
        assert reasons(path) == []
        imports.import_file(session, table(path.parent, 51), "leads")
        assert reasons(path) == ["before-import"]
        backup = restores.listing(session)[0]
        assert restores.preview(session, backup).difference.gone["lead"] == 1


def test_days_of_work_leave_a_rotated_set_of_backups(path: Path) -> None:
    for day in range(1, 15):
        clock = at(f"2026-11-{day:02}T18:00")
        add(path, f"Lead {day}", clock)
        closed(path, clock)
    found = restores.listing_of(path, MORNING)
    days = [backup.made.day for backup in found]
    assert days[:7] == [14, 13, 12, 11, 10, 9, 8]
    assert days[7:] == [1], "the Sunday before them, and none of the others"
    assert not [one for one in found[0].path.parent.iterdir() if one.suffix == ".part"]
    notes = {backup_folder.note_of(backup.path) for backup in found}
    assert notes == set(found[0].path.parent.glob("*.check")), "a note goes with its backup"


def test_a_folder_that_cannot_be_written_is_said_once_and_stops_nobody(path: Path) -> None:
    path.with_name("Acme backups").write_text("in the way", encoding="utf-8")
    with Session.open(path, clock=MORNING) as session:
        imports.import_file(session, table(path.parent, 60), "leads")
        assert session.db.value("select count(*) from lead") == 60
        assert safekeeping.to_say(session) == "trouble"
        assert safekeeping.before(session, "import") is not None, "kept on this computer instead"
        assert safekeeping.to_say(session) is None
        assert len(restores.listing(session)) == 2


def test_that_backups_are_on_the_same_disk_is_said_once(path: Path) -> None:
    with Session.open(path, clock=MORNING) as session:
        assert safekeeping.to_say(session) is None, "there is no backup yet"
        safekeeping.before(session, "import")
        assert safekeeping.to_say(session) == "same-disk"
        assert safekeeping.to_say(session) is None


def test_backups_go_where_a_person_chose_and_older_ones_are_still_listed(
    path: Path, tmp_path: Path
) -> None:
    closed(path, MORNING)
    backup_folder.choose(tmp_path / "stick")
    add(path, "Ada", at("2026-10-16T09:00"))
    closed(path, at("2026-10-16T18:00"))
    found = restores.listing_of(path, MORNING)
    assert [backup.path.parent.parent.name for backup in found] == ["stick", "docs"]
    backup_folder.choose(None)
    assert backup_folder.of_file(path) == path.with_name("Acme backups")


def test_the_backups_of_a_shared_file_stay_on_this_computer(tmp_path: Path) -> None:
    share = tmp_path / "Dropbox"
    share.mkdir()
    folder = backup_folder.of_file(share / "Acme.salesdesk")
    assert not folder.is_relative_to(tmp_path / "Dropbox")


def test_a_disk_without_room_is_said_with_how_much_it_takes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))
    with Session.open(path, clock=MORNING) as session:
        with pytest.raises(UserError, match=r"no room for the copy.* It takes \d+ MB"):
            session.back_up()
        assert safekeeping.before(session, "import") is None
        assert safekeeping.to_say(session) == "trouble"
        session.do(leads.create, {"name": "Ada"})
    assert reasons(path) == []


def test_a_writer_holds_up_the_backup_of_a_closed_file_but_does_not_prevent_it(path: Path) -> None:
    closed(path, MORNING)
    add(path, "Ada", at("2026-10-16T09:00"))
    writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    safekeeping.when_closed(path, at("2026-10-16T18:00"))
    writer.execute("begin exclusive")
    threading.Timer(0.2, lambda: writer.execute("commit")).start()
    safekeeping.wait()
    writer.close()
    assert reasons(path) == ["on-close", "on-close"]


def test_a_closed_file_that_stays_held_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    look = files.open_file

    def held_at_once(*args: object, **kw: object) -> Database:
        db = look(*args, **kw)  # type: ignore[arg-type]
        held.execute("begin exclusive")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(files, "open_file", held_at_once)
        patch.setattr(patience, "BUSY_SECONDS", 0.05)
        closed(path, MORNING)
    held.execute("commit")
    held.close()
    assert reasons(path) == []
    with Session.open(path, clock=MORNING) as session:
        assert safekeeping.to_say(session) != "trouble", "its folder has no fault"
