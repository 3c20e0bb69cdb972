"""The File menu: new, open, recent, copies, backups, import and export."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import QtWidgets  # a class of it is made ready at its first use

from salesdesk.errors import UserError
from salesdesk.session import Session, recall, remember
from salesdesk.store import locations
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.shell.window import MainWindow

FILTER = "SalesDesk (*.salesdesk)"
RECENT = 8


def fault_of(session: Session) -> UserError | None:
    """What happened to a file that no longer stands where it was opened; else None."""
    try:
        session.db.check_place()
    except UserError as error:
        return error
    return None


class Anew(NamedTuple):
    """A file that is to be closed, worked on while nobody has it open, and opened again."""

    path: Path
    work: Callable[[Path], str]  # what to say of it


def recent() -> list[Path]:
    """The files that were open before, newest first: those that are there, or have a copy here."""
    kept = recall().get("recent", [])
    paths = [Path(p) for p in kept if isinstance(p, str)]
    return [p for p in paths if p.is_file() or locations.is_away(p)][:RECENT]


def note_recent(path: Path) -> None:
    """Remember a file that was opened."""
    kept = [str(path.resolve())] + [str(p) for p in recent() if p.resolve() != path.resolve()]
    remember("recent", kept[:RECENT])


def documents() -> Path:
    """The folder that file dialogs begin in."""
    there = [path.parent for path in recent() if path.is_file()]
    return there[0] if there else Path.home()


def choose_to_open(parent: "QWidget") -> Path | None:
    """Ask for a file to open."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, tr("Open a file"), str(documents()), FILTER
    )
    return Path(name) if name else None


def choose_to_save(parent: "QWidget", title: str, suggestion: str, kinds: str) -> Path | None:
    """Ask where to write; the ending is added where it is missing."""
    start = str(documents() / suggestion)
    name, _ = QtWidgets.QFileDialog.getSaveFileName(parent, title, start, kinds)
    if not name:
        return None
    path, ending = Path(name), Path(suggestion).suffix
    # a name may have points of its own: “Backup 2026.10” has no ending yet
    if path.suffix.lower() == ending:
        return path
    path = path.with_name(path.name + ending)
    if path.exists():  # the dialog has asked about the name that was typed, not about this one
        raise UserError(
            tr("There is already a file called {name}.").format(name=path.name),
            tr("Choose another name."),
        )
    return path


def new_file(window: "MainWindow") -> None:
    """File, New."""
    from salesdesk.ui.shell.new_file import NewFileDialog

    window.dialog(NewFileDialog(window, window.file_wanted.emit))


def open_file(window: "MainWindow") -> None:
    """File, Open."""
    path = choose_to_open(window)
    if path is not None:
        window.file_wanted.emit(path)


def save_copy(window: "MainWindow") -> None:
    """File, Save a copy: a complete, checked copy anywhere."""
    suggestion = f"{window.session.path.stem} copy.salesdesk"
    try:
        path = choose_to_save(window, tr("Save a copy"), suggestion, FILTER)
        if path is None:
            return
        if fault_of(window.session) is not None:
            # only the connection of this window still has the file
            window.session.save_copy(path)
            window.file_wanted.emit(path)
            return
    except UserError as error:
        window.failed(error)
        return
    target = path

    def done(_: object) -> None:
        window.status.show_file(window.session)
        window.toast(tr("Copy saved as {name}.").format(name=target.name))

    def failed(error: Exception) -> None:
        window.status.show_file(window.session)
        window.failed(error)

    window.status.set_state(tr("Saving a copy as {name}…").format(name=target.name), "hourglass")
    window.jobs.start(window.session, lambda own: own.save_copy(target), done, failed)


def back_up(window: "MainWindow") -> None:
    """File, Back up now: beside the file."""

    def done(path: Path) -> None:
        window.toast(tr("Backed up as {name}.").format(name=path.name))

    window.background(Session.back_up, done)


def backups(window: "MainWindow") -> None:
    """File, Backups: the list of them, and the way back to one."""
    from salesdesk.ui.shell.backups import BackupsDialog

    window.dialog(BackupsDialog(window))


def lock(window: "MainWindow") -> None:
    """File, Lock with a passphrase; for a locked file, take the lock away."""
    from salesdesk.ui.shell.locking import ask

    ask(window)


def check(window: "MainWindow") -> None:
    """File, Check the file."""

    def done(faults: list[str]) -> None:
        from salesdesk.ui.shell import care

        if faults:
            care.found(window, faults)
        else:
            window.toast(tr("The file is whole."))

    def work(session: Session) -> list[str]:
        from salesdesk.jobs import checks

        return checks.checked(session, full=True)

    window.background(work, done)


def import_file(window: "MainWindow", path: Path | None) -> None:
    """File, Import, or a table dropped on the window."""
    from salesdesk.ui.imports.dialog import ImportDialog

    window.dialog(ImportDialog(window.session, window, path))


def dropped(window: "MainWindow", paths: list[Path]) -> None:
    """A file dropped on the window is opened; any other is a table to import."""
    for path in paths[:1]:
        if path.suffix == ".salesdesk":
            window.file_wanted.emit(path)
        else:
            import_file(window, path)


def export(window: "MainWindow") -> None:
    """File, Export: every table a person cares about, complete."""
    from salesdesk.ui.shell.export import ExportDialog

    window.dialog(ExportDialog(window))
