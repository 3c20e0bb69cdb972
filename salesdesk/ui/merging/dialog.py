"""File, Merge a copy: what it would bring, the merge, and what came of it."""

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox

from salesdesk.errors import UserError
from salesdesk.jobs import merges
from salesdesk.jobs.merges import Cancelled, Outcome, Preview
from salesdesk.session import Session
from salesdesk.store.locks import Locked
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.merging import commands

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


class _Told(QObject):
    """Carries words from the thread that merges to this one."""

    words = Signal(str)


class MergeDialog(Dialog):
    """Preview, then Merge with progress, then the result with Undo.

    The other file is only read. Cancel while it is merged stops before anything is written.
    """

    def __init__(self, window: "MainWindow", other: Path) -> None:
        super().__init__(
            tr("Merge {name}").format(name=other.name), window, tr("Merge"), self._go_on,
            width=560, icon="git-merge",
        )  # fmt: skip
        self._window, self.other = window, other
        self._stop = threading.Event()
        self._told = _Told(self)
        self._told.words.connect(self._progress)
        self._stage = "reading"
        self.outcome: Outcome | None = None
        self.lines = Label(tr("Reading the copy…"), "body", wrap=True)
        self.more = Label("", "body", "text-2", wrap=True)
        self.aside = QCheckBox(tr("Move the merged copy into the backups folder"))
        self.aside.setChecked(True)
        self.aside.hide()
        self.undo = Button(tr("Undo"), "undo-2")
        self.undo.setAutoDefault(False)
        self.undo.clicked.connect(self._undo)
        self.undo.hide()
        for part in (self.lines, self.more, self.aside):
            self.body.addWidget(part)
        self.foot.insertWidget(1, self.undo)
        self.primary.setEnabled(False)
        self.finished.connect(lambda _: self._stop.set())
        self._preview()

    def stage(self) -> str:
        """Where it is: reading, preview, nothing, merging, done or failed."""
        return self._stage

    # -- the steps ---------------------------------------------------------------------------

    def _preview(self) -> None:
        def work(session: Session) -> Preview:
            return merges.preview(session, self.other)

        self._window.jobs.start(self._window.session, work, self._previewed, self._failed)

    def _unlock(self, error: Locked) -> None:
        from salesdesk.ui.shell.locking import PassphraseDialog

        asked = PassphraseDialog(self, error.path, self._preview)
        asked.rejected.connect(self.reject)
        asked.open_over()

    def _previewed(self, told: Preview) -> None:
        if self._stop.is_set():
            return
        if told.nothing_new:
            self._stage = "nothing"
            self._end(told.words())
            self._offer_aside()
            return
        self._stage = "preview"
        bring = [*told.lines(), _differ(len(told.clashes))]
        self.lines.setText("\n".join(bring) if told.changes else told.words())
        self.more.setText(
            tr(
                "Both files are backed up first, and the copy itself is only read. One Undo "
                "takes the whole merge back."
            )
        )
        self.primary.setEnabled(True)
        self.primary.setFocus()
        self.fit()
        announce(self, self.lines.text())

    def _go_on(self) -> object:
        if self._stage == "preview":
            self._merge()
            return False
        if self._stage in ("done", "nothing"):
            self._move_aside()
        if self._stage == "done" and self.outcome is not None and self.outcome.clashes:
            # once this dialog is gone: keys go to the one that was opened last
            QTimer.singleShot(0, self._window, partial(commands.decide, self._window))
        return True

    def _merge(self) -> None:
        self._stage = "merging"
        self.primary.setEnabled(False)
        self.more.setText("")

        def work(session: Session) -> Outcome:
            return merges.merge(session, self.other, self._tell)

        self._window.jobs.start(self._window.session, work, self._merged, self._failed)

    def _tell(self, words: str) -> bool:
        self._told.words.emit(words)
        return not self._stop.is_set()

    def _progress(self, words: str) -> None:
        if self._stage == "merging":
            self.more.setText(f"{words}…")
            self.fit()
            announce(self, words)

    def _merged(self, outcome: Outcome) -> None:
        self._window.session.poll()
        if self._stop.is_set():  # the dialog was closed when it could no longer be stopped
            self._window.toast(outcome.words(), undo=not outcome.nothing_new)
            return
        self._stage, self.outcome = "done", outcome
        self._end(outcome.words())
        self.more.setText(tr("Both files were backed up before."))
        self.undo.setVisible(not outcome.nothing_new)
        if outcome.clashes:
            self.primary.setText(tr("Decide what differs"))
        self._offer_aside()

    def _end(self, words: str) -> None:
        self.lines.setText(words)
        self.cancel.hide()
        self.primary.setText(tr("Close"))
        self.primary.setEnabled(True)
        self.primary.setFocus()
        announce(self, words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._window.toast(tr("The merge was stopped. Nothing was changed."))
            return
        if self._stop.is_set():
            return
        if isinstance(error, Locked):
            self._unlock(error)
            return
        self._stage = "failed"
        if isinstance(error, UserError):
            self.lines.setText(error.title)
            self.more.setText(error.hint)
            announce(self, str(error))
        else:
            self._window.failed(error)
            self.reject()
        self.primary.setEnabled(False)
        self.cancel.setText(tr("Close"))
        self.fit()

    # -- afterwards --------------------------------------------------------------------------

    def _undo(self) -> None:
        self._window.undo()
        self.accept()

    def _offer_aside(self) -> None:
        self.aside.setVisible(merges.is_conflicted(self._window.session, self.other))
        self.fit()

    def _move_aside(self) -> None:
        if not self.aside.isHidden() and self.aside.isChecked():
            merges.move_aside(self._window.session, self.other)


def _differ(count: int) -> str:
    if not count:
        return tr("No field differs: everything comes together by itself.")
    if count == 1:
        return tr("1 field differs. The later value stands until you decide.")
    return tr("{n} fields differ. The later values stand until you decide.").format(n=f"{count:,}")
