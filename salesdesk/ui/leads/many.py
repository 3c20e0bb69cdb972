"""What stands at the right while several leads are selected: how many, and what to do to them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout

from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule
from salesdesk.ui.leads import action_bar, words

#: command -> label, icon, key; done to all that are selected
VERBS: dict[str, tuple[str, str, str]] = {
    **{name: action_bar.VERBS[name] for name in ("qualify", "snooze", "nurture", "disqualify")},
    "assign": ("Give to…", "user-check", "Shift G"),
    "trash": ("Delete", "trash-2", "Del"),
}


class Many(Pane):
    """Says how many leads are selected, and offers the verbs that fit many: `wanted(command)`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = Pane("surface")
        bar.setFixedHeight(fonts.scaled(52))
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(bar)
        self.buttons: dict[str, Button] = {}
        for name, (label, icon, key) in VERBS.items():
            button = self.buttons[name] = Button(tr(label), icon, key, primary=name == "qualify")
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            self._row.addWidget(button)
        self.more = Button("", "ellipsis")
        self.more.setAccessibleName(tr("More"))
        self.more.setToolTip(tr("More to do with these leads"))
        self.more.clicked.connect(self._ask)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        column.addWidget(bar)
        column.addWidget(Rule())
        body = QVBoxLayout()
        body.setContentsMargins(24, 16, 24, 24)
        body.setSpacing(8)
        self.title = Label("", "page title", wrap=True)
        self.states = Label("", "body", "text-2", wrap=True)
        self.note = Label("", "body", "text-2", wrap=True)
        self.back = Button(tr("Back to one lead"), "undo-2", "Esc")
        self.back.clicked.connect(lambda: self.wanted.emit("one"))
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addStretch(1)
        for part in (self.title, self.states, self.note):
            body.addWidget(part)
        body.addSpacing(4)
        body.addLayout(line)
        body.addStretch(1)
        column.addLayout(body, 1)

    def fill(self, count: int, states: Mapping[str, int] | None, most: int) -> None:
        """So many, of which how many in each state; None for too many to do anything with."""
        self.title.setText(tr("{n} leads selected").format(n=f"{count:,}"))
        self.states.setVisible(states is not None)
        if states is None:
            self.note.setText(tr("Select up to {n} leads at once.").format(n=f"{most:,}"))
        else:
            told = [(tr(words.STATUSES[s][0]), n) for s, n in states.items()]
            self.states.setText(" · ".join(f"{name} {n:,}" for name, n in told))
            self.note.setText(
                tr("What does not fit a lead leaves it as it is. One Undo takes all of it back.")
            )
        for button in self.buttons.values():
            button.setEnabled(states is not None)
        announce(self, self.title.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room first the icons go, then verbs into a menu."""
        super().resizeEvent(event)
        self._show(len(self.buttons))
        for level in (0, 1, 2):
            for name, button in self.buttons.items():
                button.set_narrow(level > (1 if name == "qualify" else 0))
            side = 16 if level > 1 else 24
            self._row.setContentsMargins(side, 0, side, 0)
            self._row.setSpacing(6 if level > 1 else 8)
            if self._fits():
                break
        shown = len(self.buttons)
        while shown > 1 and not self._fits():
            shown -= 1
            self._show(shown)
        # at once: a request to lay out is lost on a bar that is not shown yet
        self._row.activate()

    def _fits(self) -> bool:
        self._row.invalidate()
        return self._row.sizeHint().width() <= self.width()

    def _show(self, first: int) -> None:
        """Show the first verbs; the others stand in the menu."""
        for place, button in enumerate(self.buttons.values()):
            button.setVisible(place < first)
        self.more.setVisible(first < len(self.buttons))

    def _ask(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name, (label, _, key) in VERBS.items():
            button = self.buttons[name]
            if button.isHidden():
                act = menu.addAction(f"{tr(label)}\t{key}", button.click)
                act.setEnabled(button.isEnabled())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
