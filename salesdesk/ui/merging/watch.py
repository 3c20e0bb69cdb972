"""Looks for fields that differ and for conflicted copies, and says so calmly in the sidebar."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from salesdesk.queries import clashes
from salesdesk.session import Session
from salesdesk.store.faults import Busy
from salesdesk.store.feed import Changes
from salesdesk.ui.kit.text import tr
from salesdesk.ui.merging import commands

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

FIRST_MS, EVERY_MS = 2_000, 60_000
AGAIN_MS = 200


class Watch(QObject):
    """Counts the fields that differ after each change; looks for copies once a minute."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.differing = 0
        self.copies: list[Path] = []
        self._looking = False
        self._end = window.session.subscribe(self._heard)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.count)
        self._soon.start(0)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        if not window.session.db.read_only:
            self._timer.start(FIRST_MS)  # a start is left alone

    def stop(self) -> None:
        """The window closes."""
        self._end()
        self._soon.stop()
        self._timer.stop()

    def _heard(self, changes: Changes) -> None:
        self._soon.start(0)
        if "import_run" in changes.tables and self._timer.isActive():
            self._timer.start(0)  # a merge is noted there: look which copies are left

    def count(self) -> None:
        """Say how many fields differ."""
        try:
            self.differing = self._window.session.read(clashes.count)
        except Busy:
            self._soon.start(AGAIN_MS)
            return
        words = ""
        if self.differing:
            words = tr("{n} fields differ").format(n=f"{self.differing:,}")
        if self.differing == 1:
            words = tr("1 field differs")
        window = self._window
        window.sidebar.notice(
            "differences",
            words,
            "git-merge",
            tr("Two people changed the same fields. Pick what to keep."),
            lambda: commands.decide(window),
        )

    def look(self) -> None:
        """Look for copies beside the file that hold something it lacks."""
        if self._looking:
            return
        self._looking = True
        self._timer.start(EVERY_MS)
        self._window.jobs.start(self._window.session, _find, self._found, self._unseen)

    def _unseen(self, error: Exception) -> None:
        self._looking = False

    def _found(self, copies: list[Path]) -> None:
        self._looking, self.copies = False, copies
        words = tr("1 copy to merge")
        if len(copies) > 1:
            words = tr("{n} copies to merge").format(n=len(copies))
        tip = tr(
            "A sync tool left it beside this file, when two computers wrote at once: {names}"
        ).format(names=", ".join(path.name for path in copies))
        self._window.sidebar.notice("copies", words if copies else "", "copy", tip, self.merge_next)

    def merge_next(self) -> None:
        """Offer the first of the copies; it is not offered by itself again."""
        from salesdesk.jobs import merges
        from salesdesk.ui.merging.dialog import MergeDialog

        if not self.copies:
            return
        copy, window = self.copies[0], self._window
        dialog = MergeDialog(window, copy)

        def finished(_: int) -> None:
            if dialog.stage() in ("preview", "nothing", "failed"):
                merges.pass_over(window.session, [copy])
            self.look()

        dialog.finished.connect(finished)
        window.dialog(dialog)


def _find(session: Session) -> list[Path]:
    from salesdesk.jobs import merges

    return merges.copies_beside(session)
