"""One line of the day's work: what it shows, how it is painted and said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from salesdesk.model import formats
from salesdesk.queries.leads import LeadRow
from salesdesk.queries.settings import Person
from salesdesk.queries.today import FollowUp, Quiet, Waiting
from salesdesk.ui.kit import paint
from salesdesk.ui.kit.lists import RowDelegate
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color

ROW_HEIGHT = 40
NARROW = 640  # a list narrower than this shows no campaign chip
ICONS = {
    "call": "phone",
    "email": "mail",
    "letter": "mail-open",
    "meeting": "users",
    "demo": "presentation",
    "visit": "ruler",
    "message": "message-square",
    "note": "pencil",
    "task": "circle-check",
}


@dataclass(frozen=True)
class DayRow:
    """A line to paint; `table` and `key` are the record that it opens."""

    ident: int
    table: str
    key: int
    icon: str
    name: str
    words: str
    due: str
    due_kind: str
    chip: str = ""
    initials: str = ""
    colour: int = 0
    owner: str = ""
    activity_id: int | None = None
    has_step: bool = False
    last: bool = False
    #: What the record held of the fields that putting off and finishing rest on.
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The line as a screen reader says it."""
        parts = (self.name, self.words, self.chip, self.owner, self.due)
        return ", ".join(part for part in parts if part)


def waiting_row(ident: int, lead: Waiting) -> DayRow:
    """A lead that waits, with its age."""
    kind = "bad" if lead.late else "warn" if lead.soon else "plain"
    return row_of_lead(ident, lead, lead.words, age_words(lead.minutes), kind)


def row_of_lead(ident: int, lead: Waiting | LeadRow, words: str, due: str, due_kind: str) -> DayRow:
    """A lead, in whatever list of the day it stands."""
    return DayRow(
        ident=ident,
        table="lead",
        key=lead.key,
        icon="inbox",
        name=lead.name,
        words=words,
        due=due,
        due_kind=due_kind,
        chip=lead.campaign or "",
        shown=vars(lead),
    )


def follow_up_row(ident: int, step: FollowUp, currency: str, people: dict[int, Person]) -> DayRow:
    """A step that is due, with the time or how late it is."""
    if step.days_overdue:
        due = tr("{days} overdue").format(days=formats.plural(step.days_overdue, "day"))
    else:
        due = tr("Today {time}").format(time=step.at) if step.at else tr("Today")
    owner = people.get(step.owner_id or 0)
    words = step.words
    if step.amount:
        words = f"{words}, {formats.money(step.amount, currency)}"
    return DayRow(
        ident=ident,
        table=step.table,
        key=step.key,
        icon=ICONS.get(step.kind, "circle-check"),
        name=step.name,
        words=words,
        due=due,
        due_kind="bad" if step.days_overdue else "sales",
        initials=owner.initials if owner else step.initials or "",
        colour=owner.colour if owner else 0,
        owner=owner.name if owner else "",
        activity_id=step.activity_id,
        has_step=True,
        shown=_step_shown(step),
    )


def _step_shown(step: FollowUp) -> dict[str, Any]:
    on = step.on.isoformat()
    if step.activity_id is not None:
        return {"subject": step.words, "planned_on": on}
    return {"next_step": step.words, "next_step_on": on}


def quiet_row(ident: int, deal: Quiet, currency: str, people: dict[int, Person]) -> DayRow:
    """A deal gone quiet, with the days since the last contact."""
    owner = people.get(deal.owner_id or 0)
    words = ", ".join(part for part in (deal.words, formats.money(deal.amount, currency)) if part)
    if not deal.has_step:
        words = tr("{words}. No next step").format(words=words)
    return DayRow(
        ident=ident,
        table="deal",
        key=deal.key,
        icon="columns-3",
        name=deal.name,
        words=words,
        due=formats.plural(deal.days, "day"),
        due_kind="warn",
        initials=owner.initials if owner else deal.initials or "",
        colour=owner.colour if owner else 0,
        owner=owner.name if owner else "",
        has_step=deal.has_step,
    )


def age_words(minutes: int) -> str:
    """`48 min`, `28 hours`, `3 days`."""
    if minutes < 60:
        return tr("{count} min").format(count=minutes)
    if minutes < 48 * 60:
        return formats.plural(minutes // 60, "hour")
    return formats.plural(minutes // 1440, "day")


class DayDelegate(RowDelegate):
    """Paints icon, name, words, campaign or owner, and when it is due."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        if not isinstance(row, DayRow):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, option, selected, row.last)
        narrow = rect.width() < NARROW
        left, right = rect.left() + 40, rect.right() - 8
        middle = rect.center().y()
        paint.icon(painter, rect.left() + 12, middle - 8, row.icon)
        named = 160 if narrow else 192
        name = QRect(left, rect.top(), named - 12, rect.height())
        paint.text(painter, name, row.name, "body strong")
        edge = right - paint.chip_width(row.due)
        paint.chip(painter, edge, middle - 10, row.due, row.due_kind, selected=selected)
        # chips and avatars stand in a column where there is room for one
        edge = min(edge, right - 104) if not narrow else edge
        if row.initials:
            edge -= 28
            paint.avatar(painter, QRect(edge, middle - 10, 20, 20), row.initials, row.colour)
        elif row.chip and not narrow:
            wide = paint.chip_width(row.chip, 150)
            edge -= wide
            paint.chip(painter, edge, middle - 10, row.chip, "mkt", limit=150, selected=selected)
        words = QRect(left + named, rect.top(), edge - left - named - 12, rect.height())
        paint.text(painter, words, row.words, "body", "text-2")

    def _ground(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        selected: bool,
        last: bool,
    ) -> None:
        state: QStyle.StateFlag = option.state
        if selected:
            paint.box(painter, rect, 6, color("selection"))
            view = self.parent()
            if isinstance(view, QAbstractItemView) and view.hasFocus():
                painter.fillRect(
                    rect.left(), rect.top() + 6, 3, rect.height() - 12, color("accent")
                )
            return
        if state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, rect, 6, color("hover"))
            return
        if not last:
            paint.hairline(painter, rect.adjusted(40, 0, -8, 0))
