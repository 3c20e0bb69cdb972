"""The sentence about a damaged file and the two ways on: its newest backup, or a rescue."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from salesdesk import mistakes, rescue, restores
from salesdesk.errors import UserError
from salesdesk.model.calendar import Clock
from salesdesk.rescue import Rescued
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell import faults


class Work(QObject):
    """A job on a thread of its own; its answer comes back on the window's."""

    told = Signal(str)
    ended = Signal(object)  # what came of it, or the error

    def __init__(self) -> None:
        super().__init__()
        self.stopped = threading.Event()

    def start(self, job: Callable[["Work"], object]) -> None:
        """Begin; the thread keeps this object until it ends."""
        mistakes.beside(lambda: self._run(job), "window")

    def _run(self, job: Callable[["Work"], object]) -> None:
        try:
            found = job(self)
        except Exception as error:
            found = error
        self.ended.emit(found)


class DamageDialog(Dialog):
    """Says what is wrong with a file and opens what takes its place."""

    def __init__(
        self,
        parent: QWidget,
        error: UserError,
        path: Path,
        clock: Clock,
        done: Callable[[Path], object],
    ) -> None:
        title = tr("{name} is damaged").format(name=path.name)
        super().__init__(title, parent, tr("Rescue into a new file…"), self._go_on, width=640)
        self._path, self._clock, self._done = path, clock, done
        self._work: Work | None = None
        self._lasting = False
        self._result: Rescued | None = None
        self.body.addWidget(Label(error.title, wrap=True))
        words = tr(
            "Nothing more is written to it, so nothing gets worse. The newest backup is whole but "
            "may be older. A rescue reads all that can still be read, fills what is missing from "
            "the history and the backups, and counts what came back. The damaged file is kept."
        )
        self._ways = Label(words, "body", "text-2", wrap=True)
        self.body.addWidget(self._ways)
        self.place = fields.line(str(rescue.suggestion(path)))
        self._field = fields.Field(tr("Where the new file is kept"), self.place)
        self.body.addWidget(self._field)
        self.said = Label("", "body", "text", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.backup = Button(tr("Open the newest backup"))
        self.backup.setAutoDefault(False)
        self.backup.clicked.connect(self._open_backup)
        self.foot.insertWidget(self.foot.indexOf(self.primary), self.backup)

    # -- the two ways -----------------------------------------------------------------------

    def _go_on(self) -> bool:
        if self._result is not None:
            self._done(self._result.out)
            return True
        out = Path(self.place.text().strip())
        self._begin(
            tr("Copying the file…"),
            lambda work: rescue.rescue(
                self._path, out, say=work.told.emit, stop=work.stopped.is_set, clock=self._clock
            ),
            self._rescued,
        )
        return False

    def _open_backup(self) -> None:
        path, clock = self._path, self._clock

        def job(_: Work) -> Path:
            restores.put_in_place(path, restores.chosen(path, None, clock), clock)
            return path

        self._begin(tr("Looking for a good backup…"), job, self._put_back)
        self._lasting = True

    def _begin(
        self, words: str, job: Callable[[Work], object], arrived: Callable[[object], object]
    ) -> None:
        work, self._lasting = Work(), False
        self._work = work
        work.told.connect(self._tell)
        work.ended.connect(lambda found: self._end(work, found, arrived))
        self._wait(True)
        self._note(words)
        work.start(job)

    def _end(self, work: Work, found: object, arrived: Callable[[object], object]) -> None:
        if work is not self._work:
            return  # cancelled meanwhile
        self._work = None
        self._wait(False)
        self.note.setText("")
        if isinstance(found, UserError):
            self.fail(str(found))
        elif isinstance(found, Exception):
            self.fail(faults.words(faults.note(found)))
        else:
            arrived(found)

    def _rescued(self, found: object) -> None:
        assert isinstance(found, Rescued)
        self._result = found
        for widget in (self._ways, self._field, self.backup):
            widget.hide()
        self.said.setText("\n".join([tr("What came back:"), *found.lines()]))
        self.said.show()
        self.primary.setText(tr("Open the new file"))
        self.primary.setFocus()
        QTimer.singleShot(0, self.adjustSize)  # once the texts know their heights

    def _put_back(self, found: object) -> None:
        assert isinstance(found, Path)
        self.accept()
        self._done(found)

    # -- while it works ---------------------------------------------------------------------

    def _wait(self, busy: bool) -> None:
        for widget in (self.primary, self.backup, self.place):
            widget.setEnabled(not busy)

    def _tell(self, table: str) -> None:
        names = {
            "references": tr("Mending references…"),
            "search": tr("Making the search anew…"),
            "check": tr("Checking the new file…"),
        }
        what = table.replace("_", " ")
        self._note(names.get(table, tr("Reading: {what}…").format(what=what)))

    def _note(self, words: str) -> None:
        self.note.set_token("text-2")
        self.note.setText(words)

    def reject(self) -> None:
        """Cancel: a rescue that runs is stopped and leaves nothing; else the dialog closes."""
        if self._work is not None and self._lasting:
            return  # a backup that takes its place is not left half-way
        if self._work is not None:
            self._work.stopped.set()
            self._work = None
            self._wait(False)
            self._note(tr("Stopped. Nothing was written."))
            return
        super().reject()
