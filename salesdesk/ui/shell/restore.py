"""The question before a backup is restored: what would go, and what would come back."""

from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.errors import UserError
from salesdesk.jobs import restores
from salesdesk.model import formats
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label, small
from salesdesk.ui.kit.lists import RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.backup_rows import LostDelegate, said_when

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


class RestoreDialog(Dialog):
    """One backup: what would go, what would come back, and the question."""

    def __init__(self, window: "MainWindow", above: Dialog, preview: restores.Preview) -> None:
        when = formats.within(said_when(preview.backup, preview.now))
        self._teams = restores.is_teams(window.session)
        super().__init__(
            tr("Restore the backup of {when}?").format(when=when),
            above,
            tr("Save as a file…") if self._teams else tr("Restore"),
            self._save_as if self._teams else self._restore,
            width=640,
            icon="history",
        )
        self._window, self._above, self._preview = window, above, preview
        self._when = when
        for words in preview.sentences():
            self.body.addWidget(Label(words, "body medium", wrap=True))
        if preview.difference.changes:
            self.body.addWidget(small(tr("Changes that would go, the newest first:")))
            self.body.addWidget(self._changes())
        if self._teams:
            about = tr(
                "This file is shared. What a restore takes away would come back from the others, "
                "so the backup becomes a file of its own: take over from it what you need."
            )
        else:
            about = tr(
                "Undo cannot take this back. The file as it is now is backed up first, so you "
                "can restore that one."
            )
            self.primary.setEnabled(not preview.difference.nothing)
        self.body.addWidget(small(about, wrap=True))
        self.cancel.setFocus()

    def _changes(self) -> RowList:
        rows = list(enumerate(self._preview.difference.changes))
        model = RowsModel(key=lambda row: row[0], words=lambda row: str(row[1].words))
        model.set_rows(rows)
        made = RowList(
            model, LostDelegate(self._preview.now, self._preview.zone), 30, tr("Changes")
        )
        made.setFixedHeight(30 * min(len(rows), 6) + 2)
        made.select_row(0)
        return made

    def _restore(self) -> bool:
        backup = self._preview.backup

        def done(safety: Path) -> None:
            self.accept()
            self._above.accept()
            self._window.session.poll()
            self._window.toast(
                tr("Restored: {when}. What was there before is kept as {name}.").format(
                    when=self._when, name=safety.name
                )
            )

        def failed(error: Exception) -> None:
            self.primary.setEnabled(True)
            self.hold(False)
            self.fail(str(error) if isinstance(error, UserError) else tr("It could not be done."))
            if not isinstance(error, UserError):
                self._window.failed(error)

        self.primary.setEnabled(False)
        self.hold(True)
        self.note.setText(tr("Restoring…"))
        self._window.jobs.start(
            self._window.session, lambda own: restores.restore(own, backup), done, failed
        )
        return False

    def _save_as(self) -> bool:
        from salesdesk.ui.shell import files

        backup = self._preview.backup
        suggestion = f"{backup.path.stem}.salesdesk"
        path = files.choose_to_save(self, tr("Save the backup"), suggestion, files.FILTER)
        if path is None:
            return False
        restores.save_as(backup, path)
        self._above.accept()
        self._window.toast(tr("Saved as {name}.").format(name=path.name))
        return True
