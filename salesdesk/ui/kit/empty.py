"""What stands where a list has nothing to show: one sentence, one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.labels import Label


class EmptyState(QWidget):
    """One sentence on what comes here, and the one thing to do about it."""

    def __init__(
        self,
        words: str = "",
        button: str = "",
        key: str | None = None,
        slot: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.setSpacing(12)
        self.words = Label(words, "body", "text-2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        self.button = Button(button, key=key)
        self.button.setVisible(bool(button))
        if slot is not None:
            self.button.clicked.connect(lambda: slot())
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def set_words(self, words: str) -> None:
        """Say something else."""
        self.words.setText(words)
