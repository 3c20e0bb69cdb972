"""Settings, This computer: what holds for one person at one screen, and is in no file."""

from pathlib import Path

from PySide6 import QtWidgets  # a class of it is made ready at its first use
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from salesdesk.session import Session
from salesdesk.store import backup_folder
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.fields import check
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.forms import Page
from salesdesk.ui.shell import looks


class ComputerPage(Page):
    """Switches that are remembered on this computer."""

    in_file = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title = tr("This computer")
        self.boxes: dict[str, QCheckBox] = {}
        self._folder: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(Label(tr("These hold for you alone, in every file."), "small", "text-2"))
        for name, words, more in (
            (
                "letters",
                tr("Single letters act as keys"),
                tr("Off: Q, H, / and the like do nothing; menus, Ctrl keys and Ctrl K still work."),
            ),
            ("compact", tr("Compact rows"), tr("Tables show more rows at once.")),
            ("contrast", tr("High contrast"), tr("Full ink and dark edges, no soft colours.")),
        ):
            box = self.boxes[name] = check(words)
            box.setAccessibleDescription(more)
            column.addSpacing(8)
            column.addWidget(box)
            column.addWidget(Label(more, "small", "text-2", wrap=True))
        column.addSpacing(16)
        column.addLayout(self._backups())
        note = tr("Colours, rows and text size show in windows that are opened from now on.")
        column.addSpacing(8)
        column.addWidget(Label(note, "small", "text-3", wrap=True))
        column.addStretch(1)

    def _backups(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(Label(tr("Where backups go"), "body medium"))
        self.place = Elided("", "small", "text-2")
        column.addWidget(self.place)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.elsewhere = Button(tr("Choose a folder…"), "folder-open", small=True)
        self.elsewhere.clicked.connect(self._choose)
        self.beside = Button(tr("Beside each file"), small=True)
        self.beside.clicked.connect(lambda: self._show_place(None))
        for button in (self.elsewhere, self.beside):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return column

    def _choose(self) -> None:
        begin = str(self._folder or self.session.path.parent)
        folder = QtWidgets.QFileDialog.getExistingDirectory(
            self, tr("Where backups go: best on another disk"), begin
        )
        if folder:
            self._show_place(Path(folder))

    def _show_place(self, folder: Path | None) -> None:
        self._folder = folder
        beside = tr("Beside each file, in a folder of its own; those of shared files stay here.")
        self.place.setText(beside if folder is None else str(folder))
        self.beside.setVisible(folder is not None)

    def fill(self) -> None:
        for name, box in self.boxes.items():
            box.setChecked(looks.is_on(name))
        self._show_place(backup_folder.chosen())

    @property
    def touched(self) -> bool:
        switched = any(box.isChecked() != looks.is_on(name) for name, box in self.boxes.items())
        return switched or self._folder != backup_folder.chosen()

    def save(self) -> None:
        if self._folder != backup_folder.chosen():
            backup_folder.choose(self._folder)
        for name, box in self.boxes.items():
            if box.isChecked() != looks.is_on(name):
                looks.turn(name, box.isChecked())
