"""Step one: which file, what its rows are, and how it was read."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.ui.imports import kinds
from salesdesk.ui.imports.work import Look
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr

TABLES = "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.xlsm *.xlsb"


class ChoosePage(QWidget):
    """`file_chosen(path)` and `sheet_chosen(name)` ask for another look."""

    file_chosen = Signal(object)
    sheet_chosen = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.place = fields.line()
        self.place.setReadOnly(True)
        self.place_field = fields.Field(
            tr("File"), self.place, tr("CSV, TSV, XLSX, XLS or ODS, from any program.")
        )
        row.addWidget(self.place_field, 1)
        self.choose = Button(tr("Choose file…"), icon="folder-open")
        self.choose.clicked.connect(self._choose)
        row.addWidget(self.choose)
        column.addLayout(row)
        second = QHBoxLayout()
        second.setSpacing(16)
        self.kind = fields.choice(kinds.kinds(), "leads")
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(fields.chosen(self.kind)))
        self.kind_field = fields.Field(tr("The rows are"), self.kind)
        second.addWidget(self.kind_field, 1)
        self.sheet = fields.choice([])
        self.sheet.activated.connect(lambda _: self.sheet_chosen.emit(self.sheet.currentText()))
        self.sheet_field = fields.Field(tr("Sheet"), self.sheet)
        second.addWidget(self.sheet_field, 1)
        self.sheet_field.hide()
        column.addLayout(second)
        self.found = Label("", "body", "text-2", wrap=True)
        column.addWidget(self.found)
        column.addStretch()

    def _choose(self) -> None:
        words = tr("Tables ({endings});;All files (*)").format(endings=TABLES)
        name, _ = QFileDialog.getOpenFileName(self, tr("Import"), "", words)
        if name:
            self.file_chosen.emit(Path(name))

    def set_path(self, path: Path) -> None:
        """Name the file that is looked at."""
        self.place.setText(str(path))
        self.place_field.fail("")
        self.found.setText(tr("Reading {name}…").format(name=path.name))

    def fail(self, error: UserError) -> None:
        """Say why a file cannot be read."""
        self.found.setText("")
        self.place_field.fail(str(error))

    def show_look(self, look: Look, kind: str) -> None:
        """Say what was found, and what the rows seem to be."""
        source = look.source
        words = tr("{rows} rows, {columns} columns. {how}.")
        self.found.setText(
            words.format(rows=f"{look.total:,}", columns=len(source.headers), how=source.notes)
        )
        self.sheet_field.setVisible(len(source.sheets) > 1)
        self.sheet.clear()
        self.sheet.addItems(source.sheets)
        self.sheet.setCurrentText(source.sheet)
        self.kind.setCurrentIndex(self.kind.findData(kind))
