"""The qualifying checklist: five points, each with a tick and what is known about it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from salesdesk.ui.kit import fonts, labels
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import hexa
from salesdesk.ui.kit.widgets import Meter, Rule
from salesdesk.ui.leads.words import POINTS


class Checklist(QWidget):
    """Shows the points of a lead; emits `ticked(point, ok, words)` when a person changes one."""

    ticked = Signal(str, bool, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._stored: dict[str, str] = {}
        self._lead = 0
        self._count = labels.small("", "text-2")
        self._count.setMinimumWidth(10)
        self._meter = Meter(6, "mkt-fill")
        self._meter.setFixedWidth(80)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(labels.section(tr("Qualifying checklist")))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._meter)
        outer.addLayout(head)
        outer.addSpacing(5)
        for point, name in POINTS.items():
            outer.addWidget(Rule())
            outer.addLayout(self._row(point, tr(name)))

    def fill(self, lead: dict[str, Any], needed: int, editable: bool) -> None:
        """Show a lead's points; emits nothing."""
        done = 0
        for point, box in self._boxes.items():
            ok = bool(lead[f"{point}_ok"])
            done += ok
            words = str(lead[point] or "")
            line = self._lines[point]
            here, seen = lead["id"] == self._lead, self._stored.get(point, "")
            typing = here and line.hasFocus() and line.text().strip() not in (seen, words)
            if not typing:  # else it keeps what the typing began from
                self._stored[point] = words
                if line.text() != words:
                    line.setText(words)
            line.setPlaceholderText(tr("Yes") if ok else tr("Not asked yet"))
            box.blockSignals(True)
            box.setChecked(ok)
            box.blockSignals(False)
            if not line.hasFocus():
                line.setCursorPosition(0)
            style = _quiet("text-2" if ok or not words else "warn")
            if line.styleSheet() != style:  # to be given one is dear, also the same one again
                line.setStyleSheet(style)
            box.setEnabled(editable)
            line.setReadOnly(not editable)
        self._lead = int(lead["id"])
        self._count.setText(
            tr("{done} of {all} done. {needed} needed to qualify").format(
                done=done, all=len(self._boxes), needed=needed
            )
        )
        self._meter.set_share(done / len(self._boxes), words=self._count.text())

    def base(self, point: str) -> str:
        """The words that a person saw before they typed."""
        return self._stored.get(point, "")

    def go_on(self, point: str, words: str, base: str) -> None:
        """Put back what was typed and is not saved, to be edited further."""
        self._stored[point] = base
        self._lines[point].setFocus()
        self._lines[point].setText(words)

    def first_box(self) -> QCheckBox:
        """Where the keyboard goes first."""
        return self._boxes["need"]

    def _row(self, point: str, name: str) -> QGridLayout:
        row = QGridLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setColumnMinimumWidth(0, fonts.scaled(124))
        row.setColumnStretch(1, 1)
        box = QCheckBox(name)
        box.setFont(fonts.font("body strong"))
        box.clicked.connect(lambda ok: self.ticked.emit(point, ok, self._lines[point].text()))
        line = QLineEdit()
        line.setFrame(False)
        line.setAccessibleName(tr("What is known: {point}").format(point=name))
        line.editingFinished.connect(lambda: self._edited(point))
        row.addWidget(box, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(line, 0, 1)
        self._boxes[point], self._lines[point] = box, line
        return row

    def _edited(self, point: str) -> None:
        words = self._lines[point].text().strip()
        if words != self._stored.get(point, ""):
            self.ticked.emit(point, self._boxes[point].isChecked(), words)


def _quiet(token: str) -> str:
    """A line that looks like text until it has the focus."""
    return (
        "QLineEdit { border: 1px solid transparent; background: transparent; min-height: 26px;"
        f" padding: 0 5px; color: {hexa(token)}; }} QLineEdit:focus {{ border: 2px solid"
        f" {hexa('accent')}; padding: 0 4px; }}"
    )
