"""A damaged file is never written to; what it holds comes back in a new file, and is counted."""

import random
import shutil
import sqlite3
import statistics
from pathlib import Path

import pytest

from salesdesk.actions import leads
from salesdesk.cli import cli, main
from salesdesk.errors import UserError
from salesdesk.jobs import sharing
from salesdesk.jobs.rescue import rescue
from salesdesk.session import Session
from salesdesk.store.faults import Damaged
from salesdesk.store.schema import PAGE_SIZE, RECORDS
from tests.faults.damage import CLOCK, hurt, look

BOOKKEEPING = {"updated_at", "updated_by", "version"}
FILES = 10
FILES_IN_FULL = 300
Records = dict[tuple[str, int], tuple[object, ...]]


@pytest.fixture(scope="module")
def whole(sample_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business; copies of it are damaged."""
    path = tmp_path_factory.mktemp("whole") / "Acme.salesdesk"
    return Path(shutil.copyfile(sample_business, path))


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(whole, tmp_path / "Acme.salesdesk"))


def records(path: Path) -> Records:
    """Every record of a file, without what follows from its changes."""
    found: Records = {}
    connection = sqlite3.connect(path)
    for table in RECORDS:
        cursor = connection.execute(f"select * from {table}")
        kept = [n for n, d in enumerate(cursor.description) if d[0] not in BOOKKEEPING]
        for row in cursor:
            found[table, row[0]] = tuple(row[n] for n in kept)
    connection.close()
    return found


def zero(path: Path, *pages: int) -> None:
    """Overwrite these pages of a file with nothing."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE_SIZE)
            file.write(bytes(PAGE_SIZE))


def root_of(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    sql = "select rootpage from sqlite_master where name = ?"
    page = int(connection.execute(sql, (table,)).fetchone()[0])
    connection.close()
    return page


def pages_of(path: Path, table: str) -> list[int]:
    """The leaves of a table, by what its root says of them."""
    root = root_of(path, table)
    with path.open("rb") as file:
        file.seek((root - 1) * PAGE_SIZE)
        page = file.read(PAGE_SIZE)
    count = int.from_bytes(page[3:5], "big")
    places = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(count)]
    return [int.from_bytes(page[at : at + 4], "big") for at in places]


def last_page_of(path: Path, table: str) -> int:
    """The rightmost leaf of a table."""
    with path.open("rb") as file:
        file.seek((root_of(path, table) - 1) * PAGE_SIZE + 8)
        return int.from_bytes(file.read(4), "big")


def rescued_records(path: Path, out: Path) -> Records:
    before = path.read_bytes()
    done = rescue(path, out, clock=CLOCK)
    assert done.faults == () and done.tally.doubts == []
    assert path.read_bytes() == before
    with Session.open(out, clock=CLOCK) as session:
        assert session.check() == []
    return records(out)


def test_a_whole_file_comes_out_as_it_was(copy: Path, tmp_path: Path, whole: Path) -> None:
    assert rescued_records(copy, tmp_path / "new.salesdesk") == records(whole)


def test_the_new_file_is_the_same_one_with_a_seat_of_its_own(copy: Path, tmp_path: Path) -> None:
    rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    with Session.open(copy, clock=CLOCK) as old, Session.open(tmp_path / "new.salesdesk") as new:
        uuid = "select uuid from file_identity"
        assert old.db.value(uuid) == new.db.value(uuid)
        assert old.db.seat != new.db.seat
        key = new.do(leads.create, {"name": "Ann Lee"})
        assert new.db.value("select count(*) from lead_search where lead_search match 'Lee'") > 0
        assert new.undo() == "Add lead"
        assert new.db.value("select 1 from lead where id = ?", (key,)) is None


def test_rows_behind_a_lost_page_come_back_from_the_history(
    copy: Path, tmp_path: Path, whole: Path
) -> None:
    zero(copy, *pages_of(copy, "lead")[2:4])
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    kind = done.tally.kinds["lead"]
    assert kind.journal > 0 and kind.lost == 0
    assert records(tmp_path / "new.salesdesk") == records(whole)
    assert any("leads" in line and "from the history" in line for line in done.lines())


def test_a_table_without_its_root_comes_back(copy: Path, tmp_path: Path, whole: Path) -> None:
    zero(copy, root_of(copy, "deal"))
    assert rescued_records(copy, tmp_path / "new.salesdesk") == records(whole)


def test_a_file_without_its_first_page_comes_back(copy: Path, tmp_path: Path, whole: Path) -> None:
    zero(copy, 1)
    assert rescued_records(copy, tmp_path / "new.salesdesk") == records(whole)


def test_what_neither_table_nor_history_has_comes_from_the_backup(
    copy: Path, tmp_path: Path, whole: Path
) -> None:
    with Session.open(copy, clock=CLOCK) as session:
        session.back_up()
        fresh = session.do(leads.create, {"name": "Ann Lee"})
    after = records(copy)
    zero(copy, *pages_of(copy, "entry"), *pages_of(copy, "lead")[2:4])
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert done.lost == 0
    back = records(tmp_path / "new.salesdesk")
    assert back == after and ("lead", fresh) in back
    assert any("from the backup of" in line for line in done.lines())


def test_the_history_is_read_from_pages_that_nothing_leads_to(copy: Path, tmp_path: Path) -> None:
    zero(copy, root_of(copy, "entry"), root_of(copy, "lead"))
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    history, lead = done.tally.kinds["entry"], done.tally.kinds["lead"]
    assert history.lost == 0 and history.read > 10_000
    assert lead.read > 1_000 and lead.lost == 0


def test_what_the_team_has_comes_from_its_folder(copy: Path, tmp_path: Path) -> None:
    shared = tmp_path / "share" / "Acme.salesdesk"
    shared.parent.mkdir()
    with Session.open(copy, clock=CLOCK) as session:
        sharing.share(session, shared)
    with Session.open(shared, clock=CLOCK) as session:
        keys = [session.do(leads.create, {"name": f"Ann {n}"}) for n in range(40)]
        assert session.team is not None
        session.team.sync()
        shared.unlink()
        session.save_copy(shared)
    expected = records(shared)
    zero(shared, *pages_of(shared, "entry"), last_page_of(shared, "entry"))
    zero(shared, *pages_of(shared, "lead"), last_page_of(shared, "lead"))
    done = rescue(shared, tmp_path / "new.salesdesk", clock=CLOCK)
    back = records(tmp_path / "new.salesdesk")
    assert {key: back.get(("lead", key)) for key in keys} == {
        key: expected["lead", key] for key in keys
    }
    assert any("from the team's folder" in line for line in done.lines())
    assert done.faults == ()


def flip_in_lead(path: Path, name: str) -> None:
    """Make an `n` of the lead's own row an `o`; its entry in the journal stays."""
    content = bytearray(path.read_bytes())
    row = name.encode() + name.lower().encode()  # the two columns lie together
    place = content.index(row)
    content[place] ^= 1
    path.write_bytes(bytes(content))


def test_a_value_that_changed_silently_is_named(copy: Path, tmp_path: Path) -> None:
    with Session.open(copy, clock=CLOCK) as session:
        key = session.do(leads.create, {"name": "Nora Quist"})
    flip_in_lead(copy, "Nora Quist")
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    (doubt,) = done.tally.doubts
    assert (doubt.key, doubt.read, doubt.told) == (key, "Oora Quist", "Nora Quist")
    assert any("may be damaged" in line and "Nora Quist" in line for line in done.lines())


def test_a_value_that_changed_silently_is_set_right_by_a_backup(copy: Path, tmp_path: Path) -> None:
    with Session.open(copy, clock=CLOCK) as session:
        key = session.do(leads.create, {"name": "Nora Quist"})
        session.back_up()
    flip_in_lead(copy, "Nora Quist")
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert (done.tally.right, done.tally.doubts) == (1, [])
    with Session.open(tmp_path / "new.salesdesk", clock=CLOCK) as session:
        assert session.db.value("select name from lead where id = ?", (key,)) == "Nora Quist"


def test_a_file_that_is_cut_short_is_said_to_be_so(copy: Path, tmp_path: Path) -> None:
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert done.lines()[0].startswith("The file is cut short: ")
    assert done.faults == ()


def test_what_refers_to_a_lost_record_gathers_around_a_placeholder(
    copy: Path, tmp_path: Path
) -> None:
    zero(copy, *pages_of(copy, "entry"), *pages_of(copy, "lead")[2:4])
    done = rescue(copy, tmp_path / "new.salesdesk", clock=CLOCK)
    assert done.faults == ()
    assert done.tally.placeholders + done.tally.kinds["lead"].parts > 0
    assert done.as_json()["placeholders"] == done.tally.placeholders


def test_nothing_is_kept_of_a_rescue_that_was_stopped(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="stopped"):
        rescue(copy, tmp_path / "new.salesdesk", stop=lambda: True)
    assert {path.name for path in tmp_path.iterdir()} == {"Acme.salesdesk"}


def test_a_rescue_never_replaces_a_file(copy: Path) -> None:
    with pytest.raises(UserError, match="already a file"):
        rescue(copy, copy)


@pytest.mark.parametrize("content", [b"", b"name,email\n" * 9000, bytes(200_000)])
def test_a_file_with_nothing_in_it_is_said_to_be_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.salesdesk").write_bytes(content)
    with pytest.raises(UserError, match=r"nothing in it|Nothing in x"):
        rescue(tmp_path / "x.salesdesk", tmp_path / "new.salesdesk")
    assert not (tmp_path / "new.salesdesk").exists()


def test_the_command_line_checks_and_rescues(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {"rescue", "check"} <= cli.commands.keys()
    zero(copy, *pages_of(copy, "lead")[2:4])
    monkeypatch.setattr("sys.argv", ["salesdesk", "check", str(copy)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "is damaged" in capsys.readouterr().err
    out = tmp_path / "new.salesdesk"
    monkeypatch.setattr("sys.argv", ["salesdesk", "rescue", str(copy), str(out)])
    main()
    assert "leads: " in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["salesdesk", "check", "--full", str(out)])
    main()
    assert "is whole" in capsys.readouterr().out


def survive(whole: Path, folder: Path, count: int) -> list[int]:
    """Damage so many files; how many records each rescue lost. Never anything but words."""
    content, expected, lost = whole.read_bytes(), records(whole), []
    for number in range(count):
        path, out = folder / f"{number}.salesdesk", folder / f"{number} new.salesdesk"
        path.write_bytes(hurt(content, random.Random(number), PAGE_SIZE))
        look(path)
        done = rescue(path, out, clock=CLOCK)
        assert done.faults == ()
        lost.append(len(expected.keys() - records(out).keys()))
        path.unlink()
        out.unlink()
    return lost


def test_damaged_files_never_end_in_a_traceback(whole: Path, tmp_path: Path) -> None:
    lost = survive(whole, tmp_path, FILES)
    assert statistics.median(lost) == 0


@pytest.mark.slow
def test_three_hundred_damaged_files_lose_a_median_of_nothing(whole: Path, tmp_path: Path) -> None:
    lost = survive(whole, tmp_path, FILES_IN_FULL)
    assert statistics.median(lost) == 0


def test_damage_in_the_name_of_a_table_is_said_like_any_other(whole: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "hurt.salesdesk", tmp_path / "new.salesdesk"
    content = whole.read_bytes()
    assert content.count(b"tableleadlead") == 1
    # no text, and not what the table's own statement says: SQLite's message holds it as it is
    path.write_bytes(content.replace(b"tableleadlead", b"table\xc5eadlead"))
    with pytest.raises(UserError, match="damaged"):
        Session.open(path, clock=CLOCK)
    assert rescue(path, out, clock=CLOCK).faults == ()
    assert records(out) == records(whole)


def test_a_damaged_file_is_not_opened_for_writing(copy: Path) -> None:
    with Session.open(copy, clock=CLOCK):
        pass
    zero(copy, *pages_of(copy, "lead")[2:4])
    before = copy.read_bytes()
    with pytest.raises(UserError):
        from salesdesk.jobs import checks

        assert checks.check(copy, clock=CLOCK) != []
        Session.open(copy, clock=CLOCK)
    assert copy.read_bytes() == before
    with pytest.raises(Damaged, match="is damaged"):
        Session.open(copy, clock=CLOCK)
