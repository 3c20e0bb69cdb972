"""The conflict dialog: two people changed the same fields, and one of them picks what to keep.

`ConflictDialog(parent, title, intro, clashes, yours, theirs, kept, on_save)` knows nothing of
sessions or records. `on_save` gets a pick ("yours", "theirs", "both") for each field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from salesdesk.errors import UserError
from salesdesk.ui.kit import fonts, paint
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.picks import Clash, FieldRow, Pick
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import Avatar, KeyCap, Rule

__all__ = ["Clash", "ConflictDialog", "Kept", "Pick", "Side"]

WIDTH = 848
LABELS = 184


@dataclass(frozen=True)
class Side:
    """One of the two: the heading over the boxes, who it is, and since when it stands."""

    heading: str  # "Yours", "Priya’s"
    initials: str
    number: int  # the person's key, for the colour
    when: str  # "not saved yet", "saved 12:03"


@dataclass(frozen=True)
class Kept:
    """A field that only one side changed: it is kept without a question."""

    label: str
    who: str  # "Priya", "you"


class Emphasis(QWidget):
    """Wrapped plain text, some parts of it in bold: (words, bold) pairs."""

    def __init__(self, parts: Sequence[tuple[str, bool]]) -> None:
        super().__init__()
        self._text = "".join(words for words, _ in parts)
        self._layout = QTextLayout(self._text, fonts.font("body"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        formats, at = [], 0
        for words, bold in parts:
            each = QTextLayout.FormatRange()
            each.start, each.length = at, len(words)
            face = each.format
            face.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            each.format = face
            formats.append(each)
            at += len(words)
        self._layout.setFormats(formats)
        self.setAccessibleName(self._text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width)

    def sizeHint(self) -> QSize:
        return QSize(400, self._lay_out(400))

    def _lay_out(self, width: int) -> int:
        self._layout.beginLayout()
        height = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(60, width))
            line.setPosition(QPointF(0, height))
            height += max(line.height(), fonts.scaled(20))
        self._layout.endLayout()
        return round(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setPen(color("text"))
        self._layout.draw(painter, QPointF(0, 2))


class _Area(QScrollArea):
    """Scrolls by wheel and with the focus; the arrow keys are the dialog's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class _Link(Button):
    """A verb inside a heading."""

    def _colors(self) -> tuple[str | None, str | None, str]:
        return ("hover" if self.underMouse() else None), None, "accent-text"


