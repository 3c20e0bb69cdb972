"""What is said while a file is fetched and looked through, or written anew, before it opens."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from salesdesk.jobs import opening
from salesdesk.model.calendar import Clock
from salesdesk.store import locations
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell import faults
from salesdesk.ui.shell.files import Anew
from salesdesk.ui.shell.work import Work, WorkDialog


class OpeningDialog(WorkDialog):
    """Gets a file ready on a thread; then `done`, or `failed` with the error."""

    def __init__(
        self,
        parent: QWidget,
        path: Path,
        clock: Clock,
        done: Callable[[Path], object],
        failed: Callable[[Exception, Path], object],
    ) -> None:
        super().__init__(tr("Opening {name}").format(name=path.name), parent, "", width=520)
        self._path, self._clock, self._done, self._failed = path, clock, done, failed
        self.primary.hide()
        words = tr(
            "This computer does not know the file yet. So it is looked through before anything "
            "in it is used; next time it opens at once."
        )
        if locations.is_team(path):
            words = tr(
                "The file is shared. This computer makes its own complete copy of it, so that you "
                "can work when the share is away too; next time it opens at once."
            )
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.add_progress()

    def begin_over(self) -> None:
        """Show it over its window, and begin."""
        self.open_over()
        self.begin(tr("Reading…"), self._get_ready, self._ready)

    def _get_ready(self, work: Work) -> None:
        opening.get_ready(self._path, self._clock, work.go_on)

    def _ready(self, _: object) -> None:
        self.accept()
        self._done(self._path)

    def reach(self, percent: int) -> None:
        """What is read is checked, which takes a while longer."""
        super().reach(percent)
        self.say(tr("Reading…") if percent < 100 else tr("Checking what is in it…"))

    def refused(self, error: Exception) -> None:
        """Why the file is not opened is said by whoever wanted it."""
        self.accept()
        self._failed(error, self._path)

    def reject(self) -> None:
        """Cancel: nothing of the file was used."""
        super().reject()
        super().reject()


class AnewDialog(WorkDialog):
    """Lets work be done on a file that was closed for it; `done` gets what to say of it."""

    def __init__(self, parent: QWidget, wanted: Anew, done: Callable[[str], object]) -> None:
        super().__init__(tr("Writing {name} anew").format(name=wanted.path.name), parent, "")
        self._wanted, self._done = wanted, done
        foot = self.foot.parentWidget()
        assert foot is not None
        foot.hide()  # there is nothing to decide
        self.add_progress()

    def begin_over(self) -> None:
        """Show it over its window, and begin; it is not left half-way."""
        self.open_over()
        words = tr("The file opens again when it is done. A large one takes a while.")
        self.begin(
            words, lambda _: self._wanted.work(self._wanted.path), self._end_with, lasting=True
        )

    def _end_with(self, words: object) -> None:
        self.accept()
        self._done(str(words))

    def refused(self, error: Exception) -> None:
        """Why it could not be done is said in the window that opens."""
        self._end_with(faults.said(error))
