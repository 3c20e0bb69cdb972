"""File, Export: where to, in which form, and with or without a guard against formulas."""

from typing import TYPE_CHECKING

from salesdesk.session import Session
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label, small
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell import files
from salesdesk.ui.shell.folder_row import FolderRow

if TYPE_CHECKING:
    from pathlib import Path

    from salesdesk.ui.shell.window import MainWindow


class ExportDialog(Dialog):
    """Every table that a person cares about, complete, into a folder."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(tr("Export"), window, tr("Export"), self._begin, width=560)
        self._window = window
        words = tr("Every table that you work with, complete: one file for each in the folder.")
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.folder = FolderRow(files.documents())
        self.body.addWidget(self.folder)
        forms = [
            (tr("CSV, for any program"), "csv"),
            (tr("One Excel workbook"), "xlsx"),
            (tr("JSON, for programs"), "json"),
        ]
        self.form = fields.choice(forms, "csv")
        self.body.addWidget(fields.Field(tr("As"), self.form))
        self.as_typed = fields.check(tr("Texts exactly as typed"))
        self.body.addWidget(self.as_typed)
        self._harm = small(
            tr(
                "Otherwise a text that a spreadsheet would run as a formula gets a quote before "
                "it. Tick it only for a program that reads the tables again."
            ),
            "text-2",
            wrap=True,
        )
        self.body.addWidget(self._harm)
        self.form.currentIndexChanged.connect(lambda _: self._fit())
        self.folder.setFocus()

    def _fit(self) -> None:
        """Only CSV has no type of its own for a text: the others are never run."""
        for part in (self.as_typed, self._harm):
            part.setEnabled(fields.chosen(self.form) == "csv")

    def _begin(self) -> None:
        folder: Path = self.folder.asked()
        form = str(fields.chosen(self.form))
        as_typed = form == "csv" and self.as_typed.isChecked()

        def work(session: Session) -> str:
            from salesdesk.jobs.exporting import export_all

            done = export_all(session.db, folder, form, as_typed=as_typed)
            rows, count = sum(part.rows for part in done), len({part.path for part in done})
            words = tr("Exported {rows} records to {count} files in {folder}.")
            if count == 1:
                words = tr("Exported {rows} records to 1 file in {folder}.")
            return words.format(rows=f"{rows:,}", count=count, folder=folder.name)

        self._window.background(work, self._window.toast)
