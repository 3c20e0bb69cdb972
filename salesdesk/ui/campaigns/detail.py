"""Below the table: one campaign in four columns, or in tabs where the window is narrow."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout

from salesdesk.ui.campaigns.columns import Column, FunnelColumn, PlanColumn, TimeColumn
from salesdesk.ui.campaigns.model import Row
from salesdesk.ui.campaigns.reading import Detail, Overview
from salesdesk.ui.campaigns.says import SaysColumn
from salesdesk.ui.campaigns.words import days_left_words, status_word
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Avatar, Chip, Pane, Rule, scrolled

CHIPS = {
    "planned": "plain",
    "active": "good",
    "paused": "warn",
    "complete": "plain",
    "cancelled": "plain",
}


class DetailPane(Pane):
    """One campaign. It changes nothing itself; its buttons say what a person wants."""

    log_wanted = Signal()
    spend_wanted = Signal()
    edit_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("surface-2")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 8, 24, 0)
        box.setSpacing(8)
        box.addLayout(self._head())
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Parts of the campaign"))
        box.addWidget(self.tabs)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.plan, self.time = PlanColumn(), TimeColumn()
        self.funnel, self.says = FunnelColumn(), SaysColumn()
        self._columns: list[Column] = [self.plan, self.time, self.funnel, self.says]
        self._areas: list[QScrollArea] = []
        self._rules: list[Rule] = []
        for number, (column, share) in enumerate(zip(self._columns, (22, 36, 27, 27), strict=True)):
            if number:
                rule = Rule(standing=True)
                self._rules.append(rule)
                row.addWidget(rule)
            area = scrolled(column)
            area.viewport().setAutoFillBackground(False)
            self._areas.append(area)
            row.addWidget(area, share)
            self.tabs.addTab(column.title)
        box.addLayout(row, 1)
        self.tabs.currentChanged.connect(lambda _n: self._show())
        self._tabbed = False
        self.set_tabbed(False)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = Label("", "dialog title")
        self.name.setMinimumWidth(60)
        self.status = Chip("")
        self.left = Label("", "small", "text-2")
        self.owner = Label(tr("Owner"), "small", "text-2")
        self.avatar = Avatar("", 0, 24)
        row.addWidget(self.name)
        row.addWidget(self.status)
        row.addWidget(self.left)
        row.addStretch(1)
        row.addWidget(self.owner)
        row.addWidget(self.avatar)
        self.buttons: list[Button] = []
        buttons: list[tuple[str, str, Callable[[], None]]] = [
            (tr("Log activity"), "C", self.log_wanted.emit),
            (tr("Record spend"), "P", self.spend_wanted.emit),
            (tr("Edit plan"), "F2", self.edit_wanted.emit),
        ]
        for words, key, pressed in buttons:
            button = Button(words, key=key, small=True)
            button.clicked.connect(lambda _on=False, pressed=pressed: pressed())
            self.buttons.append(button)
            row.addWidget(button)
        self.more = Button(icon="ellipsis", small=True)
        self.more.setAccessibleName(tr("More to do with this campaign"))
        self.more.setToolTip(tr("More"))
        self.more.clicked.connect(self.menu_wanted.emit)
        row.addWidget(self.more)
        return row

    def set_tabbed(self, tabbed: bool) -> None:
        """Four columns side by side, or one at a time."""
        self._tabbed = tabbed
        self.tabs.setVisible(tabbed)
        for rule in self._rules:
            rule.setVisible(not tabbed)
        for number, column in enumerate(self._columns):
            last = number == len(self._columns) - 1
            column.set_margins(0 if tabbed or number == 0 else 20, 12 if tabbed or last else 20)
            column.heading.setVisible(not tabbed)
        self._show()

    def _show(self) -> None:
        for number, area in enumerate(self._areas):
            area.setVisible(not self._tabbed or number == self.tabs.currentIndex())

    def set_row(self, row: Row, overview: Overview) -> None:
        """Show what the table knows of a campaign."""
        c = row.campaign
        self.name.setText(c.name)
        self.status.set_words(status_word(c.status), CHIPS[c.status])
        self.left.setText(days_left_words(c.status, c.starts_on, c.ends_on, overview.today))
        self.owner.setVisible(c.owner is not None)
        self.avatar.setVisible(c.owner is not None)
        if c.owner is not None:
            self.avatar.set_person(c.initials or "", c.colour or 0, c.owner)
        self.plan.set_row(row, overview)
        self.funnel.set_row(row, overview)
        self.setAccessibleName(c.name)

    def set_detail(self, row: Row, detail: Detail, overview: Overview) -> None:
        """Show what was read for it since."""
        self.time.set_detail(row, detail, overview)
        self.says.set_detail(row, detail, overview)
