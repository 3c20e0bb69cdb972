"""Under the quote of a deal: write one, change it, and say what became of it."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions import quotes
from salesdesk.queries import deal_detail, settings
from salesdesk.queries import quotes as queries
from salesdesk.queries.deal_detail import Quote
from salesdesk.session import Session
from salesdesk.ui.deals.words import Money
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr

#: state -> what can be said of the quote next
NEXT = {"draft": ("sent",), "sent": ("accepted", "declined")}


class QuoteBar(QWidget):
    """The verbs that fit the newest quote of the deal that is shown."""

    def __init__(self, session: Session, shell: Shell, money: Money) -> None:
        super().__init__()
        self._session, self._shell, self._money = session, shell, money
        self._deal = 0
        self._quote: Quote | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.edit = Button("", "file-text", small=True)
        self.edit.clicked.connect(lambda: self.change(self._deal))
        row.addWidget(self.edit)
        self.marks: dict[str, Button] = {}
        for state, words in (
            ("sent", tr("Mark as sent")),
            ("accepted", tr("Accepted")),
            ("declined", tr("Declined")),
        ):
            button = self.marks[state] = Button(words, small=True)
            button.clicked.connect(lambda _=False, state=state: self._mark(state))
            row.addWidget(button)
        row.addStretch()

    def show_for(self, deal_id: int, quote: Quote | None) -> None:
        """Offer what fits a deal's newest quote."""
        self._deal, self._quote = deal_id, quote
        words = tr("Write a quote")
        if quote is not None:
            words = tr("Change quote") if quote.status == "draft" else tr("New version")
        self.edit.setText(words)
        self.edit.setAccessibleName(words)
        self.edit.updateGeometry()
        fitting = NEXT.get(quote.status, ()) if quote is not None else ()
        for state, button in self.marks.items():
            button.setVisible(state in fitting)

    def change(self, deal_id: int) -> None:
        """Write the first quote of a deal, or change the newest."""
        found = self._session.read(deal_detail.quotes, deal_id)
        deal = self._session.read(deal_detail.detail, deal_id)
        if deal is None:
            return
        from salesdesk.ui.deals.quote_dialog import Lines, QuoteDialog

        quote = found[0] if found else None
        tax = self._session.read(settings.settings).tax_percent
        first = {"id": None, "words": deal.title, "quantity_milli": 1000}
        held: tuple[Lines, int, str | None]
        held = [{**first, "unit_price": deal.amount, "discount_percent": 0}], tax, None
        title = tr("Quote for {deal}").format(deal=deal.title)
        if quote is not None:
            lines = self._session.read(queries.lines, quote.key)
            held = lines, quote.tax_percent, quote.valid_until
            title = tr("Quote {number} for {deal}").format(number=quote.number, deal=deal.title)

        def done(lines: Lines, tax: int, until: str | None) -> None:
            values: dict[str, Any] = {"tax_percent": tax, "valid_until": until}
            # not through the shell: what is wrong is said in the dialog, which stays open
            self._session.do(quotes.write, deal_id, lines, **values)
            self._shell.toast(tr("The quote is saved."), undo=True)

        dialog = QuoteDialog(self.window(), self._session, title, self._money, held, done)
        if quote is not None:
            name = tr("Quote {number}").format(number=quote.number)
            dialog.over(self._session, quote.key, name).tell(self._shell, tr("The quote is saved."))
        self._shell.dialog(dialog)

    def _mark(self, state: str) -> None:
        if self._quote is not None:
            self._shell.run(upon(quotes.mark, self._quote), self._quote.key, state)
