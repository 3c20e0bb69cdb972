"""Which lead is this one the same as? What only this one knew goes to the other."""

from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.actions import leads as actions
from salesdesk.errors import UserError
from salesdesk.model import formats
from salesdesk.queries import leads, search
from salesdesk.queries.leads import LeadRow
from salesdesk.session import Session
from salesdesk.ui.kit import labels
from salesdesk.ui.kit.asks import Options
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.seen import upon
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads.words import STATUSES

SHOWN = 8


class DuplicateDialog(Dialog):
    """Offers the likely twins of a lead, and a search for any other."""

    def __init__(self, parent: QWidget, session: Session, lead: dict[str, Any]) -> None:
        super().__init__(
            tr("{name} is the same enquiry as …").format(name=lead["name"]),
            parent,
            tr("Merge into it"),
            self._merge,
            icon="copy",
            width=560,
        )
        self._session, self._key = session, int(lead["id"])
        self._set_duplicate = upon(actions.set_duplicate, lead)
        self.field = line("", tr("Name, email or phone"))
        self.field.textEdited.connect(lambda _: self._fill())
        self.body.addWidget(Field(tr("Find another lead"), self.field))
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        words = tr("Its history, its answers and its contact points go with it.")
        self.note.setText(words)
        self.options: Options | None = None
        self._shown: QWidget | None = None
        self._fill()

    def _fill(self) -> None:
        text = self.field.text().strip()
        if text:
            found = self._session.read(search.search, text, "all", SHOWN + 1)
            found = [r for r in found if r.key != self._key and r.status != "duplicate"]
        else:
            found = self._session.read(leads.same_as, self._key)
        if self._shown is not None:
            self._place.removeWidget(self._shown)
            self._shown.deleteLater()
        self.options = None
        if found:
            self.options = Options([_option(row) for row in found[:SHOWN]], found[0].key)
            self._shown = self.options
        else:
            said = (
                tr("No lead matches “{text}”.").format(text=text)
                if text
                else tr("No other lead has this name, email or phone. Type to find one.")
            )
            self._shown = labels.label(said, "body", "text-2", wrap=True)
        self._place.addWidget(self._shown)
        self.primary.setEnabled(self.options is not None)
        if not text:
            if self.options is not None:
                self.options.focus_first()
            else:
                self.field.setFocus()

    def _merge(self) -> None:
        other = self.options.value() if self.options is not None else None
        if other is None:
            raise UserError(tr("No lead is chosen."), tr("Choose the one that stays."))
        self._session.do(self._set_duplicate, self._key, other)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        typing = self.field.hasFocus()
        if not typing and text.isdigit() and text != "0" and self.options is not None:
            self.options.pick(int(text) - 1)
            return
        super().keyPressEvent(event)


def _option(row: LeadRow) -> tuple[int, str, str]:
    title = f"{row.name}, {row.place}" if row.place else row.name
    beside = f"{tr(STATUSES[row.status][0])}, {formats.day(row.received_at[:10])}"
    return row.key, title, beside
