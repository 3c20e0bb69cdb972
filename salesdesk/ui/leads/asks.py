"""The short questions about a lead: until when, why, what was said, what comes next."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.session import Session
from salesdesk.ui.kit import fonts, labels
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, area, choice, chosen, day, day_of, line
from salesdesk.ui.kit.held import held
from salesdesk.ui.kit.steps import follow_step
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import KeyCap
from salesdesk.ui.leads import words


class Options(QWidget):
    """A few choices, each with a figure key; the figure picks it."""

    def __init__(self, options: Sequence[tuple[int, str, str]], start: int | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._group = QButtonGroup(self)
        self._values: list[int] = []
        for place, (value, title, beside) in enumerate(options):
            row = QHBoxLayout()
            row.setSpacing(8)
            radio = QRadioButton(title)
            radio.setChecked(value == start)
            self._group.addButton(radio, place)
            self._values.append(value)
            row.addWidget(radio, 1)
            row.addWidget(labels.small(beside))
            if place < 9:
                row.addWidget(KeyCap(str(place + 1)))
            column.addLayout(row)

    def value(self) -> int | None:
        """What is chosen."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def pick(self, place: int) -> bool:
        """Choose the option at a place; False if there is none."""
        if not 0 <= place < len(self._values):
            return False
        button = self._group.button(place)
        button.setChecked(True)
        button.setFocus()
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the first option, without choosing it."""
        if self._values:
            self._group.button(0).setFocus()

    def on_change(self, slot: Callable[[int | None], object]) -> None:
        """Call `slot` with the value when a person chooses."""
        self._group.idToggled.connect(lambda place, on: slot(self.value()) if on else None)


class PickDialog(Dialog):
    """A dialog whose figure keys choose, unless a text field has the focus."""

    options: Options

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdigit() and text != "0" and self.options.pick(int(text) - 1):
            return
        super().keyPressEvent(event)


def tall(field: Field, lines: int) -> Field:
    """`field` with room for its lines, whatever the stylesheet says of one line."""
    field.setMinimumHeight(fonts.scaled(20) * (lines + 1) + 22)
    return field


class DayDialog(PickDialog):
    """Until when: usual days by a figure key, or any day."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        primary: str,
        icon: str,
        today: date,
        done: Callable[[date], object],
        start: int = 0,
    ) -> None:
        super().__init__(parent=parent, title=title, primary=primary, icon=icon, on_done=self._go)
        self._done = done
        days = words.next_days(today)
        self._days = [when for _, when in days]
        self.options = Options(
            [
                (place, name, f"{formats.DAYS[when.weekday()]} {formats.day(when, today)}")
                for place, (name, when) in enumerate(days)
            ],
            start,
        )
        self.options.on_change(self._picked)
        self.body.addWidget(self.options)
        self.day = day(self._days[start])
        self.body.addWidget(Field(tr("Or on another day"), self.day))
        self.options.pick(start)

    def _picked(self, place: int | None) -> None:
        from PySide6.QtCore import QDate

        when = self._days[place or 0]
        self.day.setDate(QDate(when.year, when.month, when.day))

    def _go(self) -> object:
        return self._done(day_of(self.day))


class ReasonDialog(PickDialog):
    """Why: one of the file's reasons, and a line of words."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        primary: str,
        icon: str,
        reasons: Sequence[tuple[int, str]],
        done: Callable[[int, str], object],
    ) -> None:
        super().__init__(parent=parent, title=title, primary=primary, icon=icon, on_done=self._go)
        self._done = done
        self.options = Options([(key, label, "") for key, label in reasons])
        self.body.addWidget(self.options)
        self.words = line()
        self.body.addWidget(Field(tr("A line about it"), self.words))
        self.options.focus_first()

    def _go(self) -> object:
        return self._done(self.options.value() or 0, self.words.text())


class WordsDialog(Dialog):
    """Some lines of words for somebody."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        primary: str,
        icon: str,
        label: str,
        done: Callable[[str], object],
    ) -> None:
        super().__init__(title, parent, primary, self._go, icon=icon)
        self._done = done
        self.words = area("", 4)
        self.body.addWidget(tall(Field(label, self.words), 4))
        self.words.setFocus()

    def _go(self) -> object:
        return self._done(self.words.toPlainText())


class StepDialog(Dialog):
    """The next step: what, how, and when."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        today: date,
        now: tuple[str, str | None, str | None, str | None],
        session: Session,
        lead: tuple[int, str],
    ) -> None:
        super().__init__(title, parent, tr("Plan it"), self._go, icon="calendar")
        what, on, at, kind = now
        self.words = line(what)
        self.body.addWidget(Field(tr("Next step"), self.words))
        row = QHBoxLayout()
        row.setSpacing(12)
        kinds = [(tr(name), code) for code, name in words.KINDS.items() if code != "note"]
        self.kind = choice(kinds, kind or "call")
        self.day = day(on or (today + timedelta(days=1)))
        self.at = line(at or "", "16:00")
        row.addWidget(Field(tr("How"), self.kind), 1)
        row.addWidget(Field(tr("On"), self.day), 1)
        row.addWidget(Field(tr("At"), self.at), 1)
        self.body.addLayout(row)
        self.words.setFocus()
        self.words.selectAll()

        fields = {
            "next_step": held(tr("Next step"), self.words),
            "next_step_kind": held(tr("How"), self.kind),
            "next_step_on": held(tr("On"), self.day),
            "next_step_at": held(tr("At"), self.at),
        }
        self.editing = follow_step(self, session, ("lead", *lead), fields, self.values)

    def values(self) -> dict[str, Any]:
        """The step as it stands here."""
        return {
            "next_step": self.words.text(),
            "next_step_on": day_of(self.day).isoformat(),
            "next_step_at": self.at.text().strip() or None,
            "next_step_kind": chosen(self.kind),
        }

    def _go(self) -> bool:
        return self.editing.save()
