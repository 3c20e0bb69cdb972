"""A damaged file: the window says it in a sentence, and opens a backup or rescues what it holds."""

import gzip
import sqlite3
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.jobs import checks, rescue
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.store import donors, faults, health
from salesdesk.ui.app import Desk
from salesdesk.ui.shell import care, files
from salesdesk.ui.shell import faults as shell_faults
from salesdesk.ui.shell.care import Care
from salesdesk.ui.shell.damage import DamageDialog
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")
VERSION_1 = Path(__file__).parents[2] / "store" / "version-1.salesdesk.gz"
NAMES = {"Ann Lee", "Bo Lind", "Cy Moss"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three leads and a backup, in which then a page was lost."""
    path = tmp_path / "Acme.salesdesk"
    with Session.create(path, name="Acme", clock=CLOCK) as session:
        for name in sorted(NAMES - {"Cy Moss"}):
            session.do(leads.create, {"name": name})
        session.back_up()
        session.do(leads.create, {"name": "Cy Moss"})
    return path


def spoil(path: Path) -> None:
    """Overwrite the root of the leads with nothing."""
    connection = sqlite3.connect(path)
    page = connection.execute("select rootpage from sqlite_master where name = 'lead'").fetchone()
    size = connection.execute("pragma page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((page[0] - 1) * size)
        file.write(bytes(size))


def dialog_of(path: Path) -> tuple[Desk, DamageDialog]:
    spoil(path)
    assert checks.check(path, clock=CLOCK) != []
    desk = Desk(CLOCK)
    desk.show(path)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DamageDialog)
    assert "Acme.salesdesk is damaged" in dialog.windowTitle()
    return desk, dialog


def names(session: Session) -> set[str]:
    return {name for (name,) in session.db.rows("select name from lead")}


def test_what_it_holds_is_rescued_and_opened(path: Path, qtbot: QtBot) -> None:
    desk, dialog = dialog_of(path)
    before = path.read_bytes()
    dialog.finish()
    qtbot.waitUntil(lambda: dialog.primary.text() == "Open the new file")
    assert "3 of 3 leads" in dialog.said.text()
    assert path.read_bytes() == before
    dialog.finish()
    window = desk.window
    assert isinstance(window, MainWindow)
    assert window.session.path == path.with_name("Acme rescued.salesdesk")
    assert names(window.session) == NAMES
    window.close()


def test_the_newest_backup_takes_its_place(path: Path, qtbot: QtBot) -> None:
    desk, dialog = dialog_of(path)
    dialog.backup.click()
    qtbot.waitUntil(lambda: isinstance(desk.window, MainWindow))
    window = desk.window
    assert isinstance(window, MainWindow)
    assert window.session.path == path
    assert names(window.session) == NAMES - {"Cy Moss"}
    assert list(path.parent.glob("Acme damaged*.salesdesk")), "the damaged file is kept"
    window.close()


def test_a_rescue_is_stopped_by_cancel(
    path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, dialog = dialog_of(path)
    real, begun = rescue.rescue, []

    def slow(*args: object, **kw: object) -> object:
        begun.append(kw["stop"])
        while not kw["stop"]():  # type: ignore[operator]
            pass
        return real(*args, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(rescue, "rescue", slow)
    dialog.finish()
    qtbot.waitUntil(lambda: bool(begun))
    dialog.reject()
    assert dialog.isVisible() and dialog.primary.isEnabled()
    assert not path.with_name("Acme rescued.salesdesk").exists()
    dialog.reject()
    assert not dialog.isVisible()
    assert desk.window is not None
    desk.window.close()


def test_damage_that_a_check_finds_ends_writing(path: Path, qtbot: QtBot) -> None:
    window = MainWindow(Session.open(path, clock=CLOCK), "today")
    qtbot.addWidget(window)
    window.show()
    Care(window).look()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert health.last(path)["faults"] == []
    care.found(window, ["Tree 5 page 7: something"])
    QApplication.processEvents()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DamageDialog)
    with pytest.raises(UserError, match="reading only"):
        window.session.do(leads.create, {"name": "Dee Fox"})
    dialog.reject()
    window.close()


def test_a_file_is_checked_quickly_each_day_and_in_full_each_week(path: Path) -> None:
    def due(day: str) -> str:
        with Session.open(path, clock=Clock("Europe/London", day)) as session:
            found = checks.due(session)
            if found:
                assert checks.checked(session, full=found == "full") == []
            return found

    days = [f"2026-11-{day:02}" for day in range(1, 16)]
    assert [due(day) for day in days] == ["quick"] * 7 + ["full"] + ["quick"] * 6 + ["full"]
    assert due("2026-11-15") == ""


def shown(path: Path, qtbot: QtBot) -> MainWindow:
    window = MainWindow(Session.open(path, clock=CLOCK), "today")
    qtbot.addWidget(window)
    window.show()
    return window


def dialogs(window: MainWindow) -> list[DamageDialog]:
    QApplication.processEvents()
    return window.findChildren(DamageDialog)


def test_damage_that_is_met_while_working_shows_the_ways_on_once(path: Path, qtbot: QtBot) -> None:
    window = shown(path, qtbot)
    spoil(path)
    with Session.open(path, clock=CLOCK, read_only=True):
        pass
    window.session.db.connection.execute("pragma shrink_memory")
    window.failed(faults.damaged(path))
    assert len(dialogs(window)) == 1 and dialogs(window)[0].isVisible()
    assert "nothing more is saved" in window.status.state()[1]
    with pytest.raises(UserError, match="reading only"):
        window.session.do(leads.create, {"name": "Dee Fox"})
    dialogs(window)[0].reject()
    window.failed(faults.damaged(path))
    assert len(dialogs(window)) == 1, "it is said again in a line, not asked again"
    assert "is damaged" in window.toaster.words.text()
    window.close()
    with pytest.raises(faults.Damaged):
        Session.open(path, clock=CLOCK)


def test_damage_that_nobody_caught_is_said_like_any_other(
    path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = shown(path, qtbot)
    shell_faults.catch(window.failed, window.hearing.soon)
    error = faults.damaged(path)
    sys.excepthook(type(error), error, None)
    assert len(dialogs(window)) == 1
    refused = UserError("The drive is gone.", "Connect it.")
    sys.excepthook(UserError, refused, None)
    assert window.toaster.words.text() == "The drive is gone. Connect it."
    dialogs(window)[0].reject()
    window.close()


def test_the_check_in_the_menu_opens_the_ways_on(path: Path, qtbot: QtBot) -> None:
    window = shown(path, qtbot)
    files.check(window)
    qtbot.waitUntil(lambda: window.toaster.words.text() == "The file is whole.")
    spoil(path)
    files.check(window)
    qtbot.waitUntil(lambda: bool(window.findChildren(DamageDialog)))
    dialogs(window)[0].reject()
    window.close()


def test_a_backup_of_an_older_version_fills_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "Acme.salesdesk"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    with Session.open(path, clock=CLOCK) as session:  # brought up to date, after a backup
        kept = names(session)
    (backup,) = rescue.backups_of(path)
    donor = donors.asked(backup, "a backup", tmp_path)
    assert donor is not None
    donor.connection.close()
    spoil(path)
    done = rescue.rescue(path, tmp_path / "new.salesdesk", clock=CLOCK)
    assert done.lost == 0
    with Session.open(done.out, clock=CLOCK) as session:
        assert names(session) == kept and session.check() == []
