"""A folder that is typed or chosen, and what stands there."""

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.store import locations
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tr


class FolderRow(QWidget):
    """A field for a folder with its button; `changed` is called whenever it is another one."""

    def __init__(self, begin: Path, changed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._start = begin
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.line = fields.line()
        if changed is not None:
            self.line.textChanged.connect(lambda _: changed())
        row.addWidget(fields.Field(tr("Folder"), self.line), 1)
        button = Button(tr("Choose folder…"), icon="folder-open")
        button.setAutoDefault(False)
        button.clicked.connect(self.choose)
        row.addWidget(button, alignment=Qt.AlignmentFlag.AlignBottom)
        self.setFocusProxy(self.line)

    def choose(self) -> None:
        """Ask for the folder in the system's own dialog."""
        begin = self.line.text() or str(self._start)
        found = QtWidgets.QFileDialog.getExistingDirectory(self, tr("Choose a folder"), begin)
        if found:
            self.line.setText(found)

    def path(self) -> Path | None:
        """The folder; None while there is none. UserError where there can be none of that name."""
        text = self.line.text().strip()
        if not text:
            return None
        try:
            folder = Path(text).expanduser()
        except RuntimeError as error:  # ~somebody who has no account here
            raise UserError(
                tr("There is no folder {name}.").format(name=text), tr("Choose another.")
            ) from error
        locations.check_name(folder)
        return folder

    def asked(self) -> Path:
        """The folder; UserError while none is chosen."""
        folder = self.path()
        if folder is None:
            raise UserError(tr("No folder is chosen."), tr("Choose where the file is to be."))
        return folder
