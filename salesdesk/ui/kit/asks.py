"""The short questions: until when, why, and in which words."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.model.calendar import months_later
from salesdesk.ui.kit import fonts, labels, paint
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, area, day, day_of, line
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color
from salesdesk.ui.kit.widgets import KeyCap


class Option(QWidget):
    """One choice: a radio button, words beside it and its figure key; shows that it is picked."""

    def __init__(self, title: str, beside: str, figure: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self.radio = QRadioButton(title)
        self.radio.toggled.connect(self._picked)
        row.addWidget(self.radio, 1)
        row.addWidget(labels.small(beside))
        if figure <= 9:
            row.addWidget(KeyCap(str(figure)))

    def _picked(self, on: bool) -> None:
        self.radio.setFont(fonts.font("body medium" if on else "body"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.radio.isChecked():
            paint.box(QPainter(self), self.rect(), 4, color("accent-soft"))


class Options(QWidget):
    """A few choices, each with a figure key; the figure picks it."""

    def __init__(self, options: Sequence[tuple[int, str, str]], start: int | None = None) -> None:
        """`options`: value, title and what stands beside it."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._group = QButtonGroup(self)
        self._values: list[int] = []
        for place, (value, title, beside) in enumerate(options):
            option = Option(title, beside, place + 1)
            option.radio.setChecked(value == start)
            self._group.addButton(option.radio, place)
            self._values.append(value)
            column.addWidget(option)

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


def usual_days(today: date) -> list[tuple[str, date]]:
    """Usual days to put something off to, with their names."""
    return [
        (tr("Tomorrow"), today + timedelta(days=1)),
        (tr("In 3 days"), today + timedelta(days=3)),
        (tr("Next Monday"), today + timedelta(days=7 - today.weekday())),
        (tr("In 2 weeks"), today + timedelta(days=14)),
        (tr("In a month"), months_later(today, 1)),
        (tr("In 3 months"), months_later(today, 3)),
    ]


class DayDialog(PickDialog):
    """Until when: usual days by a figure key, or any day."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        primary: str,
        icon: str,
        today: date,
        done: Callable[[date], object],
        start: int = 0,
    ) -> None:
        super().__init__(parent=parent, title=title, primary=primary, icon=icon, on_done=self._go)
        self._done, self._today = done, today
        days = usual_days(today)
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
        self.field = Field(tr("Or on another day"), self.day)
        self.body.addWidget(self.field)
        self.options.pick(start)

    def _picked(self, place: int | None) -> None:
        from PySide6.QtCore import QDate

        when = self._days[place or 0]
        self.day.setDate(QDate(when.year, when.month, when.day))

    def _go(self) -> object:
        if day_of(self.day) <= self._today:
            self.field.fail(tr("Choose a day after today."))
            return False
        return self._done(day_of(self.day))


class ReasonDialog(PickDialog):
    """Why: one of the file's reasons, and a line of words."""

    def __init__(
        self,
        parent: QWidget | None,
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
        parent: QWidget | None,
        title: str,
        primary: str,
        icon: str,
        label: str,
        done: Callable[[str], object],
    ) -> None:
        super().__init__(title, parent, primary, self._go, icon=icon)
        self._done = done
        self.words = area("", 4)
        self.body.addWidget(Field(label, self.words))
        self.words.setFocus()

    def _go(self) -> object:
        return self._done(self.words.toPlainText())


def note_dialog(parent: QWidget | None, title: str, done: Callable[[str], object]) -> WordsDialog:
    """Some lines to keep."""
    return WordsDialog(parent, title, tr("Save"), "pencil", tr("Words"), done)
