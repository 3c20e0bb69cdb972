"""What surrounds the list: the choices of the filters, and the month's forecast."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from salesdesk.model.calendar import month_of
from salesdesk.queries import deals, figures, settings
from salesdesk.queries.deal_detail import Detail
from salesdesk.queries.deals import Card
from salesdesk.session import Session
from salesdesk.ui.deals import words
from salesdesk.ui.deals.forecast import Forecast
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.deals.panel import DealsPanel

#: A change is painted first; this long after it the rest is read.
REST_MS = 40


class Outlook:
    """Reads for a deals panel what need not be there in the same frame."""

    def __init__(self, panel: "DealsPanel") -> None:
        self._panel = panel
        self._first = True
        self._due = False
        self._timer = QTimer(panel)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.read)

    def read_soon(self) -> None:
        """At once for the first time, else after the next paint."""
        if self._first:
            self._first = False
            self.read()
        elif self._panel.isVisible():
            self._timer.start()
        else:
            self._due = True

    def pause(self) -> None:
        """Nothing is read while the panel is hidden."""
        self._due = self._due or self._timer.isActive()
        self._timer.stop()

    def go_on(self) -> None:
        """Read what was put off."""
        if self._due:
            self._due = False
            self._timer.start()

    def read(self) -> None:
        """What the filters offer, and the forecast."""
        read, today = self._panel.session.read, self._panel.session.db.today()
        people = [(person.name, person.key) for person in read(settings.people)]
        campaigns = [(name, key) for key, name in read(deals.campaigns_of_open)]
        self._panel.filters.offer(people, read(deals.months_expected), campaigns, today)
        self._read_forecast()

    def _read_forecast(self) -> None:
        """The month's figures, read on another thread: they may count a great many leads."""
        period = month_of(self._panel.session.db.today())
        asked = self._panel.filters.filters
        owner, campaign = asked.owner_id, asked.campaign_id

        def work(session: Session) -> figures.Figures:
            return session.read(figures.figures, period, person_id=owner, campaign_id=campaign)

        def done(found: figures.Figures) -> None:
            now = self._panel.filters.filters
            if (now.owner_id, now.campaign_id) == (owner, campaign):
                month = words.month_word(period.first.month)
                won, likely = found.revenue_won, found.forecast - found.revenue_won
                self._panel.forecast.set_forecast(Forecast(month, won, likely, found.target))

        self._panel.shell.background(work, done)

    def without(self, deal: Detail) -> int | None:
        """What the forecast comes to without an open deal; None if the deal is not in it."""
        found, today = self._panel.forecast.forecast, self._panel.session.db.today()
        last = month_of(today).last.isoformat()
        counted = deal.expected_on is not None and today.isoformat() <= deal.expected_on <= last
        if found is None or not counted or deal.forecast_class == "omitted":
            return None
        return found.total - (deal.amount * deal.probability + 50) // 100

    def carrying(self, card: Card | None) -> None:
        """Say on the Won zone what dropping there does to the month."""
        found, money = self._panel.forecast.forecast, self._panel.money
        if card is not None and found is not None:
            self._panel.board.zones.won.say(
                tr("Drop to win {amount}. Takes {month} to {total}").format(
                    amount=money.whole(card.amount),
                    month=found.month,
                    total=money.whole(found.won + card.amount),
                )
            )
