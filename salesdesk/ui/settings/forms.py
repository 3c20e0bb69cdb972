"""The pages of the settings dialog that are forms: business, working time, figures."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from salesdesk.actions import settings as actions
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.queries import edits as kept
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from salesdesk.store.database import Database
from salesdesk.store.schema import SETTINGS
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.held import Held
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.settings.logo import LogoField

CURRENCIES = ("GBP", "EUR", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "NZD")


class Page(QWidget):
    """One page of the settings: read once, written only when saved and only if changed."""

    title = ""
    #: Whether saving writes into the file, so that Undo takes it back.
    in_file = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        #: How the dialog says what is wrong; the dialog puts its own here.
        self.tell: Callable[[UserError], None] = lambda _error: None

    def fill(self) -> None:
        """Show what the file holds."""
        raise NotImplementedError

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the file holds."""
        raise NotImplementedError

    def save(self) -> object:
        """Write the page as one change; UserError if it makes no sense, False if it asks first."""
        raise NotImplementedError

    def over(self, host: Dialog) -> None:
        """It is filled and stands in this dialog: follow what colleagues change meanwhile."""


class FormPage(Page):
    """A form over some of the file's settings."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._get: dict[str, Callable[[], str]] = {}
        self._set: dict[str, Callable[[str], Any]] = {}
        self._held: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._editing: Editing | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        self.form = QFormLayout()
        column.addLayout(self.form)
        column.addStretch(1)
        self.form.setVerticalSpacing(12)
        self.form.setHorizontalSpacing(16)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(
        self,
        name: str,
        label: str,
        field: QWidget,
        get: Callable[[], str],
        put: Callable[[str], Any],
        note: str = "",
    ) -> None:
        """One field with its label, and a line under it that says what it does."""
        field.setAccessibleName(label)
        field.setObjectName(name)
        self._get[name], self._set[name], self._labels[name] = get, put, label
        words = Label(label, "small medium", "text-2")
        words.setMinimumWidth(132)
        words.setFixedHeight(fonts.scaled(32))
        words.setBuddy(field)
        if not note:
            self.form.addRow(words, field)
            return
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(field)
        box.addWidget(Label(note, "small", "text-3", wrap=True))
        self.form.addRow(words, box)

    def add_line(self, name: str, label: str, note: str = "") -> QLineEdit:
        """A field of one line."""
        field = QLineEdit()
        self.add(name, label, field, field.text, field.setText, note)
        return field

    def add_number(self, name: str, label: str, unit: str = "", note: str = "") -> None:
        """A whole number with its unit beside it; the action says what fits."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        field = QLineEdit()
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(96)
        field.setAccessibleName(f"{label} {unit}".strip())
        box.setFocusProxy(field)
        row.addWidget(field)
        row.addWidget(Label(unit, "body", "text-2"))
        row.addStretch()
        self.add(name, label, box, lambda: field.text().strip(), field.setText, note)

    def fill(self) -> None:
        stored = self.session.read(self.stored)
        for name, put in self._set.items():
            put(stored[name])
        self._held = self._values()

    def stored(self, db: Database) -> dict[str, str]:
        """What the file holds."""
        found = queries.stored_settings(db)
        return {
            name: (found[name][1] if name in found else SETTINGS[name]) or "" for name in self._set
        }

    def over(self, host: Dialog) -> None:
        def write(do: Do, wanted: dict[str, Any]) -> None:
            do(actions.change, wanted)

        fields = {
            name: Held(self._labels[name], get, self._set[name], _short)
            for name, get in self._get.items()
        }
        record = Record("setting", 0, tr("page"), self.title, self.stored, rows=kept.setting_rows)
        self._editing = Editing(
            host, self.session, record, fields, self._values, write, into=self._column
        )

    @property
    def touched(self) -> bool:
        if self._editing is not None:
            return bool(self._editing.touched())
        return self._values() != self._held

    def save(self) -> bool:
        if self._editing is not None:
            return self._editing.save()
        values = self._values()
        changed = {name: text for name, text in values.items() if text != self._held[name]}
        self.session.do(actions.change, changed)
        self.fill()
        return True

    def _values(self) -> dict[str, str]:
        return {name: get() for name, get in self._get.items()}


