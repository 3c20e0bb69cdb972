"""File, Backups: what there is, a new one, where they go, and the way back to one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # a class of it is made ready at its first use
from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from salesdesk import restores, safekeeping
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.model.calendar import to_moment
from salesdesk.session import Session
from salesdesk.store import backup_folder
from salesdesk.store.backup_folder import Backup
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.labels import Elided, Label, small
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.models import RowsModel
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.shell import keeper

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

RIGHT = Qt.AlignmentFlag.AlignRight
Row = tuple[int, Backup]


def why(backup: Backup) -> str:
    """Why a backup was made."""
    words = {
        "by-hand": tr("By hand"),
        "on-close": tr("When the file was closed"),
        "while-open": tr("While the file was open"),
        "before-update": tr("Before an update of the program"),
        "before-merge": tr("Before a merge"),
        "before-import": tr("Before an import"),
        "before-restore": tr("Before a restore"),
        "before-erase": tr("Before erasing"),
    }
    return words.get(backup.why, backup.why)


def size(count: int) -> str:
    """`3.4 MB`."""
    return f"{count / 1_000_000:,.1f} MB"


def _columns(rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
    """Where date, reason, size and check stand in a row."""
    inside = rect.adjusted(12, 0, -12, 0)
    widths = [fonts.scaled(190), 0, fonts.scaled(90), fonts.scaled(130)]
    widths[1] = max(0, inside.width() - sum(widths))
    made, left = [], inside.left()
    for wide in widths:
        made.append(QRect(left, inside.top(), wide - 8, inside.height()))
        left += wide
    return made[0], made[1], made[2], made[3]


class Heads(QWidget):
    """The names of the columns."""

    def __init__(self, rows: RowList) -> None:
        super().__init__()
        self._rows = rows
        self.setFixedHeight(fonts.scaled(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = QRect(0, 0, self._rows.viewport().width(), self.height())
        made, reason, weight, checked = _columns(shown)
        for rect, words in (
            (made, tr("Made")),
            (reason, tr("Why")),
            (checked.adjusted(20, 0, 0, 0), tr("Checked")),
        ):
            paint.text(painter, rect, words, "small", "text-2")
        paint.text(painter, weight, tr("Size"), "small", "text-2", RIGHT)
        paint.hairline(painter, self.rect())


class BackupDelegate(RowDelegate):
    """When, why, how large, and whether it was checked."""

    def __init__(self, now: str, zone: str) -> None:
        super().__init__()
        self._now, self._zone = now, zone

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, tuple):
            return
        backup: Backup = row[1]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, color("selection"))
        paint.hairline(painter, option.rect)
        made, reason, weight, checked = _columns(option.rect)
        paint.text(painter, made, said_when(backup, self._now), "body medium", figures=True)
        paint.text(painter, reason, why(backup), "body", "text-2")
        paint.text(painter, weight, size(backup.size), "body", "text-2", RIGHT, figures=True)
        mark, token = ("circle-check", "good") if backup.whole else ("circle-alert", "warn")
        y = checked.center().y() - 7
        paint.icon(painter, checked.left(), y, mark, token, 14)
        words = tr("Whole") if backup.whole else tr("Not known")
        paint.text(painter, checked.adjusted(20, 0, 0, 0), words, "small", "text-2")


def said_when(backup: Backup, now: str) -> str:
    """`Thu 15 Oct 17:02`, with the time for every day."""
    zone = getattr(backup.made.tzinfo, "key", "UTC")
    words = formats.when(to_moment(backup.made), now, zone)
    clock = f"{backup.made:%H:%M}"
    return words if words.endswith(clock) else f"{words} {clock}"


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
            "They make themselves: when the file is closed, every four hours, and before an "
            "import, a merge or a restore. Seven days, five weeks and twelve months are kept; "
            "what you back up yourself stays."
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


class RestoreDialog(Dialog):
    """One backup: what would go, what would come back, and the question."""

    def __init__(
        self, window: "MainWindow", above: BackupsDialog, preview: restores.Preview
    ) -> None:
        when = said_when(preview.backup, preview.now)
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
            self.cancel.setEnabled(True)
            self.fail(str(error) if isinstance(error, UserError) else tr("It could not be done."))
            if not isinstance(error, UserError):
                self._window.failed(error)

        self.primary.setEnabled(False)
        self.cancel.setEnabled(False)
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


class LostDelegate(RowDelegate):
    """A change that would go: what, who, when."""

    def __init__(self, now: str, zone: str) -> None:
        super().__init__()
        self._now, self._zone = now, zone

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, tuple):
            return
        lost = row[1]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, color("selection"))
        paint.hairline(painter, option.rect)
        inside = option.rect.adjusted(12, 0, -12, 0)
        when = formats.when(lost.at, self._now, self._zone)
        who = f"{lost.person}, {when}" if lost.person else when
        used = paint.text(painter, inside, who, "small", "text-3", RIGHT, figures=True)
        paint.text(painter, inside.adjusted(0, 0, -used - 16, 0), lost.words, "body")
