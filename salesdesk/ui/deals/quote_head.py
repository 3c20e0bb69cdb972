"""Over the quote of a deal: which one it is, and the way of it onto paper."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.queries import deal_detail
from salesdesk.queries.deal_detail import Quote
from salesdesk.session import Session
from salesdesk.ui.deals.words import day_words
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.reports.making import Sheets


class QuoteHead(QWidget):
    """Number, version and state of the newest quote, and the buttons that print and save it."""

    def __init__(self, session: Session, shell: Shell) -> None:
        super().__init__()
        self._session, self._shell = session, shell
        self._deal = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name, self.state = Label("", "section"), Label("", "small", "text-3")
        self.print = Button(tr("Print"), "printer", small=True)
        self.save = Button(tr("Save PDF"), "download", small=True)
        for button, key, deed in (
            (self.print, "Ctrl P", self.print_quote),
            (self.save, "Ctrl S", self.save_quote),
        ):
            button.setToolTip(tip(f"{button.text()} ({key})"))
            button.clicked.connect(lambda _=False, deed=deed: deed(self._deal))
        for widget in (self.name, self.state):
            row.addWidget(widget)
        row.addStretch()
        for button in (self.print, self.save):
            row.addWidget(button)

    def show_for(self, deal_id: int, quote: Quote | None, today: date) -> None:
        """Name a deal's newest quote; hidden where there is none."""
        self._deal = deal_id
        self.setVisible(quote is not None)
        if quote is None:
            return
        states = {
            "draft": tr("draft"),
            "sent": tr("sent"),
            "accepted": tr("accepted"),
            "declined": tr("declined"),
            "expired": tr("expired"),
        }
        self.name.setText(tr("Quote {number}").format(number=quote.number))
        self.state.setText(
            tr("version {n}, {state}, {day}").format(
                n=quote.revision, state=states[quote.status], day=day_words(quote.quoted_on, today)
            )
        )

    def print_quote(self, deal_id: int) -> None:
        """Ask for a printer and print the newest quote of a deal."""

        def made(sheets: Sheets) -> None:
            from salesdesk.ui.reports.saving import print_sheets

            print_sheets(self.window(), self._shell, sheets)

        self._make(deal_id, made)

    def save_quote(self, deal_id: int) -> None:
        """Save the newest quote of a deal as a PDF."""

        def made(sheets: Sheets) -> None:
            from salesdesk.ui.reports.saving import ask_path, write_pdf

            path = ask_path(self.window(), sheets.report.title)
            if path is not None:
                write_pdf(self._shell, sheets, path)

        self._make(deal_id, made)

    def _make(self, deal_id: int, done: Callable[[Sheets], None]) -> None:
        found = self._session.read(deal_detail.quotes, deal_id)
        if not found:
            self._shell.toast(tr("This deal has no quote yet."))
            return
        key = found[0].key

        def on_paper(session: Session) -> Sheets:
            from salesdesk.reports.quote import quote
            from salesdesk.ui.reports.making import sheets

            return sheets(session.read(quote, deal_id, key))

        self._shell.background(on_paper, done)
