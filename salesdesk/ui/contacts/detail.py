"""One person or firm, with everything that is linked to it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.model.calendar import local_day
from salesdesk.queries import contact_detail, timelines
from salesdesk.queries.contact_detail import Card, LinkedDeal
from salesdesk.queries.contacts import FIRM
from salesdesk.queries.timelines import Event
from salesdesk.session import Session
from salesdesk.ui.activities.entries import offer
from salesdesk.ui.contacts.deeds import Deeds
from salesdesk.ui.contacts.links import Link, Links
from salesdesk.ui.deals.words import Money, day_words
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.timeline import Timeline
from salesdesk.ui.kit.widgets import Avatar, Pane, Rule, scrolled
from salesdesk.ui.leads.words import CHANNELS, CONSENTS, STATUSES, entries

POINT_ICONS = {
    "email": "mail",
    "phone": "phone",
    "web": "globe",
    "address": "map-pin",
    "social": "at-sign",
}
DEAL_ICONS = {
    "open": ("columns-3", "sales"),
    "won": ("circle-check", "good"),
    "lost": ("circle-x", "text-3"),
    "abandoned": ("circle-x", "text-3"),
}
SIDE = 272


class Group(QWidget):
    """A heading with its rows; hidden while it has none."""

    def __init__(self, title: str, button: Button | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(Label(title, "section"))
        self.count = Label("", "small", "text-3")
        row.addWidget(self.count)
        row.addStretch()
        self._button = button
        if button is not None:
            row.addWidget(button)
        column.addLayout(row)
        self.links = Links(title)
        column.addWidget(self.links)

    def set_links(self, links: list[Link], *, count: bool = False) -> None:
        """Show these."""
        self.links.set_links(links)
        self.count.setText(str(len(links)) if count and links else "")
        self.setVisible(bool(links) or self._button is not None)


class ContactDetail(Pane):
    """The reading pane of the section."""

    def __init__(self, session: Session, shell: Shell, money: Money, deeds: Deeds) -> None:
        super().__init__("surface")
        self._session, self._shell, self._money, self._deeds = session, shell, money, deeds
        self.card: Card | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(Rule())
        inner = Pane("surface")
        body = QVBoxLayout(inner)
        body.setContentsMargins(24, 16, 24, 24)
        body.setSpacing(16)
        body.addLayout(self._heads())
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._main, self._side = QWidget(), QWidget()
        self._columns.addWidget(self._main, 1)
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self._side.setFixedWidth(SIDE)
        self._fill_main()
        self._fill_side()
        body.addLayout(self._columns)
        body.addStretch()
        self.area = scrolled(inner, by_keys=True)
        column.addWidget(self.area, 1)

    # -- building ---------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        bar = Pane("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 10, 20, 10)
        row.setSpacing(8)
        self.log = Button(tr("Log a call"), "phone", "C", primary=True)
        self.deal = Button(tr("New deal"), "plus")
        self.edit = Button(tr("Edit"), "pencil", "F2")
        self.merge = Button(tr("Merge"), "copy", "D")
        for button, deed in (
            (self.log, self._deeds.log),
            (self.deal, self._deeds.new_deal),
            (self.edit, self._deeds.edit),
            (self.merge, self._deeds.merge),
        ):
            button.clicked.connect(lambda _=False, deed=deed: self._with(deed))
            row.addWidget(button)
        row.addStretch()
        return bar

    def _with(self, deed: object) -> None:
        if self.card is not None and callable(deed):
            deed(self.card)

    def _heads(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.name = Label("", "page title", wrap=True)
        self.second = Label("", "small", "text-2", wrap=True)
        words.addWidget(self.name)
        words.addWidget(self.second)
        row.addLayout(words, 1)
        self.owner = Avatar("", 0, 24)
        row.addWidget(self.owner, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _fill_main(self) -> None:
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.deals = Group(tr("Deals"))
        self.leads = Group(tr("Leads"))
        self.sales = Group(tr("Sales without a deal"))
        for group in (self.deals, self.leads, self.sales):
            column.addWidget(group)
        row = QHBoxLayout()
        row.addWidget(Label(tr("Timeline"), "section"))
        row.addStretch()
        note = Button(tr("Add note"), small=True)
        note.clicked.connect(lambda: self._with(self._deeds.note))
        row.addWidget(note)
        column.addLayout(row)
        self.timeline = Timeline(tr("Timeline"))
        offer(self.timeline, self, self._session, self._shell)
        self.nothing = Label(tr("Nothing has happened yet."), "body", "text-3")
        column.addWidget(self.timeline)
        column.addWidget(self.nothing)
        column.addStretch()

    def _fill_side(self) -> None:
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.points = Group(tr("Reach"))
        self.people = Group(tr("People"))
        ask = Button(tr("Note"), small=True)
        ask.clicked.connect(lambda: self._with(self._deeds.consent))
        self.consents = Group(tr("Consent"), ask)
        self.facts = Group(tr("About"))
        self.tags = Group(tr("Tags"))
        for group in (self.points, self.people, self.consents, self.facts, self.tags):
            column.addWidget(group)
        self.notes_title = Label(tr("Notes"), "section")
        self.notes = Label("", "body", "text-2", wrap=True)
        column.addWidget(self.notes_title)
        column.addWidget(self.notes)
        column.addStretch()

    def set_narrow(self, narrow: bool) -> None:
        """How to reach them comes first where there is little room."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.BottomToTop if narrow else direction.LeftToRight)
        self._side.setMinimumWidth(0 if narrow else SIDE)
        self._side.setMaximumWidth(16777215 if narrow else SIDE)
        for button in (self.log, self.deal, self.edit, self.merge):
            button.set_narrow(narrow)

    # -- showing ----------------------------------------------------------------------------

    def show_card(self, table: str, key: int) -> bool:
        """Read and show one; whether it is there."""
        card = self._session.read(contact_detail.card, table, key)
        self.card = card
        if card is None:
            return False
        self.name.setText(card.name)
        self.second.setText(self._second(card))
        self.owner.setVisible(card.owner is not None)
        self.owner.set_person(card.initials or "", card.colour or 0, card.owner or "")
        self.setAccessibleName(card.name)
        self._show_links(card)
        self._show_side(card)
        db = self._session.db
        events = self._events(card)
        self.timeline.set_entries(entries(events, db.now(), db.clock.zone))
        self.timeline.setVisible(bool(events))
        self.nothing.setVisible(not events)
        return True

    def _events(self, card: Card) -> list[Event]:
        """What happened; with a firm, also with its people."""
        read = self._session.read
        found = {(e.table, e.key): e for e in read(timelines.of_record, card.table, card.key)}
        if card.table == FIRM:
            for key, _, _ in read(contact_detail.people_of, card.key)[:20]:
                events = read(timelines.of_record, "contact", key)
                found |= {(e.table, e.key): e for e in events}
        return sorted(found.values(), key=lambda e: (e.at, e.key), reverse=True)[:200]

    def _second(self, card: Card) -> str:
        if card.table == FIRM:
            kind = tr("Household") if card.kind == "household" else tr("Firm")
            return ", ".join(part for part in (kind, card.industry, card.town) if part)
        return ", ".join(part for part in (card.job_title, card.organisation, card.town) if part)

    def _show_links(self, card: Card) -> None:
        read, today = self._session.read, self._session.db.today()
        zone, go = self._session.db.clock.zone, self._shell.open_record
        found = read(contact_detail.deals_of, card.table, card.key)
        self.deals.set_links([self._deal(deal) for deal in found], count=True)
        self.leads.set_links(
            [
                Link(
                    "inbox",
                    lead.asked_for or lead.name,
                    ", ".join(p for p in (tr(STATUSES[lead.status][0]), lead.campaign) if p),
                    day_words(local_day(lead.received_at, zone).isoformat(), today),
                    partial(go, "lead", lead.key),
                    "mkt",
                )
                for lead in read(contact_detail.leads_of, card.table, card.key)
            ],
            count=True,
        )
        self.sales.set_links(
            [
                Link(
                    "credit-card",
                    self._money.whole(sale.amount),
                    sale.note or "",
                    day_words(sale.sold_on, today),
                )
                for sale in read(contact_detail.sales_of, card.table, card.key)
            ]
        )

    def _deal(self, deal: LinkedDeal) -> Link:
        icon, token = DEAL_ICONS[deal.status]
        day = day_words(deal.on, self._session.db.today())
        go = partial(self._shell.open_record, "deal", deal.key)
        more = f"{deal.stage}, {day}" if deal.status != "abandoned" else tr("Given up")
        return Link(icon, deal.title, more, self._money.whole(deal.amount), go, token)

    def _show_side(self, card: Card) -> None:
        read = self._session.read
        is_firm = card.table == FIRM
        reach = [
            Link(POINT_ICONS.get(point.kind, "info"), point.value, point.label or "")
            for point in read(contact_detail.points, card.table, card.key)
        ]
        place = " ".join(part for part in (card.town, card.postcode) if part)
        where = (card.address, ", ".join(part for part in (place, card.country) if part))
        for number, line in enumerate(line for line in where if line):
            reach.append(Link("map-pin" if number == 0 else "", line))
        self.points.set_links(reach)
        go = self._shell.open_record
        people = read(contact_detail.people_of, card.key) if is_firm else []
        self.people.set_links(
            [
                Link("user", name, job or "", "", partial(go, "contact", key))
                for key, name, job in people
            ],
            count=True,
        )
        self.consents.setVisible(not is_firm)
        if not is_firm:
            self.consents.set_links(
                [
                    Link(
                        "shield-check",
                        tr(CONSENTS[c.state]),
                        tr("by {channel}").format(channel=tr(CHANNELS[c.channel])),
                    )
                    for c in read(contact_detail.consents, card.key)
                ]
            )
        self.facts.set_links(self._facts(card))
        tags = read(contact_detail.tags_of, card.table, card.key)
        self.tags.set_links([Link("bookmark", tag) for tag in tags])
        self.notes_title.setVisible(bool(card.notes))
        self.notes.setText(card.notes or "")
        self.notes.setVisible(bool(card.notes))

    def _facts(self, card: Card) -> list[Link]:
        found = []
        if card.organisation_id is not None and card.organisation:
            go = partial(self._shell.open_record, "organisation", card.organisation_id)
            found.append(Link("building-2", card.organisation, "", "", go))
        if card.owner:
            found.append(Link("user-check", card.owner, tr("looks after it")))
        if card.preferred_channel:
            likes = tr(CHANNELS.get(card.preferred_channel, card.preferred_channel))
            found.append(Link("message-circle", tr("Likes to hear by {way}").format(way=likes)))
        if card.preferences:
            found.append(Link("info", card.preferences))
        return found
