"""The four parts of a campaign's detail: plan, timeline, funnel, what sales says."""

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from salesdesk.model.rules import half_up
from salesdesk.queries.campaigns import Touch
from salesdesk.ui.campaigns.charts import FunnelBars, ScheduleChart
from salesdesk.ui.campaigns.model import Row
from salesdesk.ui.campaigns.reading import Detail, Overview
from salesdesk.ui.campaigns.words import (
    DASH,
    category_word,
    metric_word,
    money,
    objective_word,
    weekday_words,
)
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Avatar, IconLabel, Rule

TOUCH_ICONS = {
    "call": "phone",
    "email": "mail",
    "letter": "mail",
    "meeting": "users",
    "demo": "presentation",
    "visit": "map-pin",
    "message": "message-square",
    "note": "notebook-pen",
    "task": "check",
}


class Column(QWidget):
    """One part: its heading and what stands below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.box = QVBoxLayout(self)
        self.box.setSpacing(6)
        self.heading = QWidget()
        row = QHBoxLayout(self.heading)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(title, "section"))
        row.addStretch()
        self.heading.setFixedHeight(fonts.scaled(28))
        self.box.addWidget(self.heading)
        self.rest = QVBoxLayout()
        self.rest.setSpacing(2)
        self.box.addLayout(self.rest)
        self.box.addStretch(1)

    def set_margins(self, left: int, right: int) -> None:
        """How far the part stands from its neighbours."""
        self.box.setContentsMargins(left, 0, right, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("surface-2"))

    def empty(self) -> None:
        """Take away what stood below the heading."""
        clear(self.rest)


class PlanColumn(Column):
    """What the campaign wants, from whom, and with which words."""

    def __init__(self) -> None:
        super().__init__(tr("Plan"))

    def set_row(self, row: Row, overview: Overview) -> None:
        """Show a campaign's plan."""
        self.empty()
        c = row.campaign
        audience = c.audience or c.segment
        if c.audience_size and audience:
            audience = f"{audience} ({c.audience_size:,})"
        expected = []
        if c.expected_leads:
            expected.append(tr("{n} leads").format(n=f"{c.expected_leads:,}"))
        if c.expected_revenue:
            expected.append(money(c.expected_revenue, overview.currency))
        parts = [
            (tr("Objective"), c.goal or objective_word(c.objective)),
            (tr("Target segment"), audience),
            (tr("Message"), c.message),
            (tr("Offer"), c.offer),
            (tr("Expected"), ", ".join(expected)),
            (tr("Area"), c.area),
            (tr("Code to put on paper"), c.code),
        ]
        for title, words in parts:
            if words:
                self.rest.addWidget(Label(title, "small", "text-2"))
                self.rest.addWidget(copied(Label(words, "body", wrap=True)))
                self.rest.addSpacing(6)
        if not (c.message or c.offer or c.goal):
            self.rest.addWidget(
                Label(
                    tr("No message or offer yet. Edit plan adds them."),
                    "small",
                    "text-2",
                    wrap=True,
                )
            )


class TimeColumn(Column):
    """What happens when, and what has happened."""

    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Timeline"))
        self.chart = ScheduleChart()
        self.none = Label("", "small", "text-2", wrap=True)
        self.add = Button(tr("Plan activity"), key="Shift C", small=True, quiet=True)
        self.add.clicked.connect(self.plan_wanted.emit)
        for widget in (self.chart, self.none):
            self.box.insertWidget(self.box.indexOf(self.rest), widget)
        self.heading.layout().addWidget(self.add)  # type: ignore[union-attr]

    def set_detail(self, row: Row, detail: Detail, overview: Overview) -> None:
        """Show a campaign's timeline and activity."""
        c = row.campaign
        self.chart.set_lines(detail.schedule, c.starts_on, c.ends_on, overview.today)
        self.chart.setVisible(bool(detail.schedule))
        self.none.setVisible(not detail.schedule)
        self.none.setText(tr("Nothing is planned on the timeline yet."))
        self.empty()
        head = QHBoxLayout()
        head.setContentsMargins(0, 8, 0, 2)
        head.setSpacing(8)
        head.addWidget(Label(tr("Activity"), "section"))
        count = detail.touch_count
        words = tr("1 touch") if count == 1 else tr("{n} touches").format(n=count)
        head.addWidget(Label(words if count else tr("nothing yet"), "small", "text-2"))
        head.addStretch()
        self.rest.addLayout(head)
        for touch in detail.touches[:12]:
            self.rest.addWidget(Rule())
            self.rest.addLayout(_touch_row(touch, overview))


