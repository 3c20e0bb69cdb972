"""The import dialog: four steps, nothing saved before the last, and all of it can be undone."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from salesdesk.errors import UserError
from salesdesk.jobs import imports
from salesdesk.queries import settings
from salesdesk.session import Session, recall, remember
from salesdesk.ui.imports import kinds, work
from salesdesk.ui.imports.check import OutcomePage
from salesdesk.ui.imports.choose import ChoosePage
from salesdesk.ui.imports.match import MatchPage
from salesdesk.ui.imports.names import Names
from salesdesk.ui.imports.steps import StepBar
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.text import tr

CHOOSE, MATCH, CHECK, IMPORT = range(4)
MEMORY = "import columns"
KEPT = 40


class Told(QObject):
    """Carries the count of rows from the working thread to this one."""

    rows = Signal(int)


class ImportDialog(Dialog):
    """`ImportDialog(session, window, path)`; without a path it begins by asking for one."""

    def __init__(self, session: Session, window: Any, path: Path | None = None) -> None:
        parent = window if isinstance(window, QWidget) else None
        super().__init__(
            tr("Import"), parent, tr("Match columns"), self._forward, width=1120, icon="file-plus"
        )
        self._session, self._shell = session, window
        self._currency = session.read(settings.settings).currency
        self._path: Path | None = None
        self._look: work.Look | None = None
        self._outcome: work.Outcome | None = None
        self._running = False
        self._stop = work.Stop()
        self._told = Told(self)
        self._told.rows.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        names = [tr("Choose file"), tr("Match columns"), tr("Check rows"), tr("Import")]
        self.steps = StepBar(names)
        self._build()
        self._go(CHOOSE)
        if path is not None:
            self.look_at(path)

    def _build(self) -> None:
        column = self.layout()
        column.insertWidget(2, self.steps)  # type: ignore[union-attr]
        self.choose, self.match = ChoosePage(), MatchPage()
        self.check = OutcomePage(tr("Check rows"), choice=True)
        self.ending = OutcomePage(tr("Import"), choice=False)
        self.pages = QStackedWidget()
        for page in (self.choose, self.match, self.check, self.ending):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages)
        window = self.parentWidget()
        room = window.window().height() - 48 if window is not None else 760
        self.pages.setFixedHeight(max(380, min(760, room) - 190))
        self.back = Button(tr("Back"), icon="corner-up-left")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._backward)
        foot = self.cancel.parentWidget().layout()  # type: ignore[union-attr]
        foot.insertWidget(2, self.back)  # type: ignore[union-attr]
        self.choose.file_chosen.connect(self.look_at)
        self.choose.sheet_chosen.connect(self._another_sheet)
        self.choose.kind_chosen.connect(lambda _: self._name())
        self.match.changed.connect(self._note)
        self.check.policy_chosen.connect(self._check)
        for page in (self.check, self.ending):
            page.save_wanted.connect(self._save_errors)

    # -- going from step to step ------------------------------------------------------------

    @property
    def step(self) -> int:
        """Which of the four steps is shown."""
        return self.pages.currentIndex()

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.set_step(step)
        self.back.setVisible(step in (MATCH, CHECK))
        self.cancel.setVisible(True)
        self._name()
        self._note()
        self.primary.setFocus()

    def _note(self) -> None:
        self.note.set_token("text-2")
        last = tr("One step in Edit, Undo takes all of it back.")
        first = tr("Nothing is saved until the last step. You can undo the whole import.")
        self.note.setText(last if self.step == IMPORT else first)

    def _name(self) -> None:
        """Title and verb of the step: what will happen, to how many."""
        kind = str(self.choose.kind.currentData())
        title = tr("Import")
        if self._path is not None:
            words = tr("Import {kind} from {file}")
            title = words.format(kind=kinds.words_of(kind), file=self._path.name)
        self.title.setText(title)
        self.setWindowTitle(title)
        total = self._look.total if self._look is not None else 0
        verbs = {
            CHOOSE: tr("Match columns"),
            MATCH: tr("Check {n} rows").format(n=f"{total:,}"),
            CHECK: tr("Import {n} rows").format(n=f"{total:,}"),
            IMPORT: tr("Done"),
        }
        self.primary.setText(verbs[self.step])
        self.primary.setAccessibleName(verbs[self.step])
        self.primary.setEnabled(self._look is not None and not self._running)
        self.primary.updateGeometry()

    def _backward(self) -> None:
        self._stop.set()
        self._running = False
        self._go(self.step - 1)

    def _forward(self) -> bool:
        if self._look is None:
            return False
        if self.step == CHOOSE:
            self._begin_matching()
        elif self.step == MATCH:
            self._remember()
            self._go(CHECK)
            self._check()
        elif self.step == CHECK:
            self._go(IMPORT)
            self._start(self.ending, tr("Importing {n} rows"), dry_run=False)
        else:
            return True
        return False

    def reject(self) -> None:
        """Esc or Cancel: an import under way stops, and nothing of it is kept."""
        self._stop.set()
        super().reject()

    # -- looking at the file ----------------------------------------------------------------

    def look_at(self, path: Path, sheet: str | None = None) -> None:
        """Read a file, its encoding, delimiter and headings found on another thread."""
        self._path, self._look = Path(path), None
        self.choose.set_path(self._path)
        self._name()
        wanted = self._path
        self._shell.background(
            lambda _: work.look(wanted, sheet), lambda found: self._looked(wanted, found)
        )

    def _another_sheet(self, sheet: str) -> None:
        if self._path is not None:
            self.look_at(self._path, sheet)

    def _looked(self, path: Path, found: work.Look | UserError) -> None:
        if path != self._path:
            return
        if isinstance(found, UserError):
            self.choose.fail(found)
            return
        self._look = found
        self.choose.show_look(found, kinds.likely(found.source.headers, path.name))
        self._name()

    def _begin_matching(self) -> None:
        assert self._look is not None
        kind = str(self.choose.kind.currentData())
        kept = recall().get(MEMORY)
        before = kept.get(self._signature(kind)) if isinstance(kept, dict) else None
        names = Names(self._session)
        self.match.show_look(self._look, kind, self._currency, before, names)
        self._go(MATCH)

    def _signature(self, kind: str) -> str:
        heads = self._look.source.headers if self._look is not None else []
        return f"{kind}: {' | '.join(heads)}"

    def _remember(self) -> None:
        """The same headings are matched the same way next time."""
        kept = recall().get(MEMORY)
        table = dict(kept) if isinstance(kept, dict) else {}
        name = self._signature(str(self.choose.kind.currentData()))
        table.pop(name, None)
        table[name] = self.match.chosen()
        remember(MEMORY, dict(list(table.items())[-KEPT:]))

    # -- checking and importing -------------------------------------------------------------

    def _wish(self) -> work.Wish:
        assert self._path is not None and self._look is not None
        return work.Wish(
            self._path,
            self._look.source.sheet or None,
            str(self.choose.kind.currentData()),
            self.match.chosen(),
            {name: dict(table) for name, table in self.match.values.items()},
            self.match.date_order(),
            self.check.chosen_policy(),
        )

    def _check(self) -> None:
        self._start(self.check, tr("Checking {n} rows"), dry_run=True)

    def _start(self, page: OutcomePage, words: str, *, dry_run: bool) -> None:
        assert self._look is not None
        self._stop.set()  # an earlier check is of no use any more
        self._stop = stop = work.Stop()
        self._running = True
        page.busy(words.format(n=f"{self._look.total:,}"))
        self._name()
        wish, told = self._wish(), self._told.rows.emit
        self._shell.background(
            lambda session: work.run(session, wish, dry_run=dry_run, told=told, stop=stop),
            lambda found: self._ran(page, stop, found),
        )

    def _save_errors(self) -> None:
        result = self._outcome.result if self._outcome is not None else None
        if result is None or self._path is None:
            return
        start = str(self._path.with_name(f"{self._path.stem} errors.csv"))
        words = tr("Save the rows with errors")
        name, _ = QFileDialog.getSaveFileName(self, words, start, tr("Tables (*.csv)"))
        if not name:
            return
        try:
            imports.write_errors(result, Path(name))
        except UserError as error:
            self.fail(str(error))
            return
        told = tr("{n} rows saved as {name}. Mend them and import that table.")
        self.note.set_token("text-2")
        self.note.setText(told.format(n=f"{len(result.tally.errors):,}", name=Path(name).name))

    def _progress(self, done: int) -> None:
        page = self.ending if self.step == IMPORT else self.check
        if self._running and self._look is not None:
            page.progress(done, self._look.total)

    def _ran(self, page: OutcomePage, stop: work.Stop, found: work.Outcome | UserError) -> None:
        if stop is not self._stop or stop.is_set():
            if page is self.ending and isinstance(found, work.Outcome):
                # Cancel came when the last row was in: what is kept must be said
                self._shell.toast(found.words, True)
            return
        self._running = False
        kind = str(self.choose.kind.currentData())
        if isinstance(found, UserError):
            if page is self.ending:
                self._go(CHECK)
            self._name()
            self.fail(str(found))
            return
        self._outcome = found
        if page is self.check:
            page.show_outcome(found, kind, tr("What the rows will do"))
        else:
            page.show_outcome(found, kind, tr("Imported"))
            self.cancel.hide()
            self._session.poll()
            self._shell.toast(found.words, True)
        self._name()
