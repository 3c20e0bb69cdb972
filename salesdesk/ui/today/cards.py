"""The month's target with its pace, and the supply of qualified leads with its sum."""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from salesdesk.model import formats
from salesdesk.model.rules import half_up, percent_words
from salesdesk.queries.figures import Supply
from salesdesk.queries.today import Outlook
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Card, Meter, Rule
from salesdesk.ui.today.links import Link, Segments, Statement

Opens = Callable[[str, str], object]
#: Shows the records behind a number, by its code in `queries.behind`.
Shows = Callable[[str], object]


def pair(card: Card, left: Label | Link, right: Label | Link) -> QBoxLayout:
    """Two words on one line of a card, far apart; one above the other when it is narrow."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(left)
    row.addStretch()
    row.addWidget(right)
    card.body.addLayout(row)
    return row


class TargetCard(Card):
    """What is booked against the target, the even pace, and the forecast."""

    def __init__(self, shows: Shows, targets: Callable[[], object]) -> None:
        super().__init__()
        self.title = Label("", "section")
        self.days = Label("", "small", "text-3", figures=True)
        pair(self, self.title, self.days)
        won, likely = tr("deals won this month"), tr("won and likely deals of this month")
        self.booked = Link("", "big figure", "text", lambda: shows("booked"), won)
        self.aim = Link("", "body", "text-2", targets, tr("targets"))
        self.share = Link("", "section", "text", lambda: shows("booked"), won)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.booked)
        row.addWidget(self.aim)
        row.addStretch()
        row.addWidget(self.share)
        self.body.addLayout(row)
        self.meter = Meter(10)
        self.body.addWidget(self.meter)
        self.ahead = Link("", "small", "text-2", lambda: shows("booked"), won)
        self.mark = Label("", "small", "text-3")
        self.pace_row = pair(self, self.ahead, self.mark)
        self.none = Label("", "small", "text-2", wrap=True)
        self.body.addWidget(self.none)
        self.body.addSpacing(4)
        self.body.addWidget(Rule())
        self.body.addSpacing(4)
        self.forecast = Link("", "small strong", "text", lambda: shows("forecast"), likely)
        words = tr("Forecast, with deals due this month")
        pair(self, Label(words, "small", "text-2"), self.forecast)
        self.rest_words = Label("", "small", "text-2")
        self._rest_code = "forecast"
        self.rest = Link("", "small strong", "warn", lambda: shows(self._rest_code), likely)
        pair(self, self.rest_words, self.rest)

    def set_outlook(self, outlook: Outlook, currency: str) -> None:
        """Show how this month stands."""
        month, pace = outlook.month, outlook.pace
        name = formats.LONG_MONTHS[outlook.day.month - 1]
        self.title.setText(tr("{month} target").format(month=name))
        self.booked.set_words(formats.money(month.revenue_won, currency))
        self.forecast.set_words(formats.money(month.forecast, currency))
        for part in (self.meter, self.ahead, self.mark, self.aim, self.share, self.days):
            part.setVisible(pace is not None)
        self.none.setVisible(pace is None)
        if pace is None:
            words = tr("No target is set for {month}. Set one in Settings, Targets.")
            self.none.setText(words.format(month=name))
            self.rest_words.setText(tr("Open deals"))
            self._rest_code = "open_deals"
            self.rest.set_words(formats.money(month.open_value, currency), "text")
            return
        self.days.setText(
            tr("{gone} of {days} working days gone").format(gone=pace.days_gone, days=pace.days)
        )
        self._rest_code = "forecast"
        self.aim.set_words(tr("of {target}").format(target=formats.money(pace.target, currency)))
        self.share.set_words(percent_words(pace.share))
        gap = formats.money(abs(pace.ahead), currency)
        if pace.ahead >= 0:
            words = tr("{money} ahead of an even pace").format(money=gap)
        else:
            words = tr("{money} behind an even pace").format(money=gap)
        self.ahead.set_words(words)
        gone = percent_words(pace.gone)
        self.mark.setText(tr("Mark shows today, {share}").format(share=gone))
        said = f"{self.booked.text()} {self.aim.text()}, {self.share.text()}. {words}."
        self.meter.set_share(float(pace.share), float(pace.gone), words=said)
        left = month.still_to_find or 0
        self.rest_words.setText(tr("Still to find") if left else tr("Forecast above target"))
        over = left or month.forecast - pace.target
        self.rest.set_words(formats.money(over, currency), "warn" if left else "good")

    def set_narrow(self, narrow: bool) -> None:
        """Put the words of the pace one above the other."""
        self.days.setMaximumWidth(0 if narrow else 16777215)
        down = QBoxLayout.Direction.TopToBottom
        self.pace_row.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
        self.pace_row.setSpacing(0 if narrow else 8)


class SupplyCard(Card):
    """How many qualified leads there are, how many it takes, and how that comes about."""

    def __init__(self, shows: Shows) -> None:
        super().__init__()
        held = tr("qualified leads in no deal yet")
        self.of = Link("", "small", "text-3", lambda: shows("on_hand"), held)
        pair(self, Label(tr("Qualified-lead supply"), "section"), self.of)
        self.statement = Statement()
        self.body.addWidget(self.statement)
        self.boxes = Segments()
        self.body.addWidget(self.boxes)
        kept, offered = tr("qualified leads"), tr("leads handed over")
        self.qualified = Link("", "small", "mkt", lambda: shows("kept"), kept)
        self.offered = Link("", "small", "mkt", lambda: shows("offered"), offered)
        parts = QHBoxLayout()
        parts.setSpacing(16)
        parts.addWidget(self.qualified)
        parts.addWidget(self.offered)
        parts.addStretch()
        self.body.addLayout(parts)
        self.sum = Label("", "small", "text-2", wrap=True, figures=True)
        self.body.addWidget(self.sum)
        self.served = Label("", "small", "text-3", wrap=True)
        self.body.addWidget(self.served)
        self.body.addSpacing(4)
        self.rule = Rule()
        self.body.addWidget(self.rule)
        self.body.addSpacing(4)
        lately = tr("leads that qualified lately, the pace this counts on")
        self.pace = Link("", "small", "text-2", lambda: shows("lately"), lately)
        self.verdict = Label("", "small strong", "good")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pace)
        row.addStretch()
        row.addWidget(self.verdict)
        self.pace_row: QBoxLayout = row
        self.body.addLayout(row)

    def set_supply(self, found: Supply, this_month: str, currency: str) -> None:
        """Show the gauge."""
        known = found.need is not None
        need = found.need or 0
        form = tr("{have} of {need}") if found.have <= need else tr("{have}, {need} needed")
        have = f"{found.have:,}"
        self.of.set_words(form.format(have=have, need=f"{need:,}") if known else have)
        qualified = tr("{count} qualified").format(count=f"{found.qualified:,}")
        self.qualified.set_words(qualified)
        offered = tr("{count} handed over").format(count=f"{found.handed_over:,}")
        self.offered.set_words(offered)
        month = formats.LONG_MONTHS[found.month.first.month - 1]
        self._say(found, month)
        words = tr("{have} of {need} qualified leads")
        words = words.format(have=f"{found.have:,}", need=f"{need:,}")
        self.boxes.set_counts(min(found.have, need), need, words)
        self.sum.setText(supply_sum(found, currency))
        self.sum.setVisible(bool(self.sum.text()))
        self.served.setText(_served(found, month))
        self.served.setVisible(bool(self.served.text()))
        if known:
            words = tr("At today’s pace {count} by the end of {month}")
            self.pace.set_words(words.format(count=f"{found.by_month_end:,}", month=this_month))
            self.verdict.setText(tr("On track") if found.on_track else tr("Too few"))
            self.verdict.set_token("good" if found.on_track else "warn")
        for part in (self.rule, self.pace, self.verdict):
            part.setVisible(known and need > 0)

    def _say(self, found: Supply, month: str) -> None:
        if found.target is None:
            words = tr(
                "{have} qualified leads are on hand. With a target, this says how many it takes."
            )
            self.statement.set_words(words.format(have=f"{found.have:,}"), "", "mkt")
        elif found.need is None:
            words = tr("{have} qualified leads are on hand. Won deals will show how many it takes.")
            self.statement.set_words(words.format(have=f"{found.have:,}"))
        elif found.need == 0:
            words = tr("{month}’s target is covered by what is booked and likely.")
            self.statement.set_words(words.format(month=month))
        elif not found.more:
            words = tr("You have the qualified leads that {month}’s target takes.")
            self.statement.set_words(words.format(month=month))
        else:
            one = tr("1 more qualified lead")
            many = tr("{count} more qualified leads").format(count=f"{found.more:,}")
            strong = one if found.more == 1 else many
            words = tr("You need {leads} to reach {month}’s target at today’s win rate.")
            self.statement.set_words(words.format(leads=strong, month=month), strong)

    def set_narrow(self, narrow: bool) -> None:
        """Put the verdict under its words."""
        down = QBoxLayout.Direction.TopToBottom
        self.pace_row.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
        self.pace_row.setSpacing(0 if narrow else 8)


def supply_sum(found: Supply, currency: str) -> str:
    """The sum behind the need: (target − booked − likely) ÷ average deal ÷ won share."""
    share = found.won_share.fraction
    if not found.need or found.average_won is None or share is None or found.target is None:
        return ""
    target = formats.money(found.target, currency)
    less = [
        tr("{money} booked").format(money=formats.money(found.booked, currency))
        if found.booked
        else "",
        tr("{money} likely").format(money=formats.money(found.weighted, currency))
        if found.weighted
        else "",
    ]
    parts = [target, *(part for part in less if part)]
    gap = f"({' − '.join(parts)})" if len(parts) > 1 else target
    words = tr("{gap} ÷ {average} average deal ÷ {share} won = {need}")
    return words.format(
        gap=gap,
        average=formats.money(found.average_won, currency),
        share=found.won_share.words,
        need=f"{found.need:,}",
    )


def _served(found: Supply, month: str) -> str:
    words = []
    if found.shifted and found.cycle_days:
        days = formats.plural(found.cycle_days, "day")
        line = tr("Leads accepted now close in about {days}, so {month} counts.")
        words.append(line.format(days=days, month=month))
    if found.weeks is not None and found.need:
        line = tr("These last about {weeks} at the rate sales takes them.")
        words.append(line.format(weeks=_weeks(found.weeks)))
    return " ".join(words)


def _weeks(weeks: Fraction) -> str:
    if weeks < 1:
        return formats.plural(max(0, half_up(weeks * 7)), "day")
    return formats.plural(half_up(weeks), "week")
