"""The ledger of a campaign: every cost and result, and wrong ones taken out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.queries import campaigns as queries
from salesdesk.queries import settings as set_up
from salesdesk.queries.campaigns import Touch
from salesdesk.session import Session
from salesdesk.ui.campaigns.words import category_word, day_words, metric_word
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.tables import Column, DataTable
from salesdesk.ui.kit.text import tr

LINES = 1000


class LedgerDialog(Dialog):
    """Costs and results by day; nothing goes before the primary button is pressed."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None,
        key: int,
        name: str,
        save: Callable[[list[int], list[int]], object],
    ) -> None:
        title = tr("Spend and results of {name}").format(name=name)
        super().__init__(title, parent, tr("Save"), self._finish, width=848, icon="wallet")
        self._save = save
        found = session.read(queries.touches, key, LINES)
        self._lines = [t for t in found if t.source != "activity"]
        self._gone: list[Touch] = []
        self.table = DataTable(_columns(session), tr("Spend and results"), key=_key, compact=True)
        self.table.setFixedHeight(fonts.scaled(320))
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        self.remove = Button(tr("Take this line out"), key="Del", small=True, danger=True)
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.remove)
        self.count = Label("", "small", "text-2")
        row.addWidget(self.count)
        row.addStretch()
        self.body.addLayout(row)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._remove)
        self._show(0)
        self.table.setFocus()

    def _show(self, at: int) -> None:
        self.table.set_rows(self._lines)
        self.table.select_row(at)
        self.remove.setEnabled(bool(self._lines))
        lines = tr("{n} lines").format(n=len(self._lines))
        if len(self._lines) == 1:
            lines = tr("1 line")
        out = tr(", {n} taken out").format(n=len(self._gone)) if self._gone else ""
        self.count.setText(lines + out)

    def _remove(self) -> None:
        key, at = self.table.current_key(), self.table.currentIndex().row()
        gone = next((t for t in self._lines if t.key == key), None)
        if gone is not None:
            self._lines.remove(gone)
            self._gone.append(gone)
            self._show(at)

    def _finish(self) -> None:
        if self._gone:
            costs = [t.key for t in self._gone if t.source == "campaign_cost"]
            self._save(costs, [t.key for t in self._gone if t.source == "campaign_result"])


def _columns(session: Session) -> tuple[Column, ...]:
    today, currency = session.db.today(), session.read(set_up.settings).currency

    def what(t: Touch) -> str:
        return category_word(t.kind) if t.source == "campaign_cost" else metric_word(t.kind)

    def amount(t: Touch) -> str:
        if t.source == "campaign_cost":
            return formats.money(t.number, currency, pence=True)
        return formats.number(t.number)

    return (
        Column(tr("Day"), lambda t: day_words(t.on, today), 112, sort=lambda t: t.on),
        Column(tr("What"), what, 152),
        Column(tr("Note"), lambda t: t.words or ""),
        Column(tr("Amount or number"), amount, 152, right=True, sort=lambda t: t.number),
    )


def _key(row: Any) -> int:
    return int(row.key)
