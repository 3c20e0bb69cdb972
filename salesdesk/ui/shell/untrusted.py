"""The question about a file that somebody has tampered with: open a clean copy instead."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from salesdesk.jobs import opening
from salesdesk.model.calendar import Clock
from salesdesk.store import clean_copies, vetting
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.work import Work, WorkDialog


class CleanCopyDialog(WorkDialog):
    """Offers a fresh file with what SalesDesk knows of a foreign one; hands over its path."""

    def __init__(
        self,
        parent: QWidget,
        error: vetting.Foreign,
        clock: Clock,
        done: Callable[[Path, str], object],
    ) -> None:
        super().__init__(
            tr("Open a clean copy?"), parent, tr("Open a clean copy"), self._make, width=560
        )
        self._path, self._clock, self._done = error.path, clock, done
        self.body.addWidget(Label(error.title, wrap=True))
        words = tr(
            "Such parts could change or delete records behind your back, so the file is not "
            "opened as it is. Nothing was changed in it. A clean copy is a new file with all "
            "records and their history, and without the strange parts."
        )
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.place = fields.line(str(clean_copies.suggestion(error.path)))
        self.body.addWidget(fields.Field(tr("Where the clean copy is kept"), self.place))
        self.add_progress()

    def inputs(self) -> tuple[QWidget, ...]:
        """What cannot be used while the copy is written."""
        return (self.primary, self.place)

    def _make(self) -> bool:
        path, target, clock = self._path, Path(self.place.text()), self._clock

        def job(work: Work) -> clean_copies.Cleaned:
            made = clean_copies.clean_copy(path, target, clock, work.go_on)
            opening.get_ready(target, clock, work.go_on)
            return made

        self.begin(tr("Copying what SalesDesk knows…"), job, self._made)
        return False

    def _made(self, made: object) -> None:
        assert isinstance(made, clean_copies.Cleaned)
        words = tr("A clean copy of {name} is open: {rows} records came along.").format(
            name=self._path.name, rows=f"{made.rows:,}"
        )
        if made.left_out:
            words += " " + tr("{n} rows or references did not fit and stayed behind.").format(
                n=f"{made.left_out:,}"
            )
        self.accept()
        self._done(made.path, words)
