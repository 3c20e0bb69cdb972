"""What stands beside or in place of an open form: a line about a colleague, a question."""

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.ui.kit import paint
from salesdesk.ui.kit.announce import announce
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.labels import Label
from salesdesk.ui.kit.tokens import color


class Notice(QWidget):
    """A line in a form that says what a colleague did to the record meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 8, 12, 8)
        self.words = Label("", "body", "text", wrap=True)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Show the line; no words hide it."""
        if words == self.words.text():
            return
        self.words.setText(words)
        self.setVisible(bool(words))
        self._make_room()
        announce(self, words)

    def _make_room(self) -> None:
        """A form grows by its line, as far as the window behind it is high."""
        form, layout = self.window(), self.window().layout()
        if not isinstance(form, Dialog) or layout is None:
            return
        layout.activate()
        behind = form.parentWidget()
        most = behind.window().height() - 16 if behind is not None else 10**4
        wanted = max(layout.totalHeightForWidth(form.width()), layout.sizeHint().height())
        if form.height() < wanted:
            form.resize(form.width(), min(wanted, max(most, form.height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, self.rect(), 6, color("accent-soft"))
        paint.icon(painter, 12, 10, "users", "accent-text")


def aside(form: Dialog, question: Dialog) -> None:
    """A question takes the place of its form; then the form saves again, or is there again."""
    form.hide()

    def answered(result: int) -> None:
        question.deleteLater()
        form.setProperty("asking", False)
        if result:
            form.finish()
        if not form.result() and not form.property("asking"):
            form.open()

    form.setProperty("asking", True)
    question.finished.connect(answered)
    question.open()


def once(work: Callable[[], None]) -> Callable[..., None]:
    """`work`, at the first of several occasions."""
    waiting = [work]
    return lambda *_: waiting.pop()() if waiting else None
