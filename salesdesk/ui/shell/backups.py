"""File, Backups: what there is, a new one, where they go, and the way back to one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # a class of it is made ready at its first use
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salesdesk.errors import UserError
from salesdesk.jobs import restores, safekeeping
from salesdesk.session import Session
from salesdesk.store import backup_folder
from salesdesk.store.backup_folder import Backup
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.labels import Elided, small
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell import keeper
from salesdesk.ui.shell.backup_rows import BackupDelegate, Heads, said_when, size, why
from salesdesk.ui.shell.restore import RestoreDialog

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

Row = tuple[int, Backup]


class BackupsDialog(Dialog):
    """The backups of the open file, the newest first."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(
            tr("Backups"), window, tr("Restore…"), self._look, width=848, icon="archive"
        )
        self._window, self._session = window, window.session
        db = self._session.db
        self.cancel.setText(tr("Close"))
        about = tr(
            "They make themselves: when the file is closed, every four hours, and before a large "
            "import, a merge, a restore, an update and an erasure. Seven days, five weeks and "
            "twelve months are kept; what you back up yourself stays."
        )
        self.body.addWidget(small(about, wrap=True))
        self._model = RowsModel(key=lambda row: row[0], words=self._spoken)
        delegate = BackupDelegate(db.now(), db.clock.zone)
        self.list = RowList(self._model, delegate, 36, tr("Backups, newest first"))
        self.list.setMinimumHeight(260)
        self.list.activated_key.connect(lambda _: self.finish())
        self.heads = Heads(self.list)
        table = QVBoxLayout()
        table.setSpacing(0)
        table.addWidget(self.heads)
        table.addWidget(self.list)
        self.body.addLayout(table)
        self.empty = EmptyState(
            tr("There is no backup of this file yet."), tr("Back up now"), slot=self.back_up
        )
        self.empty.setMinimumHeight(260)
        self.body.addWidget(self.empty)
        self.place = Elided("", "small", "text-2")
        self.body.addWidget(self.place)
        self.body.addLayout(self._buttons())
        self.reload()
        what = safekeeping.to_say(self._session)
        if what is not None:
            self.note.setText(keeper.words(self._session, what, here=True))
        self.list.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.now = Button(tr("Back up now"), "archive")
        self.now.clicked.connect(self.back_up)
        self.show_it = Button(tr("Show in folder"), "folder-open")
        self.show_it.clicked.connect(self._show_in_folder)
        self.elsewhere = Button(tr("Choose another place…"))
        self.elsewhere.clicked.connect(self._choose)
        self.beside = Button(tr("Beside the file again"))
        self.beside.clicked.connect(lambda: self._go_to(None))
        for button in (self.now, self.show_it, self.elsewhere, self.beside):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        return row

    def _spoken(self, row: Row) -> str:
        backup, now = row[1], self._session.db.now()
        whole = tr("whole") if backup.whole else tr("not checked")
        return f"{said_when(backup, now)}, {why(backup)}, {size(backup.size)}, {whole}"

    def reload(self) -> None:
        """Read the folder again; the newest backup is chosen."""
        found = restores.listing(self._session)
        self._model.set_rows(list(enumerate(found)))
        for widget in (self.list, self.heads):
            widget.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.primary.setEnabled(bool(found))
        folder = backup_folder.of_file(self._session.db.path)
        same = safekeeping.on_same_disk(self._session)
        words = tr("New ones go to {folder}, on the same disk as the file.")
        self.place.setText(
            (words if same else tr("New ones go to {folder}.")).format(folder=folder)
        )
        self.beside.setVisible(backup_folder.chosen() is not None)
        if found:
            self.list.select_row(0)

    def chosen(self) -> Backup | None:
        """The backup that is selected."""
        row = self._model.row_at(self.list.currentIndex().row())
        return row[1] if isinstance(row, tuple) else None

    def _busy(self, words: str) -> None:
        self.note.set_token("text-2")
        self.note.setText(words)
        for button in (self.now, self.elsewhere, self.beside, self.primary):
            button.setEnabled(not words)

    def _failed(self, error: Exception) -> None:
        self._busy("")
        self.reload()
        if isinstance(error, UserError):
            self.fail(str(error))
        else:
            self._window.failed(error)

    def back_up(self) -> None:
        """Make one now, on another thread."""

        def done(path: Path) -> None:
            self._busy("")
            self.reload()
            self.note.setText(tr("Backed up as {name}.").format(name=path.name))

        self._busy(tr("Backing up…"))
        self._window.jobs.start(self._session, Session.back_up, done, self._failed)

    def _show_in_folder(self) -> None:
        backup = self.chosen()
        folder = backup_folder.of_file(self._session.db.path)
        folder = backup.path.parent if backup is not None else folder
        if not folder.is_dir():
            self.fail(tr("There is no folder {folder} yet.").format(folder=folder))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose(self) -> None:
        begin = str(backup_folder.chosen() or self._session.path.parent)
        folder = QtWidgets.QFileDialog.getExistingDirectory(
            self, tr("Where backups go: best on another disk"), begin
        )
        if folder:
            self._go_to(Path(folder))

    def _go_to(self, folder: Path | None) -> None:
        """From now on backups go there; one at once shows that they can."""
        before = backup_folder.chosen()
        try:
            backup_folder.choose(folder)
        except UserError as error:
            self.fail(str(error))
            return

        def failed(error: Exception) -> None:
            backup_folder.choose(before)
            self._failed(error)

        def done(path: Path) -> None:
            self._busy("")
            self.reload()
            self.note.setText(tr("Backed up in {folder}.").format(folder=path.parent))

        self._busy(tr("Backing up…"))
        self._window.jobs.start(self._session, Session.back_up, done, failed)

    def _look(self) -> bool:
        """What would go and come back is worked out first, and then asked about."""
        backup = self.chosen()
        if backup is None:
            return False

        def done(preview: restores.Preview) -> None:
            self._busy("")
            RestoreDialog(self._window, self, preview).open_over()

        self._busy(tr("Reading the backup…"))
        self._window.jobs.start(
            self._session, lambda own: restores.preview(own, backup), done, self._failed
        )
        return False
