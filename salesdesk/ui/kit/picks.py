"""The two boxes of one field in the conflict dialog: what I wrote, and what the other wrote."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import elide, tip, tr
from salesdesk.ui.kit.tokens import color

Pick = Literal["yours", "theirs", "both"]
LINES = 5  # of a long note; the tip has all of it
LEFT, RIGHT, ABOVE = 36, 12, 8


@dataclass(frozen=True)
class Clash:
    """One field that both sides changed: its values in words, before and on either side."""

    field: str
    label: str
    before: str
    yours: str
    theirs: str
    may_keep_both: bool = False


if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # a widget has one class of Qt above it


class _Face(_Button):
    """How an option looks: a mark and wrapped words in a box that is filled when picked."""

    round_mark = True
    words = ""

    def dress(self, words: str, spoken: str) -> None:
        """Give it its words; `spoken` is what a screen reader says."""
        self.words = words
        self.setAccessibleName(spoken)
        self.setToolTip(tip(words) if self._cut(300) != words else "")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, fonts.scaled(40))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(fonts.scaled(40), self._text_height(width) + 2 * ABOVE + 4)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the dialog knows what the keys mean

    def _text_height(self, width: int) -> int:
        room = QRect(0, 0, max(60, width - LEFT - RIGHT), 10000)
        shown = self.fontMetrics().boundingRect(room, self._wrap(), self._cut(room.width()))
        return min(shown.height(), LINES * self.fontMetrics().lineSpacing())

    def _wrap(self) -> int:
        """Between words; within a word only where it is longer than a line."""
        longest = max(self.words.split() or [""], key=len)
        room = max(160, self.width()) - LEFT - RIGHT
        fits = self.fontMetrics().horizontalAdvance(longest) < room
        return int(Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere)

    def _cut(self, room: int) -> str:
        """The words as far as there is room for them."""
        lines = self.words.splitlines()[:LINES]
        cut = "\n".join(lines)
        shown = elide(cut, self.font(), room * LINES) if len(cut) > 200 else cut
        return shown if len(self.words.splitlines()) <= LINES else f"{shown} …"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        over = self.underMouse()
        fill = "accent-soft" if on else "hover" if over else "surface"
        edge, width = ("accent", 2.0) if on or self.hasFocus() else ("border-strong", 1.0)
        paint.box(painter, self.rect(), 6, color(fill), color(edge), width)
        if on and self.hasFocus():
            paint.box(painter, self.rect().adjusted(3, 3, -3, -3), 4, None, color("accent"), 1)
        height = self._text_height(self.width())
        top = max(ABOVE, (self.height() - height) // 2) if height < 24 else ABOVE + 2
        self._mark(painter, QRect(12, top + 1, 16, 16), on)
        painter.setFont(self.font())
        painter.setPen(color("text" if on else "text-2"))
        room = QRect(LEFT, top, self.width() - LEFT - RIGHT, self.height() - top - 4)
        painter.drawText(room, self._wrap(), self._cut(room.width()))

    def _mark(self, painter: QPainter, rect: QRect, on: bool) -> None:
        radius = 8.0 if self.round_mark else 4.0
        filled = color("accent") if on else color("surface")
        paint.box(painter, rect, radius, filled, color("accent" if on else "field"), 1.5)
        if on and self.round_mark:
            paint.dot(painter, rect.center().x() + 1, rect.center().y() + 1, "on-accent", 6)
        elif on:
            paint.icon(painter, rect.x() + 2, rect.y() + 2, "check", "on-accent", 12)


class _One(_Face, QRadioButton):
    """One of the two."""


class _Both(_Face, QCheckBox):
    """One of two that may both be kept."""

    round_mark = False


class FieldRow(QWidget):
    """The name of a field; its two boxes stand beside it in the dialog's grid."""

    picked = Signal()

    def __init__(self, clash: Clash, other: str) -> None:
        super().__init__()
        self.clash = clash
        self.title = Label(clash.label, "body strong", wrap=True, parent=self)
        before = tr("Both can be kept")
        if not clash.may_keep_both:
            before = tr("Before: {value}").format(value=clash.before or tr("empty"))
        self.before = Label(before, "small", "text-2", wrap=True, parent=self)
        made = _Both if clash.may_keep_both else _One
        self.yours: _Face = made()
        self.theirs: _Face = made()
        for box, words, spoken in (
            (self.yours, clash.yours, tr("{field}, yours: {value}")),
            (self.theirs, clash.theirs, tr("{field}, {who}: {value}")),
        ):
            words = words or tr("empty")
            box.setAutoExclusive(False)
            box.setFont(fonts.font("body"))
            box.dress(words, spoken.format(field=clash.label, who=other, value=words))
            box.setAccessibleDescription(before)
            box.clicked.connect(self._clicked)
        self.setFocusProxy(self.yours)

    def pick(self) -> Pick | None:
        """What is picked for this field, if anything is."""
        mine, other = self.yours.isChecked(), self.theirs.isChecked()
        if mine and other:
            return "both"
        return "yours" if mine else "theirs" if other else None

    def set_pick(self, pick: Pick | None) -> None:
        """Pick one side, or both where a field can hold both."""
        if pick == "both" and not self.clash.may_keep_both:
            return
        self.yours.setChecked(pick in ("yours", "both"))
        self.theirs.setChecked(pick in ("theirs", "both"))
        self.picked.emit()

    def toggle_both(self) -> None:
        """Both, or only the one that has the focus."""
        if self.clash.may_keep_both:
            one: Pick = "theirs" if self.theirs.hasFocus() else "yours"
            self.set_pick(one if self.pick() == "both" else "both")

    def focus(self, side: Pick | None = None) -> None:
        """Give the focus to the picked box, or to the one that is asked for."""
        side = side or self.pick()
        (self.theirs if side == "theirs" else self.yours).setFocus(Qt.FocusReason.TabFocusReason)

    def holds_focus(self) -> bool:
        """Whether one of its boxes has the focus."""
        return self.yours.hasFocus() or self.theirs.hasFocus()

    def _clicked(self) -> None:
        if not self.clash.may_keep_both:
            self.set_pick("theirs" if self.sender() is self.theirs else "yours")
        self.picked.emit()
