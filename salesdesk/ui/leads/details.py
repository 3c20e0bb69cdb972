"""The column beside a lead: how to reach it, where it came from, why the score is what it is."""

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


class DetailsColumn(QScrollArea):
    """Fills itself anew for each lead; nothing in it can be pressed."""

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
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 16, 14, 16)
        column.setSpacing(8)
        self._contact(column, found)
        column.addSpacing(8)
        self._origin(column, found)
        column.addSpacing(8)
        self._score(column, found)
        column.addStretch(1)
        self.setWidget(inner)

    def _contact(self, column: QVBoxLayout, found: LeadDetail) -> None:
        column.addWidget(labels.small(tr("Contact"), "text-2"))
        lead = found.lead
        if lead["phone"]:
            column.addLayout(_line("phone", lead["phone"]))
        if lead["email"]:
            column.addLayout(_line("mail", lead["email"]))
        place = ", ".join(
            str(lead[n]) for n in ("address", "town", "postcode", "country") if lead[n]
        )
        if place:
            column.addLayout(_line("map-pin", place))
        if not (lead["phone"] or lead["email"] or place):
            column.addWidget(labels.small(tr("No way to reach them yet. F2 adds one."), "warn"))
        for channel, consent in found.consents.items():
            said = tr(words.CONSENTS[consent["state"]])
            day = formats.near_day(local_day(consent["at"], found.settings.zone), found.today)
            by = tr(words.CHANNELS.get(channel, channel))
            strict = consent["state"] in ("opted_out", "no_call")
            icon = "circle-alert" if strict else "shield-check"
            text = tr("{said} by {channel}, {day}").format(said=said, channel=by, day=day)
            column.addLayout(_line(icon, text, "bad" if strict else "text"))
        for twin in found.twins[:2]:
            text = tr("Perhaps the same as {name}").format(name=twin.name)
            column.addLayout(_line("copy", text, "warn"))

    def _origin(self, column: QVBoxLayout, found: LeadDetail) -> None:
        lead = found.lead
        column.addWidget(labels.small(tr("Came from"), "text-2"))
        name = lead["campaign"] or lead["channel"] or tr("Not known")
        column.addLayout(_line("megaphone", name))
        day = formats.near_day(local_day(lead["received_at"], found.settings.zone), found.today)
        day = day if day[:1].isdigit() else day.lower()
        text = tr("Came in {day}, {n} touches since").format(day=day, n=found.touches)
        if found.touches == 1:
            text = tr("Came in {day}, 1 touch since").format(day=day)
        second = labels.small(text, "text-2", wrap=True)
        second.setIndent(24)
        column.addWidget(second)

    def _score(self, column: QVBoxLayout, found: LeadDetail) -> None:
        total = sum(line.points for line in found.lines)
        head = QHBoxLayout()
        title = tr("Why the score is {n}").format(n=total)
        head.addWidget(labels.label(title, "small strong", "text-2"))
        head.addStretch(1)
        head.addWidget(Score(total))
        column.addLayout(head)
        for line in found.lines:
            column.addWidget(Hairline())
            row = QHBoxLayout()
            row.addWidget(labels.small(line.label, "text", wrap=True), 1)
            sign = "+" if line.points > 0 else "−"
            token = "mkt" if line.points > 0 else "bad"
            row.addWidget(labels.label(f"{sign}{abs(line.points)}", "small strong", token))
            column.addLayout(row)
        column.addWidget(labels.small(_decay(found), "text-2", wrap=True))


def _decay(found: LeadDetail) -> str:
    said = [
        tr("{label}: −{n} for each.").format(label=rule.label, n=-rule.points)
        for rule in found.decays
        if rule.points < 0
    ]
    return " ".join([*said, tr("Change the rules in Settings.")])


def _line(icon: str, text: str, token: str = "text") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    mark = IconLabel(icon)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    said = labels.small(text, token, wrap=True)
    said.setMinimumWidth(10)
    said.setToolTip(tip(text))
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(said, 1)
    return row
