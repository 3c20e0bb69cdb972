"""The bar over a lead: each verb with its key, and the one that comes next in front."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy

from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.ui.kit import fonts, labels
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Pane, Rule
from salesdesk.ui.leads import words

#: command -> label, icon, key
VERBS: dict[str, tuple[str, str, str]] = {
    "qualify": ("Qualify", "circle-check", "Q"),
    "hand_over": ("Hand over", "send", "H"),
    "reopen": ("Reopen", "rotate-ccw", "O"),
    "open_deal": ("Open deal", "columns-3", "O"),
    "take_back": ("Take back", "undo-2", "B"),
    "snooze": ("Snooze", "alarm-clock", "S"),
    "nurture": ("Nurture", "leaf", "N"),
    "disqualify": ("Disqualify", "circle-x", "X"),
    "duplicate": ("Duplicate", "copy", "D"),
    "ask": ("Ask", "message-square", "M"),
    "log": ("Log a call", "phone", "C"),
}
MORE: tuple[tuple[str, str, str], ...] = (
    ("edit", "Edit…", "F2"),
    ("step", "Plan next step…", "T"),
    ("log", "Log a call…", "C"),
    ("assign", "Give to someone else…", "Shift+G"),
    ("convert", "Make a deal of it now", "Shift+H"),
    ("wake", "Wake now", ""),
    ("unread", "Mark as not read", "U"),
    ("trash", "Delete", "Del"),
    ("erase", "Erase this person…", ""),
)
TRIAGE = ("snooze", "nurture", "disqualify", "duplicate")


class ActionBar(Pane):
    """Shows what can be done with a lead in its state; emits `wanted(command)`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface")
        self.setFixedHeight(fonts.scaled(52))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        self._narrow = False
        self._shown: set[str] = set()
        self._state: LeadDetail | None = None
        self.buttons: dict[str, Button] = {}
        self._row = row
        for name, primary in (
            ("qualify", True),
            ("hand_over", False),
            ("reopen", True),
            ("open_deal", True),
            ("take_back", False),
            ("ask", False),
        ):
            self._put(name, primary)
        self._hand_over_first = Button(tr("Hand over"), "send", "H", primary=True)
        self._hand_over_first.clicked.connect(lambda: self.wanted.emit("hand_over"))
        row.addWidget(self._hand_over_first)
        self._rule = Rule(standing=True)
        self._rule.setFixedHeight(20)
        row.addWidget(self._rule)
        for name in TRIAGE:
            self._put(name, False)
        row.addStretch(1)
        self._due = labels.small("", "text-2")
        row.addWidget(self._due)
        self.details = Button("", "info", "I")
        self.details.setAccessibleName(tr("Details"))
        self.details.setToolTip(tr("Details (I)"))
        self.details.clicked.connect(lambda: self.wanted.emit("details"))
        row.addWidget(self.details)
        self.more = Button("", "ellipsis")
        self.more.setAccessibleName(tr("More"))
        self.more.setToolTip(tr("More to do with this lead"))
        self.more.clicked.connect(self._more)
        row.addWidget(self.more)

    def _put(self, name: str, primary: bool) -> None:
        label, icon, key = VERBS[name]
        button = Button(tr(label), icon, key, primary=primary)
        button.clicked.connect(lambda: self.wanted.emit(name))
        self.buttons[name] = button
        self._row.addWidget(button)

    def fill(self, found: LeadDetail, mine: bool) -> None:
        """Show what fits a lead's state; `mine` is a lead handed to me."""
        self._state = found
        self._shown = shown_for(found.lead["status"], mine)
        for name, button in self.buttons.items():
            button.setVisible(name in self._shown)
        self._hand_over_first.setVisible("hand_over_first" in self._shown)
        if mine and found.pending is not None:
            sender = (found.pending.from_name or tr("marketing")).split(" ")[0]
            self.buttons["ask"].setText(tr("Ask {name}").format(name=sender))
            self.buttons["ask"].updateGeometry()
        self._due.setText(words.promised(found))
        late = found.pending is not None and found.pending.due_at < found.now
        self._due.set_token("bad" if late else "text-2")
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window takes the icons away, and Duplicate goes into the menu."""
        self._narrow = narrow
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the splitter."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, first the icons of the lesser verbs go, then all."""
        triage = "snooze" in self._shown
        self._rule.setVisible(triage and not self._narrow)
        self.details.setVisible(self._narrow and "ask" not in self._shown)
        for name in TRIAGE:
            self.buttons[name].setVisible(name in self._shown)
        self.buttons["duplicate"].setVisible("duplicate" in self._shown and not self._narrow)
        for level in (0, 1, 2):
            few = self._narrow or level == 2
            for name, button in (*self.buttons.items(), ("hand_over", self._hand_over_first)):
                button.set_narrow(few or (level == 1 and name in TRIAGE))
            side = 16 if few else 24
            self._row.setContentsMargins(side, 0, side, 0)
            self._row.setSpacing(6 if few else 8)
            if few or self._row.sizeHint().width() <= self.width():
                break
        self._into_menu()
        # at once: a request to lay out is lost on a bar that is not shown yet
        self._row.activate()

    def _into_menu(self) -> None:
        """What still finds no room stands in the menu: a verb that is cut is no verb."""
        for name in reversed(TRIAGE):
            button = self.buttons[name]
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width() or self.width() < 100:
                return
            button.hide()

    def _more(self) -> None:
        if self._state is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        rows = list(MORE)
        for name in reversed(TRIAGE):
            if name in self._shown and self.buttons[name].isHidden():
                label, _, key = VERBS[name]
                rows.insert(0, (name, f"{label}…", key))
        for name, label, key in rows:
            if not self._offers(name):
                continue
            act = menu.addAction(tr(label) + (f"\t{key}" if key else ""))
            act.triggered.connect(lambda _=False, name=name: self.wanted.emit(name))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _offers(self, name: str) -> bool:
        if self._state is None:
            return False
        lead = self._state.lead
        if name == "wake":
            return bool(lead["wake_on"])
        if name == "convert":
            return lead["status"] in ("new", "working", "qualified", "returned")
        return name != "trash" or lead["status"] != "handed_over"


def shown_for(status: str, mine: bool) -> set[str]:
    """The verbs that fit a state."""
    if mine:
        return {"ask"}
    if status in ("new", "working", "returned"):
        return {"qualify", "hand_over", *TRIAGE}
    if status == "nurture":
        return {"qualify", "hand_over", *TRIAGE}
    if status == "qualified":
        return {"hand_over_first", *TRIAGE}
    if status == "handed_over":
        return {"take_back"}
    if status == "accepted":
        return {"open_deal"}
    return {"reopen"}
