"""Log a call, a meeting or any other contact: the same dialog wherever C is pressed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.actions.checks import time_of_day
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock, to_moment, zone_of
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, area, choice, chosen, day, day_of, line
from salesdesk.ui.kit.text import tr

KINDS = ("call", "email", "message", "meeting", "visit", "demo", "letter")


def kind_words(kind: str) -> str:
    """What a kind of activity is called."""
    return {
        "call": tr("Call"),
        "email": tr("Email"),
        "message": tr("Message"),
        "meeting": tr("Meeting"),
        "visit": tr("Visit"),
        "demo": tr("Demonstration"),
        "letter": tr("Letter"),
        "note": tr("Note"),
        "task": tr("Task"),
    }[kind]


@dataclass(frozen=True)
class Logged:
    """What was written down, as `actions.activities.log` takes it."""

    kind: str
    subject: str
    body: str
    outcome: str
    direction: str
    minutes: int | None
    at: str | None  # None: just now

    @property
    def details(self) -> dict[str, Any]:
        """All but kind and subject, by name."""
        return {
            "body": self.body,
            "outcome": self.outcome,
            "direction": self.direction,
            "minutes": self.minutes,
            "at": self.at,
        }


class ActivityDialog(Dialog):
    """The fields of an activity: kind, who began, minutes, one line, outcome, what was said."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        kinds: Sequence[str],
        kind: str,
        save: Callable[[], object],
        clock: Clock,
        icon: str = "phone",
    ) -> None:
        super().__init__(title, parent, verb, save, icon=icon)
        self._clock = clock
        self.kind = choice([(kind_words(each), each) for each in kinds], kind)
        self.way = choice([(tr("We reached them"), "out"), (tr("They reached us"), "in")], "out")
        self.minutes = line()
        self.minutes_field = Field(tr("Minutes"), self.minutes)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.way_field = Field(tr("Who began"), self.way)
        row.addWidget(Field(tr("Kind"), self.kind), 2)
        row.addWidget(self.way_field, 2)
        row.addWidget(self.minutes_field, 1)
        self.body.addLayout(row)
        self.day, self.at = day(clock.today()), line("", tr("now"))
        self.when = QHBoxLayout()
        self.when.setSpacing(12)
        for label, editor, wide in ((tr("On"), self.day, 2), (tr("At"), self.at, 1)):
            self.when.addWidget(Field(label, editor), wide, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.when)
        self.subject = line()
        self.outcome = line("", tr("no answer, left a voicemail, …"))
        self.text = area("", 3)
        self.body.addWidget(Field(tr("What happened, in one line"), self.subject))
        self.body.addWidget(Field(tr("Outcome (optional)"), self.outcome))
        notes = Field(tr("What was said (optional)"), self.text)
        notes.setMinimumHeight(fonts.scaled(20) * 4 + 22)
        self.body.addWidget(notes)
        self.subject.setFocus(Qt.FocusReason.TabFocusReason)

    def moment_typed(self) -> str | None:
        """When it was; None for now. UserError for what is no time, or still to come."""
        on, text = day_of(self.day), time_of_day(self.at.text())
        if text is None:
            if on == self._clock.today():
                return None
            raise UserError(tr("The time is missing."), tr("Write it as 16:00."))
        zone = zone_of(self._clock.zone)
        moment = to_moment(datetime.fromisoformat(f"{on}T{text}").replace(tzinfo=zone))
        if moment > self._clock.now():
            raise UserError(tr("This moment is still to come."), tr("Plan what comes with T."))
        return moment

    def minutes_typed(self) -> tuple[bool, int | None]:
        """Whether the minutes can be read, and how many they are."""
        typed = self.minutes.text().strip()
        fine = not typed or (typed.isdecimal() and len(typed) < 5)
        self.minutes_field.fail("" if fine else tr("Whole minutes, such as 15."))
        return fine, int(typed) if typed and fine else None


class LogDialog(ActivityDialog):
    """What happened with somebody; nothing but the kind is required.

    `done` writes it and may return False to keep the dialog open.
    """

    def __init__(
        self,
        parent: QWidget | None,
        who: str,
        done: Callable[[Logged], object],
        clock: Clock,
        kind: str = "call",
    ) -> None:
        title = tr("Log a call or other contact with {name}").format(name=who)
        super().__init__(parent, title, tr("Log it"), KINDS, kind, self._log, clock)
        self._done = done
        self.when.addStretch(2)

    def _log(self) -> object:
        fine, minutes = self.minutes_typed()
        if not fine:
            return False
        kind = str(chosen(self.kind))
        logged = Logged(
            kind=kind,
            subject=self.subject.text().strip() or kind_words(kind),
            body=self.text.toPlainText(),
            outcome=self.outcome.text(),
            direction=str(chosen(self.way)),
            minutes=minutes,
            at=self.moment_typed(),
        )
        return self._done(logged)