def _short(value: Any) -> str:
    """A setting in words; a picture is too long for them."""
    text = str(value or "")
    return text if len(text) < 400 else tr("a picture")


class BusinessPage(FormPage):
    """Who prints the letters: name, address, logo and currency."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title = tr("Business")
        self.add_line("business_name", tr("Name"))
        address = QPlainTextEdit()
        address.setTabChangesFocus(True)
        address.setFixedHeight(fonts.scaled(20) * 4 + 14)
        self.add(
            "business_address", tr("Address"), address, address.toPlainText, address.setPlainText
        )
        self.add_line(
            "business_contact",
            tr("Phone, email, web"),
            tr("Stands under the address on letters, quotes and reports."),
        )
        logo = LogoField(lambda error: self.tell(error))
        self.add("logo", tr("Logo"), logo, logo.text, logo.set_text)
        currency = QComboBox()
        currency.setEditable(True)
        currency.addItems(CURRENCIES)
        currency.setMaximumWidth(140)
        self.add(
            "currency",
            tr("Currency"),
            currency,
            currency.currentText,
            currency.setCurrentText,
            tr("How amounts are shown. Changing it converts nothing."),
        )


class WorkPage(FormPage):
    """When the business works, which decides what a working hour is and what today is."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title = tr("Working time")
        zone = QComboBox()
        zone.setEditable(True)
        zone.addItems(sorted(z for z in available_timezones() if "/" in z or z == "UTC"))
        self.add(
            "zone",
            tr("Time zone"),
            zone,
            zone.currentText,
            zone.setCurrentText,
            tr("Decides what “today” is in this file, for everyone who opens it."),
        )
        self._add_days()
        for name, label in (("working_from", tr("Work begins")), ("working_to", tr("Work ends"))):
            self.add_line(name, label).setMaximumWidth(140)
        self.add_number("response_promise_hours", tr("Response promise"), tr("hours"))
        self.add_number("handover_hours", tr("Answer to a hand-over"), tr("hours"))

    def _add_days(self) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        names = tr("Mon Tue Wed Thu Fri Sat Sun").split()
        checks = [QCheckBox(name) for name in names]
        for check in checks:
            row.addWidget(check)
        row.addStretch()

        def get() -> str:
            return ",".join(str(n) for n, check in enumerate(checks, 1) if check.isChecked())

        def put(text: str) -> None:
            for n, check in enumerate(checks, 1):
                check.setChecked(str(n) in text.split(","))

        self.add("working_days", tr("Working days"), box, get, put)

    def save(self) -> bool:
        if not super().save():
            return False
        clock = self.session.db.clock
        zone = self.session.read(queries.settings).zone
        if zone != clock.zone:
            self.session.db.clock = Clock(zone, clock.fixed)
        return True


class FiguresPage(FormPage):
    """What the figures reckon with: margin, tax, the year, when a lead is qualified."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.title = tr("Figures")
        self.add_number(
            "gross_margin",
            tr("Gross margin"),
            "%",
            tr("What is left of a sale after its own cost. Without it, ROI is revenue ROI."),
        )
        self.add_number("tax_percent", tr("Tax rate"), "%")
        self.add_line("tax_name", tr("Name of the tax"))
        month = QComboBox()
        names = tr(
            "January February March April May June July August September October November December"
        )
        for number, name in enumerate(names.split(), 1):
            month.addItem(name, str(number))
        month.setMaximumWidth(200)
        self.add(
            "fiscal_year_start",
            tr("The year begins in"),
            month,
            lambda: str(month.currentData()),
            lambda text: month.setCurrentIndex(month.findData(text)),
        )
        self.add_number(
            "qualify_needs",
            tr("Points to qualify"),
            tr("of 5"),
            tr("How many of need, budget, authority, timing and area a lead must have."),
        )