class ConflictDialog(Dialog):
    """One row for each field: yours at the left, theirs at the right; notes may keep both.

    Arrows up and down go from field to field, left and right pick, Space keeps both notes,
    Ctrl Enter saves, Esc goes back to editing with everything that was typed. A UserError from
    `on_save` is shown in the footer; False from it leaves the dialog open.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        intro: str,
        clashes: Sequence[Clash],
        yours: Side,
        theirs: Side,
        kept: Sequence[Kept],
        on_save: Callable[[dict[str, Pick]], object],
        *,
        picks: Mapping[str, Pick] | None = None,
        back: str = "",
    ) -> None:
        super().__init__(
            title, parent, tr("Save what I picked"), self._pass_on, width=WIDTH,
            icon="git-merge",
        )  # fmt: skip
        self._on_save, self._theirs = on_save, theirs
        self.cancel.setText(back or tr("Keep editing"))
        self.cancel.setAccessibleName(self.cancel.text())
        self.body.addWidget(Label(intro, "body", "text-2", wrap=True))
        self.rows = [FieldRow(clash, theirs.heading) for clash in clashes]
        self.body.addWidget(self._scroll(self._table(yours, theirs)), 1)
        if kept:
            self.body.addWidget(_kept_line(kept))
        for row in self.rows:
            first: Pick | None = "both" if row.clash.may_keep_both else None
            row.set_pick((picks or {}).get(row.clash.field, first))
            row.picked.connect(lambda: self.note.setText(""))
        self._key_words(theirs)
        if self.rows:
            self.rows[0].focus()

    def picks(self) -> dict[str, Pick]:
        """What is picked; UserError while a field has no pick."""
        found: dict[str, Pick] = {}
        for row in self.rows:
            pick = row.pick()
            if pick is None:
                row.focus()
                raise UserError(
                    tr("Nothing is picked for {field}.").format(field=row.clash.label),
                    tr("Use ← or →."),
                )
            found[row.clash.field] = pick
        return found

    def _pass_on(self) -> object:
        return self._on_save(self.picks())

    # -- layout ------------------------------------------------------------------------------

    def _table(self, yours: Side, theirs: Side) -> QWidget:
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, min(fonts.scaled(LABELS), LABELS + 24))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addLayout(self._head(yours, "yours"), 0, 1)
        grid.addLayout(self._head(theirs, "theirs"), 0, 2)
        for number, row in enumerate(self.rows):
            grid.addWidget(Rule(), 2 * number + 1, 0, 1, 3)
            box = QVBoxLayout(row)
            box.setContentsMargins(0, 2, 0, 0)
            box.setSpacing(0)
            box.addWidget(row.title)
            box.addWidget(row.before)
            box.addStretch()
            for column, widget in enumerate((row, row.yours, row.theirs)):
                grid.addWidget(widget, 2 * number + 2, column)
            QWidget.setTabOrder(row.yours, row.theirs)
        return sheet

    def _head(self, side: Side, pick: Pick) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Avatar(side.initials, side.number, 24, side.heading))
        line.addWidget(Label(side.heading, "body strong"))
        line.addWidget(Elided(side.when, "small", "text-2"), 1)
        if len(self.rows) == 1:
            return line
        words = tr("Use all")
        every = _Link(words, small=True, quiet=True)
        every.setAccessibleName(f"{words}: {side.heading}")
        every.setAutoDefault(False)
        every.clicked.connect(lambda: self.use_all(pick))
        line.addWidget(every)
        return line

    def _scroll(self, sheet: QWidget) -> QScrollArea:
        area = _Area()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sheet)
        self._area = area
        parent = self.parentWidget()
        window = parent.window().height() if parent is not None else 868
        layout = sheet.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(self.width() - 48)
        area.setFixedHeight(min(wanted + 2, max(140, window - 48 - 300)))
        return area

    def _key_words(self, theirs: Side) -> None:
        """The keys that work here, at the left of the footer."""
        self.keys = QWidget()
        line = QHBoxLayout(self.keys)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        groups = [(("↑", "↓"), tr("Field")), (("←",), tr("Yours")), (("→",), theirs.heading)]
        if any(row.clash.may_keep_both for row in self.rows):
            groups.append(((tr("Space"),), tr("Both")))
        for caps, words in groups:
            for cap in caps:
                line.addWidget(KeyCap(cap))
            line.addWidget(Label(words, "small", "text-2"))
            line.addSpacing(2)
        self.foot.insertWidget(0, self.keys)
        self._quiet()

    def fail(self, words: str) -> None:
        """Say what is wrong where the keys stood."""
        self.keys.setVisible(not words)
        super().fail(words)

    # -- keys --------------------------------------------------------------------------------

    def use_all(self, pick: Pick) -> None:
        """Keep one side for every field."""
        for row in self.rows:
            row.set_pick(pick)
        self._quiet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.holds_focus()), None)
        keys = Qt.Key
        if at is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        if event.key() in (keys.Key_Up, keys.Key_Down):
            to = at + (1 if event.key() == keys.Key_Down else -1)
            row = self.rows[max(0, min(to, len(self.rows) - 1))]
            row.focus()
            self._area.ensureWidgetVisible(row)
        elif event.key() in (keys.Key_Left, keys.Key_Right):
            side: Pick = "yours" if event.key() == keys.Key_Left else "theirs"
            self.rows[at].set_pick(side)
            self.rows[at].focus(side)
        elif event.key() == keys.Key_Space:
            self._space(self.rows[at])
        else:
            super().keyPressEvent(event)
            return
        self._quiet()

    def _space(self, row: FieldRow) -> None:
        if row.clash.may_keep_both:
            row.toggle_both()
        else:
            row.set_pick("theirs" if row.theirs.hasFocus() else "yours")

    def _quiet(self) -> None:
        self.note.setText("")
        buttons = self.cancel.sizeHint().width() + self.primary.sizeHint().width()
        room = self.width() - 48 - 24 - buttons  # large letters leave none for the keys
        self.keys.setVisible(self.keys.sizeHint().width() <= room)


def _kept_line(kept: Sequence[Kept]) -> QWidget:
    """What does not clash, in words on green."""
    words = tr("1 other change does not clash and is kept: ")
    if len(kept) > 1:
        words = tr("{n} other changes do not clash and are kept: ").format(n=len(kept))
    parts: list[tuple[str, bool]] = [(words, False)]
    for number, each in enumerate(kept):
        if number:
            parts.append((tr(" and ") if number == len(kept) - 1 else ", ", False))
        parts += [(each.label, True), (f" ({each.who})", False)]
    parts.append((".", False))
    return _Green(Emphasis(parts))


class _Green(QWidget):
    def __init__(self, words: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 8, 12, 8)
        row.addWidget(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, self.rect(), 6, color("good-soft"))
        paint.icon(painter, 12, 11, "circle-check", "good")