def _touch_row(touch: Touch, overview: Overview) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 3, 0, 3)
    row.setSpacing(8)
    icon = TOUCH_ICONS.get(touch.kind, "circle-check")
    if touch.source != "activity":
        icon = "wallet" if touch.source == "campaign_cost" else "target"
    row.addWidget(IconLabel(icon, "text-2", 16))
    row.addWidget(Elided(touch_words(touch, overview.currency)), 1)
    if touch.initials:
        row.addWidget(Avatar(touch.initials, touch.colour or 0, 20))
    row.addWidget(Label(weekday_words(touch.on, overview.today), "small", "text-2"))
    return row


def touch_words(touch: Touch, currency: str) -> str:
    """One line of a campaign's activity in words."""
    if touch.source == "campaign_result":
        words = f"{touch.number:,} {metric_word(touch.kind).lower()}"
    elif touch.source == "campaign_cost":
        words = f"{category_word(touch.kind)}, {money(touch.number or 0, currency)}"
    else:
        return touch.words or DASH
    return f"{touch.words}, {words[0].lower()}{words[1:]}" if touch.words else words


class FunnelColumn(Column):
    """How far people came, and what it brought."""

    def __init__(self) -> None:
        super().__init__(tr("Funnel of this campaign"))
        self.bars = FunnelBars()
        self.box.insertWidget(self.box.indexOf(self.rest), self.bars)

    def set_row(self, row: Row, overview: Overview) -> None:
        """Show a campaign's funnel."""
        f, usual = row.figures, overview.whole.lead_to_qualified
        self.bars.set_figures(f)
        self.empty()
        rate = f.lead_to_qualified
        words, token = rate.words, "text"
        if not rate.few and not usual.few:
            words = tr("{rate}, usually {usual}").format(rate=rate.words, usual=usual.words)
            better = Fraction(rate.part, rate.whole) >= Fraction(usual.part, usual.whole)
            token = "good" if better else "warn"
        self._line(tr("Leads to Qualified"), words, token)
        if f.deals_won > f.cohort_won:
            # the table counts every won deal of the campaign, the funnel its leads
            more = f.deals_won - f.cohort_won
            self._line(tr("Deals won without a lead here"), f"{more:,}")
        cycle = f.median_cycle_days
        days = DASH if cycle is None else tr("{n} days").format(n=half_up(cycle))
        self._line(tr("Deal opened to won"), days)
        profit = None if f.roi is None else half_up(f.roi * f.spend)
        title = tr("Revenue after spend") if f.roi_is_revenue else tr("Profit after spend")
        self._line(title, DASH if profit is None else money(profit, overview.currency))

    def _line(self, title: str, words: str, token: str = "text") -> None:
        self.rest.addWidget(Rule())
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(Elided(title, "small", "text-2"), 1)
        row.addWidget(Label(words, "small strong", token))
        self.rest.addLayout(row)


def copied(label: Label) -> Label:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Elided(QWidget):
    """A line that gives way: it is cut where there is no room, and its tooltip holds it all."""

    def __init__(self, words: str, style: str = "body", token: str = "text") -> None:
        super().__init__()
        self._look = (words, style, token)
        self.setFixedHeight(fonts.scaled(20))
        self.setToolTip(tip(words))
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.text(painter, self.rect(), *self._look)
        painter.end()


def clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()
