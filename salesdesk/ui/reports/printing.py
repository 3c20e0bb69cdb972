"""Printing: the very pages of the preview, drawn finely one after the other."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.reports.making import POINTS, Sheets, picture

FINE = 300  # dots per inch; finer than this no eye tells apart on paper


def printer_for(made: Sheets, plain: bool) -> QPrinter:
    """An A4 printer with the name of the report."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName(f"{made.report.business} {made.report.title}")
    printer.setFromTo(1, made.pages)
    if plain:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    return printer


def ask_and_print(parent: QWidget, shell: Shell, made: Sheets, plain: bool = False) -> None:
    """Ask which printer, then print."""
    printer = printer_for(made, plain)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print {title}").format(title=made.report.title))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, made.pages)
    dialog.accepted.connect(lambda: PrintRun(parent, shell, made, printer).start())
    shell.dialog(dialog)


class PrintRun(QObject):
    """One printing: a page is drawn on another thread, then put on paper, then the next."""

    def __init__(self, parent: QWidget, shell: Shell, made: Sheets, printer: QPrinter) -> None:
        super().__init__(parent)
        self._shell, self._made, self._printer = shell, made, printer
        first = max(1, printer.fromPage())
        last = printer.toPage() or made.pages
        self._numbers = list(range(first - 1, min(last, made.pages)))
        self._count = len(self._numbers)
        self._painter = QPainter()
        self.finished: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Begin; a printer that does not answer is told in plain words."""
        if not self._painter.begin(self._printer):
            error = UserError(
                tr("Could not print: the printer did not answer."),
                tr("See that it is switched on, or save the PDF and print that."),
            )
            self._shell.failed(error)
            return
        self._next()

    def _next(self) -> None:
        pdf, number = self._made.pdf, self._numbers[0]
        width = round(POINTS[0] / 72 * FINE)
        self._shell.background(lambda _session: picture(pdf, number, width), self._arrived)

    def _arrived(self, image: QImage) -> None:
        paper = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(paper, image)
        self._numbers.pop(0)
        if self._numbers:
            self._printer.newPage()
            self._next()
            return
        self._painter.end()
        words = tr("{title} was sent to the printer, {pages}.")
        pages = formats.plural(self._count, "page")
        self._shell.toast(words.format(title=self._made.report.title, pages=pages))
        self.finished()
        self.deleteLater()
