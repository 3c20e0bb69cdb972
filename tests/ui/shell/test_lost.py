"""A file that is moved, deleted or replaced under its window: said in words, and nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.actions import leads
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.session import Session
from salesdesk.ui.app import Desk
from salesdesk.ui.shell import files
from salesdesk.ui.shell.window import MainWindow

CLOCK = Clock("Europe/London", "2026-10-15")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with Session.create(tmp_path / "a.salesdesk", name="Marlow", clock=CLOCK) as session:
        session.do(leads.create, {"name": "Jane Hart"})
    made = Desk(CLOCK)
    made.show(tmp_path / "a.salesdesk")
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def window_of(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def said(desk: Desk) -> str:
    bar = window_of(desk).vigil.place.bar
    return bar.words.text() if bar is not None and bar.isVisible() else ""


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_the_window_says_so_and_its_copy_goes_on(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = tmp_path / "a.salesdesk"
    if how == "moved":
        path.rename(tmp_path / "b.salesdesk")
    elif how == "deleted":
        path.unlink()
    else:
        Session.create(tmp_path / "other.salesdesk", name="Other", clock=CLOCK).close()
        (tmp_path / "other.salesdesk").replace(path)
    qtbot.waitUntil(lambda: "Nothing is lost" in said(desk))
    window = window_of(desk)
    window.run(leads.create, {"name": "Too late"})
    assert "Could not save" in window.toaster.words.text()
    answer(monkeypatch, tmp_path / "Backup 2026.10")
    files.save_copy(window)
    copy = tmp_path / "Backup 2026.10.salesdesk"
    assert window_of(desk) is not window
    assert window_of(desk).session.path == copy
    assert said(desk) == ""
    assert window_of(desk).session.db.rows("select name from lead") == [("Jane Hart",)]


def test_a_file_that_comes_back_is_used_as_before(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.salesdesk"
    path.rename(tmp_path / "b.salesdesk")
    qtbot.waitUntil(lambda: said(desk) != "")
    (tmp_path / "b.salesdesk").rename(path)
    qtbot.waitUntil(lambda: said(desk) == "")
    assert window_of(desk).run(leads.create, {"name": "In time"}) is not None


def test_other_colours_are_put_on_though_the_file_is_gone(desk: Desk, tmp_path: Path) -> None:
    window, session = window_of(desk), window_of(desk).session
    (tmp_path / "a.salesdesk").unlink()
    window.file_wanted.emit(session)
    assert window_of(desk) is not window
    assert window_of(desk).isVisible()
    assert window_of(desk).session.db.rows("select name from lead") == [("Jane Hart",)]


def test_the_file_that_is_open_is_opened_again_in_its_place(desk: Desk, tmp_path: Path) -> None:
    window, session = window_of(desk), window_of(desk).session
    window.go("leads")
    window.file_wanted.emit(tmp_path / "a.salesdesk")
    assert window_of(desk).session is session
    assert window_of(desk).section().id == "leads"
    assert window_of(desk).run(leads.create, {"name": "Still open"}) is not None


def test_a_file_that_cannot_be_opened_leaves_the_window(desk: Desk, tmp_path: Path) -> None:
    window = window_of(desk)
    (tmp_path / "a.salesdesk").unlink()
    for wanted in (tmp_path / "a.salesdesk", tmp_path / "none.salesdesk"):
        window.file_wanted.emit(wanted)
        assert window_of(desk) is window
        assert window.isVisible()
        assert "There is no file" in window.toaster.words.text()


def test_a_copy_is_saved_beside_the_window(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(desk)
    answer(monkeypatch, tmp_path / "Backup 2026.10")
    files.save_copy(window)
    qtbot.waitUntil(lambda: "Copy saved as" in window.toaster.words.text())
    with Session.open(tmp_path / "Backup 2026.10.salesdesk") as copy:
        assert copy.db.rows("select name from lead") == [("Jane Hart",)]
    files.save_copy(window)
    assert "already a file called Backup 2026.10.salesdesk" in window.toaster.words.text()


def test_a_file_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.actions import set_up

    def full(*_: object) -> None:
        raise UserError("The disk is full.", "Free some space.")

    monkeypatch.setattr(set_up, "new_file", full)
    with pytest.raises(UserError, match="disk is full"):
        Session.create(tmp_path / "n.salesdesk", name="N")
    with pytest.raises(UserError, match="cannot have this name"):
        Session.create(tmp_path / f"{'n' * 300}.salesdesk", name="N")
    assert list(tmp_path.iterdir()) == []
