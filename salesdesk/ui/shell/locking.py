"""The dialogs of a locked file: type the passphrase, choose one, keep the recovery key."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPaintDevice, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from salesdesk.errors import UserError
from salesdesk.jobs import locking
from salesdesk.ui.kit import fields
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.text import tr
from salesdesk.ui.shell.files import Anew

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def ask(window: "MainWindow") -> None:
    """File, Lock with a passphrase: choose one; of a locked file, take the lock away."""
    try:
        locking.may_lock(window.session)
    except UserError as error:
        window.failed(error)
        return
    if locking.is_locked(window.session.path):
        window.dialog(UnlockDialog(window))
    else:
        window.dialog(LockDialog(window))


def ask_anew(window: "MainWindow") -> None:
    """File, Change the passphrase: choose another one for a locked file."""
    try:
        locking.may_lock(window.session)
        if not locking.is_locked(window.session.path):
            raise UserError(
                tr("{name} is not locked.").format(name=window.session.path.name),
                tr("Choose File, Lock with a passphrase."),
            )
    except UserError as error:
        window.failed(error)
        return
    window.dialog(LockDialog(window, anew=True))


def _secret() -> QLineEdit:
    made = fields.line()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class PassphraseDialog(Dialog):
    """Asks for the passphrase of a file that is to be opened."""

    def __init__(self, parent: QWidget, path: Path, done: Callable[[], object]) -> None:
        title = tr("{name} is locked").format(name=path.name)
        super().__init__(title, parent, tr("Open"), self._try, width=560)
        self._path = path
        self.secret = _secret()
        self.secret.returnPressed.connect(self.finish)
        hint = tr("If it is forgotten, type the recovery key that was printed.")
        self.body.addWidget(fields.Field(tr("Passphrase"), self.secret, hint))
        self.keep = fields.check(tr("Keep the key in this computer's keyring"))
        self.body.addWidget(self.keep)
        self.accepted.connect(done)
        self.secret.setFocus()

    def _try(self) -> None:
        self.secret.selectAll()  # what is typed after a mistake takes its place
        locking.unlock(self._path, self.secret.text())
        if self.keep.isChecked() and not locking.keep_in_keyring(self._path):
            self.keep.setChecked(False)
            raise UserError(
                tr("This computer has no keyring that can be used."),
                tr("Press Open again: the passphrase is asked for each time."),
            )


class LockDialog(Dialog):
    """Chooses a passphrase; the recovery key follows."""

    def __init__(self, window: "MainWindow", *, anew: bool = False) -> None:
        title = tr("Change the passphrase") if anew else tr("Lock with a passphrase")
        super().__init__(title, window, tr("Next"), self._next, width=520)
        self._window = window
        words = tr(
            "The file can then be read only with the passphrase, on any computer. If you lose both "
            "the passphrase and the recovery key that comes next, nobody can open it again. "
            "Backups and copies that were made before stay readable: delete those that should not "
            "be."
        )
        if anew:
            words = tr(
                "The file is then opened with the new passphrase only. It gets another recovery "
                "key too: print it, and throw the old page away. Backups and copies that were "
                "made before still open with the old ones."
            )
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.secret, self.again = _secret(), _secret()
        hint = tr("At least 8 characters; four words that do not belong together are good.")
        label = tr("New passphrase") if anew else tr("Passphrase")
        self.body.addWidget(fields.Field(label, self.secret, hint))
        self.body.addWidget(fields.Field(tr("The same again"), self.again))
        self.keep = fields.check(tr("Keep the key in this computer's keyring"))
        self.body.addWidget(self.keep)
        self.secret.setFocus()

    def _next(self) -> None:
        made = locking.prepare(self.secret.text(), self.again.text())
        self._window.dialog(RecoveryDialog(self._window, made, self.keep.isChecked()))


class RecoveryDialog(Dialog):
    """Shows the recovery key; the file is locked once it was typed back."""

    def __init__(self, window: "MainWindow", made: locking.Lock, keyring: bool) -> None:
        locked = locking.is_locked(window.session.path)
        verb = tr("Change the passphrase") if locked else tr("Lock the file")
        super().__init__(tr("The recovery key"), window, verb, self._lock, width=560)
        self._window, self._made, self._keyring = window, made, keyring
        words = tr(
            "It opens the file when the passphrase is forgotten, for anybody who has it. Print it, "
            "keep the page away from this computer, and type the key back once."
        )
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))
        self.shown = Label(in_two_lines(locking.recovery_key(made)), "section", wrap=True)
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.shown)
        paper = Button(tr("Print…"))
        paper.clicked.connect(self._print)
        self.body.addWidget(paper, 0, Qt.AlignmentFlag.AlignLeft)
        self.typed = fields.line()
        self.body.addWidget(fields.Field(tr("Type it back"), self.typed))
        self.typed.setFocus()

    def _lock(self) -> None:
        if not locking.is_recovery_key(self.typed.text(), self._made):
            raise UserError(
                tr("That is not the recovery key."), tr("Look again at what was printed.")
            )
        made, keyring = self._made, self._keyring
        self.accepted.connect(
            lambda: self._window.file_wanted.emit(
                Anew(
                    self._window.session.path,
                    lambda path: locking.lock(path, made, keyring=keyring),
                )
            )
        )

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            draw_key(printer, self._window.session.path.name, locking.recovery_key(self._made))


def in_two_lines(key: str) -> str:
    """The groups of a recovery key as they fit a dialog."""
    groups = key.split("-")
    half = len(groups) // 2
    return f"{'-'.join(groups[:half])}-\n{'-'.join(groups[half:])}"


def draw_key(paper: QPaintDevice, name: str, key: str) -> None:
    """One page with the recovery key in large letters."""
    painter = QPainter(paper)
    lines = [tr("Recovery key of {name}").format(name=name), ""]
    lines += [f"{n}.  {group}" for n, group in enumerate(key.split("-"), 1)]
    lines += ["", tr("Who has this page can open the file. Keep it away from the computer.")]
    painter.setFont(QFont("monospace", 14))
    step = painter.fontMetrics().height() * 3 // 2
    for number, line in enumerate(lines, 1):
        painter.drawText(step, number * step, line)
    painter.end()


class UnlockDialog(Dialog):
    """Takes the lock away, after a question."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(
            tr("Take the lock away?"), window, tr("Take the lock away"), self._unlock, width=480
        )
        self._window = window
        words = tr("Anybody who has the file can then read it. Backups that are locked stay so.")
        self.body.addWidget(Label(words, "body", "text-2", wrap=True))

    def _unlock(self) -> None:
        wanted = Anew(self._window.session.path, locking.unlock_for_good)
        self.accepted.connect(lambda: self._window.file_wanted.emit(wanted))
