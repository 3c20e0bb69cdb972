"""Put right what was logged: the logging dialog, over an entry of a timeline."""

from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget

from salesdesk.actions import activities
from salesdesk.model import formats
from salesdesk.model.calendar import local_time
from salesdesk.queries import edits as queries
from salesdesk.queries import settings
from salesdesk.session import Session
from salesdesk.ui.activities.log import ActivityDialog, kind_words
from salesdesk.ui.kit.edits import Do, Editing, Record
from salesdesk.ui.kit.fields import Field, choice, chosen
from salesdesk.ui.kit.held import Held, held
from salesdesk.ui.kit.panels import Shell
from salesdesk.ui.kit.text import tr


class ChangeDialog(ActivityDialog):
    """The fields of the logging dialog, with when it was and whose contact it was."""

    def __init__(
        self, parent: QWidget | None, session: Session, shell: Shell, row: dict[str, Any]
    ) -> None:
        self._key, self._zone = int(row["id"]), session.db.clock.zone
        kind = str(row["kind"])
        title = tr("Change “{what}”").format(what=row["subject"])
        super().__init__(
            parent,
            title,
            tr("Save"),
            activities.KINDS,
            kind,
            self._save,
            session.db.clock,
            "pencil",
        )
        people = [
            p for p in session.read(settings.people, False) if p.active or p.key == row["person_id"]
        ]
        self.person = choice([(tr("Nobody"), None), *((p.name, p.key) for p in people)])
        self.when.addWidget(Field(tr("By"), self.person), 2, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.at, self.person)
        QWidget.setTabOrder(self.person, self.subject)
        self._fields = self._all()
        for name, each in self._fields.items():
            each.put(row[name])
        self.kind.currentIndexChanged.connect(self._fit)
        self._fit()
        record = Record(
            "activity", self._key, tr("entry"), str(row["subject"]),
            lambda db: queries.row(db, "activity", self._key),
        )  # fmt: skip
        self.editing = Editing(self, session, record, self._fields, self.values, self._write)
        self.editing.tell(shell, tr("{what} is changed").format(what=row["subject"]))

    def _all(self) -> dict[str, Held]:
        return {
            "kind": held(tr("Kind"), self.kind, say=lambda value: kind_words(str(value))),
            "direction": self._way(),
            "minutes": held(tr("Minutes"), self.minutes),
            "done_at": Held(tr("When"), self._moment_typed, self._put_moment, self._moment_words),
            "person_id": held(tr("By"), self.person),
            "subject": held(tr("What happened, in one line"), self.subject),
            "outcome": held(tr("Outcome"), self.outcome),
            "body": held(tr("What was said"), self.text, both=True),
        }

    def _way(self) -> Held:
        """Of a note nobody began; what is chosen then counts once it is a call."""
        each = held(tr("Who began"), self.way)
        return Held(
            each.label,
            each.get,
            lambda value: each.put("out" if value == "none" else value),
            lambda value: tr("nobody") if value == "none" else each.say(value),
        )

    def _fit(self) -> None:
        """A note reaches nobody: who began is not asked."""
        reaches = chosen(self.kind) in activities.KINDS[:-2]
        self.way_field.setVisible(reaches)
        self.minutes_field.setVisible(reaches)

    def _moment_typed(self) -> object:
        return self.day.date(), self.at.text()

    def _put_moment(self, value: Any) -> None:
        at = local_time(value, self._zone)
        self.day.setDate(QDate(at.year, at.month, at.day))
        self.at.setText(f"{at:%H:%M}")
        self._stands = str(value), self._moment_typed()

    def _moment(self) -> str:
        """To the second as it stands, unless day or time is typed anew."""
        moment, shown = self._stands
        return moment if shown == self._moment_typed() else self.moment_typed() or self._clock.now()

    def _moment_words(self, value: Any) -> str:
        at = local_time(value, self._zone)
        return f"{formats.day(at.date())} {at:%H:%M}"

    def values(self) -> dict[str, Any]:
        """The activity as it stands here."""
        _, minutes = self.minutes_typed()
        return {
            "kind": chosen(self.kind),
            "direction": chosen(self.way),
            "minutes": minutes,
            "done_at": self._moment(),
            "person_id": chosen(self.person),
            "subject": self.subject.text().strip() or kind_words(str(chosen(self.kind))),
            "outcome": self.outcome.text().strip() or None,
            "body": self.text.toPlainText().strip() or None,
        }

    def _save(self) -> bool:
        return self.minutes_typed()[0] and self.editing.save()

    def _write(self, do: Do, wanted: dict[str, Any]) -> None:
        do(activities.edit, self._key, wanted)
