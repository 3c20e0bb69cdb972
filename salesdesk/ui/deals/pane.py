"""One deal: stage path, next step, quote, objections, notes and timeline."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.queries import deal_detail, settings, timelines
from salesdesk.queries.deal_detail import Detail, Origin
from salesdesk.session import Session
from salesdesk.ui.activities.entries import offer
from salesdesk.ui.deals import words
from salesdesk.ui.deals.deeds import Deeds
from salesdesk.ui.deals.objections import ObjectionRows
from salesdesk.ui.deals.path import StagePath
from salesdesk.ui.deals.quote import QuoteTable
from salesdesk.ui.deals.quote_bar import QuoteBar
from salesdesk.ui.deals.quote_head import QuoteHead
from salesdesk.ui.deals.step import StepBox
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.timeline import Timeline, TimelineEntry
from salesdesk.ui.kit.widgets import Avatar, Pane, Rule, scrolled
from salesdesk.ui.leads.words import entries


class DealPane(Pane):
    """The deal beside the board, or over it in a narrow window."""

    closed = Signal()
    stepped = Signal(int)

    def __init__(self, session: Session, shell: Shell, money: words.Money, deeds: Deeds) -> None:
        super().__init__("surface")
        self._session, self._shell, self._money, self._deeds = session, shell, money, deeds
        self.key: int | None = None
        self.deal: Detail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(Rule())
        inner = Pane("surface")
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(24, 14, 24, 24)
        self._body.setSpacing(12)
        self.area = scrolled(inner, by_keys=True)
        column.addWidget(self.area, 1)
        self._fill()

    # -- building ---------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        bar = Pane("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 10, 20, 10)
        row.setSpacing(8)
        self.won = Button(tr("Won"), "circle-check", "W", primary=True)
        self.lost = Button(tr("Lost"), "circle-x", "L")
        self.again = Button(tr("Reopen"), "undo-2")
        self.edit = Button(tr("Edit"), "pencil", "F2")
        self.previous = Button("", "chevron-up", quiet=True)
        self.next = Button("", "chevron-down", quiet=True)
        self.close_button = Button("", "x", quiet=True)
        self.rule = Rule(standing=True)
        self.rule.setFixedHeight(24)
        for button, slot in (
            (self.won, lambda: self._with(self._deeds.win)),
            (self.lost, lambda: self._with(self._deeds.lose)),
            (self.again, lambda: self._with(self._deeds.reopen)),
            (self.edit, lambda: self._with(self._deeds.edit)),
        ):
            button.clicked.connect(slot)
        for button, name, key in (
            (self.previous, tr("Previous deal"), "K"),
            (self.next, tr("Next deal"), "J"),
            (self.close_button, tr("Close"), "Esc"),
        ):
            button.setToolTip(tip(f"{name} ({key})"))
            button.setAccessibleName(name)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.closed)
        for widget in (self.won, self.lost, self.again, self.rule, self.edit):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self.previous, self.next, self.close_button):
            row.addWidget(widget)
        return bar

    def _fill(self) -> None:
        self.title = Label("", "page title", wrap=True)
        self.amount = Label("", "page title")
        self.who = Label("", "small", "text-2", wrap=True)
        self.state = Label("", "small", "text-2")
        self.owner = Avatar("", 0, 20)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.amount, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.who, 1)
        second.addWidget(self.state)
        second.addWidget(self.owner)
        heads = QVBoxLayout()
        heads.setSpacing(2)
        heads.addLayout(top)
        heads.addLayout(second)
        self._body.addLayout(heads)
        self.path = StagePath()
        self._body.addWidget(self.path)
        self.step = StepBox()
        self.step.done.clicked.connect(lambda: self._with(self._deeds.step_done))
        self.step.later.clicked.connect(lambda: self._with(self._deeds.plan))
        self._body.addWidget(self.step)
        self._body.addLayout(self._quote_part())
        self._section(tr("Objections"), [(tr("Add"), "plus", None, self._deeds.object)])
        self.answered = self._last_note
        self.objections = ObjectionRows(self._deeds)
        self._body.addWidget(self.objections)
        self._section(tr("Notes"), [(tr("Change"), None, None, self._deeds.edit)])
        self.notes = Label("", "body", "text-2", wrap=True)
        self._body.addWidget(self.notes)
        self._section(
            tr("Timeline"),
            [
                (tr("Log a call"), None, "C", self._deeds.log),
                (tr("Add meeting"), None, None, lambda key: self._deeds.log(key, "meeting")),
                (tr("Add note"), None, None, self._deeds.note),
            ],
        )
        self.timeline = Timeline(tr("Timeline"))
        offer(self.timeline, self, self._session, self._shell)
        self._body.addWidget(self.timeline)
        self._body.addStretch()

    def _quote_part(self) -> QVBoxLayout:
        self.quote_head = QuoteHead(self._session, self._shell)
        self.quote = QuoteTable(self._money)
        self.quotes = QuoteBar(self._session, self._shell, self._money)
        part = QVBoxLayout()
        part.setSpacing(6)
        for widget in (self.quote_head, self.quote, self.quotes):
            part.addWidget(widget)
        return part

    def _section(
        self, title: str, buttons: list[tuple[str, str | None, str | None, object]]
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(title, "section"))
        self._last_note = Label("", "small", "text-3")
        row.addWidget(self._last_note)
        row.addStretch()
        for label, icon, key, slot in buttons:
            button = Button(label, icon, key, small=True, quiet=icon is not None)
            button.clicked.connect(lambda _=False, slot=slot: self._with(slot))
            row.addWidget(button)
        self._body.addLayout(row)

    def _with(self, deed: object) -> None:
        if self.key is not None and callable(deed):
            deed(self.key)

    # -- showing ----------------------------------------------------------------------------

    def show_deal(self, key: int) -> bool:
        """Read and show a deal; whether it is there."""
        deal = self._session.read(deal_detail.detail, key)
        self.deal = deal
        self.key = None if deal is None else key
        if deal is None:
            return False
        today = self._session.db.today()
        self.setAccessibleName(tr("Deal {title}").format(title=deal.title))
        self.title.setText(deal.title)
        self.amount.setText(self._money.whole(deal.amount))
        self._heads(deal)
        self.path.set_steps(self._session.read(deal_detail.path, key))
        self.step.set_step(deal, today)
        found = self._session.read(deal_detail.quotes, key)
        newest = found[0] if found else None
        self.quote_head.show_for(key, newest, today)
        self.quote.set_quote(newest, self._session.read(settings.settings).tax_name)
        self.quotes.show_for(key, newest)
        rows = self._session.read(deal_detail.objections, key)
        self.objections.set_rows(rows)
        answered = sum(row.state != "open" for row in rows)
        self.answered.setText(
            tr("{n} of {all} answered").format(n=answered, all=len(rows)) if rows else ""
        )
        self.notes.setText(deal.notes or tr("No notes yet."))
        self.notes.set_token("text-2" if deal.notes else "text-3")
        self._events(key)
        return True

    def _heads(self, deal: Detail) -> None:
        today = self._session.db.today()
        people = [part for part in (deal.contact, deal.organisation) if part]
        parts = [", ".join([*people, *(part for part in (deal.phone,) if part)])]
        is_open = deal.status == "open"
        if is_open and deal.expected_on:
            late = deal.expected_on < today.isoformat()
            form = tr("Was due {day}") if late else tr("Likely close {day}")
            parts.append(form.format(day=words.full_day(deal.expected_on, today)))
        if deal.closed_on:
            form = {
                "won": tr("Won on {day}"),
                "lost": tr("Lost on {day}"),
                "abandoned": tr("Given up on {day}"),
            }[deal.status]
            parts.append(form.format(day=words.full_day(deal.closed_on, today)))
        if deal.reason or deal.competitor:
            parts.append(", ".join(part for part in (deal.reason, deal.competitor) if part))
        if deal.campaign:
            parts.append(tr("Campaign {name}").format(name=deal.campaign))
        self.who.setText(". ".join(part for part in parts if part))
        self.state.setText(
            tr("{percent}% likely").format(percent=deal.probability) if is_open else ""
        )
        self.owner.setVisible(deal.owner is not None)
        self.owner.set_person(deal.initials or "", deal.colour or 0, deal.owner or "")
        for button in (self.won, self.lost):
            button.setVisible(is_open)
        self.again.setVisible(not is_open)

    def _events(self, key: int) -> None:
        found = self._session.read(timelines.of_record, "deal", key)
        db = self._session.db
        lines = entries(found, db.now(), db.clock.zone)
        origin = self._session.read(deal_detail.origin, key)
        if origin is not None:
            lines.append(self._origin(origin))
        self.timeline.set_entries(lines)

    def _origin(self, origin: Origin) -> TimelineEntry:
        db = self._session.db
        day = formats.when(origin.answered_at or db.now(), db.now(), db.clock.zone)
        title = tr("Accepted from {name}").format(name=origin.from_name or tr("marketing"))
        score = tr("Score {n}.").format(n=origin.score)
        text = " ".join(part for part in (origin.summary, score, origin.comment) if part)
        return TimelineEntry("send", title, day, text)
