"""What sales says about a campaign: objections, returned leads, and words with an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from salesdesk.queries.feedback import Counted, Said
from salesdesk.ui.campaigns.columns import Column, Elided, copied
from salesdesk.ui.campaigns.model import Row
from salesdesk.ui.campaigns.reading import Detail, Overview
from salesdesk.ui.campaigns.words import answer_word, day_words, feedback_word
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Avatar, Meter


class SaysColumn(Column):
    """The way back: objections, returned leads, and words from sales with an answer."""

    reply_wanted = Signal(object)
    act_wanted = Signal(object)
    say_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("What sales says"))

    def set_detail(self, row: Row, detail: Detail, overview: Overview) -> None:
        """Show what sales says about a campaign."""
        f = row.figures
        counts = tr("{n} accepted, {m} returned").format(n=f.accepted, m=f.returned)
        self.empty()
        self.rest.addWidget(Label(counts, "small", "text-2"))
        if not (detail.objections or detail.returned or detail.said):
            self.rest.addWidget(
                Label(
                    tr("Sales has said nothing about this campaign yet."),
                    "small",
                    "text-2",
                    wrap=True,
                )
            )
        if detail.objections:
            self._head(tr("Top objections"))
            most = detail.objections[0].count
            for found in detail.objections:
                self._counted(found, found.count / most)
        if detail.returned:
            self._head(tr("Leads sales returned"))
            for found in detail.returned:
                self._counted(found, None)
        for said in detail.said[:3]:
            self.rest.addSpacing(8)
            self.rest.addWidget(_Quote(said, overview))
            self.rest.addLayout(self._answers(said))
        say = Button(tr("Tell marketing"), small=True)
        say.clicked.connect(self.say_wanted.emit)
        self.rest.addSpacing(4)
        self.rest.addWidget(say, 0, Qt.AlignmentFlag.AlignLeft)

    def _head(self, words: str) -> None:
        self.rest.addSpacing(8)
        self.rest.addWidget(Label(words, "small strong", "text-2"))

    def _counted(self, found: Counted, share: float | None) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        label = found.label or tr("No reason given")
        words = f"{label} ({found.person})" if found.person else label
        row.addWidget(Elided(words), 1)
        if share is not None:
            meter = Meter(6, "text-2")
            meter.set_share(share, words=f"{label}: {found.count:,}")
            meter.setFixedWidth(64)
            row.addWidget(meter)
        number = Label(f"{found.count:,}", "body strong", figures=True)
        number.setMinimumWidth(24)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(number)
        self.rest.addLayout(row)

    def _answers(self, said: Said) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if said.status in ("new", "seen"):
            act = Button(tr("Done about it"), small=True)
            act.clicked.connect(lambda: self.act_wanted.emit(said))
            row.addWidget(act)
            reply = Button(tr("Reply"), small=True, quiet=True)
            reply.clicked.connect(lambda: self.reply_wanted.emit(said))
            row.addWidget(reply)
        else:
            row.addWidget(Label(answer_word(said.status), "small strong", "good"))
        row.addStretch()
        return row


class _Quote(QWidget):
    """What somebody said, with a line at its left."""

    def __init__(self, said: Said, overview: Overview) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 2, 0, 2)
        grid.setVerticalSpacing(4)
        grid.addWidget(copied(Label(f"“{said.words}”", "small", wrap=True)), 0, 0, 1, 3)
        when = day_words(said.said_on, overview.today)
        who = f"{said.person}, {when}" if said.person else when
        if said.initials:
            grid.addWidget(Avatar(said.initials, said.colour or 0, 20), 1, 0)
        grid.addWidget(Label(f"{who} · {feedback_word(said.kind)}", "small", "text-2"), 1, 1)
        grid.setColumnStretch(2, 1)
        if said.reply:
            reply = tr("Reply: {words}").format(words=said.reply)
            grid.addWidget(copied(Label(reply, "small", "text-2", wrap=True)), 2, 0, 1, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 3, self.height(), color("sales-fill"))
