"""The reading pane: one lead with its next step, checklist and timeline, and what to do with it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.queries.settings import Reason
from salesdesk.ui.kit import fonts, icons, labels
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.timeline import Timeline
from salesdesk.ui.kit.widgets import KeyCap, Pane, Rule, scrolled
from salesdesk.ui.leads import words
from salesdesk.ui.leads.action_bar import ActionBar
from salesdesk.ui.leads.checklist import Checklist
from salesdesk.ui.leads.details import DetailsColumn
from salesdesk.ui.leads.handed import AnswerCards, SlipCard, SlipTable
from salesdesk.ui.leads.header import Header, StepBox

TEXT_WIDTH = 760


class ReadingPane(Pane):
    """Shows one lead. Emits what a person wants done: `wanted(command)`."""

    wanted = Signal(str)
    ticked = Signal(str, bool, str)
    noted = Signal(str)
    accept_wanted = Signal(dict)
    return_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("surface")
        self._narrow, self._show_details = False, False
        self.found: LeadDetail | None = None
        self.cards: AnswerCards | None = None
        self._slip: list[QWidget] = []
        self.bar = ActionBar()
        self.bar.wanted.connect(self.wanted)
        self.header = Header()
        self.step = StepBox()
        self.step.wanted.connect(self.wanted)
        self.checklist = Checklist()
        self.checklist.ticked.connect(self.ticked)
        self.timeline = Timeline(tr("Timeline"))
        self.note = QLineEdit()
        self.details = DetailsColumn()
        self._side = scrolled(by_keys=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(Rule())
        self._content = QWidget()
        column.addWidget(self._content, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(12)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.setSpacing(12)
        top.addWidget(self.header)
        top.addWidget(self.step)
        column.addLayout(top)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self._main(), 1)
        self._standing = Rule(standing=True)
        lower.addWidget(self._standing)
        lower.addWidget(self.details)
        self._side.hide()
        lower.addWidget(self._side)
        column.addLayout(lower, 1)

    def _main(self) -> QWidget:
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        inner = QWidget()
        inner.setMaximumWidth(TEXT_WIDTH + 48)
        self._text = QVBoxLayout(inner)
        self._text.setContentsMargins(24, 4, 24, 12)
        self._text.setSpacing(14)
        self._text.addWidget(self.checklist)
        self._text.addWidget(labels.section(tr("Timeline")))
        self._text.addWidget(self.timeline)
        self._text.addStretch(1)
        column.addWidget(scrolled(inner), 1)
        self.note.setPlaceholderText(tr("Add a note"))
        self.note.setAccessibleName(tr("Add a note"))
        self.note.addAction(icons.icon("pencil"), QLineEdit.ActionPosition.LeadingPosition)
        self.note.installEventFilter(self)
        inside = QHBoxLayout(self.note)
        inside.setContentsMargins(0, 0, 7, 0)
        inside.addStretch(1)
        inside.addWidget(KeyCap("Ctrl Enter"))
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        self.note.setMaximumWidth(TEXT_WIDTH)
        row.addWidget(self.note)
        column.addLayout(row)
        return outer

    def fill(self, found: LeadDetail, me: int | None, reasons: list[Reason]) -> None:
        """Show a lead; emits nothing."""
        other = self.found is None or self.found.lead["id"] != found.lead["id"]
        self.found = found
        if other:
            self.note.clear()
        slip = found.pending
        mine = slip is not None and slip.to_id == me
        self.bar.fill(found, mine)
        self.header.fill(found)
        self.step.fill(found)
        self.step.setVisible(not mine and found.lead["status"] != "accepted")
        open_to_edit = found.lead["status"] in (
            "new",
            "working",
            "nurture",
            "qualified",
            "returned",
        )
        self.checklist.fill(found.lead, found.settings.qualify_needs, open_to_edit)
        self.checklist.setVisible(not mine)
        self.timeline.set_entries(words.entries(found.events, found.now, found.settings.zone))
        self.details.fill(found)
        if other or not mine:
            self._clear_slip()
        if slip is not None and mine and self.cards is None:
            self._slip = [SlipCard(found, slip), SlipTable(found, slip)]
            for place, part in enumerate(self._slip):
                self._text.insertWidget(place, part)
            self.cards = AnswerCards(found, slip, reasons)
            self.cards.accept_wanted.connect(self.accept_wanted)
            self.cards.return_wanted.connect(self.return_wanted)
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 4, 24, 16)
            inside.addWidget(self.cards)
            self._side.setWidget(holder)
        self._arrange()

    def _clear_slip(self) -> None:
        for part in self._slip:
            self._text.removeWidget(part)
            part.deleteLater()
        self._slip, self.cards = [], None
        if self._side.widget() is not None:
            self._side.takeWidget().deleteLater()

    def lay_out_for(self, width: int) -> None:
        """Follow the width of the window."""
        self._narrow = width < 1200
        self.details.setFixedWidth(fonts.scaled(280 if width >= 1440 else 224))
        self._side.setFixedWidth(fonts.scaled(328 if width >= 1200 else 296))
        self.bar.set_narrow(self._narrow)
        self.header.set_narrow(self._narrow)
        self._arrange()

    def toggle_details(self) -> None:
        """Show or hide the details column of a narrow window."""
        self._show_details = not self._show_details
        self._arrange()

    def _arrange(self) -> None:
        answering = self.cards is not None
        beside = not answering and (not self._narrow or self._show_details)
        self.details.setVisible(beside)
        self._standing.setVisible(beside)
        self._side.setVisible(answering)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Ctrl Enter keep the note; Esc leaves the field, what was typed stays."""
        if (
            watched is self.note
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                text = self.note.text().strip()
                if text:
                    self.note.clear()
                    self.noted.emit(text)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.wanted.emit("focus_list")
                return True
        return False
