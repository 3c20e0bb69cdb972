"""The column beside a lead: how to reach it, where it came from, why the score is what it is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.model.calendar import local_day
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.ui.kit import labels
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.widgets import IconLabel, Score
from salesdesk.ui.kit.widgets import Rule as Hairline
from salesdesk.ui.leads import words

#: icon, words, colour of the words
Said = tuple[str, str, str]


class DetailsColumn(QScrollArea):
    """Shows one lead after the other in the same labels; nothing in it can be pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Details of the lead"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._next: LeadDetail | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(labels.label(tr("Contact"), "small strong", "text-2"))
        self._contact = Rows(column, Line)
        column.addSpacing(8)
        column.addWidget(labels.label(tr("Came from"), "small strong", "text-2"))
        self._origin = Line("megaphone")
        self._touches = labels.small("", "text-2", wrap=True)
        self._touches.setIndent(24)
        column.addWidget(self._origin)
        column.addWidget(self._touches)
        column.addSpacing(8)
        head = QHBoxLayout()
        self._why = labels.label("", "small strong", "text-2")
        self._score = Score()
        head.addWidget(self._why, 1)
        head.addWidget(self._score)
        column.addLayout(head)
        self._points = Rows(column, Points)
        self._decay = labels.small("", "text-2", wrap=True)
        column.addWidget(self._decay)
        column.addStretch(1)
        self.setWidget(inner)

    def fill(self, found: LeadDetail) -> None:
        """Show one lead; in a turn of its own, because the column takes as long as all the rest."""
        self._next = found
        if self.isVisible():
            self._soon.start()
        else:
            self._fill()

    def _fill(self) -> None:
        found, self._next = self._next, None
        if found is None:
            return
        lead = found.lead
        self._contact.show(list(_contact(found)))
        self._origin.put("megaphone", lead["campaign"] or lead["channel"] or tr("Not known"))
        self._touches.setText(_touches(found))
        total = sum(line.points for line in found.lines)
        self._why.setText(tr("Why the score is {n}").format(n=total))
        self._score.set_points(total)
        self._points.show([(line.label, line.points) for line in found.lines])
        self._decay.setText(_decay(found))
        self.verticalScrollBar().setValue(0)


class Line(QWidget):
    """An icon, and words that can be selected and copied."""

    def __init__(self, icon: str = "phone") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._icon = IconLabel(icon)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._said = labels.small("", wrap=True)
        self._said.setMinimumWidth(10)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._said, 1)

    def put(self, icon: str, text: str, token: str = "text") -> None:
        """Say this; without an icon it is a remark."""
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon)
        self._said.setText(text)
        self._said.set_token(token)
        self._said.setToolTip(tip(text))


class Points(QWidget):
    """What one rule adds to the score, under a hairline."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Hairline())
        row = QHBoxLayout()
        self._rule = labels.small("", "text", wrap=True)
        self._points = labels.label("", "small strong")
        row.addWidget(self._rule, 1)
        row.addWidget(self._points)
        column.addLayout(row)

    def put(self, rule: str, points: int) -> None:
        """Say this."""
        self._rule.setText(rule)
        self._points.setText(f"{'+' if points > 0 else '−'}{abs(points)}")
        self._points.set_token("mkt" if points > 0 else "bad")


class Rows:
    """As many rows as there is to say; those that are not needed now wait, hidden."""

    def __init__(self, column: QVBoxLayout, make: Callable[[], Line | Points]) -> None:
        self._make = make
        self._rows: list[Line | Points] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        column.addLayout(self._box)

    def show(self, said: Sequence[tuple[Any, ...]]) -> None:
        """One row for each."""
        while len(self._rows) < len(said):
            self._rows.append(self._make())
            self._box.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(said))
            if number < len(said):
                row.put(*said[number])


def _contact(found: LeadDetail) -> Iterator[Said]:
    lead = found.lead
    place = ", ".join(str(lead[n]) for n in ("address", "town", "postcode", "country") if lead[n])
    ways = [("phone", lead["phone"]), ("mail", lead["email"]), ("map-pin", place)]
    for icon, text in ways:
        if text:
            yield icon, str(text), "text"
    if not any(text for _, text in ways):
        yield "", tr("No way to reach them yet. F2 adds one."), "warn"
    for channel, consent in found.consents.items():
        said = tr(words.CONSENTS[consent["state"]])
        on = local_day(consent["at"], found.settings.zone)
        day = formats.within(formats.near_day(on, found.today))
        by = tr(words.CHANNELS.get(channel, channel))
        strict = consent["state"] in ("opted_out", "no_call")
        text = tr("{said} by {channel}, {day}").format(said=said, channel=by, day=day)
        yield ("circle-alert", text, "bad") if strict else ("shield-check", text, "text")
    for twin in found.twins[:2]:
        yield "copy", tr("Perhaps the same as {name}").format(name=twin.name), "warn"


def _touches(found: LeadDetail) -> str:
    on = local_day(found.lead["received_at"], found.settings.zone)
    day = formats.within(formats.near_day(on, found.today))
    if found.touches == 1:
        return tr("Came in {day}, 1 touch since").format(day=day)
    return tr("Came in {day}, {n} touches since").format(day=day, n=found.touches)


def _decay(found: LeadDetail) -> str:
    said = [
        tr("{label}: −{n} for each.").format(label=rule.label, n=-rule.points)
        for rule in found.decays
        if rule.points < 0
    ]
    return " ".join([*said, tr("Change the rules in Settings.")])
