"""The reports section: choose a month, see the pages, print them or save them."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.model.calendar import add_months
from salesdesk.session import Session
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.fields import Field, choice
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Command, Panel, Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule
from salesdesk.ui.reports.making import Made, Wanted, make, picture
from salesdesk.ui.reports.preview import TWO, WHOLE, WIDE, Preview
from salesdesk.ui.reports.saving import ask_path, print_sheets, write_pdf
from salesdesk.ui.reports.side import SidePane


class ReportsPanel(Panel):
    """The monthly report as it will be printed."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__(session, shell)
        self.made: Made | None = None
        self.month: date | None = None
        self._ticket = 0
        self._zoom_chosen = False
        self._build()

    def _build(self) -> None:
        self.side = SidePane()
        self.side.setFixedWidth(256)
        self.side.changed.connect(self.reload)
        self.preview = Preview()
        self.preview.wanted.connect(self._draw_page)
        self.preview.turned.connect(self._say_pages)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Rule(standing=True))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(Rule())
        column.addWidget(self._strip())
        column.addWidget(self.preview, 1)
        row.addLayout(column, 1)
        self.setFocusProxy(self.preview)

    def _head(self) -> QWidget:
        self.before = Button(icon="chevron-left", key="[")
        self.before.setAccessibleName(tr("Month before"))
        self.before.setToolTip(tr("Month before") + "  [")
        self.before.clicked.connect(lambda: self.step(-1))
        self.after = Button(icon="chevron-right", key="]")
        self.after.setAccessibleName(tr("Month after"))
        self.after.setToolTip(tr("Month after") + "  ]")
        self.after.clicked.connect(lambda: self.step(1))
        self.months = choice([])
        self.months.setMinimumWidth(160)
        self.months.activated.connect(lambda _index: self.show_month(self.months.currentData()))
        self.print = Button(tr("Print"), icon="printer", key="Ctrl P")
        self.print.clicked.connect(self.print_report)
        self.save = Button(tr("Save PDF"), icon="download", key="Ctrl S", primary=True)
        self.save.clicked.connect(self.save_report)
        head = Pane("surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 10, 24, 12)
        row.setSpacing(4)
        low = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.before, 0, low)
        row.addWidget(Field(tr("Month"), self.months), 0, low)
        row.addWidget(self.after, 0, low)
        row.addStretch(1)
        row.addWidget(self.print, 0, low)
        row.addSpacing(4)
        row.addWidget(self.save, 0, low)
        return head

    def _strip(self) -> QWidget:
        self.where = Label("", "small", "text-2")
        words = [(tr("Two pages"), TWO), (tr("Whole page"), WHOLE), (tr("Page width"), WIDE)]
        self.zoom = choice(words, TWO)
        self.zoom.setAccessibleName(tr("Size of the pages"))
        self.zoom.activated.connect(lambda _index: self._zoomed())
        strip = Pane("sunken")
        row = QHBoxLayout(strip)
        row.setContentsMargins(24, 8, 24, 8)
        row.addWidget(self.where, 1)
        row.addWidget(self.zoom)
        return strip

    # -- reading ----------------------------------------------------------------------------

    def reload(self) -> None:
        self._ticket += 1
        ticket = self._ticket
        wanted = Wanted(
            self.month,
            self.side.hidden,
            self.side.plain.isChecked(),
            self.preview.picture_width(),
        )
        if self.made is None:
            self.where.setText(tr("The report is being made"))
        self.shell.background(
            lambda session: make(session, wanted), lambda made: self._arrived(ticket, made)
        )

    def _arrived(self, ticket: int, made: Made) -> None:
        if ticket != self._ticket:
            return  # something changed since; a newer answer is on its way
        first, self.made = self.made is None, made
        self.month = made.month
        self.side.set_parts(made.parts)
        count = formats.plural(made.pages, "page")
        self.side.report.set_words(tr("Whole business, {count}").format(count=count))
        self._list_months(made)
        self.preview.set_pages(made.pages, made.first)
        self._say_pages()
        refresh = getattr(self.shell, "refresh_frame", None)
        if first and refresh is not None:
            refresh()  # there is something to print and to save now

    def _list_months(self, made: Made) -> None:
        listed = [self.months.itemData(i) for i in range(self.months.count())]
        months = list(reversed(made.months))
        if listed != months:
            self.months.clear()
            for month in months:
                self.months.addItem(formats.month(month), month)
        self.months.setCurrentIndex(months.index(made.month) if made.month in months else -1)
        self.before.setEnabled(made.month > made.months[0])
        self.after.setEnabled(made.month < made.months[-1])

    def _draw_page(self, number: int, width: int) -> None:
        if self.made is None:
            return
        made, pdf = self.made, self.made.pdf

        def drawn(image: QImage) -> None:
            if self.made is made:
                self.preview.set_picture(number, image)

        self.shell.background(lambda _session: picture(pdf, number, width), drawn)

    def _say_pages(self) -> None:
        if self.made is None:
            return
        first, pages = self.preview.top_page() + 1, self.made.pages
        if self.preview.columns() == 2 and first < pages:
            words = tr("A4 portrait, pages {first} and {second} of {count}")
        else:
            words = tr("A4 portrait, page {first} of {count}")
        self.where.setText(words.format(first=first, second=first + 1, count=pages))

    # -- what a person does ------------------------------------------------------------------

    def show_month(self, month: date) -> None:
        """Show the report of another month."""
        if month != self.month:
            self.month = month
            self.preview.verticalScrollBar().setValue(0)
            self.reload()

    def step(self, count: int) -> None:
        """The month before or after, as far as there are any."""
        if self.made is None or self.month is None:
            return
        month = add_months(self.month, count)
        if self.made.months[0] <= month <= self.made.months[-1]:
            self.show_month(month)

    def _zoomed(self) -> None:
        self._zoom_chosen = True
        self.preview.set_zoom(self.zoom.currentData())

    def switch_plain(self) -> None:
        """Patterns instead of colours, or back."""
        self.side.plain.click()

    def print_report(self) -> None:
        """Send the pages that are shown to a printer."""
        if self.made is None:
            return
        print_sheets(self, self.shell, self.made, plain=self.side.plain.isChecked())

    def save_report(self) -> None:
        """Write the pages that are shown to a PDF, or the same figures as a table."""
        if self.made is None:
            return
        path = ask_path(self, f"Monthly report {self.made.month:%Y-%m}", table=True)
        if path is not None:
            self.write_to(path)

    def write_to(self, path: Path) -> None:
        """Write the report that is shown; its pages are those of the preview."""
        if self.made is None:
            return
        if path.suffix.lower() != ".csv":
            write_pdf(self.shell, self.made, path)
            return
        from salesdesk.jobs.exporting import writing
        from salesdesk.reports.spreadsheet import write_spreadsheet

        try:
            with writing(path), path.open("w", encoding="utf-8-sig", newline="") as file:
                write_spreadsheet(self.made.report, file)
        except UserError as error:
            self.shell.failed(error)
            return
        self.shell.toast(tr("Saved {name}.").format(name=path.name))

    # -- the window ----------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        made = self.made is not None
        return [
            Command(tr("Print"), "Ctrl+P", self.print_report, "printer", made),
            Command(tr("Save PDF"), "Ctrl+S", self.save_report, "download", made),
            Command(tr("Month before"), "[", lambda: self.step(-1), "chevron-left", made),
            Command(tr("Month after"), "]", lambda: self.step(1), "chevron-right", made),
            Command(tr("Black and white"), "B", self.switch_plain, "printer", made),
        ]

    def hints(self) -> list[tuple[str, str]]:
        return [
            ("[ ]", tr("Month")),
            ("PgDn", tr("Next page")),
            ("Ctrl P", tr("Print")),
            ("Ctrl S", tr("Save PDF")),
        ]

    def layout_for(self, width: int) -> None:
        self.side.setFixedWidth(240 if width < 1200 else 256)
        if not self._zoom_chosen:
            zoom = TWO if width >= 1440 else WIDE
            self.zoom.setCurrentIndex(zoom)
            self.preview.set_zoom(zoom)

    def state(self) -> dict[str, Any]:
        return {"zoom": self.preview.zoom if self._zoom_chosen else None}

    def restore(self, state: dict[str, Any]) -> None:
        """Begin with the size of the pages that was chosen."""
        at = self.zoom.findData(state.get("zoom"))
        if state.get("zoom") is not None and at >= 0:
            self.zoom.setCurrentIndex(at)
            self._zoomed()
