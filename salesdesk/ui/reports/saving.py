"""What is on paper as well goes to a printer, or into a file that a person names."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from salesdesk.errors import UserError
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.reports.making import Sheets

PDF, TABLE = "PDF (*.pdf)", "Table (*.csv)"


def ask_path(parent: QWidget, name: str, *, table: bool = False) -> Path | None:
    """Where a PDF is to be saved, or a table of the same figures; None if nowhere."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = tr(PDF) + (";;" + tr(TABLE) if table else "")
    start = str(Path(folder) / f"{name}.pdf")
    chosen, kind = QFileDialog.getSaveFileName(parent, tr("Save PDF"), start, kinds)
    path = Path(chosen) if chosen else None
    if path is not None and not path.suffix:
        path = path.with_suffix(".csv" if "csv" in kind else ".pdf")
    return path


def write_pdf(shell: Shell, made: Sheets, path: Path) -> None:
    """Write the very pages that would be printed, and say so."""
    from salesdesk.jobs.exporting import writing

    try:
        with writing(path):
            path.write_bytes(made.pdf)
    except UserError as error:
        shell.failed(error)
        return
    shell.toast(tr("Saved {name}.").format(name=path.name))


def print_sheets(parent: QWidget, shell: Shell, made: Sheets, *, plain: bool = False) -> None:
    """Ask which printer, then print; without a printing library say what to do instead."""
    try:
        from salesdesk.ui.reports.printing import ask_and_print
    except ImportError:
        words = tr("Printing is not possible here: the printing library (CUPS) is missing.")
        shell.failed(UserError(words, tr("Save the PDF and print that.")))
        return
    ask_and_print(parent, shell, made, plain)
