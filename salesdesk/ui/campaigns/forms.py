"""Fields that the dialogs of this section share: money, whole numbers, days that may be open."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.model.money import plain_money, read_money, symbol
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.held import Held, open_day
from salesdesk.ui.kit.held import held as held_of
from salesdesk.ui.kit.text import tr

MOST_DIGITS = 12


class MoneyField(fields.Field):
    """An amount of the file's currency."""

    def __init__(self, title: str, currency: str, minor: int | None, hint: str = "") -> None:
        text = plain_money(minor, currency) if minor else ""
        self.edit: QLineEdit = fields.line(text)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().__init__(f"{title} ({symbol(currency)})", self.edit, hint)
        self._name, self._currency = title, currency

    def held(self) -> Held:
        """The field, for a form that follows its record."""
        return held_of(
            self._name,
            self.edit,
            typed=lambda value: plain_money(value, self._currency) if value else "",
            say=lambda value: formats.money(value, self._currency) if value else "",
        )

    def minor(self) -> int | None:
        """Minor units as typed, None for nothing; UserError when it is no amount."""
        text = self.edit.text().strip()
        self.fail("")
        if not text:
            return None
        try:
            return read_money(text, self._currency)
        except ValueError:
            words = tr("Write an amount such as 1250 or 1,250.50.")
            self.fail(words)
            self.edit.setFocus()
            raise UserError(tr("{name} is not an amount.").format(name=self._name), words) from None


class NumberField(fields.Field):
    """A whole number that may be left empty."""

    def __init__(self, title: str, value: int | None, hint: str = "") -> None:
        self.edit: QLineEdit = fields.line("" if value is None else str(value))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().__init__(title, self.edit, hint)
        self._name = title

    def number(self) -> int | None:
        """What was typed; UserError when it is no whole number."""
        text = self.edit.text().replace(",", "").replace(" ", "")
        self.fail("")
        if not text:
            return None
        if not text.isdecimal() or len(text) > MOST_DIGITS:
            words = tr("Use digits only.") if not text.isdecimal() else tr("Use fewer digits.")
            self.fail(words)
            self.edit.setFocus()
            raise UserError(tr("{name} is not a number.").format(name=self._name), words)
        return int(text)


class OpenDay(fields.Field):
    """A day that may stay open: untick it for none."""

    def __init__(self, title: str, value: str | None, otherwise: date) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.on: QCheckBox = fields.check("", value is not None)
        self.on.setAccessibleName(tr("{name} is known").format(name=title))
        self.edit: QDateEdit = fields.day(value or otherwise)
        self.edit.setAccessibleName(title)
        self.edit.setEnabled(value is not None)
        self.on.toggled.connect(self.edit.setEnabled)
        line.addWidget(self.on)
        line.addWidget(self.edit, 1)
        super().__init__(title, row)
        self._name = title
        self.title.setBuddy(self.edit)

    def held(self) -> Held:
        """The field, for a form that follows its record."""
        return open_day(self._name, self.on, self.edit)

    def day(self) -> str | None:
        """The day, or None when it is left open."""
        return fields.day_of(self.edit).isoformat() if self.on.isChecked() else None


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    """Fields beside each other, equally wide."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row


def text_of(edit: QLineEdit | QPlainTextEdit) -> str | None:
    """What stands in a field, None for nothing."""
    text = edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
    return text.strip() or None
