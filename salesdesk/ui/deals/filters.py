"""The row of filters over the board, and the switch between board and table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from salesdesk.queries.deals import Filters
from salesdesk.ui.deals.words import month_words
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.fields import line
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.widgets import Rule

Options = Sequence[tuple[str, Any]]
ROOMY = 760


class FilterRow(QWidget):
    """Who, which month, which campaign, quiet ones only; board or table."""

    changed = Signal()
    table_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters()
        self._people: Options = ()
        self._months: Options = ()
        self._campaigns: Options = ()
        self._roomy = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.owner = self._menu_button("user", lambda: self._people, "owner_id")
        self.month = self._menu_button("calendar", lambda: self._months, "month")
        self.campaign = self._menu_button("megaphone", lambda: self._campaigns, "campaign_id")
        self.rule = Rule(standing=True)
        self.rule.setFixedHeight(20)
        self.quiet = Button(tr("Gone quiet only"), small=True)
        self.quiet.setCheckable(True)
        self.quiet.clicked.connect(lambda on: self._set("quiet", on))
        self.text = line("", tr("Find a deal"))
        self.text.setAccessibleName(tr("Find a deal by title, person or firm"))
        self.text.setToolTip(tr("Find a deal by title, person or firm (/)"))
        self.text.setClearButtonEnabled(True)
        self.text.setStyleSheet(f"QLineEdit {{ min-height: {fonts.scaled(26)}px; }}")
        self.text.setMaximumWidth(176)
        self.text.textChanged.connect(lambda words: self._set("text", words))
        for widget in (self.owner, self.month, self.campaign, self.rule, self.quiet, self.text):
            row.addWidget(widget)
        row.addStretch()
        switch = QHBoxLayout()
        switch.setSpacing(0)
        self.board = self._switch("columns-3", tr("Board"), False)
        self.table = self._switch("table-2", tr("Table"), True)
        switch.addWidget(self.board)
        switch.addWidget(self.table)
        row.addLayout(switch)

    def _menu_button(self, icon: str, options: Callable[[], Options], name: str) -> Button:
        button = Button("", icon, small=True, menu_arrow=True)
        button.clicked.connect(lambda: self._ask(button, options(), name))
        return button

    def _switch(self, icon: str, words: str, to_table: bool) -> Button:
        button = Button(words, icon, small=True)
        button.setCheckable(True)
        button.setToolTip(tip(words))
        button.clicked.connect(lambda: self.table_asked.emit(to_table))
        return button

    def _ask(self, button: Button, options: Options, name: str) -> None:
        menu = QMenu(button)
        held = getattr(self.filters, name)
        for words, value in options:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == held)
            action.triggered.connect(partial(self._set, name, value))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _set(self, name: str, value: Any, *_: Any) -> None:
        self.filters = replace(self.filters, **{name: value})
        self._say()
        self.changed.emit()

    def clear(self) -> None:
        """Show everything of the view again."""
        self.filters = Filters(self.filters.view)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._say()
        self.changed.emit()

    def search(self) -> None:
        """Into the field that finds a deal."""
        self.text.show()
        self.text.setFocus()
        self.text.selectAll()

    def set_view(self, view: str) -> None:
        """Show another view, with the same filters."""
        self.filters = replace(self.filters, view=view)

    def offer(
        self, people: Options, months: Sequence[str], campaigns: Options, today: date
    ) -> None:
        """What the menus offer."""
        self._people = [(tr("Everyone"), None), *people]
        self._months = [(tr("Closing any month"), None)]
        self._months += [(tr("Closing in {m}").format(m=month_words(m, today)), m) for m in months]
        self._campaigns = [(tr("All campaigns"), None), *campaigns]
        self._say()

    def set_table(self, on: bool, *, only: bool) -> None:
        """Show which of the two is on; `only` leaves no choice."""
        self.board.setChecked(not on)
        self.table.setChecked(on)
        self.board.setEnabled(not only)

    def set_width(self, width: int) -> None:
        """Shorten the words where there is little room."""
        roomy = width >= ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            self.quiet.setVisible(roomy)
            self.rule.setVisible(roomy)
            self.text.setVisible(roomy or bool(self.text.text()))
            self.board.setText(tr("Board") if roomy else "")
            self.table.setText(tr("Table") if roomy else "")
            self._say()

    def _say(self) -> None:
        held = self.filters
        for button, options, value, name in (
            (self.owner, self._people, held.owner_id, tr("Looked after by")),
            (self.month, self._months, held.month, tr("Likely close")),
            (self.campaign, self._campaigns, held.campaign_id, tr("Campaign")),
        ):
            words = next((w for w, v in options if v == value), "")
            button.setAccessibleName(f"{name}: {words}")
            if not self._roomy:
                words = words.replace(tr("Closing any month"), tr("Any month"))
            button.setText(words if len(words) < 28 else words[:26] + "…")
            button.setCheckable(value is not None)
            button.setChecked(value is not None)
            button.updateGeometry()
        self.quiet.setChecked(held.quiet)
