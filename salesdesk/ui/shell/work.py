"""A dialog whose verb takes its time: a thread does it, the window goes on, Cancel stops it."""

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from salesdesk import mistakes
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.widgets import Meter
from salesdesk.ui.shell import faults


class Work(QObject):
    """A job on a thread of its own; its answer comes back on the window's."""

    told = Signal(str, int)  # what is being done, and how many of it are done
    reached = Signal(int)  # per cent
    ended = Signal(object)  # what came of it, or the error

    def __init__(self) -> None:
        super().__init__()
        self.stopped = threading.Event()
        self._percent = -1

    def start(self, job: Callable[["Work"], object]) -> None:
        """Begin; the thread keeps this object until it ends."""
        mistakes.beside(lambda: self._run(job), "window")

    def go_on(self, share: float) -> bool:
        """Say how much of it is done, 0 to 1; whether anybody still waits for it."""
        if int(share * 100) != self._percent:
            self._percent = int(share * 100)
            self.reached.emit(self._percent)
        return not self.stopped.is_set()

    def _run(self, job: Callable[["Work"], object]) -> None:
        try:
            found = job(self)
        except Exception as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            self.ended.emit(found)


class WorkDialog(Dialog):
    """A `Dialog` that stays open while `begin` lets a job be done, and says how far it is."""

    def __init__(
        self,
        title: str,
        parent: QWidget,
        primary: str,
        on_done: Callable[[], object] | None = None,
        *,
        width: int = 560,
    ) -> None:
        super().__init__(title, parent, primary, on_done, width=width)
        self._work: Work | None = None
        self.meter = Meter()
        self.meter.hide()
        self.progress = Label("", "body", "text-2", wrap=True)
        self.progress.hide()

    def add_progress(self) -> None:
        """Put what says how far the work is at the end of the body."""
        self.body.addWidget(self.meter)
        self.body.addWidget(self.progress)

    def inputs(self) -> tuple[QWidget, ...]:
        """What cannot be used while a job is done."""
        return (self.primary,)

    def begin(
        self,
        words: str,
        job: Callable[[Work], object],
        arrived: Callable[[object], object],
        *,
        lasting: bool = False,
    ) -> None:
        """Do a job; `arrived` gets what came of it. A lasting one cannot be stopped half-way."""
        work = self._work = Work()
        self.hold(lasting)
        work.told.connect(self.tell)
        work.reached.connect(self.reach)
        work.ended.connect(lambda found: self._end(work, found, arrived))
        self._wait(True)
        self.say(words)
        work.start(job)

    def tell(self, what: str, count: int) -> None:
        """What the job is at now."""
        self.say(what)

    def say(self, words: str) -> None:
        """Say how far it is; nothing hides the line."""
        self.note.setText("")
        self.progress.setText(words)
        self.progress.setVisible(bool(words))
        QTimer.singleShot(0, self, self.fit)  # once the texts know their heights

    def refused(self, error: Exception) -> None:
        """The job could not be done: say why, and leave what was typed."""
        self.fail(faults.said(error))

    def reject(self) -> None:
        """Cancel: what runs is stopped and leaves nothing; else the dialog closes."""
        if self._work is None:
            super().reject()
        elif not self._staying:
            self._work.stopped.set()
            self._work = None
            self._wait(False)
            self.say(tr("Stopped. Nothing was written."))

    def reach(self, percent: int) -> None:
        """So much of it is done; what has no measure, or comes after it, shows none."""
        if self._work is not None:
            self.meter.set_share(percent / 100, words=f"{percent} %")
            self.meter.setVisible(percent < 100)

    def _end(self, work: Work, found: object, arrived: Callable[[object], object]) -> None:
        if work is not self._work:
            return  # cancelled meanwhile
        self._work = None
        self.hold(False)
        self._wait(False)
        self.say("")
        if isinstance(found, Exception):
            self.refused(found)
        else:
            arrived(found)

    def _wait(self, busy: bool) -> None:
        self.meter.hide()
        for widget in self.inputs():
            widget.setEnabled(not busy)
