"""The sentence about a damaged file and the two ways on: its newest backup, or a rescue."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from salesdesk.jobs import rescue, rescued, restores
from salesdesk.jobs.rescue import Rescued
from salesdesk.model.calendar import Clock
from salesdesk.store import locations
from salesdesk.store.faults import Damaged
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.work import Work, WorkDialog


class DamageDialog(WorkDialog):
    """Says what is wrong with a file and opens what takes its place.

    Where it is this computer's copy of a team's file, what is rescued takes the copy's place.
    """

    def __init__(
        self,
        parent: QWidget,
        error: Damaged,
        path: Path,
        clock: Clock,
        done: Callable[[Path], object],
    ) -> None:
        self._path, self._clock, self._done = path, clock, done
        self._file = error.path or path
        self._copy = locations.is_copy_of_team(self._file)
        title = tr("The copy of {name} here is damaged") if self._copy else tr("{name} is damaged")
        verb = tr("Mend the copy") if self._copy else tr("Rescue into a new file…")
        super().__init__(title.format(name=path.name), parent, verb, self._go_on, width=640)
        self._result: Rescued | None = None
        self.body.addWidget(Label(error.title, wrap=True))
        words = tr(
            "Nothing more is written to it, so nothing gets worse. The newest backup is whole but "
            "may be older. A rescue reads all that can still be read, fills what is missing from "
            "the history and the backups, and counts what came back. The damaged file is kept."
        )
        if self._copy:
            words = tr(
                "Nothing more is written to it, and your colleagues are not touched by it. All "
                "that can still be read goes into a new copy; what is missing is filled from the "
                "folder of the team, the history and the backups, and counted. What you did here "
                "and was not sent yet comes along as far as it can be read. The damaged copy is "
                "kept."
            )
        self._ways = Label(words, "body", "text-2", wrap=True)
        self.body.addWidget(self._ways)
        self.place = fields.line(str(rescue.suggestion(self._file)))
        self._field = fields.Field(tr("Where the new file is kept"), self.place)
        self.body.addWidget(self._field)
        self.said = Label("", "body", "text", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.add_progress()
        self.backup = Button(tr("Open the newest backup"))
        self.backup.setAutoDefault(False)
        self.backup.clicked.connect(self._open_backup)
        self.foot.insertWidget(self.foot.indexOf(self.primary), self.backup)
        self._field.setVisible(not self._copy)
        self.backup.setVisible(not self._copy)

    # -- the two ways -----------------------------------------------------------------------

    def _go_on(self) -> bool:
        if self._result is not None:
            self._done(self._path if self._copy else self._result.out)
            return True
        file, clock, out = self._file, self._clock, Path(self.place.text().strip())

        def job(work: Work) -> Rescued:
            say, stop = work.told.emit, work.stopped.is_set
            if self._copy:
                return rescue.mend(file, say=say, stop=stop, clock=clock)
            return rescue.rescue(file, out, say=say, stop=stop, clock=clock)

        self.begin(tr("Copying the file…"), job, self._rescued)
        return False

    def _open_backup(self) -> None:
        path, clock = self._path, self._clock

        def job(_: Work) -> Path:
            restores.put_in_place(path, restores.chosen(path, None, clock), clock)
            return path

        self.begin(tr("Looking for a good backup…"), job, self._put_back, lasting=True)

    def _rescued(self, found: object) -> None:
        assert isinstance(found, Rescued)
        self._result = found
        for widget in (self._ways, self._field, self.backup):
            widget.hide()
        self.said.setText("\n".join([tr("What came back:"), *found.lines()]))
        self.said.show()
        self.primary.setText(tr("Go on working") if self._copy else tr("Open the new file"))
        self.primary.setFocus()
        QTimer.singleShot(0, self, self.fit)  # once the texts know their heights

    def _put_back(self, found: object) -> None:
        assert isinstance(found, Path)
        self.accept()
        self._done(found)

    # -- while it works ---------------------------------------------------------------------

    def inputs(self) -> tuple[QWidget, ...]:
        """What cannot be used while a job is done."""
        return (self.primary, self.backup, self.place)

    def tell(self, what: str, count: int) -> None:
        """The table that the rescue reads, and how many rows of it came so far."""
        names = {
            "references": tr("Mending references…"),
            "search": tr("Making the search anew…"),
            "check": tr("Checking the new file…"),
        }
        words = tr("Reading: {what}…").format(what=_said(what))
        if count:
            words = tr("Reading: {what}, {n} so far…").format(what=_said(what), n=f"{count:,}")
        self.say(names.get(what, words))


def _said(table: str) -> str:
    known = rescued.KINDS.get(table)
    return known[1] if known else table.replace("_", " ")
