"""The head of the reading pane: who it is, how long they wait, and what happens next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.model import formats
from salesdesk.queries.lead_detail import LeadDetail
from salesdesk.ui.kit import labels
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Avatar, Card, Chip, IconLabel, Score
from salesdesk.ui.leads import words


class Header(QWidget):
    """Name, state, age, one line about them, and the owner."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._avatar = Avatar("", 0, 40)
        row.addWidget(self._avatar)
        text = QVBoxLayout()
        text.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.name = labels.page_title("")
        self._state = Chip("", "mkt")
        self._age = Chip("", "bad")
        self._score = Score()
        for part in (self.name, self._state, self._age, self._score):
            head.addWidget(part)
        head.addStretch(1)
        text.addLayout(head)
        self._about = labels.Elided("", "body", "text-2")
        text.addWidget(self._about)
        row.addLayout(text, 1)
        self._owner_word = labels.small(tr("Owner"))
        row.addWidget(self._owner_word)
        self._owner = Avatar("", 0, 24)
        row.addWidget(self._owner)

    def fill(self, found: LeadDetail) -> None:
        """Show a lead."""
        lead = found.lead
        initials = "".join(part[:1] for part in str(lead["name"]).split()[:2]).upper()
        self._avatar.set_person(initials, 0, lead["name"])
        self.name.setText(lead["name"])
        state, kind = words.STATUSES[lead["status"]]
        self._state.set_words(tr(state), kind)
        self._age.set_words(*self._aged(found))
        about = [lead["organisation_name"] or "", lead["job_title"] or "", lead["town"] or ""]
        place = ", ".join(part for part in about if part)
        asked = str(lead["asked_for"] or "").split("\n")[0]
        if found.pending is not None:
            asked = str(lead["phone"] or lead["email"] or asked)
        self._score.set_points(lead["score"])
        self._score.setVisible(found.pending is not None)
        self._about.setText(". ".join(part for part in (place, asked) if part))
        self._owner.setVisible(bool(lead["owner"]))
        self._owner_word.setText(tr("Owner") if lead["owner"] else tr("No owner"))
        if lead["owner"]:
            self._owner.set_person(lead["owner_initials"], lead["owner_id"], lead["owner"])

    def _aged(self, found: LeadDetail) -> tuple[str, str]:
        lead = found.lead
        if lead["wake_on"] and lead["wake_on"] > found.today.isoformat():
            day = formats.within(formats.near_day(lead["wake_on"], found.today))
            return tr("Until {day}").format(day=day), "plain"
        if lead["status"] in ("new", "working"):
            age = formats.age(lead["received_at"], found.now)
            promise = found.settings.response_promise_hours
            token = words.urgency_of(lead["received_at"], found.now, promise)
            kind = {"bad": "bad", "warn": "warn"}.get(token, "plain")
            return tr("Waiting {age}").format(age=age), kind
        if lead["status"] in ("returned", "disqualified") and lead["reason"]:
            return str(lead["reason"]), "warn" if lead["status"] == "returned" else "plain"
        if lead["status"] == "duplicate" and lead["original"]:
            return tr("of {name}").format(name=lead["original"]), "plain"
        return "", "plain"

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window keeps the owner's initials only."""
        self._owner_word.setVisible(not narrow)


class StepBox(Card):
    """The next step, or in amber that there is none; log a call, done."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(token="surface-2", margin=0)
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        self._icons = {
            "phone": IconLabel("phone"),
            "calendar": IconLabel("calendar"),
            "circle-help": IconLabel("circle-help", "warn"),
        }
        for icon in self._icons.values():
            row.addWidget(icon)
        self._lead = labels.label(tr("Next step:"), "body strong")
        row.addWidget(self._lead)
        self._words = labels.Elided("", "body")
        row.addWidget(self._words, 1)
        self._plan = Button(tr("Plan next step"), key="T")
        self._log = Button(tr("Log a call"), key="C")
        self._done = Button(tr("Done"), key="E")
        for button, name in ((self._plan, "step"), (self._log, "log"), (self._done, "done")):
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            row.addWidget(button)
        self.body.addLayout(row)

    def fill(self, found: LeadDetail) -> None:
        """Show the next step of a lead."""
        lead = found.lead
        planned = bool(lead["next_step"])
        icon = "circle-help"
        if planned:
            calls = "call" in (lead["next_step_kind"] or lead["next_step"]).lower()
            icon = "phone" if calls else "calendar"
        for name, shown in self._icons.items():
            shown.setVisible(name == icon)
        self._lead.setVisible(planned)
        when = words.step_when(lead["next_step_on"], lead["next_step_at"], found.today)
        text = ", ".join(part for part in (lead["next_step"], when) if part)
        self._words.setText(text if planned else tr("No next step is planned"))
        late = planned and lead["next_step_on"] and lead["next_step_on"] < found.today.isoformat()
        if late:
            self._words.setText(tr("{step} (overdue)").format(step=text))
        self._words.set_token("bad" if late else "text" if planned else "warn")
        self._plan.setVisible(not planned)
        self._done.setVisible(planned)
