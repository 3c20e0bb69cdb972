"""The dialog that makes a new file: name of the business, currency, and where it lies."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.errors import UserError
from salesdesk.model import tidy
from salesdesk.session import Session
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell import files

#: A folder's rules leave room for the copies and backups that are named after a file.
LONGEST_NAME = 80
CURRENCIES = "GBP EUR USD AUD CAD CHF CZK DKK HUF INR JPY NOK NZD PLN SEK ZAR".split()
ZONES = (
    "Europe/London Europe/Dublin Europe/Paris Europe/Berlin Europe/Madrid Europe/Warsaw "
    "Europe/Athens Africa/Johannesburg America/New_York America/Chicago America/Denver "
    "America/Los_Angeles America/Toronto Asia/Kolkata Asia/Singapore Asia/Tokyo "
    "Australia/Sydney Pacific/Auckland UTC"
).split()


def system_zone() -> str:
    """The time zone of this computer, as far as it can be known."""
    named = os.environ.get("TZ", "")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = str(link.resolve()).split("zoneinfo/")[-1]
    return named if "/" in named and not named.startswith("/") else "Europe/London"


class NewFileDialog(Dialog):
    """Makes the file when it is done, and hands over its path."""

    def __init__(self, parent: QWidget, done: Callable[[Path], object]) -> None:
        super().__init__(tr("Create a new file"), parent, tr("Create file"), self._make)
        self._done = done
        self._typed_place = False
        self.name = fields.line()
        zone = system_zone()
        zones = [zone, *(z for z in ZONES if z != zone)]
        self.currency = fields.choice([(c, c) for c in CURRENCIES], "GBP")
        self.zone = fields.choice([(z.replace("_", " "), z) for z in zones], zone)
        self.place = fields.line(str(files.documents() / "My business.salesdesk"))
        self.name_field = fields.Field(tr("Name of the business"), self.name)
        self.body.addWidget(self.name_field)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(fields.Field(tr("Currency"), self.currency), 1)
        row.addWidget(fields.Field(tr("Time zone"), self.zone), 2)
        self.body.addLayout(row)
        where = QHBoxLayout()
        where.setSpacing(8)
        self.place_field = fields.Field(
            tr("Where it is kept"), self.place, tr("One file. Copy it, and you have a backup.")
        )
        where.addWidget(self.place_field, 1)
        choose = Button(tr("Choose…"))
        choose.clicked.connect(self._choose)
        where.addWidget(choose)
        self.body.addLayout(where)
        self.name.textEdited.connect(self._suggest)
        self.place.textEdited.connect(self._was_typed)
        self.name.setFocus()

    def _was_typed(self) -> None:
        self._typed_place = True

    def _suggest(self, name: str) -> None:
        if not self._typed_place:
            fit = (c for c in name if c.isprintable() and c not in '\\/:*?"<>|')
            bare = "".join(fit)[:LONGEST_NAME].strip(" .") or "My business"
            self.place.setText(str(Path(self.place.text()).with_name(f"{bare}.salesdesk")))

    def _choose(self) -> None:
        suggestion = Path(self.place.text()).name
        title = tr("Where to keep the file")
        try:
            path = files.choose_to_save(self, title, suggestion, files.FILTER)
        except UserError as error:
            self.place_field.fail(str(error))
            return
        if path is not None:
            self._typed_place = True
            self.place.setText(str(path))

    def _make(self) -> bool:
        self.name_field.fail("")
        self.place_field.fail("")
        try:
            tidy.business_name(self.name.text())
        except UserError as error:
            self.name_field.fail(str(error))
            self.name.setFocus()
            return False
        path = Path(self.place.text()).expanduser()
        try:
            with Session.create(
                path,
                name=self.name.text(),
                currency=fields.chosen(self.currency),
                zone=fields.chosen(self.zone),
            ):
                pass
        except UserError as error:
            self.place_field.fail(str(error))
            return False
        self._done(path)
        return True
