"""The month's funnel at the foot of the day: each step shows exactly what it counts."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from salesdesk.model import formats
from salesdesk.model.rules import Rate
from salesdesk.queries.figures import Step
from salesdesk.queries.today import Outlook
from salesdesk.ui.kit.funnel import Funnel, FunnelStep
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.widgets import Card, IconLabel
from salesdesk.ui.today.cards import Opens, Shows
from salesdesk.ui.today.links import Link

GAP = 8
#: Where to see why a step is weak: what was dropped there.
WHY = {
    "Qualified": ("leads", "disqualified"),
    "Accepted": ("leads", "returned"),
    "Won": ("deals", "lost"),
}


class FunnelCard(Card):
    """The funnel with its weakest step in words."""

    def __init__(self, opens: Opens, shows: Shows) -> None:
        super().__init__()
        self._shows = shows
        self._steps: list[Step] = []
        self._why = ("leads", "all")
        self._said, self._short = "", ""
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self.title = Label("", "section")
        self.dates = Label("", "small", "text-3")
        self.warning = IconLabel("triangle-alert", "warn")
        self.weak = Elided("", "small", "warn")
        self.why = Link(
            "", "small", "accent-text", lambda: opens(*self._why), tr("what was dropped")
        )
        head.addWidget(self.title)
        head.addWidget(self.dates)
        head.addStretch()
        for part in (self.warning, self.weak, self.why):
            head.addWidget(part)
        self.warning.setToolTip(tr("Of the leads, hand-overs and deals that are decided."))
        self.warning.hide()
        self.body.addLayout(head)
        self.funnel = Funnel()
        self.funnel.step_clicked.connect(self._clicked)
        self.body.addWidget(self.funnel)

    def set_outlook(self, outlook: Outlook) -> None:
        """Show the funnel of this month so far."""
        self._steps = outlook.steps
        name = formats.LONG_MONTHS[outlook.day.month - 1]
        self.title.setText(tr("{month} funnel").format(month=name))
        words = tr("Leads received 1 to {day} {month}, and how far they came")
        if outlook.day.day == 1:
            words = tr("Leads received on {day} {month}, and how far they came")
        if outlook.month.cohort_open:
            words += "; " + tr("{count} still open").format(count=outlook.month.cohort_open)
        self._said = words.format(day=outlook.day.day, month=name)
        self._short = tr("1 to {day} {month}").format(day=outlook.day.day, month=name)
        self.dates.setToolTip(tip(self._said))
        weak = outlook.weak
        for part in (self.warning, self.weak):
            part.setVisible(weak is not None)
        self.why.set_words(tr("See why") if weak else "")
        if weak is not None:
            words = tr(
                "{before} to {after} is your weakest step: {now} of those decided, usually {usual}"
            )
            self.weak.setText(
                words.format(
                    before=weak.before,
                    after=weak.after,
                    now=weak.now.words,
                    usual=weak.usual.words,
                )
            )
            self._why = WHY.get(weak.after, ("leads", "all"))
        self._say()
        self.funnel.set_steps(funnel_steps(outlook))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        """Where there is no room for the whole heading it says less; the rest is in its tooltip."""
        others = [self.title, self.why]
        if not self.warning.isHidden():
            others += [self.warning, self.weak]
        taken = sum(part.sizeHint().width() + GAP for part in others) + GAP
        room = self.width() - 2 * self.body.contentsMargins().left() - taken
        whole = self.dates.fontMetrics().horizontalAdvance(self._said) <= room
        self.dates.setText(self._said if whole else self._short)

    def _clicked(self, number: int) -> None:
        self._shows(self._steps[number].name.lower())


def funnel_steps(outlook: Outlook) -> list[FunnelStep]:
    """The steps as the funnel paints them, each with the rate from the one before."""
    made: list[FunnelStep] = []
    before: Step | None = None
    for step in outlook.steps:
        rate = ""
        # more leads than engaged people is no rate: most leads come without a campaign's count
        if before is not None and before.count and step.count <= before.count:
            rate = Rate(step.count, before.count).words
        selling = outlook.month.cohort_selling
        if step.name == "Won" and not step.count and selling:
            rate = tr("{count} open").format(count=selling)  # none is decided: 0% would mislead
        made.append(
            FunnelStep(
                name=tr(step.name),
                number=formats.number(step.count),
                rate=rate,
                side="mkt" if step.side == "marketing" else "sales",
                weak=outlook.weak is not None and outlook.weak.after == step.name,
                empty=not step.count,
            )
        )
        before = step
    return made
